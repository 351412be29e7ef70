// Named texts → Document, with every check.
#include "knowledge/import/ArticleFormats.h"

#include "base/Text.h"
#include "privacy/LearnedText.h"

#include <algorithm>
#include <optional>

namespace tandem::formats {
namespace {

constexpr std::size_t longestId = 200;
constexpr std::size_t longestTitle = 500;
constexpr std::size_t longestSubject = 80; // bytes of a message that stand for a subject

std::string_view fieldOf(const Fields& fields, std::string_view key)
{
    const auto found = fields.find(key);
    return found == fields.end() ? std::string_view() : text::trim(found->second);
}

std::unexpected<Error> invalid(std::string message)
{
    return failure(ErrorCode::InvalidArgument, std::move(message));
}

Result<ArticleId> idOf(std::string_view text)
{
    if (text.empty())
        return invalid("it has no id");
    if (text.size() > longestId)
        return invalid("its id is longer than 200 bytes");
    if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }))
        return invalid("its id holds a control character");
    return ArticleId(std::string(text));
}

Result<std::optional<TimePoint>> timeOf(const Fields& fields, std::string_view key)
{
    const std::string_view text = fieldOf(fields, key);
    if (text.empty())
        return std::nullopt;
    const auto time = parseTime(text);
    if (!time)
        return invalid("its " + std::string(key) + " is no date such as 2026-11-22 or time such as 2026-11-22T18:05:00Z");
    return *time;
}

// "valid until 30 June" includes the 30th.
Result<std::optional<TimePoint>> endTimeOf(const Fields& fields, std::string_view key)
{
    std::optional<TimePoint> time = TRY(timeOf(fields, key));
    if (time && fieldOf(fields, key).size() == std::string_view("2026-11-22").size())
        *time += std::chrono::hours(24) - Milliseconds(1);
    return time;
}

Result<bool> flagOf(const Fields& fields, std::string_view key)
{
    const std::string value = text::fold(fieldOf(fields, key));
    if (value.empty() || value == "false" || value == "no" || value == "0")
        return false;
    if (value == "true" || value == "yes" || value == "1")
        return true;
    return invalid("its " + std::string(key) + " is neither true nor false");
}

Status takeLanguage(const Fields& fields, std::string_view key, Document& document)
{
    const std::string_view code = fieldOf(fields, key);
    if (code.empty())
        return {};
    const auto language = languageFrom(code);
    if (!language)
        return invalid("its " + std::string(key) + " is none of en es fr de it pt nl pl tr ar zh ja");
    document.language = *language;
    return {};
}

// A chat has no subject: its first words stand for one.
std::string firstWords(std::string_view message)
{
    std::string line = text::collapseWhitespace(text::truncate(message, 4 * longestSubject));
    if (line.size() <= longestSubject)
        return line;
    const std::string_view cut = text::truncate(line, longestSubject);
    const std::size_t space = cut.rfind(' ');
    return std::string(space == std::string_view::npos || space < longestSubject / 2 ? cut : cut.substr(0, space)) + "…";
}

} // namespace

Result<Document> documentOf(const Fields& fields)
{
    Document document;
    document.id = TRY(idOf(fieldOf(fields, "id")));
    document.title = text::collapseWhitespace(fieldOf(fields, "title"));
    document.body = std::string(fieldOf(fields, fields.contains("body") ? "body" : "text"));
    if (document.body.empty())
        return invalid("it has no text");
    if (document.title.empty())
        document.title = document.id.value();
    document.title = std::string(text::truncate(document.title, longestTitle));
    TRY(takeLanguage(fields, "lang", document));
    document.category = std::string(fieldOf(fields, "category"));
    document.audience = std::string(fieldOf(fields, "audience"));
    document.plan = std::string(fieldOf(fields, "plan"));
    for (const std::string_view other : text::split(fieldOf(fields, "supersedes"), ',')) {
        if (!text::trim(other).empty())
            document.supersedes.push_back(TRY(idOf(text::trim(other))));
    }
    document.validFrom = TRY(timeOf(fields, "valid_from"));
    document.validUntil = TRY(endTimeOf(fields, "valid_until"));
    if (document.validFrom && document.validUntil && *document.validUntil < *document.validFrom)
        return invalid("its valid_until lies before its valid_from");
    document.superseded = TRY(flagOf(fields, "superseded"));
    document.updatedAt = TRY(timeOf(fields, "updated")).value_or(TimePoint{});
    return document;
}

Result<Document> resolutionOf(const Fields& fields, const OwnAddresses& own)
{
    Document document;
    document.kind = DocumentKind::Resolution;
    document.id = TRY(idOf(fieldOf(fields, "id")));
    std::vector<std::string> persons;
    for (const std::string_view person : text::lines(fieldOf(fields, "persons"))) {
        if (std::string name = person.find('@') == std::string_view::npos ? own.personIn(person) : std::string(person);
            !name.empty() && !own.contains(name))
            persons.push_back(std::move(name));
    }
    const auto clean = [&](std::string_view text) {
        return withoutPersons(text, persons, [&](std::string_view address) { return own.contains(address); });
    };
    if (fieldOf(fields, "agent_resolution").empty())
        return invalid("it has no agent_resolution");
    document.body = clean(withoutFrame(fieldOf(fields, "agent_resolution"), {}));
    if (text::trim(document.body).empty())
        return invalid("its agent_resolution holds nothing but greeting and signature");
    document.title = text::collapseWhitespace(clean(text::truncate(fieldOf(fields, "subject"), longestTitle)));
    const std::string_view message = fieldOf(fields, "customer_message");
    const std::string asked = withoutFrame(message, {});
    document.question = clean(asked.empty() ? message : std::string_view(asked));
    if (document.title.empty())
        document.title = firstWords(document.question);
    if (document.title.empty())
        document.title = document.id.value();
    TRY(takeLanguage(fields, "language", document));
    document.category = std::string(fieldOf(fields, "category"));
    document.superseded = TRY(flagOf(fields, "superseded"));
    document.updatedAt = TRY(timeOf(fields, "resolved_at")).value_or(TimePoint{});
    return document;
}

} // namespace tandem::formats
