#pragma once

#include <atomic>
#include <cstddef>

namespace tandem::gateway {

// Bytes of request bodies that all connections may hold together. Thread-safe; must outlive its shares.
class BodyBudget {
public:
    explicit BodyBudget(std::size_t bytes)
        : m_limit(bytes)
    {
    }

    // What one request holds; given back by the destructor.
    class Share {
    public:
        explicit Share(BodyBudget& budget)
            : m_budget(budget)
        {
        }
        Share(const Share&) = delete;
        Share& operator=(const Share&) = delete;
        ~Share() { release(); }

        // False, and nothing taken, when the budget is spent. Never shrinks.
        [[nodiscard]] bool growTo(std::size_t bytes)
        {
            if (bytes <= m_bytes)
                return true;
            const std::size_t more = bytes - m_bytes;
            if (m_budget.m_used.fetch_add(more) + more > m_budget.m_limit) {
                m_budget.m_used -= more;
                return false;
            }
            m_bytes = bytes;
            return true;
        }
        void release()
        {
            m_budget.m_used -= m_bytes;
            m_bytes = 0;
        }

    private:
        BodyBudget& m_budget;
        std::size_t m_bytes = 0;
    };

private:
    const std::size_t m_limit;
    std::atomic<std::size_t> m_used{0};
};

} // namespace tandem::gateway
