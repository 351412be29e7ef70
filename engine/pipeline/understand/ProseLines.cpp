#include "pipeline/understand/ProseLines.h"

#include "base/Text.h"
#include "pipeline/learn/Characters.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <vector>

namespace tandem {

namespace {

constexpr std::size_t leastSigns = 4; // of code in a line
constexpr double codeShare = 0.12; // of a line's characters
constexpr std::size_t leastLetters = 3; // that must be left
constexpr std::string_view codeSigns = "{}[]()<>;=|\\_/$#&*^~`";

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool startsWithAny(std::string_view line, std::initializer_list<std::string_view> starts)
{
    return std::ranges::any_of(starts, [line](std::string_view start) { return line.starts_with(start); });
}

bool containsAny(std::string_view line, std::initializer_list<std::string_view> parts)
{
    return std::ranges::any_of(parts, [line](std::string_view part) { return line.contains(part); });
}

// "12:34:56" somewhere.
bool holdsTime(std::string_view line)
{
    for (std::size_t at = line.find(':'); at != std::string_view::npos; at = line.find(':', at + 1)) {
        if (at > 1 && at + 5 < line.size() && isDigit(line[at - 1]) && isDigit(line[at + 1]) && isDigit(line[at + 2])
            && line[at + 3] == ':' && isDigit(line[at + 4]))
            return true;
    }
    return false;
}

bool holdsLevel(std::string_view line)
{
    return containsAny(line,
        {"ERROR", "WARN", "INFO", "DEBUG", "TRACE", "FATAL", "CRITICAL", "NOTICE",
            "error:", "warning:", "info:", "debug:", "[error]", "[warn", "[info]", "[debug]", "level="});
}

// "java.lang.NullPointerException: …", "TypeError: …".
bool namesException(std::string_view line)
{
    const std::string_view first = line.substr(0, line.find_first_of(": "));
    return first.size() > 7
        && (first.ends_with("Error") || first.ends_with("Exception") || first.ends_with("Warning") || first.ends_with("Fault"));
}

// "at com.example.Shop.pay(Shop.java:12)", "at /app/index.js:10:5", "#3 0x00…", "File "app.py", line 3".
bool isFrame(std::string_view line)
{
    if (line.starts_with("at ")) {
        const std::size_t open = line.find('(');
        return startsWithAny(line.substr(3), {"/", "http", "file:", "node:", "async ", "C:\\"})
            || (open != std::string_view::npos && line[open - 1] != ' ') || line.contains(" (/") || line.contains(" (http");
    }
    if (line.starts_with('#') && line.size() > 1 && isDigit(line[1]))
        return line.contains("0x") || line.contains("()") || line.contains(".php(");
    return line.starts_with("File \"") && line.contains("\", line ");
}

bool isAnnounced(std::string_view line)
{
    return startsWithAny(line,
        {"Traceback (most recent call last)", "Caused by:", "Exception in thread", "Stack trace:", "stack backtrace:",
            "goroutine ", "Unhandled ", "Uncaught ", "panic:", "npm ERR!", "$ ", ">>> ", "GET /", "POST /", "PUT /", "DELETE /",
            "PATCH /", "HTTP/", "SQLSTATE", "ORA-", "Process finished with exit code", "Segmentation fault"});
}

bool holdsMuchCode(std::string_view line)
{
    std::size_t signs = 0;
    std::size_t characters = 0;
    for (const char c : line) {
        characters += c != ' ' && (static_cast<unsigned char>(c) & 0xC0U) != 0x80 ? 1 : 0;
        signs += codeSigns.contains(c) ? 1 : 0;
    }
    return signs >= leastSigns && static_cast<double>(signs) > codeShare * static_cast<double>(characters);
}

bool isCode(std::string_view line)
{
    return isFrame(line) || isAnnounced(line) || namesException(line) || (holdsTime(line) && holdsLevel(line))
        || holdsMuchCode(line);
}

enum class LineKind : std::uint8_t { Blank, Prose, Code };

std::vector<LineKind> kindsOf(const std::vector<std::string_view>& lines)
{
    std::vector<LineKind> kinds;
    bool isFenced = false;
    for (const std::string_view line : lines) {
        const std::string_view bare = text::trim(line);
        const bool isFence = bare.starts_with("```");
        const bool isIndented = line.starts_with('\t') || line.starts_with("  ");
        const bool goesOn = isIndented && !kinds.empty() && kinds.back() == LineKind::Code;
        kinds.push_back(bare.empty()                            ? LineKind::Blank
                : isFence || isFenced || goesOn || isCode(bare) ? LineKind::Code
                                                                : LineKind::Prose);
        isFenced = isFenced != isFence;
    }
    // What stands inside a block is of it.
    for (std::size_t begin = 0; begin < kinds.size(); ++begin) {
        std::size_t last = begin;
        for (std::size_t at = begin; kinds[begin] == LineKind::Code && at < kinds.size() && kinds[at] != LineKind::Blank; ++at)
            last = kinds[at] == LineKind::Code ? at : last;
        std::fill(
            kinds.begin() + static_cast<std::ptrdiff_t>(begin), kinds.begin() + static_cast<std::ptrdiff_t>(last), kinds[begin]);
        begin = last;
    }
    return kinds;
}

std::size_t letterCount(std::string_view text)
{
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Character character = characterAt(text, at);
        const CharacterKind kind = kindOf(character.codePoint);
        count += isWordKind(kind) && kind != CharacterKind::Digit ? (isIdeographic(kind) ? 2 : 1) : 0;
        at += character.length;
    }
    return count;
}

} // namespace

std::string withoutCode(std::string_view text)
{
    const std::vector<std::string_view> lines = text::lines(text);
    if (lines.size() < 2)
        return std::string(text);
    const std::vector<LineKind> kinds = kindsOf(lines);
    if (std::ranges::find(kinds, LineKind::Code) == kinds.end())
        return std::string(text);
    std::string prose;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (kinds[i] != LineKind::Code)
            prose += std::string(lines[i]) + '\n';
    }
    return letterCount(prose) < leastLetters ? std::string(text) : prose;
}

} // namespace tandem
