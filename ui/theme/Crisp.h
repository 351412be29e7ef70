#pragma once

#include <QColor>
#include <QLineF>
#include <QPainter>
#include <QRectF>

#include <algorithm>
#include <cmath>

namespace tandem::ui {

// Helpers that put edges on device pixels, so that hairlines are hairlines at any scale.

inline qreal pixelRatio(const QPainter& painter)
{
    return painter.device() != nullptr ? painter.device()->devicePixelRatioF() : 1.0;
}

// Width of a hairline in px: one device pixel, two from 2×.
inline qreal hairline(const QPainter& painter)
{
    const qreal ratio = pixelRatio(painter);
    return std::max(1.0, std::floor(ratio)) / ratio;
}

inline QRectF crisp(const QPainter& painter, const QRectF& rect)
{
    const qreal ratio = pixelRatio(painter);
    const auto snap = [ratio](qreal value) { return std::round(value * ratio) / ratio; };
    return {QPointF(snap(rect.left()), snap(rect.top())), QPointF(snap(rect.right()), snap(rect.bottom()))};
}

// A hairline across `rect` along its bottom or top edge.
inline void paintHairline(QPainter& painter, const QRect& rect, Qt::Edge edge, const QColor& colour)
{
    const qreal width = hairline(painter);
    const QRectF all(rect);
    QRectF line;
    switch (edge) {
    case Qt::TopEdge: line = QRectF(all.left(), all.top(), all.width(), width); break;
    case Qt::BottomEdge: line = QRectF(all.left(), all.bottom() - width, all.width(), width); break;
    case Qt::LeftEdge: line = QRectF(all.left(), all.top(), width, all.height()); break;
    case Qt::RightEdge: line = QRectF(all.right() - width, all.top(), width, all.height()); break;
    }
    painter.fillRect(crisp(painter, line), colour);
}

// A rounded box whose border of `width` lies inside `rect`. An invalid colour leaves the part out.
inline void paintBox(
    QPainter& painter, const QRectF& rect, qreal radius, const QColor& fill, const QColor& border, qreal width = 1)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal inset = border.isValid() ? width / 2 : 0;
    painter.setPen(border.isValid() ? QPen(border, width) : QPen(Qt::NoPen));
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const QRectF box = crisp(painter, rect).adjusted(inset, inset, -inset, -inset);
    painter.drawRoundedRect(box, radius - inset, radius - inset);
    painter.restore();
}

} // namespace tandem::ui
