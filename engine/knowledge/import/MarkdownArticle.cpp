#include "knowledge/MarkdownText.h"
#include "knowledge/import/ArticleFormats.h"

#include "base/Text.h"

#include <optional>

namespace tandem::formats {
namespace {

std::string_view unquoted(std::string_view value)
{
    value = text::trim(value);
    const bool quoted = value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front();
    return quoted ? value.substr(1, value.size() - 2) : value;
}

// "[a, b]" → "a,b"
std::string listValue(std::string_view value)
{
    std::string joined;
    for (const std::string_view item : text::split(value.substr(1, value.size() - 2), ',')) {
        if (!joined.empty())
            joined += ',';
        joined += unquoted(item);
    }
    return joined;
}

// "value  # comment" → "value"; a sign inside quotes or a word stays.
std::string_view withoutComment(std::string_view value)
{
    value = text::trim(value);
    if (value.starts_with('"') || value.starts_with('\'')) {
        const std::size_t end = value.find(value.front(), 1);
        const bool commented = end != std::string_view::npos && text::trim(value.substr(end + 1)).starts_with('#');
        return commented ? value.substr(0, end + 1) : value;
    }
    if (value.starts_with('#'))
        return {};
    const std::size_t comment = value.find(" #");
    return comment == std::string_view::npos ? value : text::trim(value.substr(0, comment));
}

Status takeLine(Fields& fields, std::string_view line, std::string& lastKey)
{
    const std::string_view trimmed = text::trim(line);
    if (trimmed.empty() || trimmed.starts_with('#'))
        return {};
    if (trimmed.starts_with("- ") && !lastKey.empty()) {
        std::string& value = fields[lastKey];
        if (!value.empty())
            value += ',';
        value += unquoted(withoutComment(trimmed.substr(2)));
        return {};
    }
    const std::size_t colon = trimmed.find(':');
    if (colon == std::string_view::npos || colon == 0)
        return failure(ErrorCode::InvalidArgument, "its front matter has a line that is not \"key: value\"");
    lastKey = text::fold(text::trim(trimmed.substr(0, colon)));
    const std::string_view value = withoutComment(trimmed.substr(colon + 1));
    const bool list = value.size() >= 2 && value.front() == '[' && value.back() == ']';
    if (!fields.emplace(lastKey, list ? listValue(value) : std::string(unquoted(value))).second)
        return failure(ErrorCode::InvalidArgument, "its front matter names " + lastKey + " twice");
    return {};
}

std::optional<std::string> firstHeading(std::string_view body)
{
    for (const Block& block : blocksOf(body)) {
        if (block.kind == BlockKind::Heading)
            return block.text;
    }
    return std::nullopt;
}

} // namespace

Result<Fields> markdown(std::string_view text)
{
    Fields fields;
    std::string_view body = text;
    const std::string_view firstLine = text::trim(text.substr(0, text.find('\n')));
    if (firstLine == "---") {
        std::size_t position = text.find('\n');
        std::string lastKey;
        bool closed = false;
        while (position != std::string_view::npos && !closed) {
            const std::size_t end = text.find('\n', position + 1);
            const std::string_view line = text.substr(position + 1, end == std::string_view::npos ? end : end - position - 1);
            closed = text::trim(line) == "---" || text::trim(line) == "...";
            if (!closed)
                TRY(takeLine(fields, line, lastKey));
            position = end;
        }
        if (!closed)
            return failure(ErrorCode::InvalidArgument, "its front matter is not closed by a line of ---");
        body = position == std::string_view::npos ? std::string_view() : text.substr(position + 1);
    }
    fields["body"] = std::string(body);
    if (!fields.contains("title")) {
        if (auto heading = firstHeading(body))
            fields["title"] = std::move(*heading);
    }
    return fields;
}

} // namespace tandem::formats
