#pragma once

#include "pipeline/understand/MessageVectors.h"
#include "pipeline/understand/SignalHeads.h"

namespace tandem {

// Hears what in a message calls for a person: rules say where, judges say whether. Immutable and thread-safe.
class SignalReader {
public:
    // Reads signals.head of `models`.
    static Result<SignalReader> load(const std::filesystem::path& models);

    // `tokens` and `matches`: of a message without quotes and signature. `vectors`: its embeddings, empty without a model. A
    // message says what one of its parts says.
    [[nodiscard]] std::vector<Signal> read(
        const Tokens& tokens, const std::vector<PatternMatch>& matches, const MessageVectors& vectors) const;

    [[nodiscard]] const SignalHeads& heads() const { return m_heads; }

private:
    SignalHeads m_heads;
};

// Which of the signals that rules found in a message have their words in a part of it. Pure.
SignalFlags flagsWithin(std::string_view part, const std::vector<Signal>& byRules);

} // namespace tandem
