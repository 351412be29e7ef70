#pragma once

#include "base/Clock.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>

namespace tandem {

enum class CircuitState : std::uint8_t { Closed, Open, HalfOpen };

// Spares a service that keeps failing, and its callers the wait. Closed: everybody is admitted. After `failures` within `window`
// it opens: nobody is, for `pause`. Then it is half open: one caller is admitted as a trial, whose outcome closes it or opens it
// for another pause (M. Nygard, "Release It!", 2007). Thread-safe; the clock outlives it, and it outlives its admissions.
class CircuitBreaker {
public:
    struct Settings {
        int failures = 5;
        Milliseconds window{60'000};
        Milliseconds pause{30'000};
    };

    // Leave to call, and how it went. One that is dropped without a word, as when the caller gave up, counts for nothing.
    class Admission {
    public:
        Admission(Admission&& other) noexcept;
        Admission(const Admission&) = delete;
        Admission& operator=(const Admission&) = delete;
        Admission& operator=(Admission&&) = delete;
        ~Admission();

        void succeeded();
        void failed();

    private:
        friend class CircuitBreaker;
        Admission(CircuitBreaker& breaker, std::uint64_t period);
        CircuitBreaker* m_breaker; // null once told
        std::uint64_t m_period;
    };

    CircuitBreaker(const Clock& clock, Settings settings);

    // nullopt: open, or half open with its trial out.
    [[nodiscard]] std::optional<Admission> admit();
    [[nodiscard]] CircuitState state() const;

private:
    using Time = std::chrono::steady_clock::time_point;
    enum class Outcome : std::uint8_t { Succeeded, Failed, Untold };

    void report(std::uint64_t period, Outcome outcome);
    void become(CircuitState state);
    [[nodiscard]] CircuitState stateAt(Time now) const;

    const Clock& m_clock;
    const Settings m_settings;
    mutable std::mutex m_mutex;
    CircuitState m_state = CircuitState::Closed;
    std::uint64_t m_period = 0; // counts the changes of state: what was admitted in an earlier one tells nothing of this one
    std::deque<Time> m_failures; // while closed, within the window
    Time m_openUntil{};
    bool m_trialOut = false;
};

} // namespace tandem
