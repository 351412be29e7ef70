#pragma once

#include <QString>
#include <QTextOption>

class QFontMetrics;
class QPainter;
class QRect;

namespace tandem::ui {

// A text runs as its content does (its first strong character outside isolates), and stands where the user interface begins its
// lines: a German subject in an Arabic list sits at the right edge and ends on its right with its full stop.

// `around`: how the interface runs, for texts without a strong character.
Qt::LayoutDirection directionOf(QStringView text, Qt::LayoutDirection around);

// How such a text is laid out in an interface that runs `around`. `alignment`: leading is the interface's, not the text's.
QTextOption ownDirection(QStringView text, Qt::LayoutDirection around, Qt::Alignment alignment = Qt::AlignLeading);

// A text cut to `width` px at its own end, with an ellipsis. Takes no longer for a text of any length.
QString elidedLine(const QFontMetrics& metrics, const QString& text, int width);

// Paints a text that fits on one line with the painter's font and pen. `painter.layoutDirection()` is the interface's.
void paintFitting(
    QPainter& painter, const QRect& rect, const QString& text, Qt::Alignment alignment = Qt::AlignLeading | Qt::AlignVCenter);

// The same, elided at its own end where it does not fit.
void paintLine(
    QPainter& painter, const QRect& rect, const QString& text, Qt::Alignment alignment = Qt::AlignLeading | Qt::AlignVCenter);

} // namespace tandem::ui
