#include "services/store/SqliteTicketList.h"

#include "services/store/TicketColumns.h"
#include "services/store/TicketSql.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace tandem {

namespace {

constexpr int maximumPage = 1000;

// The columns of TicketSql::list.
enum Column : int {
    Number,
    Identifier,
    Version,
    CustomerColumn,
    Correlation,
    ChannelColumn,
    StatusColumn,
    Priority,
    CategoryColumn,
    Confidence,
    UrgencyColumn,
    UrgencyScore,
    SentimentColumn,
    SentimentScore,
    LanguageColumn,
    Action,
    QueueColumn,
    Team,
    Assignee,
    Reasons,
    DraftConfidence,
    DraftAbstained,
    WaitingSince,
    DueAt,
    Cost,
    Created,
    Updated,
    Subject,
    Preview,
    DisplayName,
    ExternalId,
    CustomerWrote,
    Seen,
    GroupColumn // and the columns of storedGroup
};

constexpr std::array<char, 3> orderLetters{'n', 'd', 'w'};

std::int64_t keyOf(const Ticket& ticket, TicketOrder order)
{
    const auto milliseconds = [](TimePoint time) { return std::int64_t{time.time_since_epoch().count()}; };
    switch (order) {
    case TicketOrder::Newest: return milliseconds(ticket.createdAt);
    case TicketOrder::Due: return ticket.dueAt ? milliseconds(*ticket.dueAt) : noTime;
    case TicketOrder::Waiting: return ticket.waitingSince ? milliseconds(*ticket.waitingSince) : noTime;
    }
    return noTime;
}

// Letter of the order, key and number of the last ticket of a page: "d1700000000000.12".
std::string cursorOf(const Ticket& ticket, TicketOrder order)
{
    return orderLetters[std::to_underlying(order)] + std::to_string(keyOf(ticket, order)) + "." + std::to_string(ticket.number);
}

std::optional<std::int64_t> takeInteger(std::string_view& text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc())
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

Result<TicketPosition> positionOf(std::string_view cursor, TicketOrder order)
{
    if (cursor.empty())
        return TicketSql::start(order);
    std::optional<std::int64_t> key;
    std::optional<std::int64_t> number;
    if (cursor.starts_with(orderLetters[std::to_underlying(order)])) {
        cursor.remove_prefix(1);
        key = takeInteger(cursor);
        if (key && cursor.starts_with('.')) {
            cursor.remove_prefix(1);
            number = takeInteger(cursor);
        }
    }
    if (!number || !cursor.empty())
        return failure(
            ErrorCode::InvalidArgument, "The cursor is not one that this list of tickets gave out; start without one.");
    return TicketPosition{*key, *number};
}

// The parts of the classification that have a column; nullopt before there is one.
Result<std::optional<Classification>> classificationFrom(const SqliteRows& rows)
{
    if (rows.isNull(CategoryColumn))
        return std::optional<Classification>();
    Classification found;
    found.category = TRY(storedEnum(rows, CategoryColumn, categoryFrom, "category"));
    found.confidence = rows.real(Confidence);
    found.urgency = TRY(storedEnum(rows, UrgencyColumn, urgencyFrom, "urgency"));
    found.urgencyScore = rows.real(UrgencyScore);
    found.sentiment = TRY(storedEnum(rows, SentimentColumn, sentimentFrom, "sentiment"));
    found.sentimentScore = rows.real(SentimentScore);
    found.language.language = TRY(storedEnum(rows, LanguageColumn, languageFrom, "language"));
    if (!rows.isNull(Action))
        found.highStakesAction = TRY(storedEnum(rows, Action, highStakesActionFrom, "high-stakes action"));
    return std::optional(std::move(found));
}

Result<Ticket> plainPartsFrom(const SqliteRows& rows)
{
    Ticket ticket;
    ticket.id = TicketId(rows.text(Identifier));
    ticket.number = rows.integer(Number);
    ticket.version = rows.integer(Version);
    ticket.customer = CustomerId(rows.text(CustomerColumn));
    ticket.correlation = CorrelationId(rows.text(Correlation));
    ticket.channel = TRY(storedEnum(rows, ChannelColumn, channelFrom, "channel"));
    ticket.status = TRY(storedEnum(rows, StatusColumn, ticketStatusFrom, "status"));
    if (!rows.isNull(Priority))
        ticket.priority = TRY(storedEnum(rows, Priority, urgencyFrom, "priority"));
    ticket.classification = TRY(classificationFrom(rows));
    if (!rows.isNull(QueueColumn))
        ticket.route = Route{TRY(storedEnum(rows, QueueColumn, queueFrom, "queue")), rows.text(Team), {}};
    ticket.escalation = TRY(storedReasons(rows, Reasons));
    if (!rows.isNull(DraftConfidence)) {
        ticket.draft.emplace();
        ticket.draft->confidence = rows.real(DraftConfidence);
        ticket.draft->abstained = rows.integer(DraftAbstained) != 0;
    }
    ticket.assignee = ActorId(rows.text(Assignee));
    ticket.waitingSince = storedTime(rows, WaitingSince);
    ticket.dueAt = storedTime(rows, DueAt);
    ticket.costUsd = rows.real(Cost);
    ticket.createdAt = rows.time(Created);
    ticket.updatedAt = rows.time(Updated);
    ticket.group = storedGroup(rows, GroupColumn);
    return ticket;
}

} // namespace

SqliteTicketList::SqliteTicketList(SqliteConnection& connection, const Seal& seal)
    : m_connection(connection)
    , m_seal(seal)
{
}

Result<std::string> SqliteTicketList::customerName(const SqliteRows& rows, const CustomerId& id) const
{
    if (rows.isNull(DisplayName))
        return std::string(); // no such customer
    std::string displayName = TRY(m_seal.unseal(rows.blob(DisplayName), "customer.display_name", id.value()));
    if (!displayName.empty())
        return displayName;
    return m_seal.unseal(rows.blob(ExternalId), "customer.external_id", id.value());
}

Result<ListedTicket> SqliteTicketList::listedFrom(const SqliteRows& rows, const ActorId& reader) const
{
    ListedTicket listed;
    Ticket& ticket = listed.ticket;
    ticket = TRY(plainPartsFrom(rows));
    ticket.subject = TRY(m_seal.unseal(rows.blob(Subject), "ticket.subject", ticket.id.value()));
    if (!rows.isNull(Preview))
        ticket.preview = TRY(m_seal.unseal(rows.blob(Preview), "ticket.preview", ticket.id.value()));
    listed.customerName = TRY(customerName(rows, ticket.customer));
    const bool news = !rows.isNull(CustomerWrote) && (rows.isNull(Seen) || rows.integer(CustomerWrote) > rows.integer(Seen));
    listed.unread = news && !reader.value().empty();
    return listed;
}

Result<TicketPage> SqliteTicketList::page(const TicketListing& listing)
{
    const TicketPosition from = TRY(positionOf(listing.cursor, listing.order));
    const std::int64_t offset = listing.cursor.empty() ? std::max<std::int64_t>(listing.offset, 0) : 0;
    const int wanted = std::clamp(listing.limit, 1, maximumPage);
    const TicketSql sql(listing.filter);
    // One more tells whether there is a next page.
    const ComposedSql composed = sql.list(listing.order, from, offset, wanted + 1, listing.reader);
    TicketPage result;
    SqliteRows rows = TRY(m_connection.run(composed.text, composed.values));
    while (TRY(rows.next()))
        result.tickets.push_back(TRY(listedFrom(rows, listing.reader)));
    const bool newest = listing.order == TicketOrder::Newest;
    std::ranges::sort(result.tickets, [&](const ListedTicket& left, const ListedTicket& right) {
        const std::pair leftPosition(keyOf(left.ticket, listing.order), left.ticket.number);
        const std::pair rightPosition(keyOf(right.ticket, listing.order), right.ticket.number);
        return newest ? rightPosition < leftPosition : leftPosition < rightPosition;
    });
    if (result.tickets.size() > static_cast<std::size_t>(wanted)) {
        result.tickets.pop_back();
        result.cursor = cursorOf(result.tickets.back().ticket, listing.order);
    }
    return result;
}

Result<std::int64_t> SqliteTicketList::count(const TicketFilter& filter, std::optional<TimePoint> dueBefore)
{
    const TicketSql sql(filter);
    const ComposedSql composed = sql.count(dueBefore);
    SqliteRows rows = TRY(m_connection.run(composed.text, composed.values));
    TRY(rows.next());
    return rows.integer(0);
}

} // namespace tandem
