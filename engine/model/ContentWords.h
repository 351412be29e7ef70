#pragma once

#include "base/Text.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tandem {

enum class WordShape : std::uint8_t {
    Plain,
    Name, // a capital inside a sentence, all capitals, or Latin letters in a text of another script
    Number,
    Identifier, // letters and digits: "FILE-507", "v2.3.1"
};

// A word that carries meaning, reduced so that its inflected forms are equal.
struct ContentWord {
    std::string stem; // folded, without accents, common endings cut; two characters of a run of ideographs or kana
    text::Span span; // where it stands in the text it was taken from
    WordShape shape = WordShape::Plain;
};

// The content words of a text in order, stop words left out. Identifiers are whole ("file-507"). Works without knowing the
// language. Pure.
std::vector<ContentWord> contentWords(std::string_view text);

// The common ending of a folded word cut off: "refunds", "refunded" and "refunding" give "refund".
std::string stemOf(std::string_view folded);

// How much a word tells, by how many of the texts at hand hold it.
class WordWeights {
public:
    void addText(const std::vector<ContentWord>& words);
    // 0.1…3; a word that no text holds weighs most.
    [[nodiscard]] double weight(const ContentWord& word) const;
    [[nodiscard]] bool isKnown(const std::string& stem) const { return m_texts.contains(stem); }

private:
    std::unordered_map<std::string, int> m_texts;
    int m_count = 0;
};

} // namespace tandem
