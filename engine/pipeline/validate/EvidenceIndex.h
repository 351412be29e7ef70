#pragma once

#include "model/ContentWords.h"
#include "model/facts/Facts.h"
#include "pipeline/validate/Grounding.h"
#include "pipeline/validate/Polarity.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// A sentence taken apart: its words, hard facts and polarity.
struct ReadSentence {
    std::string_view text;
    std::size_t evidence = 0; // index of the Evidence it stands in; 0 for a sentence of an answer
    Language language = Language::En;
    FactText facts;
    std::vector<ContentWord> words; // numbers and identifiers left out: they are facts
    std::vector<std::string> stems; // of `words`, sorted, without repeats
    Polarity polarity;
};

ReadSentence readSentence(std::string_view text, Language language, std::size_t evidence = 0);

// One to three sentences of the evidence that together say most of what an answer's sentence says.
struct SupportWindow {
    std::vector<std::size_t> sentences; // indexes into EvidenceIndex::sentences, best first
    double coverage = 0; // 0…1: share of the answer's words that the window holds, rare ones weighing more
    double single = 0; // coverage by the best sentence alone
};

// The evidence of one check, read once. Views refer to the Evidence given.
class EvidenceIndex {
public:
    // `used` names which of `evidence` count; empty = all.
    EvidenceIndex(const std::vector<Evidence>& evidence, const std::vector<std::size_t>& used);

    [[nodiscard]] const std::vector<ReadSentence>& sentences() const { return m_sentences; }
    [[nodiscard]] const WordWeights& weights() const { return m_weights; }
    // Facts of titles and headings.
    [[nodiscard]] const std::vector<FactText>& headings() const { return m_headings; }
    struct Ranked {
        std::size_t sentence = 0;
        double score = 0; // coverage, raised by common order and facts
    };
    // The sentences that say most of what the answer's says, best first; at most six.
    [[nodiscard]] std::vector<Ranked> nearest(const ReadSentence& answer) const;
    // The window that starts from one of them.
    [[nodiscard]] SupportWindow windowFrom(const ReadSentence& answer, std::size_t first) const;
    // Share of some of the answer's words that one sentence of the evidence holds; 1 when there are none.
    [[nodiscard]] double coverage(const std::vector<ContentWord>& words, const ReadSentence& sentence) const;

    // The same by all sentences together.
    [[nodiscard]] double known(const std::vector<ContentWord>& words) const;

private:
    std::vector<ReadSentence> m_sentences;
    std::vector<FactText> m_headings;
    WordWeights m_weights;
};

bool holdsStem(const ReadSentence& sentence, const std::string& stem);

} // namespace tandem
