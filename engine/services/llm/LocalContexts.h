#pragma once

#include "base/Clock.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

struct llama_context;
struct llama_model;

namespace tandem {

// A llama.cpp context and what it has read.
struct LocalContext {
    struct Free {
        void operator()(llama_context* context) const;
    };
    std::unique_ptr<llama_context, Free> context;
    std::vector<std::int32_t> tokens; // in its memory, in order
};

// The contexts of one model, made when first needed, at most so many. Thread-safe; the model and the clock outlive it.
class LocalContexts {
public:
    struct Settings {
        std::uint32_t tokens = 0;
        std::size_t most = 1;
        int threads = 1;
    };

    // One context, given back at its end.
    class Lease {
    public:
        Lease(LocalContexts& pool, std::unique_ptr<LocalContext> context);
        Lease(Lease&&) = default;
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        Lease& operator=(Lease&&) = delete;
        ~Lease();
        [[nodiscard]] LocalContext& operator*() const { return *m_context; }

    private:
        LocalContexts& m_pool;
        std::unique_ptr<LocalContext> m_context;
    };

    LocalContexts(llama_model* model, Settings settings, const Clock& clock);

    // Waits for one until `deadline` (TimedOut, retryable) or `stop` (Cancelled). Unavailable when none can be made. Of those
    // that are free, the one that begins most like `tokens`.
    Result<Lease> lease(
        const std::vector<std::int32_t>& tokens, std::chrono::steady_clock::time_point deadline, const std::stop_token& stop);

private:
    Result<std::unique_ptr<LocalContext>> made() const;
    std::unique_ptr<LocalContext> takeFree(const std::vector<std::int32_t>& tokens);
    void giveBack(std::unique_ptr<LocalContext> context);

    llama_model* const m_model;
    const Settings m_settings;
    const Clock& m_clock;
    std::mutex m_mutex;
    std::condition_variable_any m_freed;
    std::vector<std::unique_ptr<LocalContext>> m_free;
    std::size_t m_made = 0;
};

// How many tokens two texts begin with together.
std::size_t commonBeginning(const std::vector<std::int32_t>& one, const std::vector<std::int32_t>& other);

} // namespace tandem
