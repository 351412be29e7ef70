#include "services/llm/Composer.h"

#include "base/Text.h"
#include "services/llm/Calculation.h"
#include "services/llm/Clarification.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace tandem {

namespace {

// Below this share of the floor no sentence is looked at.
constexpr double hopelessShare = 0.3;

DraftSentence quotedSentence(const ChosenSentence& chosen, const Passage& passage)
{
    DraftSentence sentence;
    sentence.text = std::string(chosen.text);
    sentence.citations.push_back({passage.article, passage.id, sentence.text});
    return sentence;
}

bool joinsWithoutSpace(std::string_view before)
{
    return before.ends_with("。") || before.ends_with("！") || before.ends_with("：");
}

// The sentences as a letter has them: running text of one passage in a paragraph, list lines each on its own.
std::string layout(const std::vector<ChosenSentence>& sentences)
{
    std::string text;
    const ChosenSentence* previous = nullptr;
    for (const ChosenSentence& sentence : sentences) {
        if (previous != nullptr) {
            const bool newLine = sentence.ownLine || previous->ownLine || sentence.passage != previous->passage;
            text += newLine ? "\n" : joinsWithoutSpace(previous->text) ? "" : " ";
        }
        const bool marked = sentence.text.starts_with("- ") || sentence.text.starts_with("• ")
            || (sentence.text.size() > 2 && sentence.text[0] >= '0' && sentence.text[0] <= '9' && sentence.text[1] == '.');
        if (sentence.ownLine && !marked && sentences.size() > 1)
            text += "- ";
        text += sentence.text;
        previous = &sentence;
    }
    return text;
}

// What is said of one time: of today without `heldUntil`.
struct Period {
    std::optional<TimePoint> heldUntil;
    std::vector<ChosenSentence> sentences;
};

// Old rules stand together under their date; apart from that the order stays.
std::vector<Period> periodsOf(const std::vector<ChosenSentence>& sentences, const std::vector<ScoredPassage>& passages)
{
    std::vector<Period> periods;
    for (const ChosenSentence& sentence : sentences) {
        const auto& heldUntil = passages[sentence.passage].heldUntil;
        auto period = std::ranges::find(periods, heldUntil, &Period::heldUntil);
        if (period == periods.end())
            period = periods.insert(period, {heldUntil, {}});
        period->sentences.push_back(sentence);
    }
    return periods;
}

Draft asking(Draft draft, const std::string& question)
{
    draft.sentences.push_back(templateSentence(question));
    draft.text += question;
    return draft;
}

} // namespace

Composer::Composer(ReplyTemplates templates, Settings settings)
    : m_templates(std::move(templates))
    , m_settings(settings)
{
}

Draft Composer::begun(const DraftRequest& request) const
{
    const std::string name(text::trim(request.customerName));
    Draft draft;
    draft.language = request.language;
    draft.usage.provider = provider();
    draft.text = m_templates.phrase(name.empty() ? Phrase::Greeting : Phrase::GreetingNamed, request.language, name);
    draft.sentences.push_back(templateSentence(draft.text));
    draft.text += "\n\n";
    return draft;
}

Draft Composer::abstention(const DraftRequest& request) const
{
    Draft draft = begun(request);
    draft.abstained = true;
    draft.sentences.push_back(templateSentence(m_templates.phrase(Phrase::Abstention, request.language)));
    draft.text += draft.sentences.back().text;
    return draft;
}

void Composer::addCalculation(const DraftRequest& request, const SentenceChoice& choice, Draft& draft) const
{
    const bool anyFormer = std::ranges::any_of(choice.sentences,
        [&](const ChosenSentence& sentence) { return request.passages[sentence.passage].heldUntil.has_value(); });
    const auto calculation = anyFormer ? std::nullopt : calculationFor(request, choice, m_templates);
    if (!calculation)
        return;
    const Passage& passage = request.passages[calculation->rule.passage].passage;
    const bool isQuoted = std::ranges::any_of(
        draft.sentences, [&](const DraftSentence& sentence) { return sentence.text == calculation->rule.text; });
    if (!isQuoted) {
        draft.sentences.push_back(quotedSentence(calculation->rule, passage));
        draft.text += draft.sentences.back().text + "\n\n";
    }
    DraftSentence sentence;
    sentence.text = m_templates.calculation(calculation->text, request.language);
    sentence.citations.push_back({passage.article, passage.id, std::string(calculation->rule.text)});
    draft.text += sentence.text + "\n\n";
    draft.sentences.push_back(std::move(sentence));
}

Result<Draft> Composer::draft(const DraftRequest& request, std::stop_token stop)
{
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled, "The draft was cancelled");
    // Whatever sentence is nearest to that answers nothing. What was said before may tell what is meant.
    if (request.history.empty() && saysNothing(request.question))
        return asking(begun(request), m_templates.phrase(Phrase::ClarifyWhat, request.language));
    SentenceChoice choice;
    if (request.evidence >= hopelessShare * m_settings.evidenceFloor && !request.passages.empty())
        choice = chooseSentences(request, m_settings.sentences);
    if (choice.strength < m_settings.evidenceFloor || choice.sentences.empty())
        return abstention(request);

    Draft draft = begun(request);
    draft.confidence = choice.strength;
    if (Clarification open = clarified(request, choice); !open.cases.empty()) {
        if (!wasAsked(open.cases, request.history, m_templates))
            return asking(std::move(draft), m_templates.clarifyWhich(open.cases, request.language));
        choice.sentences = std::move(open.sentences); // who could not say which gets the answer for each
    }
    if (choice.otherLanguage) {
        draft.sentences.push_back(templateSentence(m_templates.phrase(Phrase::OtherLanguage, request.language)));
        draft.text += draft.sentences.back().text + "\n";
    }
    for (const Period& period : periodsOf(choice.sentences, request.passages)) {
        if (period.heldUntil) {
            draft.sentences.push_back(templateSentence(m_templates.beforeDate(*period.heldUntil, request.language)));
            draft.text += draft.sentences.back().text + "\n";
        }
        for (const ChosenSentence& chosen : period.sentences)
            draft.sentences.push_back(quotedSentence(chosen, request.passages[chosen.passage].passage));
        draft.text += layout(period.sentences) + "\n\n";
    }
    addCalculation(request, choice, draft);
    draft.sentences.push_back(templateSentence(m_templates.phrase(Phrase::Closing, request.language)));
    draft.text += draft.sentences.back().text;
    return draft;
}

} // namespace tandem
