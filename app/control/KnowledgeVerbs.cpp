#include "app/control/Interrupt.h"
#include "app/control/Verbs.h"
#include "base/Json.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <string>

namespace tandem::app {

namespace {

Json toJson(const FindingSide& side)
{
    Json json{{"article", side.article.value()}, {"title", side.title}, {"passage", side.passage.value()}};
    if (!side.sentence.empty())
        json["sentence"] = side.sentence;
    if (!side.value.empty())
        json["value"] = side.value;
    return json;
}

Json toJson(const Finding& finding)
{
    Json json{{"id", finding.id.value()}, {"kind", name(finding.kind)}, {"first", toJson(finding.first)},
        {"second", toJson(finding.second)}, {"score", finding.score}, {"found_at", formatTime(finding.foundAt)}};
    if (finding.dismissedAt)
        json["dismissed_at"] = formatTime(*finding.dismissedAt);
    return json;
}

// For people, beside the JSON lines.
void tell(const ReviewReport& report, int open, int dismissed)
{
    std::cerr << report.compared << (report.compared == 1 ? " article was" : " articles were")
              << " new or had changed and went through; ";
    if (open == 0)
        std::cerr << "nothing contradicts or repeats another";
    else
        std::cerr << open << (open == 1 ? " finding is" : " findings are") << " open";
    if (dismissed > 0)
        std::cerr << ", " << dismissed << " dismissed";
    std::cerr << ".\n";
}

Exit check(Session& session)
{
    const auto engine = session.engine();
    if (!engine)
        return refused(engine.error());
    const Interrupt interrupt;
    const auto report = (*engine)->library().review(session.actor(), interrupt.token());
    if (!report)
        return refused(report.error());
    const auto findings = (*engine)->library().findings(session.actor());
    if (!findings)
        return refused(findings.error());
    int dismissed = 0;
    for (const Finding& finding : *findings) {
        dismissed += finding.dismissedAt ? 1 : 0;
        std::cout << toText(toJson(finding)) << "\n";
    }
    std::cout.flush();
    tell(*report, static_cast<int>(findings->size()) - dismissed, dismissed);
    return Exit::Success;
}

} // namespace

void addKnowledgeVerbs(CLI::App& program, Session& session)
{
    CLI::App* knowledge = program.add_subcommand("knowledge", "What the desk knows");
    knowledge->require_subcommand(1);
    CLI::App* checked = knowledge->add_subcommand("check",
        "Compares articles that are new or have changed with the others: a JSON line for each two that contradict or repeat one "
        "another");
    checked->callback([&session] { session.setAction([&session] { return check(session); }); });
}

} // namespace tandem::app
