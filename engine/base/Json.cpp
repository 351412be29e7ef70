#include "base/Json.h"

#include "base/Text.h"

namespace tandem {

namespace {

// Nesting depth of well-formed JSON, from its brackets outside strings.
std::size_t depthOf(std::string_view text, std::size_t enough)
{
    std::size_t depth = 0;
    std::size_t deepest = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '[' || c == '{') {
            deepest = std::max(deepest, ++depth);
            if (deepest > enough)
                return deepest;
        } else if ((c == ']' || c == '}') && depth > 0) {
            --depth;
        }
    }
    return deepest;
}

Error wrongType(std::string_view key, std::string_view wanted)
{
    return {ErrorCode::InvalidArgument, "'" + std::string(key) + "' must be " + std::string(wanted), false};
}

const Json* member(const Json& object, std::string_view key)
{
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

} // namespace

Result<Json> parseJson(std::string_view text, JsonLimits limits)
{
    if (text.size() > limits.bytes)
        return failure(ErrorCode::TooLarge,
            "The JSON has " + std::to_string(text.size()) + " bytes; at most " + std::to_string(limits.bytes) + " are read");
    if (!text::isValidUtf8(text))
        return failure(ErrorCode::InvalidArgument, "The JSON is not valid UTF-8");
    // JSON has no place for a NUL, and the parser would take it for the end of the text.
    if (const auto nul = text.find('\0'); nul != std::string_view::npos)
        return failure(ErrorCode::InvalidArgument, "The JSON holds a NUL at byte " + std::to_string(nul + 1));
    if (depthOf(text, limits.depth) > limits.depth)
        return failure(ErrorCode::InvalidArgument, "The JSON is nested deeper than " + std::to_string(limits.depth) + " levels");
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        return failure(ErrorCode::InvalidArgument, "The JSON is malformed at byte " + std::to_string(error.byte));
    } catch (const Json::exception&) {
        return failure(ErrorCode::InvalidArgument, "The JSON holds a number that is out of range");
    }
}

std::string toText(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<std::optional<std::string>> optionalString(const Json& object, std::string_view key)
{
    const Json* value = member(object, key);
    if (value == nullptr)
        return std::nullopt;
    if (!value->is_string())
        return std::unexpected(wrongType(key, "a string"));
    return value->get<std::string>();
}

Result<std::optional<double>> optionalNumber(const Json& object, std::string_view key)
{
    const Json* value = member(object, key);
    if (value == nullptr)
        return std::nullopt;
    if (!value->is_number())
        return std::unexpected(wrongType(key, "a number"));
    return value->get<double>();
}

Result<std::optional<bool>> optionalBool(const Json& object, std::string_view key)
{
    const Json* value = member(object, key);
    if (value == nullptr)
        return std::nullopt;
    if (!value->is_boolean())
        return std::unexpected(wrongType(key, "true or false"));
    return value->get<bool>();
}

Result<std::string> requiredString(const Json& object, std::string_view key)
{
    const auto value = TRY(optionalString(object, key));
    if (!value)
        return failure(ErrorCode::InvalidArgument, "'" + std::string(key) + "' is missing");
    return *value;
}

} // namespace tandem
