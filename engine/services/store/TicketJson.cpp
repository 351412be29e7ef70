#include "services/store/TicketJson.h"

#include "services/store/StoredJson.h"

#include <optional>

namespace tandem::ticket_json {

using namespace stored_json;

namespace {

template <typename Tag>
Json idsToJson(const std::vector<Id<Tag>>& ids)
{
    Json json = Json::array();
    for (const Id<Tag>& id : ids)
        json.push_back(id.value());
    return json;
}

Json spansToJson(const std::vector<PiiSpan>& spans)
{
    Json list = Json::array();
    for (const PiiSpan& span : spans)
        list.push_back({{"type", span.type}, {"begin", span.begin}, {"end", span.end}});
    return list;
}

PiiSpan spanFrom(const Json& json)
{
    PiiSpan span;
    read(json, "type", span.type);
    read(json, "begin", span.begin);
    read(json, "end", span.end);
    return span;
}

Json sentenceToJson(const DraftSentence& sentence)
{
    Json citations = Json::array();
    for (const Citation& citation : sentence.citations)
        citations.push_back(
            {{"article", citation.article.value()}, {"passage", citation.passage.value()}, {"quote", citation.quote}});
    return {{"text", sentence.text}, {"factual", sentence.factual}, {"supported", sentence.supported},
        {"score", finite(sentence.score)}, {"reason", sentence.reason}, {"citations", std::move(citations)}};
}

Citation citationFrom(const Json& json)
{
    Citation citation;
    read(json, "article", citation.article);
    read(json, "passage", citation.passage);
    read(json, "quote", citation.quote);
    return citation;
}

DraftSentence sentenceFrom(const Json& json)
{
    DraftSentence sentence;
    read(json, "text", sentence.text);
    read(json, "factual", sentence.factual);
    read(json, "supported", sentence.supported);
    read(json, "score", sentence.score);
    read(json, "reason", sentence.reason);
    readList(json, "citations", sentence.citations, citationFrom);
    return sentence;
}

std::optional<ActionState> actionStateFrom(std::string_view text)
{
    for (const ActionState state : {ActionState::Proposed, ActionState::Done}) {
        if (name(state) == text)
            return state;
    }
    return std::nullopt;
}

ProposedAction actionFrom(const Json& json)
{
    ProposedAction action;
    read(json, "type", action.type);
    readName(json, "state", actionStateFrom, action.state);
    read(json, "detail", action.detail);
    return action;
}

Classification classificationFrom(const Json& json)
{
    Classification out;
    readName(objectIn(json), "category", categoryFrom, out.category);
    if (const auto found = json.find("probabilities"); found != json.end()) {
        for (const Category category : allCategories)
            read(*found, std::string(name(category)).c_str(), out.probabilities[static_cast<std::size_t>(category)]);
    }
    read(json, "confidence", out.confidence);
    readName(json, "urgency", urgencyFrom, out.urgency);
    read(json, "urgency_score", out.urgencyScore);
    read(json, "urgency_reasons", out.urgencyReasons);
    readName(json, "sentiment", sentimentFrom, out.sentiment);
    read(json, "sentiment_score", out.sentimentScore);
    read(json, "sentiment_trend", out.sentimentTrend);
    readName(json, "language", languageFrom, out.language.language);
    read(json, "language_confidence", out.language.confidence);
    read(json, "language_mixed", out.language.mixed);
    readName(json, "action", highStakesActionFrom, out.highStakesAction);
    readList(json, "signals", out.signals, signalFrom);
    read(json, "injection_score", out.injection.score);
    read(json, "injection_kinds", out.injection.kinds);
    read(json, "injection_words", out.injection.words);
    readList(json, "pii", out.pii, spanFrom);
    readList(json, "subject_pii", out.subjectPii, spanFrom);
    read(json, "more_pii", out.hasMorePii);
    read(json, "pii_message", out.piiMessage);
    return out;
}

Draft draftFrom(const Json& json)
{
    Draft draft;
    read(objectIn(json), "id", draft.id);
    read(json, "text", draft.text);
    readName(json, "language", languageFrom, draft.language);
    read(json, "abstained", draft.abstained);
    read(json, "confidence", draft.confidence);
    readList(json, "sentences", draft.sentences, sentenceFrom);
    readList(json, "actions", draft.actions, actionFrom);
    const Json& usage = json.at("usage");
    read(usage, "provider", draft.usage.provider);
    read(usage, "model", draft.usage.model);
    read(usage, "input_tokens", draft.usage.inputTokens);
    read(usage, "output_tokens", draft.usage.outputTokens);
    read(usage, "cost_usd", draft.usage.costUsd);
    read(usage, "prompt_version", draft.usage.promptVersion);
    read(usage, "request_id", draft.usage.requestId);
    return draft;
}

} // namespace

std::string write(const Classification& classification)
{
    Json probabilities = Json::object();
    for (const Category category : allCategories)
        probabilities[std::string(name(category))] = finite(classification.probabilities[static_cast<std::size_t>(category)]);
    Json fired = Json::array();
    for (const Signal& signal : classification.signals)
        fired.push_back(signalToJson(signal));
    return toText(Json{{"category", nameOf(classification.category)}, {"probabilities", std::move(probabilities)},
        {"confidence", finite(classification.confidence)}, {"urgency", nameOf(classification.urgency)},
        {"urgency_score", finite(classification.urgencyScore)}, {"urgency_reasons", classification.urgencyReasons},
        {"sentiment", nameOf(classification.sentiment)}, {"sentiment_score", finite(classification.sentimentScore)},
        {"sentiment_trend", finite(classification.sentimentTrend)}, {"language", nameOf(classification.language.language)},
        {"language_confidence", finite(classification.language.confidence)}, {"language_mixed", classification.language.mixed},
        {"action", nameOf(classification.highStakesAction)}, {"signals", std::move(fired)},
        {"injection_score", finite(classification.injection.score)}, {"injection_kinds", classification.injection.kinds},
        {"injection_words", classification.injection.words}, {"pii", spansToJson(classification.pii)},
        {"subject_pii", spansToJson(classification.subjectPii)}, {"more_pii", classification.hasMorePii},
        {"pii_message", classification.piiMessage.value()}});
}

std::string write(const Route& route)
{
    return toText(Json{{"queue", nameOf(route.queue)}, {"team", route.team}, {"reasons", reasonsToJson(route.reasons)}});
}

std::string write(const std::vector<EscalationReason>& reasons)
{
    return toText(reasonsToJson(reasons));
}

std::string write(const Draft& draft)
{
    Json sentences = Json::array();
    for (const DraftSentence& sentence : draft.sentences)
        sentences.push_back(sentenceToJson(sentence));
    Json actions = Json::array();
    for (const ProposedAction& action : draft.actions)
        actions.push_back({{"type", action.type}, {"state", nameOf(action.state)}, {"detail", action.detail}});
    Json usage{{"provider", draft.usage.provider}, {"model", draft.usage.model}, {"input_tokens", draft.usage.inputTokens},
        {"output_tokens", draft.usage.outputTokens}, {"cost_usd", finite(draft.usage.costUsd)},
        {"prompt_version", draft.usage.promptVersion}, {"request_id", draft.usage.requestId}};
    return toText(Json{{"id", draft.id.value()}, {"text", draft.text}, {"language", nameOf(draft.language)},
        {"abstained", draft.abstained}, {"confidence", finite(draft.confidence)}, {"sentences", std::move(sentences)},
        {"actions", std::move(actions)}, {"usage", std::move(usage)}});
}

std::string write(const std::map<std::string, double>& timings)
{
    Json json = Json::object();
    for (const auto& [stage, milliseconds] : timings)
        json[stage] = finite(milliseconds);
    return toText(json);
}

std::string write(const std::vector<ArticleId>& articles)
{
    return toText(idsToJson(articles));
}

std::string write(const std::vector<TicketId>& tickets)
{
    return toText(idsToJson(tickets));
}

Result<Classification> readClassification(std::string_view text)
{
    return guarded(text, classificationFrom);
}

Result<Route> readRoute(std::string_view text)
{
    return guarded(text, [](const Json& json) {
        Route route;
        readName(objectIn(json), "queue", queueFrom, route.queue);
        read(json, "team", route.team);
        readList(json, "reasons", route.reasons, reasonFrom);
        return route;
    });
}

Result<std::vector<EscalationReason>> readReasons(std::string_view text)
{
    return guarded(text, [](const Json& json) { return listOf<EscalationReason>(json, reasonFrom); });
}

Result<Draft> readDraft(std::string_view text)
{
    return guarded(text, draftFrom);
}

Result<std::map<std::string, double>> readTimings(std::string_view text)
{
    return guarded(text, [](const Json& json) { return json.get<std::map<std::string, double>>(); });
}

Result<std::vector<ArticleId>> readArticles(std::string_view text)
{
    return guarded(text, [](const Json& json) {
        std::vector<ArticleId> articles;
        for (const Json& item : json) // strings
            articles.emplace_back(item.get<std::string>());
        return articles;
    });
}

} // namespace tandem::ticket_json
