#pragma once

#include "base/Text.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// A sentence as phrases are looked for in it: its words, folded, with one space where anything stands between two.
class PhraseText {
public:
    explicit PhraseText(std::string_view sentence);
    [[nodiscard]] const std::string& words() const { return m_words; } // a space first and last
    // Of bytes of `words`, in the sentence; neither end may be the first space.
    [[nodiscard]] text::Span inSentence(text::Span words) const;

private:
    void add(std::string_view piece, text::Span place);

    std::string m_words = " ";
    std::vector<text::Span> m_places{{0, 0}}; // by byte of `m_words`
};

// Phrases that a sentence may hold, whatever its case, accents, punctuation and spacing. Immutable, thread-safe.
class PhraseList {
public:
    // Each is words in order, the last of which may go on ("refund" finds "refunded"; with a space at its end it does not); "*"
    // stands for at most 48 bytes that hold no negation. One that begins with a Latin letter begins where a word does.
    explicit PhraseList(std::span<const std::string_view> phrases);

    // Where the first of them that the sentence holds stands: bytes of the sentence.
    [[nodiscard]] std::optional<text::Span> find(const PhraseText& sentence) const;

private:
    std::vector<std::string> m_phrases; // folded
};

} // namespace tandem
