#include "services/llm/JsonGrammar.h"

#include "base/Json.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace tandem {

namespace {

// llama.cpp copies what is repeated; numbers are kept to what a double holds.
constexpr int mostRepeated = 1000;
constexpr std::string_view terminals = R"gbnf(ws ::= " "?
string ::= "\"" char* "\""
char ::= [^"\\\x7F\x00-\x1F] | "\\" (["\\/bfnrt] | "u" [0-9a-fA-F]{4})
integer ::= "-"? ("0" | [1-9] [0-9]{0,15})
number ::= integer ("." [0-9]{1,16})? ([eE] [-+]? [0-9]{1,3})?
boolean ::= "true" | "false"
null ::= "null"
)gbnf";

constexpr std::array<std::string_view, 6> silentKeywords{"title", "description", "default", "examples", "$schema", "$id"};

std::unexpected<Error> unsupported(std::string_view what)
{
    return failure(ErrorCode::InvalidArgument, "The JSON schema cannot be a grammar: " + std::string(what));
}

// A terminal that matches exactly this text.
std::string terminalOf(std::string_view text)
{
    std::string terminal = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            terminal += '\\';
        terminal += c;
    }
    return terminal + "\"";
}

std::string joined(const std::vector<std::string>& parts, std::string_view between)
{
    std::string all;
    for (const std::string& part : parts)
        all += (all.empty() ? "" : std::string(between)) + part;
    return all;
}

// Writes one rule for each object, array and bounded string; yields what stands for a schema inside of another rule.
class GrammarWriter {
public:
    Result<std::string> write(const Json& schema)
    {
        const std::string root = TRY(expression(schema));
        return "root ::= " + root + "\n" + m_rules + std::string(terminals);
    }

private:
    std::string rule(const std::string& body)
    {
        const std::string name = "r" + std::to_string(++m_count);
        m_rules += name + " ::= " + body + "\n";
        return name;
    }

    // Every keyword must be among those that the type knows.
    static Status onlyKnows(const Json& schema, const std::set<std::string_view>& known)
    {
        for (const auto& [key, value] : schema.items()) {
            if (!known.contains(key) && std::ranges::find(silentKeywords, key) == silentKeywords.end())
                return unsupported("the keyword '" + key + "' is not known, not there at least");
        }
        return {};
    }

    Result<std::string> expression(const Json& schema)
    {
        if (!schema.is_object())
            return unsupported("a schema must be an object");
        if (schema.contains("const"))
            return constant(schema);
        if (schema.contains("enum"))
            return choice(schema);
        const auto type = schema.find("type");
        if (type == schema.end())
            return unsupported("the keyword 'type' is missing");
        std::vector<std::string> types;
        for (const Json& each : type->is_array() ? *type : Json::array({*type})) {
            if (!each.is_string())
                return unsupported("the keyword 'type' must be a name or a list of names");
            types.push_back(each.get<std::string>());
        }
        if (types.size() == 1)
            return ofType(schema, types.front());
        return alternatives(schema, types);
    }

    // Of several types only those that need no further keyword.
    static Result<std::string> alternatives(const Json& schema, const std::vector<std::string>& types)
    {
        TRY(onlyKnows(schema, {"type"}));
        for (const std::string& type : types) {
            if (!isScalar(type))
                return unsupported("the keyword 'type' names '" + type + "' in a list");
        }
        if (types.empty())
            return unsupported("the keyword 'type' names none");
        return "(" + joined(types, " | ") + ")";
    }

    static bool isScalar(std::string_view type)
    {
        return type == "string" || type == "number" || type == "integer" || type == "boolean" || type == "null";
    }

    Result<std::string> ofType(const Json& schema, const std::string& type)
    {
        if (type == "object")
            return object(schema);
        if (type == "array")
            return array(schema);
        if (type == "string")
            return string(schema);
        if (!isScalar(type))
            return unsupported("the type '" + type + "' is not known");
        TRY(onlyKnows(schema, {"type"}));
        return type; // a rule of that name is among the terminals
    }

    static Result<std::string> constant(const Json& schema)
    {
        TRY(onlyKnows(schema, {"const", "type"}));
        return terminalOf(toText(schema["const"]));
    }

    static Result<std::string> choice(const Json& schema)
    {
        TRY(onlyKnows(schema, {"enum", "type"}));
        const Json& values = schema["enum"];
        if (!values.is_array() || values.empty())
            return unsupported("the keyword 'enum' must be a list with a value");
        std::vector<std::string> terminals;
        for (const Json& value : values)
            terminals.push_back(terminalOf(toText(value)));
        return "(" + joined(terminals, " | ") + ")";
    }

    // "{2,5}" and the like: the two keywords as a repetition.
    static Result<std::pair<int, std::optional<int>>> bounds(const Json& schema, const char* least, const char* most)
    {
        std::pair<int, std::optional<int>> found{0, std::nullopt};
        for (const char* key : {least, most}) {
            const auto value = schema.find(key);
            if (value == schema.end())
                continue;
            if (!value->is_number_integer() || value->get<std::int64_t>() < 0 || value->get<std::int64_t>() > mostRepeated)
                return unsupported("the keyword '" + std::string(key) + "' must be a whole number from 0 to 1000");
            (key == least ? found.first : found.second.emplace()) = value->get<int>();
        }
        if (found.second && *found.second < found.first)
            return unsupported("the keyword '" + std::string(most) + "' is less than '" + least + "'");
        return found;
    }

    static std::string repetition(int least, std::optional<int> most)
    {
        return "{" + std::to_string(least) + "," + (most ? std::to_string(*most) : "") + "}";
    }

    Result<std::string> string(const Json& schema)
    {
        TRY(onlyKnows(schema, {"type", "minLength", "maxLength"}));
        const auto [least, most] = TRY(bounds(schema, "minLength", "maxLength"));
        if (least == 0 && !most)
            return std::string("string");
        return rule("\"\\\"\" char" + repetition(least, most) + " \"\\\"\"");
    }

    Result<std::string> array(const Json& schema)
    {
        TRY(onlyKnows(schema, {"type", "items", "minItems", "maxItems"}));
        if (!schema.contains("items"))
            return unsupported("the keyword 'items' is missing from an array");
        const auto [least, most] = TRY(bounds(schema, "minItems", "maxItems"));
        const std::string item = TRY(expression(schema["items"]));
        if (most == 0)
            return rule("\"[\" ws \"]\"");
        std::string items = item + " (\",\" ws " + item + ")"
            + repetition(std::max(0, least - 1), most ? std::optional(*most - 1) : std::nullopt);
        if (least == 0)
            items = "(" + items + ")?";
        return rule("\"[\" ws " + items + " ws \"]\"");
    }

    Result<std::string> object(const Json& schema)
    {
        TRY(onlyKnows(schema, {"type", "properties", "required", "additionalProperties"}));
        if (schema.contains("additionalProperties") && schema["additionalProperties"] != false)
            return unsupported("the keyword 'additionalProperties' must be false");
        const Json properties = schema.value("properties", Json::object());
        const Json required = schema.value("required", Json::array());
        if (!properties.is_object() || !required.is_array())
            return unsupported("the keywords 'properties' and 'required' must be an object and a list");
        for (const Json& name : required) {
            if (!name.is_string() || !properties.contains(name.get<std::string>()))
                return unsupported("the keyword 'required' names what 'properties' lacks");
        }
        std::vector<std::string> always;
        std::vector<std::string> sometimes;
        for (const auto& [name, value] : properties.items()) {
            const std::string member = terminalOf(toText(Json(name))) + " ws \":\" ws " + TRY(expression(value));
            (std::ranges::find(required, Json(name)) != required.end() ? always : sometimes).push_back(member);
        }
        return rule("\"{\" ws " + members(always, sometimes) + " ws \"}\"");
    }

    static std::string members(const std::vector<std::string>& always, const std::vector<std::string>& sometimes)
    {
        const auto optionalFrom = [&](std::size_t first) {
            std::string rest;
            for (std::size_t i = first; i < sometimes.size(); ++i)
                rest += " (\",\" ws " + sometimes[i] + ")?";
            return rest;
        };
        if (!always.empty())
            return joined(always, " \",\" ws ") + optionalFrom(0);
        // Which one comes first decides who needs no comma.
        std::vector<std::string> beginnings;
        for (std::size_t i = 0; i < sometimes.size(); ++i)
            beginnings.push_back(sometimes[i] + optionalFrom(i + 1));
        return beginnings.empty() ? std::string() : "(" + joined(beginnings, " | ") + ")?";
    }

    std::string m_rules;
    int m_count = 0;
};

} // namespace

Result<std::string> jsonGrammar(std::string_view schema)
{
    const Json json = TRY(parseJson(schema));
    return GrammarWriter().write(json);
}

} // namespace tandem
