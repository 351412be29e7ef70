#pragma once

#include "services/store/SqliteSession.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tandem {

// A few threads that read, each with a connection of its own (a Qt connection belongs to the thread that made it), so that the
// number of connections does not grow with the number of threads that ask. Thread-safe.
class SqliteReaders {
public:
    static Result<std::unique_ptr<SqliteReaders>> start(const SessionOpener& opener, std::size_t count);
    SqliteReaders(const SqliteReaders&) = delete;
    SqliteReaders& operator=(const SqliteReaders&) = delete;
    ~SqliteReaders(); // finishes what waits

    // Runs `work` on one of the threads against one snapshot and returns when it is through.
    Status run(const SessionWork& work);

private:
    using Task = std::shared_ptr<SessionTask>;

    SqliteReaders() = default;
    Status startOne(const SessionOpener& opener);
    void serve(SqliteSession& session);
    static Status runInSnapshot(SqliteSession& session, const SessionTask& task);

    std::mutex m_mutex;
    std::condition_variable m_filled;
    std::deque<Task> m_waiting;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace tandem
