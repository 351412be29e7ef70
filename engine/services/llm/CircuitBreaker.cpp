#include "services/llm/CircuitBreaker.h"

#include <utility>

namespace tandem {

CircuitBreaker::Admission::Admission(CircuitBreaker& breaker, std::uint64_t period)
    : m_breaker(&breaker)
    , m_period(period)
{
}

CircuitBreaker::Admission::Admission(Admission&& other) noexcept
    : m_breaker(std::exchange(other.m_breaker, nullptr))
    , m_period(other.m_period)
{
}

CircuitBreaker::Admission::~Admission()
{
    if (m_breaker != nullptr)
        m_breaker->report(m_period, Outcome::Untold);
}

void CircuitBreaker::Admission::succeeded()
{
    if (CircuitBreaker* const breaker = std::exchange(m_breaker, nullptr))
        breaker->report(m_period, Outcome::Succeeded);
}

void CircuitBreaker::Admission::failed()
{
    if (CircuitBreaker* const breaker = std::exchange(m_breaker, nullptr))
        breaker->report(m_period, Outcome::Failed);
}

CircuitBreaker::CircuitBreaker(const Clock& clock, Settings settings)
    : m_clock(clock)
    , m_settings(settings)
{
}

std::optional<CircuitBreaker::Admission> CircuitBreaker::admit()
{
    const std::scoped_lock lock(m_mutex);
    if (m_state == CircuitState::Open && stateAt(m_clock.steady()) == CircuitState::HalfOpen)
        become(CircuitState::HalfOpen);
    if (m_state == CircuitState::Open || (m_state == CircuitState::HalfOpen && m_trialOut))
        return std::nullopt;
    m_trialOut = m_state == CircuitState::HalfOpen;
    return Admission(*this, m_period);
}

CircuitState CircuitBreaker::state() const
{
    const std::scoped_lock lock(m_mutex);
    return stateAt(m_clock.steady());
}

CircuitState CircuitBreaker::stateAt(Time now) const
{
    return m_state == CircuitState::Open && now >= m_openUntil ? CircuitState::HalfOpen : m_state;
}

void CircuitBreaker::become(CircuitState state)
{
    m_state = state;
    ++m_period;
    m_failures.clear();
    m_trialOut = false;
}

void CircuitBreaker::report(std::uint64_t period, Outcome outcome)
{
    const std::scoped_lock lock(m_mutex);
    if (period != m_period)
        return;
    const Time now = m_clock.steady();
    if (m_state == CircuitState::HalfOpen) {
        m_trialOut = false;
        if (outcome == Outcome::Succeeded)
            become(CircuitState::Closed);
    } else if (outcome == Outcome::Failed) {
        m_failures.push_back(now);
        while (now - m_failures.front() > m_settings.window)
            m_failures.pop_front();
    }
    const bool tooMany = std::cmp_greater_equal(m_failures.size(), m_settings.failures);
    if (outcome == Outcome::Failed && (m_state == CircuitState::HalfOpen || tooMany)) {
        become(CircuitState::Open);
        m_openUntil = now + m_settings.pause;
    }
}

} // namespace tandem
