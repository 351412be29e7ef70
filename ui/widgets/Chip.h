#pragma once

#include "ui/theme/Theme.h"

class QPainter;

namespace tandem::ui {

// Neutral is a hairline box, the others a soft fill.
enum class ChipKind : std::uint8_t { Neutral, Accent, Ok, Warn, Bad };

struct Chip {
    QString text;
    ChipKind kind = ChipKind::Neutral;
    QString icon = QString(); // "" = none
};

int chipHeight(const Theme& theme);
int chipWidth(const Theme& theme, const Chip& chip);
// Paints it into `rect`, as wide as chipWidth says. `onSelection`: it stands on a selected row.
void paintChip(QPainter& painter, Theme& theme, const QRect& rect, const Chip& chip, bool onSelection = false);

} // namespace tandem::ui
