#include "app/common/Setup.h"

#include "base/Log.h"

#include <CLI/CLI.hpp>

#include <clocale>
#include <cstdlib>
#include <iostream>

namespace tandem::app {

namespace {

// The value of an environment variable, "" when it is not set. Called before threads start.
std::string variable(const char* name)
{
    const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe)
    return value == nullptr ? "" : value;
}

Result<std::pair<std::string, std::string>> keyAndValue(const std::string& text)
{
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
        return failure(ErrorCode::InvalidArgument, "--set takes key=value, and '" + text + "' is not of that form");
    return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

bool isResourceDirectory(const std::filesystem::path& path)
{
    std::error_code ignored;
    return std::filesystem::is_directory(path / "templates", ignored);
}

} // namespace

void addFlags(CLI::App& program, Flags& flags)
{
    program.add_option("--data", flags.data, "Workspace directory (default: tandem in the user's data folder)")->type_name("DIR");
    program.add_option("--config", flags.config, "Configuration file (TOML)")->type_name("FILE");
    program.add_option("--set", flags.set, "Sets one configuration key; may come several times")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
}

std::optional<Exit> parse(CLI::App& program, int count, const char* const* arguments)
{
    try {
        program.parse(count, arguments);
        return std::nullopt;
    } catch (const CLI::ParseError& stop) {
        return program.exit(stop) == 0 ? Exit::Success : Exit::Usage;
    }
}

Result<Config> loadConfig(const Flags& flags)
{
    Config::Sources sources;
    if (!flags.config.empty()) {
        std::error_code ignored;
        if (!std::filesystem::is_regular_file(flags.config, ignored))
            return failure(ErrorCode::NotFound, "There is no configuration file " + flags.config);
        sources.file = flags.config;
    }
    sources.environment = Config::processEnvironment();
    for (const std::string& text : flags.set)
        sources.flags.push_back(TRY(keyAndValue(text)));
    return Config::load(sources);
}

Result<std::filesystem::path> workspaceOf(const Flags& flags)
{
    if (!flags.data.empty())
        return std::filesystem::path(flags.data);
    if (const std::string data = variable("XDG_DATA_HOME"); !data.empty())
        return std::filesystem::path(data) / "tandem";
    if (const std::string home = variable("HOME"); !home.empty())
        return std::filesystem::path(home) / ".local" / "share" / "tandem";
    return failure(ErrorCode::InvalidArgument, "There is no home directory to keep a workspace in; say where with --data DIR");
}

Result<std::filesystem::path> resourceDirectory()
{
    if (const std::string named = variable("TANDEM_RESOURCES"); !named.empty()) {
        if (!isResourceDirectory(named))
            return failure(ErrorCode::NotFound, "TANDEM_RESOURCES names " + named + ", which is not Tandem's resource directory");
        return std::filesystem::path(named);
    }
    std::error_code ignored;
    const auto binary = std::filesystem::read_symlink("/proc/self/exe", ignored);
    const auto installed = binary.parent_path().parent_path() / "share" / "tandem" / "resources";
    for (const std::filesystem::path& candidate : {installed, std::filesystem::path(TANDEM_BUILD_RESOURCES)}) {
        if (isResourceDirectory(candidate))
            return candidate;
    }
    return failure(ErrorCode::NotFound,
        "Tandem's resources are not in " + installed.string() + "; reinstall, or say where they are with TANDEM_RESOURCES");
}

void setLogLevel(const Config& config)
{
    const std::string& level = config.text("log.level");
    if (level == "debug")
        log::setLevel(log::Level::Debug);
    else if (level == "warning")
        log::setLevel(log::Level::Warning);
    else if (level == "error")
        log::setLevel(log::Level::Error);
    else
        log::setLevel(log::Level::Info);
}

Result<std::unique_ptr<Engine>> openEngine(const Flags& flags, Config config, WorkerMode workers, const Clock& clock)
{
    Engine::Options options;
    options.workspace = TRY(workspaceOf(flags));
    options.resources = TRY(resourceDirectory());
    options.config = std::move(config);
    options.workers = workers;
    return Engine::create(std::move(options), clock);
}

Exit refused(const Error& error)
{
    std::cerr << error.message << "\n";
    return Exit::Failure;
}

void keepNumbersPlain()
{
    std::setlocale(LC_NUMERIC, "C"); // NOLINT(concurrency-mt-unsafe): before threads
}

} // namespace tandem::app
