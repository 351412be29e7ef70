#include "operations/Workers.h"

#include "base/Log.h"

#include <algorithm>

namespace tandem {

namespace {

// 1 s, 4 s, 16 s, 64 s… at most five minutes.
Milliseconds pauseAfter(int attempts)
{
    const int doublings = std::clamp(2 * (attempts - 1), 0, 10);
    return std::min(Milliseconds(1000) * (1 << doublings), Milliseconds(300000));
}

} // namespace

Workers::Workers(WorkerSettings settings, WorkQueue& queue, Pipeline& pipeline, Metrics& metrics, const Clock& clock,
    WakeUp& work, WakeUp& done)
    : m_settings(settings)
    , m_queue(queue)
    , m_pipeline(pipeline)
    , m_metrics(metrics)
    , m_clock(clock)
    , m_work(work)
    , m_done(done)
    , m_running(settings.threads)
{
    for (int i = 0; i < settings.threads; ++i)
        m_threads.emplace_back([this](const std::stop_token& noMore) { run(noMore); });
}

Workers::~Workers()
{
    stop(Milliseconds(0));
}

void Workers::stop(Milliseconds grace)
{
    for (std::jthread& thread : m_threads)
        thread.request_stop();
    m_work.notify();
    {
        std::unique_lock lock(m_mutex);
        m_ended.wait_for(lock, grace, [this] { return m_running == 0; });
    }
    m_cancel.request_stop();
    m_threads.clear(); // joins
}

void Workers::run(const std::stop_token& noMore)
{
    while (!noMore.stop_requested()) {
        const std::uint64_t seen = m_work.seen();
        if (!runOne())
            m_work.wait(seen, m_settings.poll, noMore);
    }
    const std::lock_guard lock(m_mutex);
    --m_running;
    m_ended.notify_all();
}

bool Workers::runOne()
{
    const auto leased = m_queue.lease(m_clock.now(), m_settings.lease);
    if (!leased) {
        log::error("queue_lease_failed", {log::Field::reason(leased.error().message)});
        return false;
    }
    if (!*leased)
        return false;
    const Job& job = **leased;
    const auto handled = m_pipeline.handle(job.ticket, m_cancel.get_token());
    if (!handled) {
        settle(job, handled.error());
    } else if (const auto acknowledged = m_queue.acknowledge(job); !acknowledged) {
        log::warning("job_not_acknowledged", {{"ticket_id", job.ticket}, log::Field::reason(acknowledged.error().message)});
    }
    m_done.notify();
    return true;
}

void Workers::settle(const Job& job, const Error& error)
{
    Status settled;
    if (m_cancel.stop_requested()) {
        settled = m_queue.retry(job, m_clock.now(), "stopped with the program");
    } else if (error.retryable && job.attempts < m_settings.attempts) {
        m_metrics.count("tandem_job_retries_total", {}, 1);
        settled = m_queue.retry(job, m_clock.now() + pauseAfter(job.attempts), error.message);
    } else if (const auto escalated = m_pipeline.giveUp(job.ticket, error); escalated) {
        settled = m_queue.acknowledge(job);
    } else if (escalated.error().retryable && job.attempts < 2 * m_settings.attempts) {
        settled = m_queue.retry(job, m_clock.now() + pauseAfter(job.attempts), error.message);
    } else {
        settled
            = m_queue.bury(job, m_clock.now(), error.message + "; and it could not be escalated: " + escalated.error().message);
    }
    if (!settled)
        log::error("job_not_settled", {{"ticket_id", job.ticket}, log::Field::reason(settled.error().message)});
}

} // namespace tandem
