#include "gateway/DocsPage.h"

#include <algorithm>
#include <string_view>

namespace tandem::gateway {

namespace {

constexpr std::string_view style = R"css(
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --accent: #3458d6; }
@media (prefers-color-scheme: dark) { :root { --accent: #8ea6ff; } }
body { font: 15px/1.55 Inter, system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 6rem; }
h1 { font-size: 1.6rem; margin: 0; } h2 { margin: 2.5rem 0 .5rem; font-size: 1.15rem; }
code, pre, .path { font-family: "JetBrains Mono", ui-monospace, monospace; font-size: .87em; }
pre { background: var(--soft); padding: .75rem; overflow: auto; border-radius: 6px; }
details { border: 1px solid var(--line); border-radius: 8px; margin: .5rem 0; }
summary { cursor: pointer; padding: .6rem .8rem; display: flex; gap: .75rem; align-items: baseline; flex-wrap: wrap; }
details > div { padding: 0 .8rem .8rem; }
.method { font-weight: 600; min-width: 4rem; color: var(--accent); }
.quiet { opacity: .72; } a { color: var(--accent); }
table { border-collapse: collapse; width: 100%; margin: .4rem 0 .8rem; }
th, td { text-align: start; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; font-size: .85em; }
)css";

std::string escaped(std::string_view text)
{
    std::string safe;
    for (const char c : text) {
        switch (c) {
        case '&': safe += "&amp;"; break;
        case '<': safe += "&lt;"; break;
        case '>': safe += "&gt;"; break;
        case '"': safe += "&quot;"; break;
        case '\'': safe += "&#39;"; break;
        default: safe += c;
        }
    }
    return safe;
}

std::string textOf(const Json& object, const char* key)
{
    return object.value(key, std::string());
}

std::string upper(std::string text)
{
    std::ranges::transform(
        text, text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

std::string code(std::string_view text)
{
    return "<code>" + escaped(text) + "</code>";
}

std::string nameOf(const std::string& reference)
{
    return reference.substr(reference.rfind('/') + 1);
}

std::string link(const std::string& schema)
{
    return "<a href=\"#" + escaped(schema) + "\">" + code(schema) + "</a>";
}

// "array of Person", "string: ai, human", "integer or null".
std::string typeOf(const Json& schema)
{
    if (schema.contains("$ref"))
        return link(nameOf(textOf(schema, "$ref")));
    std::string type = escaped(schema.value("type", std::string("any")));
    if (schema.contains("items"))
        type += " of " + typeOf(schema["items"]);
    if (schema.contains("enum")) {
        std::string choices;
        for (const Json& choice : schema["enum"]) {
            if (choice.is_string())
                choices += (choices.empty() ? ": " : ", ") + code(choice.get<std::string>());
        }
        type += choices;
    }
    if (schema.value("nullable", false))
        type += " or null";
    return type;
}

void appendRows(std::string& html, const Json& schema, const std::string& prefix, int depth)
{
    constexpr int deepest = 6;
    if (depth > deepest)
        return;
    const Json none = Json::array();
    const Json& required = schema.contains("required") ? schema["required"] : none;
    const Json properties = schema.value("properties", Json::object());
    for (const auto& [member, property] : properties.items()) {
        const bool isRequired = std::ranges::find(required, Json(member)) != required.end();
        html += "<tr><td>" + code(prefix + member) + (isRequired ? " *" : "") + "</td><td>" + typeOf(property) + "</td><td>"
            + escaped(textOf(property, "description")) + "</td></tr>\n";
        appendRows(html, property, prefix + member + ".", depth + 1);
        if (property.contains("items"))
            appendRows(html, property["items"], prefix + member + "[].", depth + 1);
    }
}

void appendParameters(std::string& html, const Json& operation)
{
    std::string rows;
    for (const Json& parameter : operation["parameters"]) {
        if (parameter.contains("$ref"))
            continue; // the correlation id, which every request may have
        rows += "<tr><td>" + code(textOf(parameter, "name")) + (parameter.value("required", false) ? " *" : "") + "</td><td>"
            + escaped(textOf(parameter, "in")) + ", " + typeOf(parameter["schema"]) + "</td><td>"
            + escaped(textOf(parameter, "description")) + "</td></tr>\n";
    }
    if (!rows.empty())
        html += "<table><tr><th>Parameter</th><th>Where, type</th><th>Meaning</th></tr>\n" + rows + "</table>\n";
}

std::string contentOf(const Json& described)
{
    const Json content = described.value("content", Json::object());
    for (const auto& [mediaType, form] : content.items())
        return typeOf(form["schema"]) + " <span class=\"quiet\">" + escaped(mediaType) + "</span>";
    return "";
}

void appendResponses(std::string& html, const Json& responses)
{
    html += "<table><tr><th>Answer</th><th>Body</th><th>Meaning</th></tr>\n";
    std::string problems;
    for (const auto& [status, response] : responses.items()) {
        if (response.value("content", Json::object()).contains("application/problem+json")) {
            problems += (problems.empty() ? "" : ", ") + status;
            continue;
        }
        html += "<tr><td>" + code(status) + "</td><td>" + contentOf(response) + "</td><td>"
            + escaped(textOf(response, "description")) + "</td></tr>\n";
    }
    html += "<tr><td class=\"quiet\">" + problems + "</td><td>" + link("Problem")
        + "</td><td>Refused or failed.</td></tr>\n</table>\n";
}

void appendOperation(std::string& html, const std::string& path, const std::string& method, const Json& operation)
{
    html += "<details id=\"" + escaped(textOf(operation, "operationId")) + R"("><summary><span class="method">)"
        + escaped(upper(method)) + "</span> <span class=\"path\">" + escaped(path) + "</span> <span class=\"quiet\">"
        + escaped(textOf(operation, "summary")) + "</span></summary><div>\n";
    const Json& security = operation["security"];
    const bool isOpen = security.empty();
    html += std::string("<p class=\"quiet\">") + (isOpen ? "Needs no token." : "Needs a bearer token.") + "</p>\n";
    appendParameters(html, operation);
    if (operation.contains("requestBody"))
        html += "<p>Body" + std::string(operation["requestBody"].value("required", true) ? "" : ", may be left out") + ": "
            + contentOf(operation["requestBody"]) + "</p>\n";
    appendResponses(html, operation["responses"]);
    html += "</div></details>\n";
}

void appendSchema(std::string& html, const std::string& schemaName, const Json& schema)
{
    html += "<details id=\"" + escaped(schemaName) + R"("><summary><span class="path">)" + escaped(schemaName)
        + "</span> <span class=\"quiet\">" + escaped(textOf(schema, "description")) + "</span></summary><div>\n";
    html += "<table><tr><th>Member</th><th>Type</th><th>Meaning</th></tr>\n";
    appendRows(html, schema, "", 0);
    html += "</table>\n";
    if (schema.contains("example"))
        html += "<pre>" + escaped(schema["example"].dump(2)) + "</pre>\n";
    html += "</div></details>\n";
}

} // namespace

std::string docsPage(const Json& openApi)
{
    const Json& info = openApi["info"];
    std::string html
        = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Tandem interface</title>\n<style>";
    html += style;
    html += "</style>\n</head>\n<body>\n<h1>" + escaped(textOf(info, "title")) + " <span class=\"quiet\">"
        + escaped(textOf(info, "version")) + "</span></h1>\n<p>" + escaped(textOf(info, "description"))
        + "</p>\n<p>The same for programs: <a href=\"/openapi.json\">/openapi.json</a>. A star marks what must be there.</p>\n";
    html += "<h2>Routes</h2>\n";
    for (const auto& [path, methods] : openApi["paths"].items()) {
        for (const auto& [method, operation] : methods.items())
            appendOperation(html, path, method, operation);
    }
    html += "<h2>Schemas</h2>\n";
    for (const auto& [schemaName, schema] : openApi["components"]["schemas"].items())
        appendSchema(html, schemaName, schema);
    html += "</body>\n</html>\n";
    return html;
}

Response docsResponse(const std::string& page)
{
    return {.status = 200,
        .contentType = "text/html; charset=utf-8",
        .body = page,
        .headers = {{"Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"}}};
}

} // namespace tandem::gateway
