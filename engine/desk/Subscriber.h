#pragma once

#include <functional>
#include <mutex>
#include <utility>

namespace tandem {

// Somebody who listens until end(). Its mutex is held during a call; recursive, so that a listener may end itself. Thread-safe.
template <typename... Told>
class Subscriber {
public:
    explicit Subscriber(std::function<void(const Told&...)> listener)
        : m_listener(std::move(listener))
    {
    }

    void tell(const Told&... told)
    {
        const std::lock_guard lock(m_calling);
        if (!m_ended)
            m_listener(told...);
    }

    // Waits for a call that is under way.
    void end()
    {
        const std::lock_guard lock(m_calling);
        m_ended = true;
    }

private:
    std::recursive_mutex m_calling;
    bool m_ended = false;
    std::function<void(const Told&...)> m_listener;
};

} // namespace tandem
