#include "services/store/SqliteReaders.h"

#include <future>

namespace tandem {

Result<std::unique_ptr<SqliteReaders>> SqliteReaders::start(const SessionOpener& opener, std::size_t count)
{
    std::unique_ptr<SqliteReaders> readers(new SqliteReaders());
    for (std::size_t i = 0; i < count; ++i)
        TRY(readers->startOne(opener));
    return readers;
}

Status SqliteReaders::startOne(const SessionOpener& opener)
{
    std::promise<Status> opened;
    std::future<Status> result = opened.get_future();
    m_threads.emplace_back([this, &opener, opened = std::move(opened)]() mutable {
        markStoreThread();
        const auto session = opener();
        if (!session) {
            opened.set_value(std::unexpected(session.error()));
            return;
        }
        opened.set_value({}); // `opener` is not valid from here on
        serve(**session);
    });
    return result.get();
}

SqliteReaders::~SqliteReaders()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_filled.notify_all();
    for (std::thread& thread : m_threads)
        thread.join();
}

Status SqliteReaders::run(const SessionWork& work)
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

void SqliteReaders::serve(SqliteSession& session)
{
    while (true) {
        Task task;
        {
            std::unique_lock lock(m_mutex);
            m_filled.wait(lock, [this] { return m_stopping || !m_waiting.empty(); });
            if (m_waiting.empty())
                return;
            task = std::move(m_waiting.front());
            m_waiting.pop_front();
        }
        task->complete(runInSnapshot(session, *task));
    }
}

Status SqliteReaders::runInSnapshot(SqliteSession& session, const SessionTask& task)
{
    TRY(session.connection->change(Sql::Begin));
    Status result = task.run(session);
    // Nothing was changed, so there is nothing to lose. After an I/O error SQLite may have ended the transaction itself.
    (void)session.connection->change(Sql::Rollback);
    return result;
}

} // namespace tandem
