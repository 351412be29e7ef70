#pragma once

#include "Engine.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

// What every program does before its own work. Called from main's thread.
namespace tandem::app {

// A program's exit status.
enum class Exit : int { Success = 0, Failure = 1, Usage = 2 };

// --data, --config and --set, which all programs take.
struct Flags {
    std::string data; // "" = the platform's data folder
    std::string config; // "" = no file
    std::vector<std::string> set; // "key=value"
};

// `flags` outlives `program`.
void addFlags(CLI::App& program, Flags& flags);
// Parses; a status when the program has nothing more to do: help was asked for, or the arguments are wrong and it was said so.
std::optional<Exit> parse(CLI::App& program, int count, const char* const* arguments);

// Defaults < file < environment < --set.
Result<Config> loadConfig(const Flags& flags);
// --data, else $XDG_DATA_HOME/tandem, else ~/.local/share/tandem.
Result<std::filesystem::path> workspaceOf(const Flags& flags);
// $TANDEM_RESOURCES, else ../share/tandem/resources beside the binary, else the source tree's.
Result<std::filesystem::path> resourceDirectory();

void setLogLevel(const Config& config);
Result<std::unique_ptr<Engine>> openEngine(const Flags& flags, Config config, WorkerMode workers, const Clock& clock);

// One line on standard error.
Exit refused(const Error& error);

// Takes the numbers' format back from Qt, which sets the whole locale to the user's when it starts: numbers in files and JSON are
// written with a point.
void keepNumbersPlain();

} // namespace tandem::app
