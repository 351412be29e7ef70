#include "app/console/CommandLine.h"

#include "base/Text.h"

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

namespace tandem::app {

std::expected<ConsoleOptions, Exit> consoleOptions(int count, const char* const* arguments)
{
    ConsoleOptions options;
    CLI::App program("tandem: Tandem's console, with the engine inside or connected to a tandemd.", "tandem");
    program.set_version_flag("--version", "tandem " TANDEM_VERSION);
    addFlags(program, options.flags);
    program.add_option("--connect", options.server, "Server to work on instead of a workspace of this machine")->type_name("URL");
    program.add_option("--token-file", options.tokenFile, "File with the token for --connect (else $TANDEM_TOKEN)")
        ->type_name("FILE");
    program.add_flag("--demo", options.demo, "Opens the demo company in a workspace that is thrown away at the end");
    if (const auto ended = parse(program, count, arguments))
        return std::unexpected(*ended);
    if (!options.server.empty() && (options.demo || !options.flags.data.empty())) {
        std::cerr << "--connect works on a server's workspace; leave out --data and --demo\n";
        return std::unexpected(Exit::Usage);
    }
    if (options.demo && !options.flags.data.empty()) {
        std::cerr << "--demo makes a workspace of its own; leave out --data\n";
        return std::unexpected(Exit::Usage);
    }
    return options;
}

Result<std::string> tokenOf(const ConsoleOptions& options)
{
    if (options.tokenFile.empty()) {
        const char* value = std::getenv("TANDEM_TOKEN"); // NOLINT(concurrency-mt-unsafe): before threads
        return std::string(text::trim(value == nullptr ? "" : value));
    }
    std::ifstream file(options.tokenFile);
    if (!file)
        return failure(ErrorCode::NotFound, "The token file " + options.tokenFile + " cannot be read");
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    return std::string(text::trim(content));
}

} // namespace tandem::app
