#pragma once

#include "services/store/SqliteSession.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tandem {

// The one thread that writes. Whatever waits when it is free shares one transaction and so one disk sync; each unit of work has
// a savepoint of its own. Thread-safe.
class SqliteWriter {
public:
    static Result<std::unique_ptr<SqliteWriter>> start(const SessionOpener& opener);
    SqliteWriter(const SqliteWriter&) = delete;
    SqliteWriter& operator=(const SqliteWriter&) = delete;
    ~SqliteWriter(); // finishes what waits

    // Returns when `work` is on disk, or with its error and nothing of it stored.
    Status run(const SessionWork& work);
    // As Store::onCommit: told before run() returns. Returns when a call of the listener before is through.
    void onCommit(std::function<void(const CommittedChanges&)> listener);

private:
    using Task = std::shared_ptr<SessionTask>;
    struct Outcome;

    SqliteWriter() = default;
    void loop(const SessionOpener& opener, std::promise<Status>& opened);
    std::vector<Task> nextBatch();
    void commit(SqliteSession& session, const std::vector<Task>& batch);
    void tell(CommittedChanges changes);
    static Outcome runBatch(SqliteSession& session, const std::vector<Task>& batch);
    static Status runInSavepoint(SqliteSession& session, const SessionTask& task, Status& result);

    std::mutex m_listenerMutex; // held while the listener runs
    std::function<void(const CommittedChanges&)> m_listener;

    std::mutex m_mutex;
    std::condition_variable m_filled;
    std::deque<Task> m_waiting;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace tandem
