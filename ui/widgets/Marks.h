#pragma once

#include "model/Classification.h"
#include "ui/theme/Theme.h"

class QPainter;

namespace tandem::ui {

// Small painted signs of a ticket. Each is painted centred in `rect`, mirrored by the painter's layout direction.

// One, two or three bars; critical is a rounded square with "!".
void paintUrgency(QPainter& painter, const Theme& theme, const QRect& rect, Urgency urgency);
// A bar for `value` (0…1), amber below `threshold` and grey above, with a tick at the threshold.
void paintMeter(QPainter& painter, const Theme& theme, const QRect& rect, double value, double threshold);
// A count on an accent pill.
QSize badgeSize(const Theme& theme, const QString& count);
void paintBadge(QPainter& painter, const Theme& theme, const QRect& rect, const QString& count);
// A key as it stands on the keyboard.
QSize keyCapSize(const Theme& theme, const QString& key);
void paintKeyCap(QPainter& painter, const Theme& theme, const QRect& rect, const QString& key);

// Viewing: plain. Away: dim. Writing: with an accent ring.
enum class Presence : std::uint8_t { Viewing, Away, Writing };
// The first letters of the first and the last word: "EM".
QString initials(const QString& name);
void paintAvatar(
    QPainter& painter, const Theme& theme, const QRect& rect, const QString& initials, Presence presence = Presence::Viewing);

} // namespace tandem::ui
