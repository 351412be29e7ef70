// Past tickets in JSON and CSV.
#include "knowledge/import/PastTicket.h"

#include "base/Text.h"

#include <algorithm>
#include <utility>

namespace tandem::formats {
namespace {

constexpr const char* whatIsTaken
    = "it is no resolution (agent_resolution), no ticket of Zendesk with comments and no conversation of Chatwoot with messages";

Result<Fields> ownFields(const Json& object)
{
    Fields fields;
    for (const auto& [key, value] : object.items()) {
        if (value.is_boolean())
            fields.emplace(key, value.get<bool>() ? "true" : "false");
        else if (value.is_null() || value.is_string() || value.is_number_integer())
            fields.emplace(key, textIn(object, key));
    }
    return fields;
}

Result<Fields> ticketFields(const Json& object, const JsonFile& file)
{
    if (object.contains("agent_resolution"))
        return ownFields(object);
    if (memberOf(object, "messages").is_array())
        return chatwootConversation(object);
    if (object.contains("comments") || object.contains("requester_id") || object.contains("requester"))
        return zendeskTicket(object, file);
    return failure(ErrorCode::InvalidArgument, whatIsTaken);
}

void add(std::string place, Result<Fields> fields, Rows& rows)
{
    if (!fields && fields.error().code == ErrorCode::Conflict)
        ++rows.leftOut[fields.error().message];
    else
        rows.rows.push_back({std::move(place), std::move(fields)});
}

Rows ticketsOf(const JsonFile& file)
{
    Rows rows;
    for (const JsonFile::Item& item : file.items)
        add(item.place, item.json ? ticketFields(*item.json, file) : std::unexpected(item.json.error()), rows);
    return rows;
}

std::string_view cell(const Fields& fields, std::initializer_list<std::string_view> names)
{
    for (const std::string_view name : names) {
        if (const auto found = fields.find(name); found != fields.end())
            return text::trim(found->second);
    }
    return {};
}

// A row of Zendesk's ticket list → the object that its interface gives.
Json ticketOf(const Fields& row)
{
    Json ticket{{"id", cell(row, {"ticket_id", "id"})}, {"subject", cell(row, {"subject"})}, {"status", cell(row, {"status"})},
        {"description", cell(row, {"description"})}, {"requester_id", cell(row, {"requester_id"})},
        {"requester_email", cell(row, {"requester_email"})}, {"requester", cell(row, {"requester", "requester_name"})},
        {"assignee", cell(row, {"assignee", "assignee_name"})}, {"solved_at", cell(row, {"solved_at", "updated_at"})}};
    return ticket;
}

Json commentOf(const Fields& row)
{
    const std::string isPublic = text::fold(cell(row, {"public", "is_public", "comment_public"}));
    return {{"author_id", cell(row, {"author_id", "comment_author_id"})},
        {"public", isPublic == "true" || isPublic == "1" || isPublic == "yes" || isPublic == "t"},
        {"body", cell(row, {"body", "comment", "comment_body"})},
        {"created_at", cell(row, {"comment_created_at", "created_at"})}};
}

bool hasComments(const Fields& row)
{
    return row.contains("comments");
}

bool isComment(const Fields& row)
{
    return row.contains("author_id") && (row.contains("public") || row.contains("is_public"))
        && (row.contains("body") || row.contains("comment") || row.contains("comment_body"));
}

// The comments are JSON in their cell.
Result<Fields> wholeTicket(const Fields& row)
{
    Json ticket = ticketOf(row);
    ticket["comments"] = TRY(parseJson(row.at("comments"), {.bytes = 20'000'000, .depth = 16}));
    return zendeskTicket(ticket, {});
}

Rows ticketsByComment(const std::vector<Row>& table)
{
    Rows rows;
    std::vector<std::pair<std::string, Json>> tickets; // place, ticket; in the order of the file
    std::map<std::string, std::size_t, std::less<>> known;
    for (const Row& row : table) {
        if (!row.fields) {
            rows.rows.push_back(row);
            continue;
        }
        const std::string id(cell(*row.fields, {"ticket_id", "id"}));
        const auto [at, isNew] = known.emplace(id, tickets.size());
        if (isNew) {
            tickets.emplace_back(row.place, ticketOf(*row.fields));
            tickets.back().second["comments"] = Json::array();
        }
        tickets[at->second].second["comments"].push_back(commentOf(*row.fields));
    }
    for (auto& [place, ticket] : tickets)
        add(place, zendeskTicket(ticket, {}), rows);
    return rows;
}

} // namespace

Rows jsonLineTickets(std::string_view text)
{
    return ticketsOf(fromJsonLines(text));
}

Result<Rows> jsonTickets(std::string_view text)
{
    const JsonFile file = TRY(fromJson(text));
    return ticketsOf(file);
}

Result<Rows> csvTickets(std::string_view text)
{
    std::vector<Row> all = TRY(table(text));
    const auto first = std::ranges::find_if(all, [](const Row& row) { return row.fields.has_value(); });
    if (first == all.end())
        return Rows{std::move(all), {}};
    const bool own = first->fields->contains("agent_resolution");
    if (!own && !hasComments(*first->fields) && isComment(*first->fields))
        return ticketsByComment(all);
    if (!own && !hasComments(*first->fields))
        return failure(ErrorCode::InvalidArgument,
            "it holds no answers: name a column agent_resolution, or comments; the lists that Zendesk exports as CSV have none, "
            "its "
            "JSON export has");
    Rows rows;
    for (Row& row : all)
        add(row.place, !row.fields || own ? std::move(row.fields) : wholeTicket(*row.fields), rows);
    return rows;
}

} // namespace tandem::formats
