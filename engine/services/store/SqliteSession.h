#pragma once

#include "services/store/SqliteTransaction.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace tandem {

// What one thread of the store owns: a connection and the stores over it.
struct SqliteSession {
    SqliteSession(std::unique_ptr<SqliteConnection> opened, const Seal& seal, const Clock& clock)
        : connection(std::move(opened))
        , transaction(*connection, seal, clock)
    {
    }

    std::unique_ptr<SqliteConnection> connection;
    SqliteTransaction transaction;
};

using SessionWork = std::function<Status(SqliteSession&)>;
// Called on the thread that will own the session.
using SessionOpener = std::function<Result<std::unique_ptr<SqliteSession>>()>;

// A unit of work on its way from the thread that asks to the store's thread and back. Shared by both.
class SessionTask {
public:
    // `work` outlives wait(), which its owner is in.
    explicit SessionTask(const SessionWork& work)
        : m_work(work)
    {
    }

    // Calls the work; an exception becomes an Internal error.
    Status run(SqliteSession& session) const;
    void complete(Status result);
    Status wait();

private:
    const SessionWork& m_work;
    std::mutex m_mutex;
    std::condition_variable m_completed;
    std::optional<Status> m_result;
};

// Every thread of the store calls this once.
void markStoreThread();
// Internal on a thread of the store: a unit of work that starts another one would wait for itself.
Status refuseOnStoreThread();

} // namespace tandem
