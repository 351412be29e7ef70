#include "ui/widgets/Button.h"

#include "ui/theme/Theme.h"
#include "ui/widgets/OwnDirection.h"
#include "ui/widgets/Sizes.h"

#include <QPainter>
#include <QStyleOptionButton>

namespace tandem::ui {

namespace {

constexpr int gap = 6;

} // namespace

Button::Button(const QString& text, ButtonKind kind, QWidget* parent)
    : QPushButton(text, parent)
    , m_kind(kind)
{
    setAutoDefault(false);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Button::setKind(ButtonKind kind)
{
    m_kind = kind;
    update();
}

void Button::setIconName(const QString& name)
{
    m_icon = name;
    updateGeometry();
    update();
}

void Button::setKey(const QString& key)
{
    m_key = key;
    updateGeometry();
    update();
}

QSize Button::sizeHint() const
{
    const Theme& theme = themeOf(this);
    const QFontMetrics metrics(theme.font(TextRole::RowMedium));
    int width = metrics.size(Qt::TextShowMnemonic, text()).width() + 2 * sizes::controlPadding + 2;
    if (!m_icon.isEmpty())
        width += theme.scaled(sizes::icon) + gap;
    if (!m_key.isEmpty())
        width += QFontMetrics(theme.font(TextRole::Row)).horizontalAdvance(m_key) + gap + 1;
    return {width, theme.lineHeight(TextRole::Row) + sizes::control - 18};
}

void Button::paintEvent(QPaintEvent* /*event*/)
{
    Theme& theme = themeOf(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    QPainter painter(this);
    paintButtonPanel(painter, theme, option, m_kind);

    const QColor ink = buttonInk(theme, option, m_kind);
    const QFont font = theme.font(TextRole::RowMedium);
    const QFont keyFont = theme.font(TextRole::Row);
    const int keyWidth = m_key.isEmpty() ? 0 : QFontMetrics(keyFont).horizontalAdvance(m_key) + 1;
    const int iconSize = theme.scaled(sizes::icon);
    const int icon = m_icon.isEmpty() ? 0 : iconSize + gap;
    const int room = width() - 2 * sizes::controlPadding - icon - (keyWidth > 0 ? keyWidth + gap : 0);
    const int textWidth = std::min(QFontMetrics(font).size(Qt::TextShowMnemonic, text()).width() + 2, room);
    int x = std::max(0, (width() - icon - textWidth - (keyWidth > 0 ? keyWidth + gap : 0)) / 2);
    const auto next = [&](int advance) {
        const QRect place = QStyle::visualRect(layoutDirection(), rect(), QRect(x, 0, advance, height()));
        x += advance;
        return place;
    };
    if (icon > 0) {
        theme.icons().paint(painter, m_icon, next(iconSize), iconSize, ink);
        x += gap;
    }
    painter.setPen(ink);
    painter.setFont(font);
    painter.setLayoutDirection(directionOf(text(), layoutDirection()));
    painter.drawText(next(textWidth), Qt::AlignCenter | Qt::TextHideMnemonic | Qt::TextSingleLine, text());
    if (keyWidth > 0) {
        x += gap;
        QColor faint = ink;
        faint.setAlphaF(ink.alphaF() * 0.85F);
        painter.setPen(faint);
        painter.setFont(keyFont);
        painter.setLayoutDirection(Qt::LeftToRight);
        painter.drawText(next(keyWidth), Qt::AlignCenter | Qt::TextSingleLine, m_key);
    }
}

} // namespace tandem::ui
