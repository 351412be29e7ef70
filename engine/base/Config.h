#pragma once

#include "base/Error.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

enum class SettingKind : std::uint8_t { Text, Secret, Integer, Number, Flag, Choice };

// One entry of the table in Config.cpp, the single list of everything that can be configured.
struct Setting {
    std::string_view key; // TOML path and --set name: "llm.temperature"
    std::string_view environment; // "" when there is none
    SettingKind kind = SettingKind::Text;
    std::string_view fallback; // default, as text
    std::string_view meaning;
    double least = 0; // Integer, Number
    double most = 0;
    std::string_view choices = ""; // "a|b|c"
};

enum class Origin : std::uint8_t { Default, File, Environment, Flag };
std::string_view name(Origin origin);

// Effective configuration: defaults < file (TOML) < environment < flags. Immutable after load; copy freely.
class Config {
public:
    struct Sources {
        std::optional<std::filesystem::path> file;
        std::map<std::string, std::string, std::less<>> environment;
        std::vector<std::pair<std::string, std::string>> flags; // key, value
    };

    // An unknown key or a bad value is InvalidArgument naming file, line and key (environment: the variable's name; unknown
    // variables are nobody's business).
    static Result<Config> load(const Sources& sources);
    static Config defaults();
    static std::span<const Setting> settings();
    // What `hooks.<name>.url` and `hooks.<name>.secret` mean, which settings() does not list: a name is whatever a desk calls it.
    static std::span<const Setting> hookSettings();
    // The process's environment, reduced to the names that settings() knows.
    static std::map<std::string, std::string, std::less<>> processEnvironment();

    // The names of hooks of which anything is set; url and secret of each can be asked for. In alphabetical order.
    [[nodiscard]] std::vector<std::string> hookNames() const;
    // `key` must be in settings() or of one of hookNames(); anything else is a bug and aborts.
    [[nodiscard]] const std::string& text(std::string_view key) const;
    [[nodiscard]] std::int64_t integer(std::string_view key) const;
    [[nodiscard]] double number(std::string_view key) const;
    [[nodiscard]] bool flag(std::string_view key) const;
    [[nodiscard]] Origin origin(std::string_view key) const;
    // For `tandemctl config show`: secrets become "****" when set.
    [[nodiscard]] std::string shown(std::string_view key) const;

private:
    struct Value {
        std::string text;
        Origin origin = Origin::Default;
    };
    std::map<std::string, Value, std::less<>> m_values;
};

} // namespace tandem
