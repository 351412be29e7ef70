#include "app/control/Verbs.h"
#include "desk/LexiconTrial.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <iomanip>
#include <iostream>
#include <vector>

namespace tandem::app {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t leastFreeBytes = 1ULL << 30U;
constexpr fs::perms foreign = fs::perms::group_all | fs::perms::others_all;

HealthCheck resources()
{
    const auto directory = resourceDirectory();
    return {"resources", directory.has_value(), directory ? directory->string() : directory.error().message};
}

// The desk's own word patterns: without a line that cannot be read the desk works, but not as somebody meant it to.
HealthCheck lexicons(const fs::path& workspace)
{
    const auto resources = resourceDirectory();
    const auto report = resources ? checkLexicons(*resources, lexiconFolder(workspace)) : std::unexpected(resources.error());
    if (!report)
        return {"lexicons", false, report.error().message};
    if (report->problems.empty())
        return {"lexicons", true, std::to_string(report->patterns) + " patterns of the desk's own"};
    return {"lexicons", false,
        std::to_string(report->problems.size()) + " skipped in " + lexiconFolder(workspace).string()
            + ", the first: " + report->problems.front() + "; tandemctl lexicon check names all"};
}

// What lies in the workspace is for its owner alone.
HealthCheck permissions(const fs::path& workspace)
{
    std::error_code error;
    const fs::perms own = fs::status(workspace, error).permissions();
    if (error)
        return {"permissions", false, workspace.string() + " cannot be looked at: " + error.message()};
    if ((own & foreign) == fs::perms::none)
        return {"permissions", true, workspace.string() + " is open to its owner alone"};
    const fs::path key = workspace / "workspace.key";
    if ((fs::status(key, error).permissions() & foreign) != fs::perms::none && !error)
        return {"permissions", false, "Others can read the key: chmod 600 " + key.string()};
    return {"permissions", false, "Others can look into the workspace: chmod 700 " + workspace.string()};
}

HealthCheck diskSpace(const fs::path& workspace)
{
    std::error_code error;
    const fs::space_info space = fs::space(workspace, error);
    if (error)
        return {"disk", false, "Free space is unknown: " + error.message()};
    const std::string free = std::to_string(space.available >> 20U) + " MiB free";
    if (space.available < leastFreeBytes)
        return {"disk", false, free + "; make room, tickets are refused when the disk is full"};
    return {"disk", true, free};
}

// The engine's own checks, once everything is loaded.
void addEngineChecks(Session& session, std::vector<HealthCheck>& checks)
{
    const auto engine = session.engine();
    if (!engine) {
        checks.push_back({"store", false, engine.error().message});
        return;
    }
    const auto loaded = (*engine)->assistant().detectLanguage("Tandem"); // needs everything: waits until it is loaded
    for (HealthCheck& check : (*engine)->administration().health().checks) {
        if (check.name == "engine" && check.ok)
            check.detail = "models, lexicons and indexes are loaded";
        if (check.name == "engine" && !loaded)
            check = {"engine", false, loaded.error().message};
        checks.push_back(std::move(check));
    }
}

// Without a model the engine works, by words alone: no fault, but to be known. A model has a name, its absence a sentence.
std::string_view state(const HealthCheck& check)
{
    if (!check.ok)
        return "wrong  ";
    return check.name == "embedder" && check.detail.contains(' ') ? "note   " : "ok     ";
}

Exit report(const std::vector<HealthCheck>& checks)
{
    bool allWell = true;
    for (const HealthCheck& check : checks) {
        std::cout << state(check) << std::left << std::setw(12) << check.name << "  " << check.detail << "\n";
        allWell = allWell && check.ok;
    }
    std::cout.flush();
    return allWell ? Exit::Success : Exit::Failure;
}

Exit examine(Session& session)
{
    std::vector<HealthCheck> checks;
    const auto config = session.config();
    checks.push_back({"config", config.has_value(), config ? "valid" : config.error().message});
    checks.push_back(resources());
    const auto workspace = workspaceOf(session.flags());
    if (!workspace)
        checks.push_back({"workspace", false, workspace.error().message});
    else if (config && checks.back().ok)
        addEngineChecks(session, checks);
    if (workspace) {
        checks.push_back(lexicons(*workspace));
        checks.push_back(permissions(*workspace));
        checks.push_back(diskSpace(*workspace));
    }
    return report(checks);
}

} // namespace

void addDoctorVerb(CLI::App& program, Session& session)
{
    CLI::App* doctor
        = program.add_subcommand("doctor", "Looks at everything the engine needs; says what to do where it is wrong");
    doctor->callback([&session] { session.setAction([&session] { return examine(session); }); });
}

} // namespace tandem::app
