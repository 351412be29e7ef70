#pragma once

#include "model/ContentWords.h"
#include "model/Knowledge.h"
#include "services/llm/LanguageModel.h"
#include "services/llm/QuestionParts.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace tandem {

enum class SentenceRole : std::uint8_t {
    Statement,
    ListIntroduction, // ends with a colon
    ListLine, // a line of its own between other such lines: an item or a step
    TableRow, // "Code: AUTH-410; Meaning: …"
    Question,
    Fragment, // a heading or a word or two: says nothing alone
};

inline constexpr double tableRowPenalty = 0.65; // of a score: a sentence that says the same reads better

// A sentence of the evidence and how well it answers the question.
struct SentenceCandidate {
    std::size_t passage = 0; // index into the request's passages
    std::size_t sentence = 0; // index into Passage::sentences
    std::string_view text; // trimmed; lies in the passage's text
    SentenceRole role = SentenceRole::Statement;
    std::vector<ContentWord> words;
    bool step = false; // a line of a list that says what to do
    bool refersBack = false; // starts with "This", "It"…: needs the sentence before
    double coverage = 0; // 0…1: share of the question's weight that the sentence holds
    double meaning = 0; // standard deviations above the mean similarity of all candidates; 0 without a model
    double score = 0; // comparable within one request
};

// All sentences of the request's passages in order, scored for the question as a whole. Views refer to the request.
class SentenceScores {
public:
    explicit SentenceScores(const DraftRequest& request);

    [[nodiscard]] const std::vector<SentenceCandidate>& candidates() const { return m_candidates; }
    [[nodiscard]] const std::vector<QuestionPart>& parts() const { return m_parts; }
    // Whether the request's similarities were at hand.
    [[nodiscard]] bool hasMeaning() const { return m_hasMeaning; }
    // Names and codes that the questions hold and no passage does: "GraphQL", "Linux".
    [[nodiscard]] int unknownNames() const;
    // How well a candidate answers one part alone.
    [[nodiscard]] double partScore(const SentenceCandidate& candidate, const QuestionPart& part) const;
    // Share of the part's weight that the candidate's sentence and headings hold.
    [[nodiscard]] double partCoverage(const SentenceCandidate& candidate, const QuestionPart& part) const;

private:
    void collect(std::size_t passage);
    void markSteps(std::size_t first);
    void weigh();
    void scoreMeaning();
    [[nodiscard]] double coverageOf(
        const SentenceCandidate& candidate, const std::vector<ContentWord>& words, AnswerKind kind) const;
    [[nodiscard]] double scoreOf(const SentenceCandidate& candidate, double coverage, AnswerKind kind) const;
    [[nodiscard]] double standing(std::size_t passage) const;

    const DraftRequest& m_request;
    std::vector<QuestionPart> m_parts;
    std::vector<ContentWord> m_words; // of the whole message
    std::vector<std::vector<ContentWord>> m_headings; // by passage: title and heading
    WordWeights m_weights;
    std::vector<SentenceCandidate> m_candidates;
    bool m_hasMeaning = false;
};

// Words that two texts share, as a share of the shorter one's.
double sharedWords(const std::vector<ContentWord>& left, const std::vector<ContentWord>& right);

} // namespace tandem
