#include "pipeline/PolicyText.h"

#include "base/Json.h"

#include <array>
#include <charconv>
#include <utility>

namespace tandem {

namespace {

// The shortest text that reads back as the same number.
std::string shortest(double value)
{
    std::array<char, 40> buffer{};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), result.ptr};
}

std::string teamsText(const Policy& policy)
{
    std::string text;
    for (const auto& [category, team] : policy.teams)
        text += (text.empty() ? "" : ",") + std::string(name(category)) + "=" + team;
    return text;
}

std::string namesText(const std::vector<std::string>& names)
{
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ",") + name;
    return text;
}

std::string responseText(const ResponseTimes& times)
{
    std::string text;
    for (const Urgency urgency : {Urgency::Critical, Urgency::High, Urgency::Medium, Urgency::Low})
        text += (text.empty() ? "" : " ") + std::string(name(urgency)) + "="
            + std::to_string(times.byUrgency.at(std::to_underlying(urgency)).count());
    return text;
}

std::unexpected<Error> unreadable()
{
    return failure(ErrorCode::Corrupt,
        "The policy that is stored with a decision cannot be read; update Tandem or restore the workspace from a backup.");
}

} // namespace

std::map<std::string, std::string> settingsOf(const Policy& policy)
{
    const UnderstandingThresholds& understanding = policy.understanding;
    const GroupingThresholds& grouping = policy.grouping;
    const auto isProposed = [&policy](ActionKind kind) { return policy.actions.of(kind).isEnabled ? "true" : "false"; };
    return {
        {"actions.refund.enabled", isProposed(ActionKind::Refund)},
        {"actions.account_closure.enabled", isProposed(ActionKind::AccountClosure)},
        {"actions.data_deletion.enabled", isProposed(ActionKind::DataDeletion)},
        {"actions.plan_downgrade_credit.enabled", isProposed(ActionKind::PlanDowngradeCredit)},
        {"policy.confidence_threshold", shortest(policy.confidenceThreshold)},
        {"policy.evidence_floor", shortest(policy.evidenceFloor)},
        {"policy.sentiment_floor", shortest(understanding.sentimentFloor)},
        {"policy.angry_below", shortest(understanding.angryBelow)},
        {"policy.long_conversation", std::to_string(understanding.longConversation)},
        {"policy.injection_threshold", shortest(understanding.injection)},
        {"policy.teams", teamsText(policy)},
        {"policy.critical_team", policy.criticalTeam},
        {"policy.competitors", namesText(policy.competitors)},
        {"policy.response_minutes", responseText(policy.responseTimes)},
        {"policy.auto_send", policy.autoSend.isOn ? "proven" : "off"},
        {"policy.auto_send_confidence", shortest(policy.autoSend.confidence)},
        {"policy.auto_send_bound", shortest(policy.autoSend.bound)},
        {"policy.auto_send_sample", std::to_string(policy.autoSend.sample)},
        {"policy.approval_hours", std::to_string(policy.approvalLife.count())},
        {"limits.messages_per_ticket_hour", std::to_string(policy.messagesPerTicketHour)},
        {"limits.tickets_per_customer_hour", std::to_string(policy.ticketsPerCustomerHour)},
        {"groups.similarity", shortest(grouping.similarity)},
        {"groups.hours", std::to_string(grouping.keep.count())},
        {"groups.tickets", std::to_string(grouping.most)},
        {"incidents.similarity", shortest(grouping.reportSimilarity)},
        {"incidents.customers", std::to_string(grouping.incident.customers)},
        {"incidents.minutes", std::to_string(grouping.incident.window.count())},
        {"incidents.factor", shortest(grouping.incident.factor)},
    };
}

std::string policyText(const Policy& policy)
{
    return toText(Json(settingsOf(policy)));
}

Result<Policy> policyFrom(std::string_view text)
{
    const auto json = parseJson(text);
    if (!json || !json->is_object())
        return unreadable();
    Config::Sources sources;
    for (const auto& [key, value] : json->items()) {
        if (!value.is_string())
            return unreadable();
        sources.flags.emplace_back(key, value.get<std::string>());
    }
    const auto config = Config::load(sources);
    if (!config)
        return unreadable();
    auto policy = Policy::from(*config);
    if (!policy)
        return unreadable();
    return policy;
}

} // namespace tandem
