#include "pipeline/validate/Validate.h"

#include "base/Clock.h"

#include <algorithm>
#include <optional>
#include <string>

namespace tandem {

namespace {

bool isUnsupported(const DraftSentence& sentence)
{
    return sentence.factual && !sentence.supported;
}

void takeOut(std::string& text, const std::string& sentence)
{
    const auto at = text.find(sentence);
    if (at == std::string::npos)
        return;
    const std::size_t end = at + sentence.size();
    const bool spaced = end < text.size() && (text[end] == ' ' || (text[end] == '\n' && sentence.ends_with(':')));
    text.erase(at, sentence.size() + (spaced ? 1 : 0));
}

// Takes an unsupported sentence out of the draft and out of its text.
void dropUnsupported(Draft& draft)
{
    const bool anySupported
        = std::ranges::any_of(draft.sentences, [](const DraftSentence& s) { return s.factual && s.supported; });
    if (!anySupported)
        return;
    for (const DraftSentence& sentence : draft.sentences) {
        if (isUnsupported(sentence))
            takeOut(draft.text, sentence.text);
    }
    std::erase_if(draft.sentences, isUnsupported);
}

// The sentences that say until when rules held, and what they introduce.
class Introductions {
public:
    Introductions(const ReplyTemplates& templates, const SearchResult& evidence, Draft& draft)
        : m_templates(templates)
        , m_evidence(evidence)
        , m_draft(draft)
    {
    }

    // Their date comes from a document's standing and stands in no sentence of it: that is not for the grounding to judge. With
    // another date it is a claim like any other.
    void settle() const
    {
        for (DraftSentence& sentence : m_draft.sentences) {
            if (!isOne(sentence))
                continue;
            sentence.factual = std::ranges::none_of(m_evidence.passages,
                [&](const ScoredPassage& scored) { return scored.heldUntil && textOf(*scored.heldUntil) == sentence.text; });
            sentence.citations.clear();
        }
    }

    // An old rule without its introduction would be read as today's; what holds today ends what was introduced.
    void demand() const
    {
        std::string introduced;
        for (DraftSentence& sentence : m_draft.sentences) {
            if (isOne(sentence)) {
                introduced = sentence.text;
                continue;
            }
            if (!sentence.factual || !sentence.supported)
                continue;
            const auto heldUntil = endOf(sentence);
            if (!heldUntil)
                introduced.clear();
            if (!heldUntil || textOf(*heldUntil) == introduced)
                continue;
            sentence.supported = false;
            sentence.score = std::min(sentence.score, 0.25);
            sentence.reason = "It held until " + formatTime(*heldUntil).substr(0, 10) + ", which the answer does not say";
        }
    }

    // One that no rule of its date follows introduces nothing.
    void dropIdle() const
    {
        auto& sentences = m_draft.sentences;
        for (std::size_t i = sentences.size(); i-- > 0;) {
            if (sentences[i].factual || !isOne(sentences[i]))
                continue;
            const auto heldUntil = i + 1 < sentences.size() && sentences[i + 1].factual ? endOf(sentences[i + 1]) : std::nullopt;
            if (heldUntil && textOf(*heldUntil) == sentences[i].text)
                continue;
            takeOut(m_draft.text, sentences[i].text);
            sentences.erase(sentences.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }

private:
    [[nodiscard]] std::string textOf(TimePoint heldUntil) const { return m_templates.beforeDate(heldUntil, m_draft.language); }
    [[nodiscard]] bool isOne(const DraftSentence& sentence) const
    {
        return m_templates.isBeforeDate(sentence.text, m_draft.language);
    }

    // When the first of what a sentence rests on stopped to hold; nullopt when all of it holds today.
    [[nodiscard]] std::optional<TimePoint> endOf(const DraftSentence& sentence) const
    {
        std::optional<TimePoint> end;
        for (const Citation& citation : sentence.citations) {
            const auto cited = std::ranges::find_if(m_evidence.passages, [&](const ScoredPassage& scored) {
                return citation.passage.empty() ? scored.passage.article == citation.article
                                                : scored.passage.id == citation.passage;
            });
            if (cited != m_evidence.passages.end() && cited->heldUntil && (!end || *cited->heldUntil < *end))
                end = cited->heldUntil;
        }
        return end;
    }

    const ReplyTemplates& m_templates;
    const SearchResult& m_evidence;
    Draft& m_draft;
};

} // namespace

double draftStrength(double evidence, const Draft& draft)
{
    if (draft.abstained)
        return 0;
    return draft.confidence > 0 ? draft.confidence : evidence;
}

double draftConfidence(double evidence, const Draft& draft)
{
    double weakest = 1;
    bool anyFactual = false;
    for (const DraftSentence& sentence : draft.sentences) {
        if (!sentence.factual)
            continue;
        anyFactual = true;
        weakest = std::min(weakest, sentence.supported ? std::max(sentence.score, 0.5) : 0.0);
    }
    return anyFactual && !draft.abstained ? std::clamp(evidence * weakest, 0.0, 1.0) : 0;
}

Status validate(const DraftChecks& checks, const SearchResult& evidence, Draft& draft, std::stop_token stop)
{
    if (draft.abstained) {
        draft.confidence = 0;
        return {};
    }
    std::vector<Evidence> texts;
    for (const ScoredPassage& scored : evidence.passages)
        texts.push_back(evidenceOf(scored.passage));
    const double strength = draftStrength(evidence.evidence, draft);
    const Introductions introductions(checks.templates, evidence, draft);
    introductions.settle();
    draft.sentences = TRY(checks.grounding.check(texts, std::move(draft.sentences), std::move(stop)));
    introductions.demand();
    dropUnsupported(draft);
    introductions.dropIdle();
    draft.confidence = draftConfidence(strength, draft);
    return {};
}

} // namespace tandem
