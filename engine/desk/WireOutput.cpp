// What the batch verbs and POST /api/v1/tickets answer.
#include "base/Text.h"
#include "desk/Wire.h"

namespace tandem::wire {

namespace {

Json codeList(const std::vector<EscalationReason>& reasons)
{
    Json list = Json::array();
    for (const EscalationReason& reason : reasons)
        list.push_back(name(reason.code));
    return list;
}

Json probabilities(const Classification& classification)
{
    Json object = Json::object();
    for (const Category category : allCategories)
        object[std::string(name(category))] = classification.probabilities[static_cast<std::size_t>(category)];
    return object;
}

// The members that a ticket's classification and an analysis share.
Json classificationJson(const Classification& classification)
{
    return {{"category", name(classification.category)}, {"confidence", classification.confidence},
        {"probabilities", probabilities(classification)}, {"urgency", name(classification.urgency)},
        {"urgency_score", classification.urgencyScore}, {"sentiment", name(classification.sentiment)},
        {"sentiment_score", classification.sentimentScore}, {"sentiment_trend", classification.sentimentTrend}};
}

Json actionList(const std::vector<ProposedAction>& actions)
{
    Json list = Json::array();
    for (const ProposedAction& action : actions)
        list.push_back({{"type", action.type}, {"state", name(action.state)}});
    return list;
}

// The factual sentences: greetings, questions and template text stand in the whole text alone.
Json sentenceList(const std::vector<DraftSentence>& sentences)
{
    Json list = Json::array();
    for (const DraftSentence& sentence : sentences) {
        if (!sentence.factual)
            continue;
        Json citations = Json::array();
        for (const Citation& citation : sentence.citations) {
            citations.push_back(
                {{"article_id", citation.article.value()}, {"passage_id", citation.passage.value()}, {"quote", citation.quote}});
        }
        Json entry{{"text", sentence.text}, {"supported", sentence.supported}, {"score", sentence.score},
            {"citations", std::move(citations)}};
        if (!sentence.reason.empty())
            entry["reason"] = sentence.reason;
        list.push_back(std::move(entry));
    }
    return list;
}

// Spans in code points of `original`.
std::vector<std::size_t> codePointSpans(const std::vector<PiiSpan>& spans, std::string_view original)
{
    std::vector<std::size_t> bytes;
    for (const PiiSpan& span : spans) {
        bytes.push_back(span.begin);
        bytes.push_back(span.end);
    }
    return text::codePointOffsets(original, bytes);
}

Json spanList(const std::vector<PiiSpan>& spans, std::string_view original)
{
    Json list = Json::array();
    const auto offsets = codePointSpans(spans, original);
    for (std::size_t i = 0; i < spans.size(); ++i)
        list.push_back({{"type", spans[i].type}, {"start", offsets[2 * i]}, {"end", offsets[2 * i + 1]}});
    return list;
}

} // namespace

Json toJson(const Receipt& receipt)
{
    return {{"id", receipt.id.value()}, {"status", name(receipt.status)}, {"correlation_id", receipt.correlation.value()}};
}

Json toJson(const Analysis& analysis, std::string_view original, std::string_view subject)
{
    const Classification& classification = analysis.classification;
    Json json = classificationJson(classification);
    json["language"] = name(classification.language.language);
    json["pii"] = spanList(classification.pii, original);
    json["subject_pii"] = spanList(classification.subjectPii, subject);
    json["more_pii"] = classification.hasMorePii;
    json["injection"] = {{"score", classification.injection.score}, {"kinds", classification.injection.kinds},
        {"words", classification.injection.words}};
    json["high_stakes_action"] = name(classification.highStakesAction);
    json["must_escalate"] = analysis.mustEscalate;
    json["escalation_reasons"] = codeList(analysis.reasons);
    return json;
}

Json toJson(const Answer& answer)
{
    const Draft& draft = answer.draft;
    return {{"answer", draft.text}, {"language", name(draft.language)}, {"abstained", draft.abstained},
        {"confidence", draft.confidence}, {"sentences", sentenceList(draft.sentences)}, {"actions", actionList(draft.actions)},
        {"escalation_reasons", codeList(answer.reasons)}, {"must_escalate", answer.mustEscalate},
        {"provider", draft.usage.provider}};
}

Json toJson(const GroundingCheck& check)
{
    Json sentences = Json::array();
    for (const DraftSentence& sentence : check.sentences) {
        sentences.push_back({{"text", sentence.text}, {"supported", sentence.supported || !sentence.factual},
            {"score", sentence.score}, {"reason", sentence.reason}});
    }
    return {{"supported", check.supported}, {"score", check.score}, {"sentences", std::move(sentences)}};
}

Json toJson(const Redacted& redacted, std::string_view original)
{
    std::vector<PiiSpan> spans;
    for (const Replacement& replacement : redacted.replacements())
        spans.push_back(replacement.span);
    const auto offsets = codePointSpans(spans, original);
    Json list = Json::array();
    for (std::size_t i = 0; i < spans.size(); ++i) {
        list.push_back({{"type", spans[i].type}, {"start", offsets[2 * i]}, {"end", offsets[2 * i + 1]},
            {"replacement", redacted.replacements()[i].text}});
    }
    return {{"text", redacted.text()}, {"spans", std::move(list)}};
}

Json toJson(const LanguageGuess& guess)
{
    return {{"language", name(guess.language)}, {"confidence", guess.confidence}};
}

} // namespace tandem::wire
