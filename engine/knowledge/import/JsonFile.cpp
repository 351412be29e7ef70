#include "knowledge/import/JsonFile.h"

#include "base/Clock.h"
#include "base/Text.h"

#include <algorithm>
#include <array>

namespace tandem::formats {
namespace {

constexpr std::size_t longestLine = 20'000'000;
constexpr std::size_t longestDocument = 64'000'000;
constexpr std::size_t deepest = 32;

// Under these names pages hold their lists.
constexpr auto lists = std::to_array<std::string_view>({"articles", "tickets", "conversations", "results", "payload", "data"});

void takePeople(const Json& page, JsonFile& file)
{
    for (const Json& user : memberOf(page, "users"))
        file.people.insert_or_assign(textIn(user, "id"), personIn(user));
    for (const Json& section : memberOf(page, "sections"))
        file.sections.insert_or_assign(textIn(section, "id"), textIn(section, "name"));
}

// Takes the json apart: what it held is moved into the file.
void flatten(Json& json, const std::string& place, bool numbered, JsonFile& file)
{
    if (json.is_array()) {
        for (Json& each : json)
            flatten(each, place, true, file);
        return;
    }
    const auto itemPlace = [&] { return numbered ? place + " item " + std::to_string(file.items.size() + 1) : place; };
    if (!json.is_object()) {
        file.items.push_back({itemPlace(), failure(ErrorCode::InvalidArgument, "it is no JSON object")});
        return;
    }
    if (!json.contains("id")) {
        for (const std::string_view name : lists) {
            const auto list = json.find(name);
            if (list == json.end() || !list->is_structured())
                continue;
            takePeople(json, file);
            flatten(*list, place, true, file);
            return;
        }
    }
    file.items.push_back({itemPlace(), std::move(json)});
}

} // namespace

JsonFile fromJsonLines(std::string_view text)
{
    JsonFile file;
    std::size_t number = 0;
    for (const std::string_view line : text::lines(text)) {
        ++number;
        if (text::trim(line).empty())
            continue;
        const std::string place = ":" + std::to_string(number);
        auto json = parseJson(text::trim(line), {.bytes = longestLine, .depth = deepest});
        if (json)
            flatten(*json, place, false, file);
        else
            file.items.push_back({place, failure(ErrorCode::InvalidArgument, "it is no JSON: " + json.error().message)});
    }
    return file;
}

Result<JsonFile> fromJson(std::string_view text)
{
    auto json = parseJson(text, {.bytes = longestDocument, .depth = deepest});
    if (!json && json.error().code == ErrorCode::TooLarge)
        return failure(ErrorCode::TooLarge, "it is larger than 64 MB; write it as JSON lines (.jsonl), one object a line");
    if (!json)
        return failure(ErrorCode::InvalidArgument, "it is no JSON: " + json.error().message);
    JsonFile file;
    flatten(*json, "", true, file);
    return file;
}

const Json& memberOf(const Json& object, std::string_view key)
{
    static const Json none;
    if (!object.is_object())
        return none;
    const auto found = object.find(key);
    return found == object.end() ? none : *found;
}

std::string textIn(const Json& object, std::string_view key)
{
    const Json& value = memberOf(object, key);
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_number_unsigned())
        return std::to_string(value.get<std::uint64_t>());
    return value.is_number_integer() ? std::to_string(value.get<std::int64_t>()) : std::string();
}

std::string timeText(std::string_view text)
{
    text = text::trim(text);
    if (parseTime(text))
        return std::string(text);
    // "2026-10-15 12:00:00 UTC", "2026-10-15T12:00:00.000+0200": the time zone is worth less than the day.
    const std::string_view day = text.substr(0, 10);
    return parseTime(day) ? std::string(day) : std::string();
}

std::string timeIn(const Json& object, std::string_view key)
{
    const Json& value = memberOf(object, key);
    if (value.is_string())
        return timeText(value.get_ref<const std::string&>());
    constexpr std::int64_t latest = 253'402'300'799; // the end of the year 9999
    const bool isTime = value.is_number_integer() && value.get<std::int64_t>() > 0 && value.get<std::int64_t>() <= latest;
    return isTime ? formatTime(TimePoint(std::chrono::seconds(value.get<std::int64_t>()))) : std::string();
}

JsonFile::Person personIn(const Json& object)
{
    return {textIn(object, "name"), textIn(object, "email"), textIn(object, "role")};
}

} // namespace tandem::formats
