#include "services/store/SqliteQueue.h"

#include "services/store/SqliteReaders.h"
#include "services/store/SqliteWriter.h"

namespace tandem {

namespace {

Status kept(std::int64_t changed, const Job& job)
{
    if (changed == 0)
        return failure(ErrorCode::Conflict, "The lease of job " + job.id.value() + " was lost; its result is dropped.");
    return {};
}

Result<std::int64_t> count(SqliteConnection& connection, Sql statement, std::initializer_list<SqlValue> values = {})
{
    SqliteRows rows = TRY(connection.run(statement, values));
    TRY(rows.next());
    return rows.integer(0);
}

} // namespace

SqliteQueue::SqliteQueue(SqliteWriter& writer, SqliteReaders& readers, const Clock& clock)
    : m_writer(writer)
    , m_readers(readers)
    , m_clock(clock)
{
}

Result<std::optional<Job>> SqliteQueue::lease(TimePoint now, Milliseconds duration)
{
    std::optional<Job> leased;
    TRY(m_writer.run([&](SqliteSession& session) -> Status {
        SqliteRows rows = TRY(session.connection->run(Sql::LeaseJob, {now + duration, now, now, now}));
        if (TRY(rows.next()))
            leased = Job{JobId(rows.text(0)), TicketId(rows.text(1)), static_cast<int>(rows.integer(2)), rows.time(3)};
        return {};
    }));
    return leased;
}

Status SqliteQueue::extend(Job& job, TimePoint now, Milliseconds duration)
{
    TRY(m_writer.run([&](SqliteSession& session) -> Status {
        return kept(TRY(session.connection->change(Sql::ExtendLease, {now + duration, job.id.value(), job.attempts, now})), job);
    }));
    job.leasedUntil = now + duration;
    return {};
}

Status SqliteQueue::acknowledge(const Job& job)
{
    return m_writer.run([&](SqliteSession& session) -> Status {
        return kept(TRY(session.connection->change(Sql::AcknowledgeJob, {job.id.value(), job.attempts})), job);
    });
}

Status SqliteQueue::retry(const Job& job, TimePoint at, const std::string& reason)
{
    return m_writer.run([&](SqliteSession& session) -> Status {
        return kept(TRY(session.connection->change(Sql::RetryJob, {at, reason, job.id.value(), job.attempts})), job);
    });
}

Status SqliteQueue::bury(const Job& job, TimePoint now, const std::string& reason)
{
    return m_writer.run([&](SqliteSession& session) -> Status {
        return kept(TRY(session.connection->change(Sql::BuryJob, {now, reason, job.id.value(), job.attempts})), job);
    });
}

Result<int> SqliteQueue::releaseAll()
{
    std::int64_t released = 0;
    TRY(m_writer.run([&](SqliteSession& session) -> Status {
        released = TRY(session.connection->change(Sql::ReleaseJobs));
        return {};
    }));
    return static_cast<int>(released);
}

Result<QueueDepth> SqliteQueue::depth()
{
    QueueDepth depth;
    TRY(m_readers.run([&](SqliteSession& session) -> Status {
        depth.leased = TRY(count(*session.connection, Sql::CountLeasedJobs, {m_clock.now()}));
        depth.waiting = TRY(count(*session.connection, Sql::CountLiveJobs)) - depth.leased;
        depth.dead = TRY(count(*session.connection, Sql::CountDeadJobs));
        return {};
    }));
    return depth;
}

Result<std::vector<DeadJob>> SqliteQueue::dead(int limit)
{
    std::vector<DeadJob> jobs;
    TRY(m_readers.run([&](SqliteSession& session) -> Status {
        SqliteRows rows = TRY(session.connection->run(Sql::DeadJobs, {limit}));
        while (TRY(rows.next()))
            jobs.push_back(
                {JobId(rows.text(0)), TicketId(rows.text(1)), static_cast<int>(rows.integer(2)), rows.text(3), rows.time(4)});
        return {};
    }));
    return jobs;
}

} // namespace tandem
