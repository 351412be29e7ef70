#pragma once

#include "base/Text.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// Phrases that a sentence may hold, whatever its case, accents, punctuation and spacing. Immutable, thread-safe.
class PhraseList {
public:
    // Each is words in order, the last of which may go on ("refund" finds "refunded"; with a space at its end it does not); "*"
    // stands for at most 48 bytes that hold no negation. One that begins with a Latin letter begins where a word does.
    explicit PhraseList(std::span<const std::string_view> phrases);

    // Where the first of them that the sentence holds stands: bytes of the sentence.
    [[nodiscard]] std::optional<text::Span> find(std::string_view sentence) const;

private:
    std::vector<std::string> m_phrases; // folded
};

} // namespace tandem
