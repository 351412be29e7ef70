#include "services/store/SqliteWriter.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_set>
#include <utility>

namespace tandem {

namespace {

constexpr std::size_t largestBatch = 256; // bounds how long the first of a batch waits for the last

void append(std::vector<TicketId>& all, std::vector<TicketId> more)
{
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// In the order of their first change.
void keepEachOnce(std::vector<TicketId>& tickets)
{
    std::unordered_set<std::string> seen;
    std::erase_if(tickets, [&](const TicketId& ticket) { return !seen.insert(ticket.value()).second; });
}

} // namespace

struct SqliteWriter::Outcome {
    std::vector<Status> results; // of the units that ran, in order
    Status transaction; // an error: nothing of the batch is stored
    CommittedChanges changes; // of the units that succeeded
};

Result<std::unique_ptr<SqliteWriter>> SqliteWriter::start(const SessionOpener& opener)
{
    std::unique_ptr<SqliteWriter> writer(new SqliteWriter());
    std::promise<Status> opened;
    std::future<Status> result = opened.get_future();
    writer->m_thread
        = std::thread([&writer = *writer, &opener, opened = std::move(opened)]() mutable { writer.loop(opener, opened); });
    TRY(result.get());
    return writer;
}

SqliteWriter::~SqliteWriter()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_filled.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

Status SqliteWriter::run(const SessionWork& work)
{
    TRY(refuseOnStoreThread());
    const Task task = std::make_shared<SessionTask>(work);
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting.push_back(task);
    }
    m_filled.notify_one();
    return task->wait();
}

void SqliteWriter::loop(const SessionOpener& opener, std::promise<Status>& opened)
{
    markStoreThread();
    const auto session = opener();
    if (!session) {
        opened.set_value(std::unexpected(session.error()));
        return;
    }
    opened.set_value({}); // `opener` is not valid from here on
    while (true) {
        const std::vector<Task> batch = nextBatch();
        if (batch.empty())
            return;
        commit(**session, batch);
    }
}

std::vector<SqliteWriter::Task> SqliteWriter::nextBatch()
{
    std::unique_lock lock(m_mutex);
    m_filled.wait(lock, [this] { return m_stopping || !m_waiting.empty(); });
    const auto count = static_cast<std::ptrdiff_t>(std::min(m_waiting.size(), largestBatch));
    std::vector<Task> batch(m_waiting.begin(), m_waiting.begin() + count);
    m_waiting.erase(m_waiting.begin(), m_waiting.begin() + count);
    return batch;
}

void SqliteWriter::commit(SqliteSession& session, const std::vector<Task>& batch)
{
    Outcome outcome = runBatch(session, batch);
    if (outcome.transaction) {
        if (const auto committed = session.connection->change(Sql::Commit); !committed)
            outcome.transaction = std::unexpected(committed.error());
    }
    if (!outcome.transaction) {
        (void)session.connection->change(Sql::Rollback); // SQLite may have rolled back already
        Error& error = outcome.transaction.error();
        error.retryable = true;
    } else {
        tell(std::move(outcome.changes));
    }
    outcome.results.resize(batch.size());
    for (std::size_t i = 0; i < batch.size(); ++i) {
        Status& own = outcome.results[i];
        batch[i]->complete(own ? outcome.transaction : std::move(own));
    }
}

void SqliteWriter::onCommit(std::function<void(const CommittedChanges&)> listener)
{
    const std::scoped_lock lock(m_listenerMutex);
    m_listener = std::move(listener);
}

void SqliteWriter::tell(CommittedChanges changes)
{
    if (changes.tickets.empty() && changes.approvals.empty() && !changes.knowledge)
        return;
    const std::scoped_lock lock(m_listenerMutex);
    if (!m_listener)
        return;
    keepEachOnce(changes.tickets);
    keepEachOnce(changes.approvals);
    try {
        m_listener(changes);
    } catch (...) {
        return; // the work is stored whatever the listener does; who misses a change reads it later
    }
}

SqliteWriter::Outcome SqliteWriter::runBatch(SqliteSession& session, const std::vector<Task>& batch)
{
    Outcome outcome;
    outcome.results.reserve(batch.size());
    if (const auto begun = session.connection->change(Sql::BeginImmediate); !begun) {
        outcome.transaction = std::unexpected(begun.error());
        return outcome;
    }
    for (const Task& task : batch) {
        (void)session.transaction.takenChanges(); // of a unit that failed
        Status& result = outcome.results.emplace_back();
        outcome.transaction = runInSavepoint(session, *task, result);
        if (!outcome.transaction)
            return outcome;
        if (!result)
            continue;
        CommittedChanges changes = session.transaction.takenChanges();
        append(outcome.changes.tickets, std::move(changes.tickets));
        append(outcome.changes.approvals, std::move(changes.approvals));
        outcome.changes.knowledge = outcome.changes.knowledge || changes.knowledge;
    }
    return outcome;
}

// An error of the savepoint itself means that SQLite has given up the whole transaction (full disk, I/O error).
Status SqliteWriter::runInSavepoint(SqliteSession& session, const SessionTask& task, Status& result)
{
    TRY(session.connection->change(Sql::Savepoint));
    result = task.run(session);
    if (!result) {
        if (const auto undone = session.connection->change(Sql::RollbackToSavepoint); !undone) {
            // The unit's own error says why the transaction is gone; "no such savepoint" would not.
            return std::unexpected(result.error());
        }
    }
    TRY(session.connection->change(Sql::ReleaseSavepoint));
    return {};
}

} // namespace tandem
