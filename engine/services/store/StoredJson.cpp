#include "services/store/StoredJson.h"

namespace tandem::stored_json {

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

} // namespace tandem::stored_json
