#include "knowledge/ArticleFormats.h"

#include "base/Json.h"
#include "base/Text.h"

namespace tandem::formats {
namespace {

constexpr std::size_t longestLine = 5'000'000;

Result<std::string> textOf(const std::string& key, const Json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_boolean())
        return std::string(value.get<bool>() ? "true" : "false");
    if (value.is_number_integer())
        return std::to_string(value.get<std::int64_t>());
    if (value.is_null())
        return std::string();
    if (value.is_array()) {
        std::string joined;
        for (const Json& item : value) {
            if (!item.is_string())
                return failure(ErrorCode::InvalidArgument, "its member " + key + " holds something that is not text");
            joined.append(joined.empty() ? "" : ",").append(item.get_ref<const std::string&>());
        }
        return joined;
    }
    return std::string(); // an object: nothing of ours
}

Result<Fields> fieldsOf(std::string_view line)
{
    const auto json = parseJson(line, {.bytes = longestLine, .depth = 16});
    if (!json)
        return failure(ErrorCode::InvalidArgument, "it is no JSON: " + json.error().message);
    if (!json->is_object())
        return failure(ErrorCode::InvalidArgument, "it is no JSON object");
    Fields fields;
    for (const auto& [key, value] : json->items()) {
        if (!value.is_number_float())
            fields.emplace(key, TRY(textOf(key, value)));
    }
    return fields;
}

} // namespace

std::vector<Row> jsonLines(std::string_view text)
{
    std::vector<Row> rows;
    std::size_t number = 0;
    for (const std::string_view line : text::lines(text)) {
        ++number;
        if (!text::trim(line).empty())
            rows.push_back({number, fieldsOf(text::trim(line))});
    }
    return rows;
}

} // namespace tandem::formats
