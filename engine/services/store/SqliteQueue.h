#pragma once

#include "base/Clock.h"
#include "services/queue/WorkQueue.h"

namespace tandem {

class SqliteReaders;
class SqliteWriter;

// The durable queue in the store's own database. A lease is told from the next one of the same job by Job::attempts.
class SqliteQueue final : public WorkQueue {
public:
    SqliteQueue(SqliteWriter& writer, SqliteReaders& readers, const Clock& clock);

    Result<std::optional<Job>> lease(TimePoint now, Milliseconds duration) override;
    Status extend(Job& job, TimePoint now, Milliseconds duration) override;
    Status acknowledge(const Job& job) override;
    Status retry(const Job& job, TimePoint at, const std::string& reason) override;
    Status bury(const Job& job, TimePoint now, const std::string& reason) override;
    Result<int> releaseAll() override;
    Result<QueueDepth> depth() override;
    Result<std::vector<DeadJob>> dead(int limit) override;

private:
    SqliteWriter& m_writer;
    SqliteReaders& m_readers;
    const Clock& m_clock;
};

} // namespace tandem
