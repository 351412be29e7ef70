#include "app/control/ProgressBar.h"
#include "app/control/Verbs.h"

#include <CLI/CLI.hpp>

#include <csignal>
#include <iostream>
#include <memory>

namespace tandem::app {

namespace {

volatile std::sig_atomic_t interrupted = 0;

void noteInterrupt(int /*signal*/)
{
    interrupted = 1;
}

// The first Ctrl+C ends an import after the document it is at and keeps what is done; a second one ends the process.
void stopOnInterrupt()
{
    struct sigaction action{};
    action.sa_handler = noteInterrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

using Progress = std::function<void(int, int)>;
using Import = std::function<Result<ImportReport>(Library&, const Progress&, std::stop_token)>;

Exit show(const Result<ImportReport>& report)
{
    if (!report)
        return refused(report.error());
    for (const auto& refusal : report->refused)
        std::cerr << refusal.file << ": " << refusal.reason << "\n";
    const int taken = report->added + report->changed + report->unchanged;
    std::cout << report->added << " added, " << report->changed << " changed, " << report->unchanged << " unchanged, "
              << report->refused.size() << " refused\n";
    return taken > 0 ? Exit::Success : Exit::Failure;
}

Exit runImport(Session& session, const Import& import)
{
    const auto engine = session.engine();
    if (!engine)
        return refused(engine.error());
    stopOnInterrupt();
    std::stop_source stop;
    ProgressBar bar;
    const Progress progress = [&](int done, int found) {
        if (interrupted != 0)
            stop.request_stop();
        bar.show(done, found);
    };
    const auto report = import((*engine)->library(), progress, stop.get_token());
    bar.clear();
    const Exit shown = show(report);
    return interrupted != 0 ? Exit::Failure : shown;
}

} // namespace

void addImportVerbs(CLI::App& program, Session& session)
{
    CLI::App* import = program.add_subcommand("import", "Brings knowledge into the workspace");
    import->require_subcommand(1);
    CLI::App* articles = import->add_subcommand("articles", "Articles: Markdown, HTML, text, CSV or JSONL files, or folders");
    const auto paths = std::make_shared<std::vector<std::string>>();
    articles->add_option("PATH", *paths, "Files and folders")->required();
    articles->callback([&session, paths] {
        session.setAction([&session, paths] {
            return runImport(session, [&](Library& library, const Progress& progress, std::stop_token stop) {
                return library.importArticles(session.actor(), {paths->begin(), paths->end()}, progress, std::move(stop));
            });
        });
    });
    CLI::App* resolutions = import->add_subcommand("resolutions", "Past tickets and how they were resolved, from JSONL");
    const auto file = std::make_shared<std::string>();
    resolutions->add_option("FILE", *file, "JSON lines")->required();
    resolutions->callback([&session, file] {
        session.setAction([&session, file] {
            return runImport(session, [&](Library& library, const Progress& progress, std::stop_token stop) {
                return library.importResolutions(session.actor(), *file, progress, std::move(stop));
            });
        });
    });
}

} // namespace tandem::app
