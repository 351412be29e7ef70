#pragma once

#include "app/common/Setup.h"

#include <expected>
#include <string>

namespace tandem::app {

struct ConsoleOptions {
    Flags flags;
    std::string server; // --connect; "" = the engine in this process
    std::string tokenFile; // --token-file; "" = $TANDEM_TOKEN
    bool demo = false; // a throw-away workspace with the demo company
};

// The status to end with when there is nothing to run.
std::expected<ConsoleOptions, Exit> consoleOptions(int count, const char* const* arguments);
// The bearer token of --token-file or $TANDEM_TOKEN, trimmed; "" = none.
Result<std::string> tokenOf(const ConsoleOptions& options);

} // namespace tandem::app
