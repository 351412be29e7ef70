#pragma once

#include "base/Clock.h"

#include <atomic>

namespace tandem {

// A clock that stands still until a test moves it. Thread-safe.
class ManualClock final : public Clock {
public:
    explicit ManualClock(TimePoint start = TimePoint{std::chrono::sys_days(std::chrono::year(2026) / 11 / 22)})
        : m_now(start.time_since_epoch().count())
    {
    }

    [[nodiscard]] TimePoint now() const override { return TimePoint{Milliseconds(m_now.load())}; }
    [[nodiscard]] std::chrono::steady_clock::time_point steady() const override
    {
        return std::chrono::steady_clock::time_point{Milliseconds(m_now.load())};
    }
    void advance(Milliseconds by) { m_now += by.count(); }

private:
    std::atomic<Milliseconds::rep> m_now;
};

} // namespace tandem
