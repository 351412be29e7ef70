#include "app/control/Verbs.h"
#include "base/Json.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <string>

namespace tandem::app {

namespace {

Json toJson(const DecisionOutcome& outcome)
{
    Json codes = Json::array();
    for (const EscalationReason& reason : outcome.reasons)
        codes.push_back(name(reason.code));
    return {{"queue", name(outcome.queue)}, {"team", outcome.team}, {"status", name(outcome.status)},
        {"escalation_reasons", std::move(codes)}};
}

Json toJson(const ChangedDecision& changed)
{
    return {{"ticket", changed.ticket.value()}, {"sequence", changed.sequence}, {"at", formatTime(changed.at)},
        {"before", toJson(changed.before)}, {"after", toJson(changed.after)}};
}

Json toJson(const ReplayShift& shift)
{
    return {{"more", shift.more}, {"fewer", shift.fewer}};
}

Json toJson(const ReplayReport& report)
{
    Json codes = Json::object();
    for (std::size_t code = 0; code < ReplayReport::codes; ++code) {
        const ReplayShift& shift = report.byCode[code];
        if (shift.more > 0 || shift.fewer > 0)
            codes[std::string(name(static_cast<EscalationCode>(code)))] = toJson(shift);
    }
    return {{"summary",
        {{"decisions", report.decisions}, {"tickets", report.tickets}, {"changed", report.changed},
            {"to_person", toJson(report.toPerson)}, {"codes", std::move(codes)}, {"withheld", report.withheld},
            {"other_program", report.otherProgram}, {"not_replayed", report.notReplayed}}}};
}

std::string counted(std::int64_t count, const char* what)
{
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

// For people, beside the JSON lines.
void tell(const ReplayReport& report)
{
    if (report.decisions == 0) {
        std::cerr << "No decision is stored here for that time.\n";
    } else if (report.changed == 0) {
        std::cerr << "Nothing differs: " << counted(report.decisions, "decision") << " about "
                  << counted(report.tickets, "ticket") << " would be the same.\n";
    } else {
        std::cerr << report.changed << " of " << counted(report.decisions, "decision")
                  << " would be another: " << counted(report.toPerson.more, "ticket") << " more and " << report.toPerson.fewer
                  << " fewer would go to a person.\n";
    }
    if (report.withheld > 0)
        std::cerr << counted(report.withheld, "draft")
                  << " would have been written under this evidence floor; they count as withheld.\n";
    if (report.otherProgram > 0)
        std::cerr << counted(report.otherProgram, "decision")
                  << " would be another in this version by the policy of then, too.\n";
    for (const std::string& key : report.notReplayed)
        std::cerr << key << " is another than then, and what it changes does not show here.\n";
}

Exit replay(Session& session, const std::string& since)
{
    std::optional<TimePoint> from;
    if (!since.empty()) {
        const auto time = parseTime(since);
        if (!time) {
            std::cerr << "--since takes a date or a time, like 2026-11-01 or 2026-11-01T08:00:00Z\n";
            return Exit::Usage;
        }
        from = *time;
    }
    const auto config = session.config();
    if (!config)
        return refused(config.error());
    const auto engine = session.engine();
    if (!engine)
        return refused(engine.error());
    const auto print = [](const ChangedDecision& changed) -> Status {
        std::cout << toText(toJson(changed)) << "\n";
        return {};
    };
    const auto report = (*engine)->replay().replay(session.actor(), *config, from, print, {});
    if (!report)
        return refused(report.error());
    std::cout << toText(toJson(*report)) << "\n";
    std::cout.flush();
    tell(*report);
    return Exit::Success;
}

} // namespace

void addPolicyVerbs(CLI::App& program, Session& session)
{
    CLI::App* policy = program.add_subcommand("policy", "When a ticket goes to a person");
    policy->require_subcommand(1);
    CLI::App* replayed = policy->add_subcommand("replay",
        "What the policy of --config and --set had done with the tickets of the workspace: a JSON line for each decision that "
        "would "
        "be another, and a summary");
    const auto since = std::make_shared<std::string>();
    replayed->add_option("--since", *since, "Only decisions from then on (2026-11-01 or 2026-11-01T08:00:00Z)")
        ->type_name("TIME");
    replayed->callback([&session, since] { session.setAction([&session, since] { return replay(session, *since); }); });
}

} // namespace tandem::app
