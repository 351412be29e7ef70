#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "model/Ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tandem {

struct Job {
    JobId id;
    TicketId ticket;
    int attempts = 0; // leases so far, this one included
    TimePoint leasedUntil{};
};

struct DeadJob {
    JobId id;
    TicketId ticket;
    int attempts = 0;
    std::string reason;
    TimePoint at{};
};

struct QueueDepth {
    std::int64_t waiting = 0;
    std::int64_t leased = 0;
    std::int64_t dead = 0;
};

// Durable work, at least once. Jobs are enqueued through Transaction::enqueue, together with what they are about. At most one
// job of a ticket is leased at a time, so two workers never hold one ticket. Thread-safe.
class WorkQueue {
public:
    WorkQueue() = default;
    WorkQueue(const WorkQueue&) = delete;
    WorkQueue& operator=(const WorkQueue&) = delete;
    virtual ~WorkQueue() = default;

    // The oldest job that is due, or nullopt. An expired lease makes its job due again.
    virtual Result<std::optional<Job>> lease(TimePoint now, Milliseconds duration) = 0;
    // Holds the job for `duration` from `now` on, and says so in it. Conflict when the lease was lost or has run out.
    virtual Status extend(Job& job, TimePoint now, Milliseconds duration) = 0;
    // Done. Conflict when the lease was lost meanwhile.
    virtual Status acknowledge(const Job& job) = 0;
    // Due again at `at`. Conflict when the lease was lost.
    virtual Status retry(const Job& job, TimePoint at, const std::string& reason) = 0;
    // Given up; kept with its reason until a person looks. Conflict when the lease was lost.
    virtual Status bury(const Job& job, TimePoint now, const std::string& reason) = 0;
    // At start-up, before any worker runs: leases of a process that died end at once. Returns how many.
    virtual Result<int> releaseAll() = 0;
    virtual Result<QueueDepth> depth() = 0;
    virtual Result<std::vector<DeadJob>> dead(int limit) = 0;
};

} // namespace tandem
