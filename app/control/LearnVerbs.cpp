#include "app/control/ProgressBar.h"
#include "app/control/Verbs.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <iostream>

namespace tandem::app {

namespace {

std::string threeDigits(double value)
{
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.3f", value);
    return buffer;
}

void showFigures(const HeadFigures& shipped, const HeadFigures& learned)
{
    std::cout << "              shipped  learned\n"
              << "  macro-F1    " << threeDigits(shipped.macroF1) << "    " << threeDigits(learned.macroF1) << "\n"
              << "  accuracy    " << threeDigits(shipped.accuracy) << "    " << threeDigits(learned.accuracy) << "\n"
              << "  log loss    " << threeDigits(shipped.logLoss) << "    " << threeDigits(learned.logLoss) << "\n";
}

void show(const AdaptationReport& report)
{
    std::cout << report.examples << " labelled tickets.";
    switch (report.verdict) {
    case DeskVerdict::TooFew:
        std::cout << " That is too few to learn from: 60 are wanted, 20 of them set by a person, 8 in a second category. "
                     "Nothing has changed.\n";
        return;
    case DeskVerdict::Unchanged: std::cout << " The model in use has learned from the same. Nothing has changed.\n"; return;
    case DeskVerdict::NotBetter: std::cout << " The learned model is not surely better; the one in use stays.\n"; break;
    case DeskVerdict::Better: std::cout << " The learned model is better and in use from now on.\n"; break;
    }
    showFigures(report.shipped, report.learned);
}

Exit run(Session& session)
{
    const auto engine = session.engine();
    if (!engine)
        return refused(engine.error());
    ProgressBar bar;
    const auto report
        = (*engine)->adaptation().run(session.actor(), [&bar](int done, int all) { bar.show(done, all); }, std::stop_token());
    bar.clear();
    if (!report)
        return refused(report.error());
    show(*report);
    std::cout.flush();
    return Exit::Success;
}

Exit showStatus(Session& session)
{
    const auto engine = session.engine();
    if (!engine)
        return refused(engine.error());
    const auto status = (*engine)->adaptation().status(session.actor());
    if (!status)
        return refused(status.error());
    std::cout << "Tickets whose category a person set: " << status->set << "; confirmed by resolving: " << status->confirmed
              << "\n";
    if (status->used) {
        std::cout << "In use: learned model " << status->used->number << ", from " << status->used->examples << " tickets\n";
        showFigures(status->used->shipped, status->used->learned);
    } else {
        std::cout << "In use: the shipped model\n";
    }
    if (!status->problem.empty())
        std::cout << status->problem << "\n";
    std::cout.flush();
    return Exit::Success;
}

Exit goBack(Session& session)
{
    const auto engine = session.engine();
    if (!engine)
        return refused(engine.error());
    if (const Status done = (*engine)->adaptation().back(session.actor()); !done)
        return refused(done.error());
    return showStatus(session);
}

} // namespace

void addLearnVerbs(CLI::App& program, Session& session)
{
    CLI::App* learn = program.add_subcommand("learn", "What the category model learns from the desk's own tickets");
    learn->require_subcommand(1);
    learn->add_subcommand("run", "Learns from the categories that people set; keeps the model only when it is better")
        ->callback([&session] { session.setAction([&session] { return run(session); }); });
    learn->add_subcommand("back", "Uses the model that was in use before, in the end the shipped one")->callback([&session] {
        session.setAction([&session] { return goBack(session); });
    });
    learn->add_subcommand("status", "Which model is in use, and from how many tickets one could learn")->callback([&session] {
        session.setAction([&session] { return showStatus(session); });
    });
}

} // namespace tandem::app
