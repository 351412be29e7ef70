#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "base/Log.h"
#include "model/Ids.h"
#include "pipeline/DraftTelling.h"
#include "services/telemetry/Metrics.h"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

namespace tandem {

// Requests a stop of everything whose deadline has passed. One thread for the whole process; thread-safe.
class DeadlineTimer {
public:
    DeadlineTimer();
    ~DeadlineTimer();
    DeadlineTimer(const DeadlineTimer&) = delete;
    DeadlineTimer& operator=(const DeadlineTimer&) = delete;

    using Key = std::pair<std::chrono::steady_clock::time_point, std::uint64_t>;
    // `source` is asked to stop after `wait`, unless cancel(key) comes first.
    Key start(std::stop_source source, Milliseconds wait);
    void cancel(const Key& key);

private:
    void run(const std::stop_token& stop);

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::map<Key, std::stop_source> m_waiting;
    std::uint64_t m_next = 0;
    std::jthread m_thread; // last: it uses everything above
};

// What one ticket's way through the stages leaves behind.
struct StageTrace {
    CorrelationId correlation;
    std::map<std::string, double> timingsMs; // by stage
    DraftTelling* telling = nullptr; // hears which stage the ticket is in; null: nobody does
};

// Wraps every stage: deadline, cancellation, duration, metric, log with correlation id, the stage's name in an error and for
// whoever watches. No stage does any of that itself. Thread-safe.
class StageRunner {
public:
    StageRunner(Metrics& metrics, const Clock& clock, Milliseconds deadline);

    // `work` takes a std::stop_token and returns a Result. Past the deadline its stop is requested and whatever error it then
    // returns becomes a retryable TimedOut.
    template <typename Work>
    auto run(log::Word stage, StageTrace& trace, std::stop_token stop, const Work& work) -> decltype(work(std::stop_token()))
    {
        const Span span(*this, stage, trace, std::move(stop));
        auto result = work(span.token());
        if (!result)
            return std::unexpected(span.tagged(std::move(result).error()));
        return result;
    }

private:
    // One stage's run; its destructor writes duration and metric.
    class Span {
    public:
        Span(StageRunner& runner, log::Word stage, StageTrace& trace, std::stop_token outer);
        ~Span();
        Span(const Span&) = delete;
        Span& operator=(const Span&) = delete;
        [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }
        [[nodiscard]] Error tagged(Error error) const;

    private:
        StageRunner& m_runner;
        log::Word m_stage;
        StageTrace& m_trace;
        std::stop_token m_outer;
        std::stop_source m_source;
        std::stop_callback<std::function<void()>> m_forward;
        DeadlineTimer::Key m_deadline;
        std::chrono::steady_clock::time_point m_begin;
    };

    Metrics& m_metrics;
    const Clock& m_clock;
    Milliseconds m_deadline;
    DeadlineTimer m_timer;
};

} // namespace tandem
