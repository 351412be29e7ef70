#include "ui/widgets/ColumnHeader.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Sizes.h"

#include <QHBoxLayout>

namespace tandem::ui {

ColumnHeader::ColumnHeader(QWidget* parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(14, 0, 14, 0);
    m_row->setSpacing(8);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize ColumnHeader::sizeHint() const
{
    return {QWidget::sizeHint().width(), std::max(sizes::columnHeader, themeOf(this).scaled(sizes::columnHeader))};
}

QSize ColumnHeader::minimumSizeHint() const
{
    return {QWidget::minimumSizeHint().width(), sizeHint().height()};
}

void ColumnHeader::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    paintHairline(painter, rect(), Qt::BottomEdge, themeOf(this).palette().line);
}

} // namespace tandem::ui
