#include "ui/widgets/TextLink.h"

#include "ui/theme/ButtonLook.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/OwnDirection.h"
#include "ui/widgets/Sizes.h"

#include <QPainter>

namespace tandem::ui {

TextLink::TextLink(const QString& text, QWidget* parent)
    : QAbstractButton(parent)
{
    setText(text);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void TextLink::setInk(const QColor& ink)
{
    m_ink = ink;
    update();
}

QSize TextLink::sizeHint() const
{
    const Theme& theme = themeOf(this);
    return {QFontMetrics(theme.font(TextRole::RowMedium)).horizontalAdvance(text()) + 8, theme.scaled(sizes::control)};
}

void TextLink::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(this);
    QColor ink = m_ink.isValid() ? m_ink : theme.palette().accentText;
    if (!isEnabled())
        ink = disabledInk(theme);
    QFont font = theme.font(TextRole::RowMedium);
    font.setUnderline(underMouse() && isEnabled());
    QPainter painter(this);
    painter.setFont(font);
    painter.setPen(ink);
    painter.setLayoutDirection(directionOf(text(), layoutDirection()));
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextSingleLine, text());
}

} // namespace tandem::ui
