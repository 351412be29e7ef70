#include "base/Config.h"

#include "base/Text.h"

#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace tandem {

namespace {

constexpr std::string_view hookPrefix = "hooks.";
constexpr std::size_t longestHookName = 40;

// "billing" of "hooks.billing.url", "" for another key.
std::string_view hookNameOf(std::string_view key)
{
    if (!key.starts_with(hookPrefix))
        return {};
    const std::string_view rest = key.substr(hookPrefix.size());
    const std::string_view name = rest.substr(0, rest.find('.'));
    const bool isName = !name.empty() && name.size() <= longestHookName && name.front() != '_'
        && std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
    return isName && name.size() < rest.size() ? name : std::string_view();
}

const Setting* settingOf(std::string_view key)
{
    for (const Setting& setting : Config::settings()) {
        if (setting.key == key)
            return &setting;
    }
    const std::string_view hook = hookNameOf(key);
    for (const Setting& setting : Config::hookSettings()) {
        if (!hook.empty() && key.substr(hookPrefix.size() + hook.size() + 1) == setting.key)
            return &setting;
    }
    return nullptr;
}

std::string shortNumber(double value)
{
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%g", value);
    return buffer;
}

std::optional<double> numberFrom(const std::string& text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

// Why `value` does not fit, or nullopt.
std::optional<std::string> objection(const Setting& setting, const std::string& value)
{
    switch (setting.kind) {
    case SettingKind::Text:
    case SettingKind::Secret: return std::nullopt;
    case SettingKind::Flag:
        if (value == "true" || value == "false")
            return std::nullopt;
        return "must be true or false";
    case SettingKind::Choice:
        for (const std::string_view choice : text::split(setting.choices, '|')) {
            if (choice == value)
                return std::nullopt;
        }
        return "must be one of " + std::string(setting.choices);
    case SettingKind::Integer:
    case SettingKind::Number: break;
    }
    const auto number = numberFrom(value);
    const bool whole = setting.kind == SettingKind::Number || (number && *number == std::floor(*number));
    if (number && whole && *number >= setting.least && *number <= setting.most)
        return std::nullopt;
    return std::string("must be a ") + (setting.kind == SettingKind::Integer ? "whole number" : "number") + " from "
        + shortNumber(setting.least) + " to " + shortNumber(setting.most);
}

Status assign(std::map<std::string, std::string, std::less<>>& into, std::string_view key, const std::string& value,
    const std::string& where)
{
    const Setting* setting = settingOf(key);
    if (setting == nullptr)
        return failure(ErrorCode::InvalidArgument,
            where + ": unknown key '" + std::string(key) + "'; `tandemctl config show` lists all keys");
    if (const auto why = objection(*setting, value))
        return failure(ErrorCode::InvalidArgument, where + ": '" + std::string(key) + "' " + *why);
    into[std::string(key)] = value;
    return {};
}

Result<std::string> textOf(const toml::node& node, const std::string& where)
{
    if (const auto* string = node.as_string())
        return string->get();
    if (const auto* integer = node.as_integer())
        return std::to_string(integer->get());
    if (const auto* number = node.as_floating_point())
        return shortNumber(number->get());
    if (const auto* boolean = node.as_boolean())
        return std::string(boolean->get() ? "true" : "false");
    return failure(ErrorCode::InvalidArgument, where + ": a value must be a string, number or true/false");
}

Status readTable(const toml::table& table, const std::string& prefix, const std::string& file,
    std::map<std::string, std::string, std::less<>>& into)
{
    for (const auto& [key, node] : table) {
        const std::string path = prefix + std::string(key.str());
        const std::string where = file + " line " + std::to_string(node.source().begin.line);
        if (const auto* inner = node.as_table()) {
            TRY(readTable(*inner, path + ".", file, into));
            continue;
        }
        const std::string value = TRY(textOf(node, where));
        TRY(assign(into, path, value, where));
    }
    return {};
}

Status readFile(const std::filesystem::path& file, std::map<std::string, std::string, std::less<>>& into)
{
    try {
        const toml::table table = toml::parse_file(file.string());
        return readTable(table, "", file.string(), into);
    } catch (const toml::parse_error& error) {
        const auto line = error.source().begin.line; // 0: the file itself could not be read
        return failure(ErrorCode::InvalidArgument,
            file.string() + (line > 0 ? " line " + std::to_string(line) : "") + ": " + std::string(error.description()));
    }
}

} // namespace

std::string_view name(Origin origin)
{
    switch (origin) {
    case Origin::Default: return "default";
    case Origin::File: return "file";
    case Origin::Environment: return "environment";
    case Origin::Flag: return "flag";
    }
    return "default";
}

Result<Config> Config::load(const Sources& sources)
{
    Config config = defaults();
    const auto apply = [&config](const std::map<std::string, std::string, std::less<>>& values, Origin origin) {
        for (const auto& [key, value] : values)
            config.m_values[key] = {value, origin};
    };
    std::map<std::string, std::string, std::less<>> values;
    if (sources.file) {
        TRY(readFile(*sources.file, values));
        apply(values, Origin::File);
    }
    values.clear();
    for (const Setting& setting : settings()) {
        const auto found
            = setting.environment.empty() ? sources.environment.end() : sources.environment.find(setting.environment);
        if (found != sources.environment.end() && !found->second.empty())
            TRY(assign(values, setting.key, found->second, "environment variable " + found->first));
    }
    apply(values, Origin::Environment);
    values.clear();
    for (const auto& [key, value] : sources.flags)
        TRY(assign(values, key, value, "flag --set " + key));
    apply(values, Origin::Flag);
    for (const std::string& hook : config.hookNames()) {
        for (const Setting& setting : hookSettings())
            config.m_values.try_emplace(std::string(hookPrefix) + hook + "." + std::string(setting.key));
    }
    return config;
}

std::vector<std::string> Config::hookNames() const
{
    std::vector<std::string> names;
    for (auto value = m_values.lower_bound(hookPrefix); value != m_values.end() && value->first.starts_with(hookPrefix);
        ++value) {
        const std::string_view name = hookNameOf(value->first);
        if (!name.empty() && (names.empty() || names.back() != name))
            names.emplace_back(name);
    }
    return names;
}

Config Config::defaults()
{
    Config config;
    for (const Setting& setting : settings())
        config.m_values[std::string(setting.key)] = {std::string(setting.fallback), Origin::Default};
    return config;
}

std::map<std::string, std::string, std::less<>> Config::processEnvironment()
{
    std::map<std::string, std::string, std::less<>> environment;
    for (const Setting& setting : settings()) {
        const std::string variable(setting.environment);
        const char* value
            = variable.empty() ? nullptr : std::getenv(variable.c_str()); // NOLINT(concurrency-mt-unsafe): before threads
        if (value != nullptr)
            environment[variable] = value;
    }
    return environment;
}

const std::string& Config::text(std::string_view key) const
{
    const auto found = m_values.find(key);
    if (found == m_values.end()) {
        std::fprintf(stderr, "bug: there is no setting '%.*s'\n", static_cast<int>(key.size()), key.data());
        std::abort();
    }
    return found->second.text;
}

std::int64_t Config::integer(std::string_view key) const
{
    return static_cast<std::int64_t>(number(key));
}

double Config::number(std::string_view key) const
{
    return numberFrom(text(key)).value_or(0);
}

bool Config::flag(std::string_view key) const
{
    return text(key) == "true";
}

Origin Config::origin(std::string_view key) const
{
    const auto found = m_values.find(key);
    return found == m_values.end() ? Origin::Default : found->second.origin;
}

std::string Config::shown(std::string_view key) const
{
    const Setting* setting = settingOf(key);
    const std::string& value = text(key);
    return setting != nullptr && setting->kind == SettingKind::Secret && !value.empty() ? "****" : value;
}

} // namespace tandem
