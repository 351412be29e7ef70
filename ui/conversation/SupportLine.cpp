#include "ui/conversation/SupportLine.h"

#include <QPainter>

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr qreal dash = 4;
constexpr qreal dashGap = 2;

} // namespace

void paintSupportLine(QPainter& painter, const Palette& palette, Support support, const QRectF& line)
{
    switch (support) {
    case Support::Courtesy: return;
    case Support::Supported: painter.fillRect(line, palette.okFill); return;
    case Support::Unsupported: painter.fillRect(line, palette.badFill); return;
    case Support::Weak: break;
    }
    for (qreal x = line.left(); x < line.right(); x += dash + dashGap)
        painter.fillRect(QRectF(x, line.top(), std::min(dash, line.right() - x), line.height()), palette.warnFill);
}

} // namespace tandem::ui
