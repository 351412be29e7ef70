// Lists of tickets and what is asked of them.
#include "desk/Wire.h"
#include "desk/WireMembers.h"

#include <charconv>
#include <functional>

namespace tandem::wire {

namespace {

constexpr std::string_view nobody = "none";
constexpr std::int64_t mostSkipped = 1'000'000'000;
constexpr std::int64_t mostListed = 500;

std::unexpected<Error> wrong(std::string_view parameter, std::string_view must)
{
    return failure(ErrorCode::InvalidArgument, "'" + std::string(parameter) + "' " + std::string(must));
}

template <typename Enum>
Status take(std::string_view parameter, std::optional<Enum> known, auto& out)
{
    if (!known)
        return wrong(parameter, "is not a name that is known here");
    out = *known; // NOLINT(bugprone-optional-value-conversion): not every `out` is optional
    return {};
}

Result<std::int64_t> number(std::string_view parameter, std::string_view text, std::int64_t least, std::int64_t most)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least || value > most)
        return wrong(parameter, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return value;
}

Status set(InboxQuery& query, std::string_view parameter, const std::string& value)
{
    if (parameter == "view")
        return take(parameter, inboxViewFrom(value), query.view);
    if (parameter == "queue")
        return take(parameter, queueFrom(value), query.queue);
    if (parameter == "status")
        return take(parameter, ticketStatusFrom(value), query.status);
    if (parameter == "language")
        return take(parameter, languageFrom(value), query.language);
    if (parameter == "sort")
        return take(parameter, inboxOrderFrom(value), query.order);
    if (parameter == "assignee")
        query.assignee = value == nobody ? ActorId() : ActorId(value);
    else if (parameter == "group")
        query.group = GroupId(value);
    else if (parameter == "team")
        query.team = value;
    else if (parameter == "q")
        query.text = value;
    else if (parameter == "cursor")
        query.cursor = value;
    else if (parameter == "offset")
        query.offset = TRY(number(parameter, value, 0, mostSkipped));
    else if (parameter == "limit")
        query.limit = static_cast<int>(TRY(number(parameter, value, 1, mostListed)));
    else
        return wrong(parameter.substr(0, 60), "is not a parameter that is known here");
    return {};
}

void append(std::string& url, std::string_view parameter, std::string_view value)
{
    if (!url.empty())
        url += '&';
    url += std::string(parameter) + '=' + percentEncoded(value);
}

} // namespace

Result<InboxQuery> inboxQuery(const std::map<std::string, std::string>& parameters)
{
    InboxQuery query;
    query.view = InboxView::All;
    query.order = InboxOrder::Newest;
    for (const auto& [parameter, value] : parameters) {
        if (!value.empty())
            TRY(set(query, parameter, value));
    }
    return query;
}

std::string urlQuery(const InboxQuery& query)
{
    std::string url;
    append(url, "view", name(query.view));
    append(url, "sort", name(query.order));
    append(url, "limit", std::to_string(std::clamp<std::int64_t>(query.limit, 1, mostListed)));
    if (query.queue)
        append(url, "queue", name(*query.queue));
    if (query.status)
        append(url, "status", name(*query.status));
    if (query.language)
        append(url, "language", name(*query.language));
    if (query.assignee)
        append(url, "assignee", query.assignee->empty() ? nobody : query.assignee->value());
    if (query.group)
        append(url, "group", query.group->value());
    if (!query.team.empty())
        append(url, "team", query.team);
    if (!query.text.empty())
        append(url, "q", query.text);
    if (!query.cursor.empty())
        append(url, "cursor", query.cursor);
    if (query.offset > 0)
        append(url, "offset", std::to_string(std::min(query.offset, mostSkipped)));
    return url;
}

std::string percentEncoded(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
            || c == '_' || c == '~';
        if (isPlain) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[byte >> 4U];
        encoded += digits[byte & 0xFU];
    }
    return encoded;
}

Json toJson(const TicketSummary& summary)
{
    return form::write(summary);
}

Json toJson(const InboxPage& page)
{
    return form::write(page);
}

Json toJson(const InboxCounts& counts)
{
    return form::write(counts);
}

template Result<TicketSummary> fromJson<TicketSummary>(const Json&);
template Result<InboxPage> fromJson<InboxPage>(const Json&);
template Result<InboxCounts> fromJson<InboxCounts>(const Json&);

} // namespace tandem::wire
