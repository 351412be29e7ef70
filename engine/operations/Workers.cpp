#include "operations/Workers.h"

#include "base/Log.h"

#include <algorithm>
#include <utility>

namespace tandem {

namespace {

// 1 s, 4 s, 16 s, 64 s… at most five minutes.
Milliseconds pauseAfter(int attempts)
{
    const int doublings = std::clamp(2 * (attempts - 1), 0, 10);
    return std::min(Milliseconds(1000) * (1 << doublings), Milliseconds(300000));
}

} // namespace

Workers::Workers(WorkerSettings settings, WorkQueue& queue, TicketWork ticketWork, Metrics& metrics, const Clock& clock,
    WakeUp& work, WakeUp& done)
    : m_settings(settings)
    , m_queue(queue)
    , m_ticketWork(std::move(ticketWork))
    , m_metrics(metrics)
    , m_clock(clock)
    , m_work(work)
    , m_done(done)
    , m_running(settings.threads)
{
    for (int i = 0; i < settings.threads; ++i)
        m_threads.emplace_back([this](const std::stop_token& noMore) { run(noMore); });
    m_renewal = std::jthread([this](const std::stop_token& stop) { renew(stop); });
}

Workers::~Workers()
{
    stop(Milliseconds(0));
}

void Workers::stop(Milliseconds grace)
{
    for (std::jthread& thread : m_threads)
        thread.request_stop();
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, grace, [this] { return m_running == 0; });
        m_isCancelled = true;
        for (Held& held : m_held)
            held.stop.request_stop();
    }
    m_threads.clear(); // joins
    m_renewal = std::jthread();
}

void Workers::run(const std::stop_token& noMore)
{
    while (Held* held = next(noMore)) {
        workOn(*held);
        m_done.notify();
    }
    const std::lock_guard lock(m_mutex);
    --m_running;
    m_changed.notify_all();
}

Workers::Held* Workers::next(const std::stop_token& noMore)
{
    const std::lock_guard look(m_lookMutex);
    while (!noMore.stop_requested()) {
        const std::uint64_t seen = m_work.seen();
        auto leased = m_queue.lease(m_clock.now(), m_settings.lease);
        if (!leased)
            log::error("queue_lease_failed", {log::Field::reason(leased.error().message)});
        if (leased && *leased) {
            const std::lock_guard lock(m_mutex);
            Held& held = m_held.emplace_back(std::move(**leased));
            if (m_isCancelled) // told to stop while it was on its way
                held.stop.request_stop();
            return &held;
        }
        m_work.wait(seen, m_settings.poll, noMore);
    }
    return nullptr;
}

void Workers::workOn(Held& held)
{
    const auto handled = m_ticketWork.handle(held.job.ticket, held.stop.get_token());
    const Held ended = [&] {
        const std::lock_guard lock(m_mutex);
        const auto place = std::ranges::find_if(m_held, [&](const Held& each) { return &each == &held; });
        Held copy = *place;
        m_held.erase(place);
        return copy;
    }();
    const Job& job = ended.job;
    if (ended.isLost)
        return; // whoever holds it now settles it
    if (!handled) {
        settle(job, handled.error());
    } else if (const auto acknowledged = m_queue.acknowledge(job); !acknowledged) {
        log::warning("job_not_acknowledged", {{"ticket_id", job.ticket}, log::Field::reason(acknowledged.error().message)});
    }
}

void Workers::renew(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    while (!stop.stop_requested()) {
        m_changed.wait_for(lock, stop, m_settings.renewal, [] { return false; });
        lock.unlock();
        if (!stop.stop_requested())
            renewHeld();
        lock.lock();
    }
}

void Workers::renewHeld()
{
    std::vector<Job> jobs;
    {
        const std::lock_guard lock(m_mutex);
        for (const Held& held : m_held)
            jobs.push_back(held.job);
    }
    for (Job& job : jobs) {
        const auto extended = m_queue.extend(job, m_clock.now(), m_settings.lease);
        const std::lock_guard lock(m_mutex);
        const auto held = std::ranges::find_if(
            m_held, [&](const Held& each) { return each.job.id == job.id && each.job.attempts == job.attempts; });
        if (held == m_held.end())
            continue; // done meanwhile
        if (extended) {
            held->job.leasedUntil = job.leasedUntil;
            continue;
        }
        log::warning("lease_not_renewed", {{"ticket_id", job.ticket}, log::Field::reason(extended.error().message)});
        if (extended.error().code == ErrorCode::Conflict) {
            held->isLost = true;
            held->stop.request_stop();
        }
    }
}

void Workers::settle(const Job& job, const Error& error)
{
    const bool isCancelled = [this] {
        const std::lock_guard lock(m_mutex);
        return m_isCancelled;
    }();
    Status settled;
    if (isCancelled) {
        settled = m_queue.retry(job, m_clock.now(), "stopped with the program");
    } else if (error.retryable && job.attempts < m_settings.attempts) {
        m_metrics.count("tandem_job_retries_total", {}, 1);
        settled = m_queue.retry(job, m_clock.now() + pauseAfter(job.attempts), error.message);
    } else if (const auto escalated = m_ticketWork.giveUp(job.ticket, error); escalated) {
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
