#pragma once

#include "base/Error.h"

#include <chrono>
#include <string>
#include <string_view>

namespace tandem {

using Milliseconds = std::chrono::milliseconds;
// UTC wall-clock time with millisecond resolution, as stored and shown.
using TimePoint = std::chrono::sys_time<Milliseconds>;

// Where the engine gets the time from. Thread-safe. Tests use support/ManualClock.
class Clock {
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;

    [[nodiscard]] virtual TimePoint now() const = 0;
    // Never goes back; for measuring durations only.
    [[nodiscard]] virtual std::chrono::steady_clock::time_point steady() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] TimePoint now() const override;
    [[nodiscard]] std::chrono::steady_clock::time_point steady() const override;
};

// RFC 3339 in UTC with milliseconds: 2026-11-22T18:05:13.000Z.
std::string formatTime(TimePoint time);
// Accepts RFC 3339 (offset or Z, optional fraction) and a plain date (midnight UTC).
Result<TimePoint> parseTime(std::string_view text);

} // namespace tandem
