#pragma once

#include "base/Error.h"
#include "services/llm/ChatModel.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>

namespace tandem {

using TextListener = std::function<void(std::string_view text)>;

// Reads one answer of a provider from its stream of server-sent events. For one thread.
class AnswerReader {
public:
    AnswerReader() = default;
    AnswerReader(const AnswerReader&) = delete;
    AnswerReader& operator=(const AnswerReader&) = delete;
    virtual ~AnswerReader() = default;

    // The data of the next event; what it adds to the text goes to `text` (which may be empty), in whole UTF-8 characters. Events
    // that are not known are passed over. Errors: the provider's own, and Corrupt where the data breaks the protocol; reading
    // ends there.
    virtual Status read(std::string_view data, const TextListener& text) = 0;
    // Whether the answer is whole: its last event came.
    [[nodiscard]] virtual bool finished() const = 0;
    // As far as the provider has told it, with an estimate where it tells one part at the start and the other at the end; nullopt
    // = not at all.
    [[nodiscard]] virtual std::optional<TokenUsage> usage() const = 0;
    // What the model has written so far, in bytes: text with its markers, thinking and refusals.
    [[nodiscard]] virtual std::size_t writtenBytes() const = 0;
    // The answer with its usage, once.
    virtual ChatReply take() = 0;
};

} // namespace tandem
