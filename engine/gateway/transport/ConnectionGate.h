#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>

namespace tandem::gateway {

// Counts open connections and lets no more in than `limit`. Thread-safe; must outlive its passes.
class ConnectionGate {
public:
    explicit ConnectionGate(std::size_t limit)
        : m_limit(limit)
    {
    }

    class Pass {
    public:
        explicit Pass(ConnectionGate& gate)
            : m_gate(&gate)
        {
        }
        Pass(const Pass&) = delete;
        Pass& operator=(const Pass&) = delete;
        Pass(Pass&& other) noexcept
            : m_gate(std::exchange(other.m_gate, nullptr))
        {
        }
        Pass& operator=(Pass&&) = delete;
        ~Pass()
        {
            if (m_gate != nullptr)
                m_gate->leave();
        }

    private:
        ConnectionGate* m_gate;
    };

    [[nodiscard]] std::optional<Pass> enter()
    {
        const std::lock_guard lock(m_mutex);
        if (m_open >= m_limit)
            return std::nullopt;
        ++m_open;
        return Pass(*this);
    }

    // Returns when nobody is inside, or after `patience`.
    void waitUntilEmpty(std::chrono::milliseconds patience)
    {
        std::unique_lock lock(m_mutex);
        m_empty.wait_for(lock, patience, [this] { return m_open == 0; });
    }

private:
    void leave()
    {
        const std::lock_guard lock(m_mutex);
        if (--m_open == 0)
            m_empty.notify_all();
    }

    const std::size_t m_limit;
    std::mutex m_mutex;
    std::condition_variable m_empty;
    std::size_t m_open = 0;
};

} // namespace tandem::gateway
