#include "ui/widgets/Marks.h"

#include "ui/theme/Crisp.h"
#include "ui/widgets/Sizes.h"

#include <QFontMetrics>
#include <QStyle>
#include <QTextBoundaryFinder>

#include <algorithm>

namespace tandem::ui {

namespace {

QRectF centred(const QRect& rect, qreal width, qreal height)
{
    return {rect.x() + (rect.width() - width) / 2, rect.y() + (rect.height() - height) / 2, width, height};
}

QRectF mirrored(const QPainter& painter, const QRectF& bounds, const QRectF& rect)
{
    if (painter.layoutDirection() != Qt::RightToLeft)
        return rect;
    return {bounds.left() + bounds.right() - rect.right(), rect.top(), rect.width(), rect.height()};
}

QString firstCharacter(const QString& word)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, word);
    const qsizetype end = finder.toNextBoundary();
    return end <= 0 ? QString() : word.left(end).toUpper();
}

} // namespace

void paintUrgency(QPainter& painter, const Theme& theme, const QRect& rect, Urgency urgency)
{
    const Palette& palette = theme.palette();
    const qreal unit = theme.scaled(sizes::urgencyMark) / static_cast<qreal>(sizes::urgencyMark);
    const QRectF box = crisp(painter, centred(rect, unit * sizes::urgencyMark, unit * sizes::urgencyMark));
    if (urgency == Urgency::Critical) {
        const QRectF square = box.adjusted(unit, unit, -unit, -unit);
        paintBox(painter, square, 3 * unit, palette.badFill, {});
        const QColor ink
            = palette.onAccent.lightnessF() - palette.badFill.lightnessF() > 0.4F ? palette.onAccent : palette.window;
        painter.fillRect(
            crisp(painter, QRectF(square.center().x() - 0.9 * unit, square.top() + 2.5 * unit, 1.8 * unit, 4.5 * unit)), ink);
        painter.fillRect(
            crisp(painter, QRectF(square.center().x() - 0.9 * unit, square.top() + 8 * unit, 1.8 * unit, 1.6 * unit)), ink);
        return;
    }
    const int lit = urgency == Urgency::High ? 3 : urgency == Urgency::Medium ? 2 : 1;
    for (int bar = 0; bar < 3; ++bar) {
        const qreal height = (4.0 + bar * 3.5) * unit;
        const QRectF at(box.left() + (1 + bar * 4.5) * unit, box.bottom() - unit - height, 3 * unit, height);
        paintBox(painter, mirrored(painter, box, at), unit, bar < lit ? palette.text2 : palette.line, {});
    }
}

void paintMeter(QPainter& painter, const Theme& theme, const QRect& rect, double value, double threshold)
{
    const Palette& palette = theme.palette();
    const qreal height = theme.scaled(sizes::meterHeight);
    const QRectF track = crisp(painter, QRectF(rect.x(), rect.y() + (rect.height() - height) / 2, rect.width(), height));
    const qreal radius = height / 2;
    QColor rest = palette.lineStrong;
    rest.setAlphaF(0.35F);
    paintBox(painter, track, radius, rest, {});
    const qreal filled = track.width() * std::clamp(value, 0.0, 1.0);
    if (filled > 0) {
        const QRectF bar(track.left(), track.top(), std::max(filled, height), track.height());
        paintBox(painter, mirrored(painter, track, bar), radius, value < threshold ? palette.warnFill : palette.text3, {});
    }
    const qreal at = track.left() + track.width() * std::clamp(threshold, 0.0, 1.0);
    const QRectF tick(at, track.top() - 2, 1, track.height() + 4);
    painter.fillRect(crisp(painter, mirrored(painter, track, tick)), palette.text);
}

QSize badgeSize(const Theme& theme, const QString& count)
{
    const int height = theme.lineHeight(TextRole::Badge) + 4;
    return {std::max(height, QFontMetrics(theme.font(TextRole::Badge)).horizontalAdvance(count) + 8), height};
}

void paintBadge(QPainter& painter, const Theme& theme, const QRect& rect, const QString& count)
{
    paintBox(painter, rect, rect.height() / 2.0, theme.palette().accent, {});
    painter.save();
    painter.setFont(theme.font(TextRole::Badge));
    painter.setPen(theme.palette().onAccent);
    painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip, count);
    painter.restore();
}

QSize keyCapSize(const Theme& theme, const QString& key)
{
    const int height = theme.lineHeight(TextRole::Chip) + 2;
    return {std::max(height, QFontMetrics(theme.font(TextRole::Chip)).horizontalAdvance(key) + 10), height};
}

void paintKeyCap(QPainter& painter, const Theme& theme, const QRect& rect, const QString& key)
{
    paintBox(painter, rect, sizes::chipRadius, theme.palette().base, theme.palette().line, hairline(painter));
    painter.save();
    painter.setFont(theme.font(TextRole::Chip));
    painter.setPen(theme.palette().text2);
    painter.setLayoutDirection(Qt::LeftToRight); // "[" is "[" on every keyboard
    painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip, key);
    painter.restore();
}

QString initials(const QString& name)
{
    const QStringList words = name.split(u' ', Qt::SkipEmptyParts);
    if (words.isEmpty())
        return QStringLiteral("?");
    const QString first = firstCharacter(words.first());
    return words.size() == 1 ? first : first + firstCharacter(words.last());
}

void paintAvatar(QPainter& painter, const Theme& theme, const QRect& rect, const QString& initials, Presence presence)
{
    const Palette& palette = theme.palette();
    const bool writing = presence == Presence::Writing;
    painter.save();
    if (presence == Presence::Away)
        painter.setOpacity(painter.opacity() * 0.55);
    paintBox(painter, rect, rect.height() / 2.0, writing ? palette.accentSoft : palette.sunken,
        writing ? palette.accent : QColor(), 2);
    QFont font = theme.font(TextRole::Badge);
    font.setPixelSize(std::max(8, rect.height() * 10 / sizes::avatar));
    painter.setFont(font);
    painter.setPen(palette.text2);
    painter.setClipRect(rect, Qt::IntersectClip); // a first letter may carry any number of marks
    painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip, initials);
    painter.restore();
}

} // namespace tandem::ui
