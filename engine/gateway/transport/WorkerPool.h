#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tandem::gateway {

// Threads that make desk calls, so that no socket waits for a disk. A job that was accepted always runs. Thread-safe.
class WorkerPool {
public:
    using Job = std::move_only_function<void()>; // must not throw

    // At most `waiting` jobs wait while all threads are busy.
    WorkerPool(std::size_t threads, std::size_t waiting);
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    ~WorkerPool();

    enum class Submission : std::uint8_t { Accepted, Full };
    // `job` is left untouched when too many wait already or the pool has stopped.
    [[nodiscard]] Submission submit(Job& job);
    // Runs what was accepted, then joins. Later submissions are Full.
    void stop();

private:
    void work();

    const std::size_t m_threadCount;
    const std::size_t m_limit;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_waiting;
    std::size_t m_busy = 0; // threads that run a job
    bool m_stopping = false;
    std::vector<std::jthread> m_threads;
};

} // namespace tandem::gateway
