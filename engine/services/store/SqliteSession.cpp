#include "services/store/SqliteSession.h"

#include <exception>

namespace tandem {

namespace {

thread_local bool storeThread = false;

} // namespace

Status SessionTask::run(SqliteSession& session) const
{
    try {
        return m_work(session);
    } catch (...) {
        // What it says is not passed on: it could quote a value.
        return failure(ErrorCode::Internal, "A unit of work ended by an exception; nothing of it was stored.");
    }
}

void SessionTask::complete(Status result)
{
    const std::scoped_lock lock(m_mutex);
    m_result = std::move(result);
    m_completed.notify_one();
}

Status SessionTask::wait()
{
    std::unique_lock lock(m_mutex);
    m_completed.wait(lock, [this] { return m_result.has_value(); });
    return std::move(*m_result);
}

Status refuseOnStoreThread()
{
    if (storeThread)
        return failure(ErrorCode::Internal, "A unit of work may not start another one; pass its transaction on instead.");
    return {};
}

void markStoreThread()
{
    storeThread = true;
}

} // namespace tandem
