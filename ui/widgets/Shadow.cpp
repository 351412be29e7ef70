#include "ui/widgets/Shadow.h"

#include <QHash>
#include <QImage>
#include <QPainter>
#include <QPixmap>
#include <qdrawutil.h>

#include <algorithm>
#include <vector>

namespace tandem::ui {

namespace {

constexpr int blur = 32;
constexpr int boxRadius = 8; // three passes of it come close to a Gaussian of 16
constexpr int offset = 12;
constexpr int largestPatch = 2 * blur + 41;
constexpr double opacity = 0.22;

// Mean over a window that slides along one line of `alpha`.
void blurLine(std::vector<int>& alpha, std::size_t start, std::size_t step, int count, int radius)
{
    std::vector<int> line(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < line.size(); ++i)
        line[i] = alpha[start + i * step];
    const auto at = [&](int i) { return i < 0 || i >= count ? 0 : line[static_cast<std::size_t>(i)]; };
    int sum = 0;
    for (int i = -radius; i <= radius; ++i)
        sum += at(i);
    for (int i = 0; i < count; ++i) {
        alpha[start + static_cast<std::size_t>(i) * step] = sum / (2 * radius + 1);
        sum += at(i + radius + 1) - at(i - radius);
    }
}

// A blurred rounded box of `size` with the blur's room around it.
QPixmap blurredBox(QSize size, int radius)
{
    const int width = size.width() + 2 * blur;
    const int height = size.height() + 2 * blur;
    QImage shape(width, height, QImage::Format_ARGB32_Premultiplied);
    shape.fill(Qt::transparent);
    QPainter painter(&shape);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::black);
    painter.drawRoundedRect(QRect(QPoint(blur, blur), size), radius, radius);
    painter.end();

    const auto columns = static_cast<std::size_t>(width);
    const auto rows = static_cast<std::size_t>(height);
    const auto place = [columns](int x, int y) { return static_cast<std::size_t>(y) * columns + static_cast<std::size_t>(x); };
    std::vector<int> alpha(columns * rows);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            alpha[place(x, y)] = qAlpha(shape.pixel(x, y)) << 8;
    for (int pass = 0; pass < 3; ++pass) {
        for (std::size_t y = 0; y < rows; ++y)
            blurLine(alpha, y * columns, 1, width, boxRadius);
        for (std::size_t x = 0; x < columns; ++x)
            blurLine(alpha, x, columns, height, boxRadius);
    }
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            shape.setPixel(x, y, qRgba(0, 0, 0, static_cast<int>((alpha[place(x, y)] >> 8) * opacity)));
    return QPixmap::fromImage(shape);
}

} // namespace

QMargins shadowMargins()
{
    return {blur, blur - offset, blur, blur + offset};
}

void paintShadow(QPainter& painter, const QRect& box, int radius)
{
    // Boxes longer than the largest patch stretch its middle; there are few sizes, so few patches.
    const QSize size(std::min(box.width(), largestPatch), std::min(box.height(), largestPatch));
    static QHash<QPair<QPair<int, int>, int>, QPixmap> patches;
    QPixmap& patch = patches[{{size.width(), size.height()}, radius}];
    if (patch.isNull())
        patch = blurredBox(size, radius);
    const QRect target = box.adjusted(-blur, -blur + offset, blur, blur + offset);
    const int side = (patch.width() - 1) / 2;
    const int end = (patch.height() - 1) / 2;
    qDrawBorderPixmap(&painter, target, QMargins(side, end, side, end), patch);
}

} // namespace tandem::ui
