#include "pipeline/StageRunner.h"

namespace tandem {

DeadlineTimer::DeadlineTimer()
    : m_thread([this](const std::stop_token& stop) { run(stop); })
{
}

DeadlineTimer::~DeadlineTimer()
{
    m_thread.request_stop();
    m_changed.notify_all();
}

DeadlineTimer::Key DeadlineTimer::start(std::stop_source source, Milliseconds wait)
{
    const std::lock_guard lock(m_mutex);
    const Key key{std::chrono::steady_clock::now() + wait, ++m_next};
    const bool isFirst = m_waiting.empty() || key < m_waiting.begin()->first;
    m_waiting.emplace(key, std::move(source));
    if (isFirst)
        m_changed.notify_all();
    return key;
}

void DeadlineTimer::cancel(const Key& key)
{
    const std::lock_guard lock(m_mutex);
    m_waiting.erase(key);
}

void DeadlineTimer::run(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    while (!stop.stop_requested()) {
        if (m_waiting.empty()) {
            m_changed.wait(lock, stop, [this] { return !m_waiting.empty(); });
            continue;
        }
        const auto first = m_waiting.begin()->first;
        if (std::chrono::steady_clock::now() < first.first) {
            m_changed.wait_until(
                lock, stop, first.first, [this, first] { return m_waiting.empty() || m_waiting.begin()->first < first; });
            continue;
        }
        std::stop_source const late = m_waiting.begin()->second;
        m_waiting.erase(m_waiting.begin());
        // Callbacks of the stop run here: never with the lock held.
        lock.unlock();
        late.request_stop();
        lock.lock();
    }
}

StageRunner::StageRunner(Metrics& metrics, const Clock& clock, Milliseconds deadline)
    : m_metrics(metrics)
    , m_clock(clock)
    , m_deadline(deadline)
{
}

StageRunner::Span::Span(StageRunner& runner, log::Word stage, StageTrace& trace, std::stop_token outer)
    : m_runner(runner)
    , m_stage(stage)
    , m_trace(trace)
    , m_outer(std::move(outer))
    , m_forward(m_outer, [source = m_source]() mutable { source.request_stop(); })
    , m_deadline(runner.m_timer.start(m_source, runner.m_deadline))
    , m_begin(runner.m_clock.steady())
{
    if (trace.telling != nullptr)
        trace.telling->enter(stage.text());
}

StageRunner::Span::~Span()
{
    m_runner.m_timer.cancel(m_deadline);
    const std::chrono::duration<double> took = m_runner.m_clock.steady() - m_begin;
    m_trace.timingsMs[std::string(m_stage.text())] += took.count() * 1000;
    m_runner.m_metrics.observe("tandem_stage_seconds", {{"stage", m_stage.text()}}, took.count());
}

Error StageRunner::Span::tagged(Error error) const
{
    const bool late = m_source.stop_requested() && !m_outer.stop_requested();
    if (late)
        error = {ErrorCode::TimedOut, "took longer than " + std::to_string(m_runner.m_deadline.count() / 1000) + " s", true};
    error.message = "stage " + std::string(m_stage.text()) + ": " + error.message;
    m_runner.m_metrics.count("tandem_stage_errors_total", {{"stage", m_stage.text()}, {"code", name(error.code)}}, 1);
    log::warning("stage_failed",
        {{"correlation_id", m_trace.correlation}, {"stage", m_stage}, {"code", log::Word::ofEnum(name(error.code))},
            {"retryable", error.retryable}, log::Field::reason(error.message)});
    return error;
}

} // namespace tandem
