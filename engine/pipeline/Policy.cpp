#include "pipeline/Policy.h"

#include "base/Lists.h"
#include "base/Text.h"

namespace tandem {

namespace {

Result<std::map<Category, std::string>> teamsFrom(const std::string& setting)
{
    std::map<Category, std::string> teams;
    for (const std::string_view entry : text::split(setting, ',')) {
        const auto equals = entry.find('=');
        const auto category = categoryFrom(text::trim(entry.substr(0, equals)));
        if (equals == std::string_view::npos || !category)
            return failure(ErrorCode::InvalidArgument, "policy.teams: '" + std::string(entry) + "' is not category=team");
        teams[*category] = text::trim(entry.substr(equals + 1));
    }
    for (const Category category : allCategories) {
        if (!teams.contains(category))
            return failure(ErrorCode::InvalidArgument, "policy.teams names no team for " + std::string(name(category)));
    }
    return teams;
}

GroupingThresholds groupingFrom(const Config& config)
{
    GroupingThresholds grouping;
    grouping.similarity = config.number("groups.similarity");
    grouping.reportSimilarity = config.number("incidents.similarity");
    grouping.keep = std::chrono::hours(config.integer("groups.hours"));
    grouping.most = static_cast<std::size_t>(config.integer("groups.tickets"));
    grouping.incident.customers = static_cast<int>(config.integer("incidents.customers"));
    grouping.incident.window = std::chrono::minutes(config.integer("incidents.minutes"));
    grouping.incident.factor = config.number("incidents.factor");
    return grouping;
}

AutoSendRules autoSendFrom(const Config& config)
{
    AutoSendRules rules;
    rules.isOn = config.text("policy.auto_send") == "proven";
    rules.confidence = config.number("policy.auto_send_confidence");
    rules.bound = config.number("policy.auto_send_bound");
    rules.sample = static_cast<int>(config.integer("policy.auto_send_sample"));
    return rules;
}

} // namespace

Result<Policy> Policy::from(const Config& config)
{
    Policy policy;
    policy.confidenceThreshold = config.number("policy.confidence_threshold");
    policy.evidenceFloor = config.number("policy.evidence_floor");
    policy.understanding.sentimentFloor = config.number("policy.sentiment_floor");
    policy.understanding.angryBelow = config.number("policy.angry_below");
    policy.understanding.longConversation = static_cast<int>(config.integer("policy.long_conversation"));
    policy.understanding.injection = config.number("policy.injection_threshold");
    policy.teams = TRY(teamsFrom(config.text("policy.teams")));
    policy.competitors = text::listOf(config.text("policy.competitors"));
    policy.criticalTeam = config.text("policy.critical_team");
    policy.responseTimes = TRY(ResponseTimes::from(config.text("policy.response_minutes")));
    policy.approvalLife = std::chrono::hours(config.integer("policy.approval_hours"));
    policy.messagesPerTicketHour = static_cast<int>(config.integer("limits.messages_per_ticket_hour"));
    policy.ticketsPerCustomerHour = static_cast<int>(config.integer("limits.tickets_per_customer_hour"));
    policy.grouping = groupingFrom(config);
    policy.autoSend = autoSendFrom(config);
    policy.actions = TRY(ActionRules::from(config));
    return policy;
}

} // namespace tandem
