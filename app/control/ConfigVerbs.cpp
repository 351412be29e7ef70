#include "app/control/Verbs.h"
#include "base/Json.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace tandem::app {

namespace {

struct Shown {
    std::string key;
    const Setting* setting;
};

// Those of hooks follow: which there are, the configuration says.
std::vector<Shown> shownSettings(const Config& config)
{
    std::vector<Shown> shown;
    for (const Setting& setting : Config::settings())
        shown.push_back({std::string(setting.key), &setting});
    for (const std::string& hook : config.hookNames()) {
        for (const Setting& setting : Config::hookSettings())
            shown.push_back({"hooks." + hook + "." + std::string(setting.key), &setting});
    }
    return shown;
}

void showTable(const Config& config)
{
    const std::vector<Shown> all = shownSettings(config);
    std::size_t keyWidth = 0;
    std::size_t originWidth = 0;
    for (const auto& [key, setting] : all) {
        keyWidth = std::max(keyWidth, key.size());
        originWidth = std::max(originWidth, name(config.origin(key)).size());
    }
    std::cout << std::left;
    for (const auto& [key, setting] : all) {
        std::cout << std::setw(static_cast<int>(keyWidth)) << key << "  " << std::setw(static_cast<int>(originWidth))
                  << name(config.origin(key)) << "  " << config.shown(key) << "\n";
    }
    std::cout.flush();
}

void showJson(const Config& config)
{
    Json list = Json::array();
    for (const auto& [key, setting] : shownSettings(config)) {
        list.push_back({{"key", key}, {"value", config.shown(key)}, {"origin", name(config.origin(key))},
            {"environment", setting->environment}, {"meaning", setting->meaning}});
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
