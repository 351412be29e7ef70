#include "ui/theme/StyleParts.h"

#include "ui/theme/ButtonLook.h"
#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"

#include <QStyleOption>
#include <QVariant>
#include <QWidget>

namespace tandem::ui {

namespace {

constexpr qreal controlRadius = 6;
constexpr int barThickness = 6;

bool has(const QStyleOption& option, QStyle::StateFlag flag)
{
    return option.state.testFlag(flag);
}

} // namespace

void paintCheckMark(QPainter& painter, Theme& theme, const QStyleOption& option)
{
    const Palette& palette = theme.palette();
    const bool enabled = has(option, QStyle::State_Enabled);
    const QColor edge = enabled ? palette.lineStrong : disabledInk(theme);
    if (has(option, QStyle::State_Off)) {
        paintBox(painter, option.rect, 4, has(option, QStyle::State_MouseOver) && enabled ? palette.hover : palette.base, edge);
        return;
    }
    const QColor fill = enabled ? palette.accent : disabledInk(theme);
    paintBox(painter, option.rect, 4, fill, {});
    if (has(option, QStyle::State_NoChange)) {
        const QRectF rect(option.rect);
        painter.fillRect(QRectF(rect.left() + 4, rect.center().y() - 1, rect.width() - 8, 2), palette.onAccent);
    } else {
        theme.icons().paint(painter, QStringLiteral("check"), option.rect, option.rect.height() - 4, palette.onAccent);
    }
}

void paintRadioMark(QPainter& painter, const Theme& theme, const QStyleOption& option)
{
    const Palette& palette = theme.palette();
    const bool enabled = has(option, QStyle::State_Enabled);
    const qreal radius = option.rect.height() / 2.0;
    if (!has(option, QStyle::State_On)) {
        paintBox(painter, option.rect, radius, palette.base, enabled ? palette.lineStrong : disabledInk(theme));
        return;
    }
    paintBox(painter, option.rect, radius, enabled ? palette.accent : disabledInk(theme), {});
    const qreal in = option.rect.height() * 5.0 / 16.0;
    const QRectF dot = QRectF(option.rect).adjusted(in, in, -in, -in);
    paintBox(painter, dot, dot.height() / 2, palette.onAccent, {});
}

void paintFieldPanel(QPainter& painter, const Theme& theme, const QStyleOption& option, const QWidget* widget)
{
    const Palette& palette = theme.palette();
    const bool focused = has(option, QStyle::State_HasFocus) && has(option, QStyle::State_Enabled);
    const bool wrong = widget != nullptr && widget->property("invalid").toBool();
    QColor border = focused ? palette.accent : palette.line;
    if (wrong)
        border = palette.badFill;
    paintBox(painter, option.rect, controlRadius, palette.base, border, focused ? theme.ringWidth() : 1);
}

void paintRing(QPainter& painter, const Theme& theme, const QRect& rect, bool onSelection)
{
    const QColor colour = onSelection ? theme.palette().accentText : theme.palette().accent;
    paintBox(painter, rect, controlRadius, {}, colour, theme.ringWidth());
}

void paintTabShape(QPainter& painter, const Theme& theme, const QStyleOptionTab& tab)
{
    const QRect rect = tab.rect;
    if (has(tab, QStyle::State_Selected))
        painter.fillRect(
            crisp(painter, QRectF(rect.left() + 8, rect.bottom() - 1, rect.width() - 16, 2)), theme.palette().accent);
    if (has(tab, QStyle::State_HasFocus) && has(tab, QStyle::State_KeyboardFocusChange))
        paintRing(painter, theme, rect.adjusted(2, 2, -2, -4), false);
}

void paintTabLabel(QPainter& painter, const Theme& theme, const QStyleOptionTab& tab)
{
    const Palette& palette = theme.palette();
    const bool selected = has(tab, QStyle::State_Selected);
    painter.save();
    painter.setFont(theme.font(selected ? TextRole::RowStrong : TextRole::Row));
    QColor ink = selected ? palette.text : palette.text2;
    if (!has(tab, QStyle::State_Enabled))
        ink = disabledInk(theme);
    painter.setPen(ink);
    painter.drawText(tab.rect, Qt::AlignCenter | Qt::TextHideMnemonic, tab.text);
    painter.restore();
}

void paintScrollBar(QPainter& painter, const Theme& theme, const QStyleOptionComplex& option, const QRect& handle)
{
    const auto& slider = static_cast<const QStyleOptionSlider&>(option);
    if (slider.minimum >= slider.maximum || handle.isEmpty())
        return;
    const Palette& palette = theme.palette();
    const bool held = has(option, QStyle::State_Sunken) && option.activeSubControls.testFlag(QStyle::SC_ScrollBarSlider);
    const bool hovered = has(option, QStyle::State_MouseOver);
    QColor colour = held ? palette.text3 : palette.lineStrong;
    if (!held && !hovered)
        colour.setAlphaF(0.45F);
    QRectF bar(handle);
    if (slider.orientation == Qt::Vertical)
        bar = QRectF(bar.center().x() - barThickness / 2.0, bar.top() + 2, barThickness, bar.height() - 4);
    else
        bar = QRectF(bar.left() + 2, bar.center().y() - barThickness / 2.0, bar.width() - 4, barThickness);
    paintBox(painter, bar, barThickness / 2.0, colour, {});
}

void paintMenuPanel(QPainter& painter, const Theme& theme, const QRect& rect)
{
    painter.fillRect(rect, theme.palette().base);
    paintBox(painter, rect, 10, theme.palette().base, theme.palette().line, hairline(painter));
}

void paintMenuItem(QPainter& painter, Theme& theme, const QStyleOptionMenuItem& item)
{
    const Palette& palette = theme.palette();
    const auto placed = [&item](const QRect& rect) { return QStyle::visualRect(item.direction, item.rect, rect); };
    if (item.menuItemType == QStyleOptionMenuItem::Separator) {
        const int middle = item.rect.center().y();
        paintHairline(painter, QRect(item.rect.left() + 8, middle, item.rect.width() - 16, 1), Qt::TopEdge, palette.line);
        return;
    }
    const bool enabled = has(item, QStyle::State_Enabled);
    if (has(item, QStyle::State_Selected) && enabled)
        paintBox(painter, item.rect, controlRadius, palette.hover, {});
    const QColor ink = enabled ? palette.text : disabledInk(theme);
    QRect rest = item.rect.adjusted(10, 0, -10, 0);
    if (item.menuHasCheckableItems) {
        if (item.checked)
            theme.icons().paint(painter, QStringLiteral("check"), placed(QRect(rest.left(), rest.top(), 16, rest.height())), 16,
                enabled ? palette.accentText : ink);
        rest.setLeft(rest.left() + 24);
    } else if (!item.icon.isNull()) {
        const QRect icon = placed(QRect(rest.left(), rest.center().y() - 7, 16, 16));
        item.icon.paint(&painter, icon, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
        rest.setLeft(rest.left() + 24);
    }
    if (item.menuItemType == QStyleOptionMenuItem::SubMenu) {
        theme.icons().paint(painter,
            item.direction == Qt::RightToLeft ? QStringLiteral("chevron-left") : QStringLiteral("chevron-right"),
            placed(QRect(rest.right() - 15, rest.top(), 16, rest.height())), 16, palette.text3);
        rest.setRight(rest.right() - 20);
    }
    const qsizetype tab = item.text.indexOf(u'\t');
    painter.save();
    painter.setFont(theme.font(TextRole::Row));
    painter.setPen(ink);
    painter.drawText(placed(rest),
        static_cast<int>(QStyle::visualAlignment(item.direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextHideMnemonic
            | Qt::TextSingleLine,
        tab < 0 ? item.text : item.text.left(tab));
    if (tab >= 0) {
        painter.setFont(theme.font(TextRole::Chip));
        painter.setPen(enabled ? palette.text3 : ink);
        painter.drawText(placed(rest),
            static_cast<int>(QStyle::visualAlignment(item.direction, Qt::AlignRight | Qt::AlignVCenter)) | Qt::TextSingleLine,
            item.text.mid(tab + 1));
    }
    painter.restore();
}

void paintComboBox(QPainter& painter, Theme& theme, const QStyleOptionComplex& option, const QRect& arrow, const QWidget* widget)
{
    const auto& box = static_cast<const QStyleOptionComboBox&>(option);
    if (box.frame || box.editable)
        paintFieldPanel(painter, theme, option, widget);
    const QColor ink = has(option, QStyle::State_Enabled) ? theme.palette().text3 : disabledInk(theme);
    theme.icons().paint(painter, QStringLiteral("chevron-down"), arrow, 14, ink);
}

} // namespace tandem::ui
