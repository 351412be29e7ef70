#pragma once

#include "base/Clock.h"
#include "ui/theme/Theme.h"

#include <optional>

class QPainter;

namespace tandem::ui {

// InTime: more than a quarter of the time is left. Soon: a quarter or less. Late: past due.
enum class SlaState : std::uint8_t { InTime, Soon, Late };

struct SlaReading {
    QString text; // "46 min", "1 h 09", "−12 min"
    QString spoken; // "46 minutes left"
    SlaState state = SlaState::InTime;
};

// How much is left of the time between `since` (when the customer began to wait) and `due`.
SlaReading slaReading(TimePoint now, std::optional<TimePoint> since, TimePoint due);
// "58 min", "1 h 42", "3 h", "2 d".
QString shortDuration(Milliseconds duration);
// "58 minutes", "1 hour 42 minutes", "3 hours", "2 days".
QString spokenDuration(Milliseconds duration);

int slaWidth(const Theme& theme, const SlaReading& reading);
// A clock and the reading, at the end of `rect`.
void paintSla(QPainter& painter, Theme& theme, const QRect& rect, const SlaReading& reading);

} // namespace tandem::ui
