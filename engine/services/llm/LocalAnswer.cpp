#include "services/llm/LocalAnswer.h"

#if TANDEM_WITH_LLAMA

#include "services/embedding/LlamaLog.h"

#include <llama.h>

#include <algorithm>
#include <exception>
#include <string>

namespace tandem {

namespace {

bool mustEnd(void* ending)
{
    return !static_cast<const CallEnd*>(ending)->check();
}

llama_memory_t memoryOf(const LocalContext& context)
{
    return llama_get_memory(context.context.get());
}

std::string pieceOf(const llama_vocab* vocabulary, llama_token token)
{
    std::string piece(64, '\0');
    auto length = llama_token_to_piece(vocabulary, token, piece.data(), static_cast<std::int32_t>(piece.size()), 0, false);
    if (length < 0) {
        piece.resize(static_cast<std::size_t>(-length));
        length = llama_token_to_piece(vocabulary, token, piece.data(), static_cast<std::int32_t>(piece.size()), 0, false);
    }
    piece.resize(static_cast<std::size_t>(std::max(length, 0)));
    return piece;
}

} // namespace

Status CallEnd::check() const
{
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled, "The local model's answer was cancelled");
    if (clock.steady() >= deadline)
        return retryableFailure(ErrorCode::TimedOut, "The local model took too long");
    return {};
}

LocalAnswer::LocalAnswer(LocalContext& context, const llama_vocab* vocabulary, const CallEnd& ending)
    : m_context(context)
    , m_vocabulary(vocabulary)
    , m_ending(ending)
{
    // llama.cpp hands it back as it is; nothing is written through it.
    llama_set_abort_callback(m_context.context.get(), &mustEnd, const_cast<CallEnd*>(&ending));
}

LocalAnswer::~LocalAnswer()
{
    llama_set_abort_callback(m_context.context.get(), nullptr, nullptr);
}

Status LocalAnswer::read(const Tokens& prompt)
{
    // The last token is always read: the first word of the answer follows from it.
    std::size_t known = std::min(commonBeginning(m_context.tokens, prompt), prompt.size() - 1);
    if (!llama_memory_seq_rm(memoryOf(m_context), 0, static_cast<llama_pos>(known), -1)) {
        llama_memory_clear(memoryOf(m_context), true);
        known = 0;
    }
    m_context.tokens.resize(known);
    m_usage.cacheRead = static_cast<std::int64_t>(known);
    const std::size_t batch = llama_n_batch(m_context.context.get());
    while (m_context.tokens.size() < prompt.size()) {
        const auto begin = prompt.begin() + static_cast<std::ptrdiff_t>(m_context.tokens.size());
        const auto left = static_cast<std::size_t>(prompt.end() - begin);
        Tokens part(begin, begin + static_cast<std::ptrdiff_t>(std::min(batch, left)));
        TRY(decode(part));
        m_usage.input += static_cast<std::int64_t>(part.size());
    }
    return {};
}

Result<ChatStop> LocalAnswer::write(
    llama_sampler* sampler, int most, CitationMarkers& markers, const std::function<void(std::string_view)>& text)
{
    const std::size_t limit = llama_n_ctx(m_context.context.get());
    while (m_usage.output < most) {
        TRY(m_ending.check());
        const llama_token token = TRY(sampled(sampler));
        if (llama_vocab_is_eog(m_vocabulary, token))
            return ChatStop::Finished;
        ++m_usage.output;
        const std::string_view said = markers.feed(pieceOf(m_vocabulary, token));
        if (text && !said.empty())
            text(said);
        if (m_context.tokens.size() + 1 >= limit)
            return ChatStop::ContextFull;
        Tokens next{token};
        TRY(decode(next));
    }
    return ChatStop::OutputLimit;
}

Status LocalAnswer::decode(Tokens& tokens)
{
    int status = -1;
    try {
        status
            = llama_decode(m_context.context.get(), llama_batch_get_one(tokens.data(), static_cast<std::int32_t>(tokens.size())));
    } catch (const std::exception& error) {
        noteLlamaError(error.what());
    }
    if (status == 0) {
        m_context.tokens.insert(m_context.tokens.end(), tokens.begin(), tokens.end());
        return {};
    }
    // What a broken step left in the memory is not known.
    llama_memory_clear(memoryOf(m_context), true);
    m_context.tokens.clear();
    TRY(m_ending.check());
    return failure(ErrorCode::Internal, "The local model failed: " + llamaError("no reason given"));
}

Result<std::int32_t> LocalAnswer::sampled(llama_sampler* sampler)
{
    try {
        return llama_sampler_sample(sampler, m_context.context.get(), -1);
    } catch (const std::exception& error) {
        return failure(ErrorCode::Internal, std::string("The local model's grammar failed: ") + error.what());
    }
}

} // namespace tandem

#endif
