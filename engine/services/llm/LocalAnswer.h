#pragma once

#include "base/Clock.h"
#include "services/llm/ChatModel.h"
#include "services/llm/CitationMarkers.h"
#include "services/llm/LocalContexts.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string_view>
#include <vector>

struct llama_sampler; // NOLINT(readability-identifier-naming): llama.cpp's name
struct llama_vocab;

namespace tandem {

// Whether a call must end before its answer does; llama.cpp asks it too, inside of long prompts.
struct CallEnd {
    const Clock& clock;
    std::chrono::steady_clock::time_point deadline;
    std::stop_token stop;

    // Cancelled or TimedOut.
    [[nodiscard]] Status check() const;
};

// One answer in one context: reads a prompt, then writes token by token. For one thread; what it refers to outlives it.
class LocalAnswer {
public:
    using Tokens = std::vector<std::int32_t>;

    LocalAnswer(LocalContext& context, const llama_vocab* vocabulary, const CallEnd& ending);
    LocalAnswer(const LocalAnswer&) = delete;
    LocalAnswer& operator=(const LocalAnswer&) = delete;
    ~LocalAnswer();

    // What the context holds of its beginning is not read again. Not empty.
    Status read(const Tokens& prompt);
    // Writes `most` tokens at most; what is said goes through `markers` to `text`, which may be empty.
    Result<ChatStop> write(
        llama_sampler* sampler, int most, CitationMarkers& markers, const std::function<void(std::string_view)>& text);
    [[nodiscard]] const TokenUsage& usage() const { return m_usage; }

private:
    Status decode(Tokens& tokens);
    Result<std::int32_t> sampled(llama_sampler* sampler);

    LocalContext& m_context;
    const llama_vocab* const m_vocabulary;
    const CallEnd& m_ending;
    TokenUsage m_usage;
};

} // namespace tandem
