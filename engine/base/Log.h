#pragma once

#include "base/Id.h"

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

// Structured logging: one JSON object a line on stderr. A field is an id, a number, a flag or an enum's name by type, so a
// message body or a name cannot get into a log by accident. Thread-safe.
namespace tandem::log {

enum class Level : std::uint8_t { Debug, Info, Warning, Error };

// A word that is fixed in the source: an event's name or an enum's.
class Word {
public:
    template <std::size_t N>
    consteval Word(const char (&literal)[N])
        : m_text(literal, N - 1)
    {
    }
    // For the name(Enum) functions, whose texts live in the source too.
    static Word ofEnum(std::string_view enumName) { return Word(enumName); }
    [[nodiscard]] std::string_view text() const { return m_text; }

private:
    explicit Word(std::string_view text)
        : m_text(text)
    {
    }
    std::string_view m_text;
};

class Field {
public:
    template <std::integral N>
    Field(Word key, N value)
        : m_key(key.text())
    {
        if constexpr (std::is_same_v<N, bool>)
            m_value = value ? "true" : "false";
        else
            m_value = std::to_string(value);
    }
    Field(Word key, double value);
    Field(Word key, Word value);
    template <typename Tag>
    Field(Word key, const Id<Tag>& id)
        : Field(key, id.value(), Safe{})
    {
    }
    // An Error's message: by contract one sentence without personal data.
    static Field reason(std::string_view errorMessage) { return {"reason", errorMessage, Safe{}}; }

    [[nodiscard]] std::string_view key() const { return m_key; }
    [[nodiscard]] const std::string& json() const { return m_value; }

private:
    struct Safe { };
    Field(Word key, std::string_view text, Safe);
    std::string_view m_key;
    std::string m_value; // already JSON
};

// Default Info. Lines below the level cost one comparison.
void setLevel(Level level);
void write(Level level, Word event, std::initializer_list<Field> fields);

inline void debug(Word event, std::initializer_list<Field> fields = {})
{
    write(Level::Debug, event, fields);
}
inline void info(Word event, std::initializer_list<Field> fields = {})
{
    write(Level::Info, event, fields);
}
inline void warning(Word event, std::initializer_list<Field> fields = {})
{
    write(Level::Warning, event, fields);
}
inline void error(Word event, std::initializer_list<Field> fields = {})
{
    write(Level::Error, event, fields);
}

} // namespace tandem::log
