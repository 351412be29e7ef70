#pragma once

#include "services/embedding/Encoder.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

namespace tandem {

// Workers that share out sequences from many callers. Callers take turns: after a worker has taken one batch from a request,
// that request goes to the end of the line, so a single text waits for one batch and not for an import. Thread-safe.
class EmbeddingQueue {
public:
    // One worker an encoder. After `idle` without work a worker lets its encoder rest.
    EmbeddingQueue(std::shared_ptr<const EncoderModel> model, std::vector<std::unique_ptr<Encoder>> encoders,
        std::chrono::milliseconds idle);
    EmbeddingQueue(const EmbeddingQueue&) = delete;
    EmbeddingQueue& operator=(const EmbeddingQueue&) = delete;
    // No call may be under way.
    ~EmbeddingQueue();

    // One vector a sequence, in order; blocks until all are done. Cancelled as soon as `stop` is requested: sequences that a
    // worker has in hand are finished for nothing.
    Result<std::vector<Embedding>> run(std::vector<Tokens> sequences, const std::stop_token& stop);
    // The same for one sequence and ranges of it, by one call of Encoder::encodeParts.
    Result<std::vector<Embedding>> runParts(Tokens sequence, std::vector<TokenRange> ranges, const std::stop_token& stop);
    // The same as run(), each sequence by Encoder::encodeTokens.
    Result<std::vector<Embedding>> runTokens(std::vector<Tokens> sequences, const std::stop_token& stop);
    // How many calls have sequences that no worker has taken yet.
    [[nodiscard]] std::size_t waitingCalls();

private:
    struct Request;
    enum class Wanted : std::uint8_t { Whole, Parts, Tokens };

    Result<std::vector<Embedding>> runAll(std::vector<Tokens> sequences, Wanted wanted, const std::stop_token& stop);
    static Result<std::vector<Embedding>> encoded(const Request& request, std::size_t first, std::size_t count, Encoder& encoder);
    Result<std::vector<Embedding>> wait(const std::shared_ptr<Request>& request, const std::stop_token& stop);
    void work(const std::stop_token& stop, Encoder& encoder);
    void finish(Request& request, std::size_t first, Result<std::vector<Embedding>> embeddings);

    const std::shared_ptr<const EncoderModel> m_model; // outlives the encoders
    const std::vector<std::unique_ptr<Encoder>> m_encoders;
    const std::chrono::milliseconds m_idle;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<std::shared_ptr<Request>> m_line; // requests with sequences that nobody has taken
    std::vector<std::jthread> m_workers; // last: stops before anything it uses goes
};

} // namespace tandem
