#include "ui/widgets/OwnDirection.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace tandem::ui {

namespace {

// Of a text whose first strong character is looked for.
constexpr qsizetype mostLookedAt = 2000;
// No letter is narrower on average: what cannot be seen anyway need not be shaped.
constexpr int leastAdvance = 2; // px

} // namespace

Qt::LayoutDirection directionOf(QStringView text, Qt::LayoutDirection around)
{
    int isolates = 0;
    for (const QChar character : text.left(mostLookedAt)) {
        switch (character.direction()) {
        case QChar::DirLRI:
        case QChar::DirRLI:
        case QChar::DirFSI: ++isolates; break;
        case QChar::DirPDI: isolates = std::max(0, isolates - 1); break;
        case QChar::DirL:
            if (isolates == 0)
                return Qt::LeftToRight;
            break;
        case QChar::DirR:
        case QChar::DirAL:
            if (isolates == 0)
                return Qt::RightToLeft;
            break;
        default: break;
        }
    }
    return around;
}

QTextOption ownDirection(QStringView text, Qt::LayoutDirection around, Qt::Alignment alignment)
{
    QTextOption option;
    option.setTextDirection(directionOf(text, around));
    option.setAlignment(QStyle::visualAlignment(around, alignment) | Qt::AlignAbsolute);
    return option;
}

QString elidedLine(const QFontMetrics& metrics, const QString& text, int width)
{
    const qsizetype most = std::max(0, width) / leastAdvance + 16;
    if (text.size() <= most)
        return metrics.elidedText(text, Qt::ElideRight, std::max(0, width));
    return metrics.elidedText(text.left(most) + QChar(0x2026), Qt::ElideRight, std::max(0, width));
}

void paintFitting(QPainter& painter, const QRect& rect, const QString& text, Qt::Alignment alignment)
{
    const Qt::LayoutDirection around = painter.layoutDirection();
    const auto place = QStyle::visualAlignment(around, alignment) | Qt::AlignAbsolute;
    painter.setLayoutDirection(directionOf(text, around));
    painter.drawText(rect, static_cast<int>(place) | Qt::TextSingleLine | Qt::TextDontClip, text);
    painter.setLayoutDirection(around);
}

void paintLine(QPainter& painter, const QRect& rect, const QString& text, Qt::Alignment alignment)
{
    paintFitting(painter, rect, elidedLine(painter.fontMetrics(), text, rect.width()), alignment);
}

} // namespace tandem::ui
