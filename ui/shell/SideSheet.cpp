#include "ui/shell/SideSheet.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Shadow.h"

#include <QPainter>
#include <QStyle>

namespace tandem::ui {

namespace {

constexpr int shadow = 16;

} // namespace

SideSheet::SideSheet(QWidget* parent)
    : QWidget(parent)
{
    hide();
}

int SideSheet::shadowWidth()
{
    return shadow;
}

void SideSheet::setContent(QWidget* content)
{
    m_content = content;
    if (content == nullptr)
        return;
    content->setParent(this);
    content->setGeometry(contentRect());
    content->show();
}

QRect SideSheet::contentRect() const
{
    return QStyle::visualRect(layoutDirection(), rect(), QRect(shadow, 0, width() - shadow, height()));
}

void SideSheet::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (m_content != nullptr)
        m_content->setGeometry(contentRect());
}

void SideSheet::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    paintShadow(painter, contentRect(), 0);
    const qreal line = hairline(painter);
    const QRectF content = contentRect();
    const qreal x = layoutDirection() == Qt::LeftToRight ? content.left() - line : content.right();
    painter.fillRect(crisp(painter, QRectF(x, 0, line, height())), themeOf(this).palette().line);
}

} // namespace tandem::ui
