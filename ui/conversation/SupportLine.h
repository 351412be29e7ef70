#pragma once

#include "ui/conversation/DraftText.h"
#include "ui/theme/Palette.h"

#include <QRectF>

class QPainter;

namespace tandem::ui {

// The line under a checked sentence, one stretch of it: solid, dashed or thick by its support, so that colour is not all that
// tells them apart. Nothing for a courtesy. `line`: where it runs; device pixels are the caller's business.
void paintSupportLine(QPainter& painter, const Palette& palette, Support support, const QRectF& line);

} // namespace tandem::ui
