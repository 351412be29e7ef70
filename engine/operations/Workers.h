#pragma once

#include "base/Clock.h"
#include "operations/WakeUp.h"
#include "pipeline/Pipeline.h"
#include "services/queue/WorkQueue.h"
#include "services/telemetry/Metrics.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace tandem {

struct WorkerSettings {
    int threads = 2;
    int attempts = 5; // leases of a job before its ticket goes to a person
    Milliseconds lease{120000};
    Milliseconds poll{500}; // for work that nobody announced: due retries
};

// Takes jobs from the queue and runs each ticket's pipeline, one ticket a thread. A job whose stages fail is retried with growing
// pauses while its error is retryable; then its ticket is escalated, and if even that fails the job is buried with the reason.
class Workers {
public:
    // `done` is notified after every ticket (its outbox may hold something). All references outlive the workers.
    Workers(WorkerSettings settings, WorkQueue& queue, Pipeline& pipeline, Metrics& metrics, const Clock& clock, WakeUp& work,
        WakeUp& done);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    // No new job is taken; running ones may finish within `grace`, then they are told to stop and their jobs come due again.
    void stop(Milliseconds grace);

private:
    void run(const std::stop_token& noMore);
    // True when a job was found.
    bool runOne();
    void settle(const Job& job, const Error& error);

    WorkerSettings m_settings;
    WorkQueue& m_queue;
    Pipeline& m_pipeline;
    Metrics& m_metrics;
    const Clock& m_clock;
    WakeUp& m_work;
    WakeUp& m_done;
    std::stop_source m_cancel; // of running tickets
    std::mutex m_mutex;
    std::condition_variable m_ended;
    int m_running = 0;
    std::vector<std::jthread> m_threads; // last: they use everything above
};

} // namespace tandem
