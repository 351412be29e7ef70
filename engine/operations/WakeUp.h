#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>

namespace tandem {

// Lets whoever adds work wake whoever waits for it. Thread-safe. A wake-up that comes while nobody waits is not lost.
class WakeUp {
public:
    void notify()
    {
        {
            const std::lock_guard lock(m_mutex);
            ++m_count;
        }
        m_changed.notify_all();
    }

    [[nodiscard]] std::uint64_t seen() const
    {
        const std::lock_guard lock(m_mutex);
        return m_count;
    }

    // Returns when notify() was called since `seen`, `most` has passed or a stop is requested.
    void wait(std::uint64_t seen, std::chrono::milliseconds most, const std::stop_token& stop)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, stop, most, [&] { return m_count != seen; });
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::uint64_t m_count = 0;
};

} // namespace tandem
