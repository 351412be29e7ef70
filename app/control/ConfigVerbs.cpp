#include "app/control/Verbs.h"
#include "base/Json.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <memory>

namespace tandem::app {

namespace {

void showTable(const Config& config)
{
    std::size_t keyWidth = 0;
    std::size_t originWidth = 0;
    for (const Setting& setting : Config::settings()) {
        keyWidth = std::max(keyWidth, setting.key.size());
        originWidth = std::max(originWidth, name(config.origin(setting.key)).size());
    }
    std::cout << std::left;
    for (const Setting& setting : Config::settings()) {
        std::cout << std::setw(static_cast<int>(keyWidth)) << setting.key << "  " << std::setw(static_cast<int>(originWidth))
                  << name(config.origin(setting.key)) << "  " << config.shown(setting.key) << "\n";
    }
    std::cout.flush();
}

void showJson(const Config& config)
{
    Json list = Json::array();
    for (const Setting& setting : Config::settings()) {
        list.push_back({{"key", setting.key}, {"value", config.shown(setting.key)}, {"origin", name(config.origin(setting.key))},
            {"environment", setting.environment}, {"meaning", setting.meaning}});
    }
    std::cout << toText(list) << "\n";
}

Exit show(Session& session, bool asJson)
{
    const auto config = session.config();
    if (!config)
        return refused(config.error());
    asJson ? showJson(*config) : showTable(*config);
    return Exit::Success;
}

Exit check(Session& session)
{
    const auto config = session.config();
    if (!config)
        return refused(config.error());
    std::cout << "The configuration is valid\n";
    return Exit::Success;
}

} // namespace

void addConfigVerbs(CLI::App& program, Session& session)
{
    CLI::App* config = program.add_subcommand("config", "The configuration as it takes effect");
    config->require_subcommand(1);
    CLI::App* shown = config->add_subcommand("show", "Every key, where its value comes from, and the value; secrets masked");
    const auto asJson = std::make_shared<bool>(false);
    shown->add_flag("--json", *asJson, "One JSON array instead of a table");
    shown->callback([&session, asJson] { session.setAction([&session, asJson] { return show(session, *asJson); }); });
    CLI::App* checked = config->add_subcommand("check", "Says whether file, environment and flags are valid");
    checked->callback([&session] { session.setAction([&session] { return check(session); }); });
}

} // namespace tandem::app
