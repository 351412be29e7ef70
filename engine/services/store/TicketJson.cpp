#include "services/store/TicketJson.h"

#include "base/Json.h"

#include <cmath>
#include <exception>
#include <optional>
#include <type_traits>

namespace tandem::ticket_json {

namespace {

// Inside this file a wrong type throws (nlohmann's way); read() turns it into Corrupt at the border.
struct BadForm : std::exception { };

// JSON has no NaN or infinity; nlohmann would write null, which does not read back.
double finite(double value)
{
    return std::isfinite(value) ? value : 0.0;
}

template <typename Enum>
Json nameOf(Enum value)
{
    return std::string(name(value));
}

template <typename Enum>
void readName(const Json& object, const char* key, std::optional<Enum> (*from)(std::string_view), Enum& out)
{
    const auto found = object.find(key);
    if (found == object.end())
        return;
    const std::optional<Enum> value = from(found->template get_ref<const std::string&>());
    if (!value)
        throw BadForm();
    out = *value;
}

template <typename T>
void read(const Json& object, const char* key, T& out)
{
    const auto found = object.find(key);
    if (found != object.end())
        out = found->template get<T>();
}

template <typename Tag>
void read(const Json& object, const char* key, Id<Tag>& out)
{
    const auto found = object.find(key);
    if (found != object.end())
        out = Id<Tag>(found->template get<std::string>());
}

template <typename T, typename ReadOne>
std::vector<T> listOf(const Json& array, const ReadOne& readOne)
{
    if (!array.is_array())
        throw BadForm();
    std::vector<T> list;
    list.reserve(array.size());
    for (const Json& item : array) {
        if (!item.is_object())
            throw BadForm();
        list.push_back(readOne(item));
    }
    return list;
}

template <typename T, typename ReadOne>
void readList(const Json& object, const char* key, std::vector<T>& out, const ReadOne& readOne)
{
    const auto found = object.find(key);
    if (found != object.end())
        out = listOf<T>(*found, readOne);
}

template <typename Work>
auto guarded(std::string_view text, const Work& work) -> Result<std::invoke_result_t<Work, const Json&>>
{
    // The text is our own and was authenticated by its seal, so the limits of parseJson for foreign text are not needed.
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_object() || json.is_array()) {
        try {
            return work(json);
        } catch (const std::exception&) {
            // reported below: an exception's text could quote the value
        }
    }
    return failure(
        ErrorCode::Corrupt, "A stored part of a ticket or document cannot be read; restore the workspace from a backup.");
}

template <typename Tag>
Json idsToJson(const std::vector<Id<Tag>>& ids)
{
    Json json = Json::array();
    for (const Id<Tag>& id : ids)
        json.push_back(id.value());
    return json;
}

Json reasonToJson(const EscalationReason& reason)
{
    Json json{{"code", nameOf(reason.code)}, {"detail", reason.detail}};
    if (reason.value)
        json["value"] = finite(*reason.value);
    if (reason.threshold)
        json["threshold"] = finite(*reason.threshold);
    return json;
}

EscalationReason reasonFrom(const Json& json)
{
    EscalationReason reason;
    readName(json, "code", escalationCodeFrom, reason.code);
    read(json, "detail", reason.detail);
    if (const auto found = json.find("value"); found != json.end())
        reason.value = found->get<double>();
    if (const auto found = json.find("threshold"); found != json.end())
        reason.threshold = found->get<double>();
    return reason;
}

Json reasonsToJson(const std::vector<EscalationReason>& reasons)
{
    Json json = Json::array();
    for (const EscalationReason& reason : reasons)
        json.push_back(reasonToJson(reason));
    return json;
}

Json signalToJson(const Signal& signal)
{
    return {{"code", nameOf(signal.code)}, {"action", nameOf(signal.action)}, {"words", signal.words},
        {"score", finite(signal.score)}};
}

Signal signalFrom(const Json& json)
{
    Signal signal;
    readName(json, "code", escalationCodeFrom, signal.code);
    readName(json, "action", highStakesActionFrom, signal.action);
    read(json, "words", signal.words);
    read(json, "score", signal.score);
    return signal;
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

// The root of everything but the lists.
const Json& objectIn(const Json& json)
{
    if (!json.is_object())
        throw BadForm();
    return json;
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
    Json pii = Json::array();
    for (const PiiSpan& span : classification.pii)
        pii.push_back({{"type", span.type}, {"begin", span.begin}, {"end", span.end}});
    return toText(Json{{"category", nameOf(classification.category)}, {"probabilities", std::move(probabilities)},
        {"confidence", finite(classification.confidence)}, {"urgency", nameOf(classification.urgency)},
        {"urgency_score", finite(classification.urgencyScore)}, {"urgency_reasons", classification.urgencyReasons},
        {"sentiment", nameOf(classification.sentiment)}, {"sentiment_score", finite(classification.sentimentScore)},
        {"sentiment_trend", finite(classification.sentimentTrend)}, {"language", nameOf(classification.language.language)},
        {"language_confidence", finite(classification.language.confidence)}, {"language_mixed", classification.language.mixed},
        {"action", nameOf(classification.highStakesAction)}, {"signals", std::move(fired)},
        {"injection_score", finite(classification.injection.score)}, {"injection_kinds", classification.injection.kinds},
        {"injection_words", classification.injection.words}, {"pii", std::move(pii)}});
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
        {"output_tokens", draft.usage.outputTokens}, {"cost_usd", finite(draft.usage.costUsd)}};
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
