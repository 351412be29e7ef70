#include "app/control/Verbs.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <vector>

namespace tandem::app {

namespace {

void line(std::string_view kind, std::string_view name, std::string_view state)
{
    std::cout << std::left << std::setw(10) << kind << "  ";
    if (!state.empty())
        std::cout << std::setw(20);
    std::cout << name << (state.empty() ? "" : "  ") << state << "\n";
}

// The embedding model that the engine found, by the engine's own word.
Status showEmbedder(Session& session)
{
    Engine* engine = TRY(session.engine());
    TRY(engine->assistant().detectLanguage("Tandem")); // waits until everything is loaded
    for (const HealthCheck& check : engine->administration().health().checks) {
        if (check.name == "embedder")
            line("embedding", check.detail, "");
    }
    return {};
}

void showHeads(const std::filesystem::path& resources)
{
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(resources / "models", error)) {
        if (entry.is_regular_file(error))
            files.push_back(entry.path());
    }
    std::ranges::sort(files);
    for (const auto& file : files)
        line("head", file.filename().string(), std::to_string(std::filesystem::file_size(file, error)) + " bytes");
}

Exit list(Session& session)
{
    const auto resources = resourceDirectory();
    if (!resources)
        return refused(resources.error());
    if (const Status shown = showEmbedder(session); !shown)
        return refused(shown.error());
    showHeads(*resources);
    std::cout.flush();
    return Exit::Success;
}

} // namespace

void addModelVerbs(CLI::App& program, Session& session)
{
    CLI::App* models = program.add_subcommand("models", "Models that run on this machine");
    models->require_subcommand(1);
    CLI::App* listed = models->add_subcommand("list", "The embedding model and the trained heads that are in use");
    listed->callback([&session] { session.setAction([&session] { return list(session); }); });
}

} // namespace tandem::app
