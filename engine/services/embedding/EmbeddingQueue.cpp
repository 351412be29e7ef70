#include "services/embedding/EmbeddingQueue.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

namespace tandem {

// Guarded by EmbeddingQueue::m_mutex but for `sequences`, `ranges` and `wanted`, which nobody changes.
struct EmbeddingQueue::Request {
    std::vector<Tokens> sequences;
    std::vector<TokenRange> ranges; // of the one sequence, when parts are wanted
    Wanted wanted = Wanted::Whole;
    std::size_t taken = 0; // sequences before this one are with a worker or done
    std::size_t done = 0;
    std::vector<Embedding> embeddings;
    std::optional<Error> error;
    std::condition_variable_any finished;

    // The next sequences for one call of an encoder; at least one.
    std::size_t take(std::size_t tokenBudget)
    {
        const auto first = taken;
        std::size_t tokens = sequences[taken++].size();
        while (taken < sequences.size() && tokens + sequences[taken].size() <= tokenBudget)
            tokens += sequences[taken++].size();
        return first;
    }
    [[nodiscard]] bool complete() const { return error || done == embeddings.size(); }
};

EmbeddingQueue::EmbeddingQueue(
    std::shared_ptr<const EncoderModel> model, std::vector<std::unique_ptr<Encoder>> encoders, std::chrono::milliseconds idle)
    : m_model(std::move(model))
    , m_encoders(std::move(encoders))
    , m_idle(idle)
{
    for (const auto& encoder : m_encoders)
        m_workers.emplace_back([this, &encoder](const std::stop_token& stop) { work(stop, *encoder); });
}

EmbeddingQueue::~EmbeddingQueue()
{
    for (auto& worker : m_workers)
        worker.request_stop(); // all at once, then join
}

Result<std::vector<Embedding>> EmbeddingQueue::run(std::vector<Tokens> sequences, const std::stop_token& stop)
{
    return runAll(std::move(sequences), Wanted::Whole, stop);
}

Result<std::vector<Embedding>> EmbeddingQueue::runTokens(std::vector<Tokens> sequences, const std::stop_token& stop)
{
    return runAll(std::move(sequences), Wanted::Tokens, stop);
}

Result<std::vector<Embedding>> EmbeddingQueue::runAll(std::vector<Tokens> sequences, Wanted wanted, const std::stop_token& stop)
{
    if (sequences.empty())
        return std::vector<Embedding>{};
    const auto request = std::make_shared<Request>();
    request->wanted = wanted;
    request->embeddings.resize(sequences.size());
    request->sequences = std::move(sequences);
    return wait(request, stop);
}

Result<std::vector<Embedding>> EmbeddingQueue::runParts(
    Tokens sequence, std::vector<TokenRange> ranges, const std::stop_token& stop)
{
    const auto request = std::make_shared<Request>();
    request->embeddings.resize(1 + ranges.size());
    request->sequences.push_back(std::move(sequence));
    request->ranges = std::move(ranges);
    request->wanted = Wanted::Parts;
    return wait(request, stop);
}

Result<std::vector<Embedding>> EmbeddingQueue::wait(const std::shared_ptr<Request>& request, const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    m_line.push_back(request);
    m_wake.notify_all();
    request->finished.wait(lock, stop, [&request] { return request->complete(); });
    if (request->error)
        return std::unexpected(*request->error);
    if (!request->complete()) {
        std::erase(m_line, request);
        return failure(ErrorCode::Cancelled, "embedding was cancelled");
    }
    return std::move(request->embeddings);
}

std::size_t EmbeddingQueue::waitingCalls()
{
    const std::lock_guard lock(m_mutex);
    return m_line.size();
}

void EmbeddingQueue::work(const std::stop_token& stop, Encoder& encoder)
{
    std::unique_lock lock(m_mutex);
    while (true) {
        const auto ready = [this] { return !m_line.empty(); };
        if (!m_wake.wait_for(lock, stop, m_idle, ready) && !stop.stop_requested()) {
            lock.unlock();
            encoder.rest();
            lock.lock();
            m_wake.wait(lock, stop, ready);
        }
        if (stop.stop_requested())
            return;
        const auto request = m_line.front();
        m_line.pop_front();
        const auto first = request->take(encoder.tokenBudget());
        const auto count = request->taken - first;
        if (request->taken < request->sequences.size())
            m_line.push_back(request);

        lock.unlock();
        Result<std::vector<Embedding>> embeddings;
        try {
            embeddings = encoded(*request, first, count, encoder);
        } catch (const std::exception& error) {
            embeddings = failure(ErrorCode::Internal, std::string("the embedding model failed on a text: ") + error.what());
        }
        lock.lock();
        finish(*request, first, std::move(embeddings));
    }
}

Result<std::vector<Embedding>> EmbeddingQueue::encoded(
    const Request& request, std::size_t first, std::size_t count, Encoder& encoder)
{
    const auto sequences = std::span(request.sequences).subspan(first, count);
    switch (request.wanted) {
    case Wanted::Whole: return encoder.encode(sequences);
    case Wanted::Parts: return encoder.encodeParts(request.sequences.front(), request.ranges);
    case Wanted::Tokens: return encoder.encodeTokens(sequences);
    }
    return failure(ErrorCode::Internal, "the embedding queue was asked for something it does not know");
}

void EmbeddingQueue::finish(Request& request, std::size_t first, Result<std::vector<Embedding>> embeddings)
{
    if (!embeddings) {
        request.error = embeddings.error();
        std::erase_if(m_line, [&request](const auto& waiting) { return waiting.get() == &request; });
    } else {
        std::ranges::move(*embeddings, request.embeddings.begin() + static_cast<std::ptrdiff_t>(first));
        request.done += embeddings->size();
    }
    if (request.complete())
        request.finished.notify_all();
}

} // namespace tandem
