#include "pipeline/validate/Validate.h"

#include "base/Clock.h"
#include "base/Text.h"
#include "model/facts/Facts.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem {

namespace {

bool isUnsupported(const DraftSentence& sentence)
{
    return sentence.factual && !sentence.supported;
}

// What the engine says itself, whatever the name of the customer whom it greets.
bool isOurs(const ReplyTemplates& templates, const Draft& draft, std::size_t place)
{
    const std::string& text = draft.sentences[place].text;
    const bool fixed = std::ranges::any_of(std::array{Phrase::Greeting, Phrase::OtherLanguage, Phrase::Closing},
        [&](Phrase phrase) { return templates.phrase(phrase, draft.language) == text; });
    if (!fixed && templates.isClarification(text, draft.language))
        return !holdsHardFact(text, draft.language);
    if (fixed || place > 0 || text.contains('\n'))
        return fixed;
    constexpr std::string_view anyName = "\x01";
    const std::string named = templates.phrase(Phrase::GreetingNamed, draft.language, anyName);
    const std::size_t slot = named.find(anyName);
    if (slot == std::string::npos || text.size() + anyName.size() <= named.size())
        return false;
    const std::string_view greeted = std::string_view(text).substr(slot, text.size() + anyName.size() - named.size());
    return templates.phrase(Phrase::GreetingNamed, draft.language, greeted) == text;
}

// Whoever wrote the draft may have marked as harmless what says something.
void flagStatements(const ReplyTemplates& templates, Draft& draft)
{
    for (std::size_t i = 0; i < draft.sentences.size(); ++i) {
        DraftSentence& sentence = draft.sentences[i];
        if (!sentence.factual && !isOurs(templates, draft, i))
            sentence.factual = !Grounding::mayStandUnchecked(sentence.text, draft.language);
    }
}

// Takes the marked sentences out of a draft and out of its text, where they stand in their order: the words of one may stand in
// another too. One that cannot be found stays in the list, for whoever reads the text would read it unmarked.
void dropSentences(Draft& draft, const std::vector<bool>& dropped)
{
    std::string text;
    std::vector<DraftSentence> kept;
    std::size_t taken = 0; // of the old text: what is in the new one or dropped
    std::size_t next = 0; // where the next sentence is looked for
    for (std::size_t i = 0; i < draft.sentences.size(); ++i) {
        const std::string& sentence = draft.sentences[i].text;
        const std::size_t at = sentence.empty() ? std::string::npos : draft.text.find(sentence, next);
        if (at != std::string::npos)
            next = at + sentence.size();
        if (!dropped[i] || at == std::string::npos) {
            kept.push_back(std::move(draft.sentences[i]));
            continue;
        }
        text.append(draft.text, taken, at - taken);
        const char after = next < draft.text.size() ? draft.text[next] : '\0';
        if (after == ' ' || (after == '\n' && sentence.ends_with(':')))
            ++next;
        taken = next;
    }
    text.append(draft.text, taken);
    draft.text = std::move(text);
    draft.sentences = std::move(kept);
}

void dropUnsupported(Draft& draft)
{
    const bool anySupported
        = std::ranges::any_of(draft.sentences, [](const DraftSentence& s) { return s.factual && s.supported; });
    if (!anySupported)
        return;
    std::vector<bool> dropped;
    for (const DraftSentence& sentence : draft.sentences)
        dropped.push_back(isUnsupported(sentence));
    dropSentences(draft, dropped);
}

enum class Deeds : std::uint8_t { AsApproved, MayBeTold };

std::vector<DraftFinding> policyFindings(const DraftChecks& checks, const SearchResult& evidence, Draft& draft, Deeds deeds)
{
    DraftGround ground;
    for (const ScoredPassage& scored : evidence.passages)
        ground.evidence.emplace_back(scored.passage.text);
    ground.conversation = checks.conversation;
    ground.isActionDone = deeds == Deeds::MayBeTold
        || std::ranges::find(draft.actions, ActionState::Done, &ProposedAction::state) != draft.actions.end();
    ground.rules = checks.rules;
    ground.language = draft.language;
    std::vector<bool> ours;
    for (std::size_t i = 0; i < draft.sentences.size(); ++i)
        ours.push_back(isOurs(checks.templates, draft, i));
    return enforceDraftPolicy(draft.sentences, ground, ours);
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

    // A writer that puts one on a line of its own wrote a sentence of its own, though nothing but the line end parts it from the
    // rule that it introduces.
    void cutOut() const
    {
        std::vector<DraftSentence> sentences;
        for (DraftSentence& sentence : m_draft.sentences) {
            std::size_t begin = 0; // of what is not handed on yet
            for (std::size_t line = 0; line < sentence.text.size();) {
                const std::size_t end = std::min(sentence.text.find('\n', line), sentence.text.size());
                if (m_templates.isBeforeDate(
                        text::trim(std::string_view(sentence.text).substr(line, end - line)), m_draft.language)) {
                    addPart(sentences, sentence, {begin, line});
                    addPart(sentences, sentence, {line, end});
                    begin = end;
                }
                line = end + 1;
            }
            if (begin == 0)
                sentences.push_back(std::move(sentence));
            else
                addPart(sentences, sentence, {begin, sentence.text.size()});
        }
        m_draft.sentences = std::move(sentences);
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
            refuse(sentence, "It held until " + formatTime(*heldUntil).substr(0, 10) + ", which the answer does not say");
        }
    }

    // One that no rule of its date follows introduces nothing.
    void dropIdle() const
    {
        const auto& sentences = m_draft.sentences;
        std::vector<bool> dropped(sentences.size());
        const DraftSentence* next = nullptr; // that stays
        for (std::size_t i = sentences.size(); i-- > 0;) {
            const bool introduces = !sentences[i].factual && isOne(sentences[i]);
            const auto heldUntil = introduces && next != nullptr && next->factual ? endOf(*next) : std::nullopt;
            dropped[i] = introduces && !(heldUntil && textOf(*heldUntil) == sentences[i].text);
            if (!dropped[i])
                next = &sentences[i];
        }
        dropSentences(m_draft, dropped);
    }

private:
    [[nodiscard]] std::string textOf(TimePoint heldUntil) const { return m_templates.beforeDate(heldUntil, m_draft.language); }
    [[nodiscard]] bool isOne(const DraftSentence& sentence) const
    {
        return m_templates.isBeforeDate(sentence.text, m_draft.language);
    }

    static void addPart(std::vector<DraftSentence>& sentences, const DraftSentence& whole, text::Span span)
    {
        const std::string_view part = text::trim(span.of(whole.text));
        if (part.empty())
            return;
        sentences.push_back(whole);
        sentences.back().text = std::string(part);
    }

    // When the first of what a sentence rests on stopped to hold; nullopt when all of it holds today.
    [[nodiscard]] std::optional<TimePoint> endOf(const DraftSentence& sentence) const
    {
        std::optional<TimePoint> end;
        for (const Citation& citation : sentence.citations) {
            const auto cited = std::ranges::find_if(m_evidence.passages,
                [&](const ScoredPassage& scored) { return isNamed(citation, scored.passage.article, scored.passage.id); });
            if (cited != m_evidence.passages.end() && cited->heldUntil && (!end || *cited->heldUntil < *end))
                end = cited->heldUntil;
        }
        return end;
    }

    const ReplyTemplates& m_templates;
    const SearchResult& m_evidence;
    Draft& m_draft;
};

// Judges every sentence and leaves the text as it is.
Result<std::vector<DraftFinding>> judge(const DraftChecks& checks, const SearchResult& evidence,
    const Introductions& introductions, Draft& draft, Deeds deeds, std::stop_token stop)
{
    std::vector<Evidence> texts;
    for (const ScoredPassage& scored : evidence.passages)
        texts.push_back(evidenceOf(scored.passage));
    introductions.cutOut();
    flagStatements(checks.templates, draft);
    introductions.settle();
    draft.sentences = TRY(checks.grounding.check(texts, std::move(draft.sentences), std::move(stop), checks.customerSays));
    introductions.demand();
    return policyFindings(checks, evidence, draft, deeds);
}

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

Result<std::vector<DraftFinding>> validate(
    const DraftChecks& checks, const SearchResult& evidence, Draft& draft, std::stop_token stop)
{
    if (draft.abstained) {
        draft.confidence = 0;
        return std::vector<DraftFinding>();
    }
    const double strength = draftStrength(evidence.evidence, draft);
    const Introductions introductions(checks.templates, evidence, draft);
    std::vector<DraftFinding> findings = TRY(judge(checks, evidence, introductions, draft, Deeds::AsApproved, std::move(stop)));
    dropUnsupported(draft);
    introductions.dropIdle();
    draft.confidence = draftConfidence(strength, draft);
    return findings;
}

Result<std::vector<DraftSentence>> checkedReply(
    const DraftChecks& checks, const SearchResult& evidence, std::string_view text, Language language, std::stop_token stop)
{
    Draft reply;
    reply.text = text;
    reply.language = language;
    reply.sentences = Grounding::sentencesOf(text, name(language));
    const Introductions introductions(checks.templates, evidence, reply);
    TRY(judge(checks, evidence, introductions, reply, Deeds::MayBeTold, std::move(stop)));
    return std::move(reply.sentences);
}

} // namespace tandem
