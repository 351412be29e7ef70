#pragma once

#include <QMargins>
#include <QRect>

class QPainter;

namespace tandem::ui {

// The one shadow there is (0 12 32, 22 %), for the palette, menus and toasts. `shadowMargins` is the room it needs around a box.
QMargins shadowMargins();
void paintShadow(QPainter& painter, const QRect& box, int radius);

} // namespace tandem::ui
