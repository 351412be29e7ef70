#include "gateway/transport/WorkerPool.h"

#include <utility>

namespace tandem::gateway {

WorkerPool::WorkerPool(std::size_t threads, std::size_t waiting)
    : m_threadCount(threads)
    , m_limit(waiting)
{
    m_threads.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool()
{
    stop();
}

WorkerPool::Submission WorkerPool::submit(Job& job)
{
    {
        const std::lock_guard lock(m_mutex);
        const std::size_t room = m_limit + m_threadCount - m_busy; // a free thread may not have woken up yet
        if (m_stopping || m_waiting.size() >= room)
            return Submission::Full;
        m_waiting.push_back(std::move(job));
    }
    m_wake.notify_one();
    return Submission::Accepted;
}

void WorkerPool::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    for (std::jthread& thread : m_threads) {
        if (thread.joinable())
            thread.join();
    }
}

void WorkerPool::work()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_stopping || !m_waiting.empty(); });
        if (m_waiting.empty())
            return;
        Job job = std::move(m_waiting.front());
        m_waiting.pop_front();
        ++m_busy;
        lock.unlock();
        job();
        job = nullptr; // what it holds must not be destroyed under the lock
        lock.lock();
        --m_busy;
    }
}

} // namespace tandem::gateway
