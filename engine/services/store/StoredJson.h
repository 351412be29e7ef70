#pragma once

#include "base/Error.h"
#include "base/Id.h"
#include "base/Json.h"
#include "model/Classification.h"

#include <cmath>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// How parts are written to and read from stored JSON. Private to the store.
namespace tandem::stored_json {

// Between these functions a wrong type throws (nlohmann's way); guarded() turns it into Corrupt at the border.
struct BadForm : std::exception { };

// JSON has no NaN or infinity; nlohmann would write null, which does not read back.
inline double finite(double value)
{
    return std::isfinite(value) ? value : 0.0;
}

template <typename Enum>
Json nameOf(Enum value)
{
    return std::string(name(value));
}

template <typename Enum>
void readName(const Json& object, const char* key, std::optional<Enum> (*from)(std::string_view), Enum& out)
{
    const auto found = object.find(key);
    if (found == object.end())
        return;
    const std::optional<Enum> value = from(found->template get_ref<const std::string&>());
    if (!value)
        throw BadForm();
    out = *value;
}

template <typename T>
void read(const Json& object, const char* key, T& out)
{
    const auto found = object.find(key);
    if (found != object.end())
        out = found->template get<T>();
}

template <typename Tag>
void read(const Json& object, const char* key, Id<Tag>& out)
{
    const auto found = object.find(key);
    if (found != object.end())
        out = Id<Tag>(found->template get<std::string>());
}

template <typename T, typename ReadOne>
std::vector<T> listOf(const Json& array, const ReadOne& readOne)
{
    if (!array.is_array())
        throw BadForm();
    std::vector<T> list;
    list.reserve(array.size());
    for (const Json& item : array) {
        if (!item.is_object())
            throw BadForm();
        list.push_back(readOne(item));
    }
    return list;
}

template <typename T, typename ReadOne>
void readList(const Json& object, const char* key, std::vector<T>& out, const ReadOne& readOne)
{
    const auto found = object.find(key);
    if (found != object.end())
        out = listOf<T>(*found, readOne);
}

template <typename Work>
auto guarded(std::string_view text, const Work& work) -> Result<std::invoke_result_t<Work, const Json&>>
{
    const auto unreadable = failure(
        ErrorCode::Corrupt, "A stored part of a ticket or document cannot be read; restore the workspace from a backup.");
    // The text is our own and was authenticated by its seal, so the limits of parseJson for foreign text are not needed.
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object() && !json.is_array())
        return unreadable;
    try {
        return work(json);
    } catch (const std::exception&) {
        return unreadable; // an exception's text could quote the value
    }
}

// The root of everything but the lists.
inline const Json& objectIn(const Json& json)
{
    if (!json.is_object())
        throw BadForm();
    return json; // NOLINT(bugprone-return-const-ref-from-parameter): checked in passing
}

Json reasonToJson(const EscalationReason& reason);
EscalationReason reasonFrom(const Json& json);
Json reasonsToJson(const std::vector<EscalationReason>& reasons);
Json signalToJson(const Signal& signal);
Signal signalFrom(const Json& json);

} // namespace tandem::stored_json
