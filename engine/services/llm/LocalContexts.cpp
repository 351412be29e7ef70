#include "services/llm/LocalContexts.h"

#include <algorithm>
#include <utility>

#if TANDEM_WITH_LLAMA

#include "services/embedding/LlamaLog.h"

#include <llama.h>

#include <exception>

namespace tandem {

namespace {

constexpr std::uint32_t batchTokens = 512;
// A waiting call looks this often whether its time is up; the clock need not be the machine's.
constexpr Milliseconds look{50};

} // namespace

void LocalContext::Free::operator()(llama_context* context) const
{
    llama_free(context);
}

LocalContexts::Lease::Lease(LocalContexts& pool, std::unique_ptr<LocalContext> context)
    : m_pool(pool)
    , m_context(std::move(context))
{
}

LocalContexts::Lease::~Lease()
{
    if (m_context)
        m_pool.giveBack(std::move(m_context));
}

LocalContexts::LocalContexts(llama_model* model, Settings settings, const Clock& clock)
    : m_model(model)
    , m_settings(settings)
    , m_clock(clock)
{
}

Result<LocalContexts::Lease> LocalContexts::lease(
    const std::vector<std::int32_t>& tokens, std::chrono::steady_clock::time_point deadline, const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    while (m_free.empty() && m_made == m_settings.most) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "The local model's answer was cancelled");
        if (m_clock.steady() >= deadline)
            return retryableFailure(ErrorCode::TimedOut, "The local model was busy with other tickets for too long");
        m_freed.wait_for(lock, stop, look, [&] { return !m_free.empty() || m_made < m_settings.most; });
    }
    if (!m_free.empty())
        return Lease(*this, takeFree(tokens));
    ++m_made;
    lock.unlock();
    auto context = made();
    if (context)
        return Lease(*this, std::move(*context));
    lock.lock();
    --m_made;
    return std::unexpected(std::move(context).error());
}

std::unique_ptr<LocalContext> LocalContexts::takeFree(const std::vector<std::int32_t>& tokens)
{
    const auto best = std::ranges::max_element(
        m_free, {}, [&](const std::unique_ptr<LocalContext>& context) { return commonBeginning(context->tokens, tokens); });
    std::unique_ptr<LocalContext> taken = std::move(*best);
    m_free.erase(best);
    return taken;
}

void LocalContexts::giveBack(std::unique_ptr<LocalContext> context)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_free.push_back(std::move(context));
    }
    m_freed.notify_one();
}

Result<std::unique_ptr<LocalContext>> LocalContexts::made() const
{
    beginLlamaCall();
    auto parameters = llama_context_default_params();
    parameters.n_ctx = m_settings.tokens;
    parameters.n_batch = batchTokens;
    parameters.n_ubatch = batchTokens;
    parameters.n_seq_max = 1;
    parameters.n_threads = m_settings.threads;
    parameters.n_threads_batch = m_settings.threads;
    parameters.no_perf = true;
    auto result = std::make_unique<LocalContext>();
    try {
        result->context.reset(llama_init_from_model(m_model, parameters));
    } catch (const std::exception& error) {
        noteLlamaError(error.what());
    }
    if (!result->context)
        return failure(ErrorCode::Unavailable, "The local model cannot be run: " + llamaError("out of memory?"));
    return result;
}

std::size_t commonBeginning(const std::vector<std::int32_t>& one, const std::vector<std::int32_t>& other)
{
    return static_cast<std::size_t>(std::ranges::mismatch(one, other).in1 - one.begin());
}

} // namespace tandem

#endif
