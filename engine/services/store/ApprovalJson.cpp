#include "services/store/ApprovalJson.h"

#include "services/store/StoredJson.h"

#include <optional>

namespace tandem::approval_json {

using namespace stored_json;

namespace {

Json parametersToJson(const ActionParameters& parameters)
{
    Json json{{"reference", parameters.reference}, {"plan", parameters.plan}, {"value", parameters.value},
        {"subject", parameters.subject}, {"text", parameters.text}, {"tag", parameters.tag}, {"remove", parameters.remove},
        {"hook", parameters.hook}, {"data", parameters.dataJson}};
    if (parameters.amount)
        json["amount"] = {{"minor", parameters.amount->minor}, {"currency", parameters.amount->currency}};
    if (parameters.field)
        json["field"] = nameOf(*parameters.field);
    return json;
}

ActionParameters parametersFrom(const Json& json)
{
    ActionParameters parameters;
    if (const auto amount = json.find("amount"); amount != json.end()) {
        Money money;
        read(*amount, "minor", money.minor);
        read(*amount, "currency", money.currency);
        parameters.amount = std::move(money);
    }
    if (json.contains("field"))
        readName(json, "field", contactFieldFrom, parameters.field.emplace());
    read(json, "reference", parameters.reference);
    read(json, "plan", parameters.plan);
    read(json, "value", parameters.value);
    read(json, "subject", parameters.subject);
    read(json, "text", parameters.text);
    read(json, "tag", parameters.tag);
    read(json, "remove", parameters.remove);
    read(json, "hook", parameters.hook);
    read(json, "data", parameters.dataJson);
    return parameters;
}

Json citationToJson(const Citation& citation)
{
    return {{"article", citation.article.value()}, {"passage", citation.passage.value()}, {"quote", citation.quote}};
}

Citation citationFrom(const Json& json)
{
    Citation citation;
    read(json, "article", citation.article);
    read(json, "passage", citation.passage);
    read(json, "quote", citation.quote);
    return citation;
}

Json changeToJson(const ActionChange& change)
{
    Json json{{"what", change.what}};
    if (change.before)
        json["before"] = *change.before;
    if (change.after)
        json["after"] = *change.after;
    return json;
}

ActionChange changeFrom(const Json& json)
{
    ActionChange change;
    read(json, "what", change.what);
    if (json.contains("before"))
        read(json, "before", change.before.emplace());
    if (json.contains("after"))
        read(json, "after", change.after.emplace());
    return change;
}

ApprovalKey keyFrom(const Json& json)
{
    ApprovalKey key;
    read(json, "actor", key.actor);
    std::int64_t at = 0;
    read(json, "at", at);
    key.at = TimePoint(Milliseconds(at));
    read(json, "comment", key.comment);
    return key;
}

template <typename T, typename ToJson>
Json listToJson(const std::vector<T>& items, const ToJson& toJson)
{
    Json list = Json::array();
    for (const T& item : items)
        list.push_back(toJson(item));
    return list;
}

} // namespace

std::string write(const ActionProposal& proposal)
{
    Json json{{"kind", nameOf(proposal.kind)}, {"risk", nameOf(proposal.risk)},
        {"parameters", parametersToJson(proposal.parameters)}, {"reason", proposal.reason},
        {"evidence", listToJson(proposal.evidence, citationToJson)}, {"changes", listToJson(proposal.changes, changeToJson)},
        {"reversible_hours", proposal.reversibleHours}, {"proposed_by", proposal.proposedBy.value()}};
    if (proposal.clause)
        json["clause"] = citationToJson(*proposal.clause);
    return toText(json);
}

std::string write(const std::vector<ApprovalKey>& keys)
{
    return toText(listToJson(keys, [](const ApprovalKey& key) -> Json {
        return {{"actor", key.actor.value()}, {"at", key.at.time_since_epoch().count()}, {"comment", key.comment}};
    }));
}

Result<ActionProposal> readProposal(std::string_view text)
{
    return guarded(text, [](const Json& json) {
        ActionProposal proposal;
        readName(objectIn(json), "kind", actionKindFrom, proposal.kind);
        readName(json, "risk", actionRiskFrom, proposal.risk);
        if (const auto parameters = json.find("parameters"); parameters != json.end())
            proposal.parameters = parametersFrom(*parameters);
        read(json, "reason", proposal.reason);
        if (const auto clause = json.find("clause"); clause != json.end())
            proposal.clause = citationFrom(*clause);
        readList(json, "evidence", proposal.evidence, citationFrom);
        readList(json, "changes", proposal.changes, changeFrom);
        read(json, "reversible_hours", proposal.reversibleHours);
        read(json, "proposed_by", proposal.proposedBy);
        return proposal;
    });
}

Result<std::vector<ApprovalKey>> readKeys(std::string_view text)
{
    return guarded(text, [](const Json& json) { return listOf<ApprovalKey>(json, keyFrom); });
}

} // namespace tandem::approval_json
