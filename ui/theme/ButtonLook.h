#pragma once

#include <QColor>
#include <cstdint>

class QPainter;
class QStyleOption;

namespace tandem::ui {

class Theme;

// Primary: the one filled button of a view. Secondary: with a border. Quiet: text alone until hovered. Danger: a refusal.
enum class ButtonKind : std::uint8_t { Primary, Secondary, Quiet, Danger };

// The panel behind a button's label in the state that `option` tells; radius 6.
void paintButtonPanel(QPainter& painter, const Theme& theme, const QStyleOption& option, ButtonKind kind);
// What label and icon on it are painted with.
QColor buttonInk(const Theme& theme, const QStyleOption& option, ButtonKind kind);
// Text and icons of a control that is off.
QColor disabledInk(const Theme& theme);

} // namespace tandem::ui
