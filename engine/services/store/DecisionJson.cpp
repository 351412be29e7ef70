#include "services/store/DecisionJson.h"

#include "services/store/StoredJson.h"

namespace tandem::decision_json {

using namespace stored_json;

namespace {

Json meritToJson(const DraftMerit& merit)
{
    return {{"evidence", finite(merit.evidence)}, {"strength", finite(merit.strength)}, {"abstained", merit.abstained},
        {"unsupported", merit.unsupported}, {"confidence", finite(merit.confidence)}};
}

DraftMerit meritFrom(const Json& json)
{
    DraftMerit merit;
    read(objectIn(json), "evidence", merit.evidence);
    read(json, "strength", merit.strength);
    read(json, "abstained", merit.abstained);
    read(json, "unsupported", merit.unsupported);
    read(json, "confidence", merit.confidence);
    return merit;
}

EarlierAction earlierActionFrom(const Json& json)
{
    EarlierAction action;
    read(json, "type", action.type);
    readName(json, "standing", actionStandingFrom, action.standing);
    return action;
}

DecisionInputs inputsFrom(const Json& json)
{
    DecisionInputs inputs;
    read(objectIn(json), "customer_messages", inputs.customerMessages);
    readName(json, "tier", tierFrom, inputs.tier);
    if (json.contains("priority"))
        readName(json, "priority", urgencyFrom, inputs.priority.emplace());
    read(json, "messages_in_hour", inputs.messagesInHour);
    if (json.contains("tickets_in_hour"))
        read(json, "tickets_in_hour", inputs.ticketsInHour.emplace());
    readName(json, "category", categoryFrom, inputs.category);
    read(json, "category_set", inputs.isCategorySet);
    read(json, "category_confidence", inputs.categoryConfidence);
    readName(json, "urgency", urgencyFrom, inputs.urgency);
    read(json, "urgency_score", inputs.urgencyScore);
    read(json, "sentiment_score", inputs.sentimentScore);
    read(json, "sentiment_trend", inputs.sentimentTrend);
    readName(json, "language", languageFrom, inputs.language);
    readName(json, "action", highStakesActionFrom, inputs.highStakesAction);
    readList(json, "signals", inputs.signals, signalFrom);
    read(json, "injection_score", inputs.injectionScore);
    read(json, "injection_words", inputs.injectionWords);
    if (const auto found = json.find("draft"); found != json.end())
        inputs.draft = meritFrom(*found);
    read(json, "wish_new", inputs.isWishNew);
    if (const auto found = json.find("reviews"); found != json.end()) {
        read(objectIn(*found), "reviewed", inputs.reviews.emplace().reviewed);
        read(*found, "wrong", inputs.reviews->wrong);
    }
    read(json, "sampled", inputs.isSampled);
    readList(json, "earlier_actions", inputs.earlierActions, earlierActionFrom);
    if (const auto found = json.find("incident"); found != json.end())
        inputs.incident = reasonFrom(objectIn(*found));
    if (json.contains("failure"))
        read(json, "failure", inputs.failure.emplace());
    return inputs;
}

DecisionOutcome outcomeFrom(const Json& json)
{
    DecisionOutcome outcome;
    readList(objectIn(json), "reasons", outcome.reasons, reasonFrom);
    readName(json, "queue", queueFrom, outcome.queue);
    read(json, "team", outcome.team);
    readName(json, "status", ticketStatusFrom, outcome.status);
    readName(json, "step", actionStepFrom, outcome.step);
    return outcome;
}

// What only some decisions have.
void addOptional(const DecisionInputs& inputs, Json& json)
{
    if (inputs.priority)
        json["priority"] = nameOf(*inputs.priority);
    if (inputs.ticketsInHour)
        json["tickets_in_hour"] = *inputs.ticketsInHour;
    if (inputs.draft)
        json["draft"] = meritToJson(*inputs.draft);
    if (inputs.reviews)
        json["reviews"] = {{"reviewed", inputs.reviews->reviewed}, {"wrong", inputs.reviews->wrong}};
    if (inputs.isSampled)
        json["sampled"] = true;
    for (const EarlierAction& action : inputs.earlierActions)
        json["earlier_actions"].push_back({{"type", action.type}, {"standing", nameOf(action.standing)}});
    if (inputs.incident)
        json["incident"] = reasonToJson(*inputs.incident);
    if (inputs.failure)
        json["failure"] = *inputs.failure;
}

} // namespace

std::string write(const DecisionInputs& inputs)
{
    Json fired = Json::array();
    for (const Signal& signal : inputs.signals)
        fired.push_back(signalToJson(signal));
    Json json{{"customer_messages", inputs.customerMessages}, {"messages_in_hour", inputs.messagesInHour},
        {"tier", nameOf(inputs.tier)}, {"category", nameOf(inputs.category)}, {"category_set", inputs.isCategorySet},
        {"category_confidence", finite(inputs.categoryConfidence)}, {"urgency", nameOf(inputs.urgency)},
        {"urgency_score", finite(inputs.urgencyScore)}, {"sentiment_score", finite(inputs.sentimentScore)},
        {"sentiment_trend", finite(inputs.sentimentTrend)}, {"language", nameOf(inputs.language)},
        {"action", nameOf(inputs.highStakesAction)}, {"signals", std::move(fired)},
        {"injection_score", finite(inputs.injectionScore)}, {"injection_words", inputs.injectionWords},
        {"wish_new", inputs.isWishNew}};
    addOptional(inputs, json);
    return toText(json);
}

std::string write(const DecisionOutcome& outcome)
{
    std::vector<EscalationReason> reasons = outcome.reasons;
    for (EscalationReason& reason : reasons)
        reason.detail.clear();
    return toText(Json{{"reasons", reasonsToJson(reasons)}, {"queue", nameOf(outcome.queue)}, {"team", outcome.team},
        {"status", nameOf(outcome.status)}, {"step", nameOf(outcome.step)}});
}

Result<DecisionInputs> readInputs(std::string_view text)
{
    return guarded(text, inputsFrom);
}

Result<DecisionOutcome> readOutcome(std::string_view text)
{
    return guarded(text, outcomeFrom);
}

} // namespace tandem::decision_json
