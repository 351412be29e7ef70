#include "app/control/Interrupt.h"
#include "app/control/ProgressBar.h"
#include "app/control/Verbs.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace tandem::app {

namespace {

using Progress = std::function<void(int, int)>;
using Import = std::function<Result<ImportReport>(Library&, const Progress&, std::stop_token)>;

// Names in a stranger's zip may hold what steers a terminal.
std::string printable(std::string text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool isC1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (byte < 0x20 || byte == 0x7F)
            text[i] = '?';
        else if (isC1)
            text.replace(i, 2, "?");
    }
    return text;
}

Exit show(const Result<ImportReport>& report)
{
    if (!report)
        return refused(report.error());
    for (const auto& refusal : report->refused)
        std::cerr << printable(refusal.file) << ": " << printable(refusal.reason) << "\n";
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
    const Interrupt interrupt;
    ProgressBar bar;
    const Progress progress = [&](int done, int found) { bar.show(done, found); };
    const auto report = import((*engine)->library(), progress, interrupt.token());
    bar.clear();
    return show(report);
}

} // namespace

void addImportVerbs(CLI::App& program, Session& session)
{
    CLI::App* import = program.add_subcommand("import", "Brings knowledge into the workspace");
    import->require_subcommand(1);
    CLI::App* articles = import->add_subcommand("articles",
        "Articles: Markdown, HTML, text, PDF, DOCX, CSV, JSON or JSONL files, also as Zendesk and Chatwoot export them; "
        "folders and zip archives of these");
    const auto paths = std::make_shared<std::vector<std::string>>();
    articles->add_option("PATH", *paths, "Files, folders and zip archives")->required();
    articles->callback([&session, paths] {
        session.setAction([&session, paths] {
            return runImport(session, [&](Library& library, const Progress& progress, std::stop_token stop) {
                return library.importArticles(session.actor(), {paths->begin(), paths->end()}, progress, std::move(stop));
            });
        });
    });
    CLI::App* resolutions = import->add_subcommand("resolutions",
        "Past tickets and how they were resolved: JSON, JSONL or CSV of our own form or as Zendesk and Chatwoot export them, or "
        "a zip of "
        "these");
    const auto file = std::make_shared<std::string>();
    resolutions->add_option("FILE", *file, "JSON, JSONL, CSV or zip")->required();
    resolutions->callback([&session, file] {
        session.setAction([&session, file] {
            return runImport(session, [&](Library& library, const Progress& progress, std::stop_token stop) {
                return library.importResolutions(session.actor(), *file, progress, std::move(stop));
            });
        });
    });
}

} // namespace tandem::app
