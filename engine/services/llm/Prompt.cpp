#include "services/llm/Prompt.h"

#include "base/Files.h"
#include "base/Lists.h"
#include "base/Text.h"
#include "privacy/Seal.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace tandem {

namespace {

constexpr std::string_view fence = "---";
constexpr std::string_view openPlace = "{{";
constexpr std::string_view closePlace = "}}";

bool isPlaceName(std::string_view name)
{
    return !name.empty()
        && std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

// A piece of the text, and the place after it; no place after the last one.
struct Piece {
    std::string_view before;
    std::optional<std::string_view> place;
};

// nullopt when a place is not closed or has no name.
std::optional<std::vector<Piece>> piecesOf(std::string_view text)
{
    std::vector<Piece> pieces;
    for (;;) {
        const std::size_t open = text.find(openPlace);
        if (open == std::string_view::npos) {
            pieces.push_back({text, std::nullopt});
            return pieces;
        }
        const std::size_t begin = open + openPlace.size();
        const std::size_t close = text.find(closePlace, begin);
        if (close == std::string_view::npos || !isPlaceName(text.substr(begin, close - begin)))
            return std::nullopt;
        pieces.push_back({text.substr(0, open), text.substr(begin, close - begin)});
        text.remove_prefix(close + closePlace.size());
    }
}

struct File {
    std::map<std::string_view, std::string_view> head;
    std::string_view body;
};

// nullopt when there is no front matter, or a line of it is no "key: value".
std::optional<File> partsOf(std::string_view contents)
{
    File file;
    bool first = true;
    for (;;) {
        const std::size_t end = contents.find('\n');
        if (end == std::string_view::npos)
            return std::nullopt;
        const std::string_view line = text::trim(contents.substr(0, end));
        contents.remove_prefix(end + 1);
        if (line == fence) {
            if (!first) {
                file.body = text::trim(contents);
                return file;
            }
        } else {
            const std::size_t colon = line.find(':');
            if (first || colon == std::string_view::npos)
                return std::nullopt;
            if (!file.head.emplace(text::trim(line.substr(0, colon)), text::trim(line.substr(colon + 1))).second)
                return std::nullopt;
        }
        first = false;
    }
}

} // namespace

Result<Prompt> Prompt::load(const std::filesystem::path& file)
{
    const std::string contents = TRY(readFile(file, "prompt"));
    return parse(contents, file.string());
}

Result<Prompt> Prompt::parse(std::string_view contents, std::string_view file)
{
    const auto broken
        = [&](const std::string& how) { return failure(ErrorCode::Corrupt, "The prompt " + std::string(file) + " " + how); };
    if (!text::isValidUtf8(contents))
        return broken("is not UTF-8");
    const auto parts = partsOf(contents);
    if (!parts)
        return broken("does not begin with front matter: lines 'key: value' between two lines '---'");
    Prompt prompt;
    for (const auto& [key, value] : parts->head) {
        if (key == "name")
            prompt.m_name = value;
        else if (key == "places")
            prompt.m_places = text::listOf(value);
        else if (key != "version")
            return broken("has an unknown key '" + std::string(key) + "' in its front matter");
    }
    const auto version = parts->head.find("version");
    const std::string_view number = version == parts->head.end() ? std::string_view() : version->second;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), prompt.m_version);
    if (error != std::errc() || end != number.data() + number.size() || prompt.m_version < 1)
        return broken("needs a 'version', a whole number from 1 on");
    if (!isPlaceName(prompt.m_name))
        return broken("needs a 'name' of small letters, digits and '_'");
    if (parts->body.empty())
        return broken("has no text");
    const auto pieces = piecesOf(parts->body);
    if (!pieces)
        return broken("has a '{{' that begins no place");
    std::set<std::string_view> used;
    for (const Piece& piece : *pieces) {
        if (piece.place)
            used.insert(*piece.place);
    }
    for (const std::string& place : prompt.m_places) {
        if (used.erase(place) == 0)
            return broken("declares the place '" + place + "' and does not use it, or declares it twice");
    }
    if (!used.empty())
        return broken("uses the place '" + std::string(*used.begin()) + "' and does not declare it");
    prompt.m_text = parts->body;
    prompt.m_hash = sha256Hex(contents);
    return prompt;
}

Result<std::string> Prompt::filled(const PromptPlaces& places) const
{
    for (const auto& [name, value] : places) {
        if (std::ranges::find(m_places, name) == m_places.end())
            return failure(ErrorCode::InvalidArgument, "The prompt '" + m_name + "' has no place '" + name + "'");
    }
    std::string filled;
    const std::vector<Piece> pieces = piecesOf(m_text).value_or(std::vector<Piece>{});
    for (const Piece& piece : pieces) {
        filled += piece.before;
        if (!piece.place)
            continue;
        const auto value = places.find(*piece.place);
        if (value == places.end())
            return failure(
                ErrorCode::InvalidArgument, "The prompt '" + m_name + "' needs the place '" + std::string(*piece.place) + "'");
        filled += value->second;
    }
    return filled;
}

std::string Prompt::version() const
{
    constexpr std::size_t digits = 12;
    return m_name + " " + std::to_string(m_version) + " " + m_hash.substr(0, digits);
}

} // namespace tandem
