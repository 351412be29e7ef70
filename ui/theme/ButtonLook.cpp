#include "ui/theme/ButtonLook.h"

#include "ui/theme/Crisp.h"
#include "ui/theme/Theme.h"

#include <QStyleOption>

namespace tandem::ui {

namespace {

constexpr qreal radius = 6;

QColor mixed(const QColor& a, const QColor& b, float share)
{
    const auto mix = [share](float x, float y) { return x + (y - x) * share; };
    return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()), mix(a.blueF(), b.blueF()));
}

QColor primaryFill(const Palette& palette, bool hovered, bool pressed)
{
    const QColor black(Qt::black);
    if (pressed)
        return mixed(palette.accent, black, 0.18F);
    return hovered ? mixed(palette.accent, black, 0.08F) : palette.accent;
}

} // namespace

void paintButtonPanel(QPainter& painter, const Theme& theme, const QStyleOption& option, ButtonKind kind)
{
    const Palette& palette = theme.palette();
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool hovered = enabled && option.state.testFlag(QStyle::State_MouseOver);
    const bool pressed = enabled
        && (option.state.testFlag(QStyle::State_Sunken)
            || (kind != ButtonKind::Primary && option.state.testFlag(QStyle::State_On)));
    if (kind == ButtonKind::Primary && enabled) {
        paintBox(painter, option.rect, radius, primaryFill(palette, hovered, pressed), {});
        return;
    }
    QColor fill = kind == ButtonKind::Quiet ? QColor() : palette.base;
    if (pressed)
        fill = palette.sunken;
    else if (hovered)
        fill = palette.hover;
    paintBox(painter, option.rect, radius, fill, kind == ButtonKind::Quiet ? QColor() : palette.line, hairline(painter));
}

QColor buttonInk(const Theme& theme, const QStyleOption& option, ButtonKind kind)
{
    const Palette& palette = theme.palette();
    if (!option.state.testFlag(QStyle::State_Enabled))
        return disabledInk(theme);
    switch (kind) {
    case ButtonKind::Primary: return palette.onAccent;
    case ButtonKind::Secondary: return palette.text;
    case ButtonKind::Quiet: return palette.text2;
    case ButtonKind::Danger: return palette.bad;
    }
    return palette.text;
}

QColor disabledInk(const Theme& theme)
{
    QColor ink = theme.palette().text3;
    ink.setAlphaF(0.55F);
    return ink;
}

} // namespace tandem::ui
