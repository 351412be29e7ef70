#pragma once

#include "base/Clock.h"
#include "model/Ticket.h"
#include "operations/WakeUp.h"
#include "services/queue/WorkQueue.h"
#include "services/telemetry/Metrics.h"

#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace tandem {

struct WorkerSettings {
    int threads = 2;
    int attempts = 5; // leases of a job before its ticket goes to a person
    Milliseconds lease{120000}; // renewed while its ticket is worked on
    Milliseconds renewal{40000}; // between two looks at what is held; well under `lease`
    Milliseconds poll{500}; // for work that nobody announced: due retries
};

// What is done with a job's ticket. Called on many threads at once.
struct TicketWork {
    std::function<Result<TicketStatus>(const TicketId& ticket, std::stop_token stop)> handle; // see Pipeline::handle
    std::function<Status(const TicketId& ticket, const Error& error)> giveUp;
};

// Takes jobs from the queue and does each ticket's work, one ticket a thread. A job that fails is retried with growing
// pauses while its error is retryable; then its ticket is escalated, and if even that fails the job is buried with the reason.
// However many threads there are, one of them at a time looks for work: the others wait for their turn to look, as in the
// Leader/Followers pattern (Schmidt et al., 2000), so that one ticket does not wake them all. A job that is lost to another
// holder is told to stop.
class Workers {
public:
    // `done` is notified after every ticket (its outbox may hold something). All references outlive the workers.
    Workers(WorkerSettings settings, WorkQueue& queue, TicketWork ticketWork, Metrics& metrics, const Clock& clock, WakeUp& work,
        WakeUp& done);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    // No new job is taken; running ones may finish within `grace`, then they are told to stop and their jobs come due again.
    void stop(Milliseconds grace);

private:
    struct Held {
        Job job;
        std::stop_source stop;
        bool isLost = false; // to another holder
    };

    void run(const std::stop_token& noMore);
    // Waits for a job and holds it; null when no more are taken.
    Held* next(const std::stop_token& noMore);
    void workOn(Held& held);
    void settle(const Job& job, const Error& error);
    void renew(const std::stop_token& stop);
    void renewHeld();

    WorkerSettings m_settings;
    WorkQueue& m_queue;
    TicketWork m_ticketWork;
    Metrics& m_metrics;
    const Clock& m_clock;
    WakeUp& m_work;
    WakeUp& m_done;
    std::mutex m_lookMutex; // whoever holds it looks for work
    std::mutex m_mutex; // of what follows
    std::condition_variable_any m_changed;
    std::list<Held> m_held;
    bool m_isCancelled = false;
    int m_running = 0;
    std::vector<std::jthread> m_threads; // last: they use everything above
    std::jthread m_renewal;
};

} // namespace tandem
