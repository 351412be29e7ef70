#include "services/store/SqliteTicketStore.h"

#include "services/store/TicketJson.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace tandem {

namespace {

constexpr int maximumPage = 1000;

// The columns of TICKET_COLUMNS.
enum Column : int {
    Number,
    Identifier,
    Version,
    CustomerColumn,
    Correlation,
    ChannelColumn,
    StatusColumn,
    Priority,
    Cost,
    Created,
    Updated,
    Timings,
    Subject,
    Metadata,
    ClassificationColumn,
    RouteColumn,
    Escalation,
    DraftColumn
};

std::unexpected<Error> unreadable(std::string_view what)
{
    return failure(ErrorCode::Corrupt,
        "A stored ticket has a " + std::string(what) + " that this version does not know; update Tandem or restore a backup.");
}

template <typename Value>
std::optional<std::string> nameOf(const std::optional<Value>& value)
{
    if (!value)
        return std::nullopt;
    return std::string(name(*value));
}

// The plain copies beside the sealed classification and route are what lists and reports filter by.
struct PlainParts {
    explicit PlainParts(const Ticket& ticket)
        : priority(nameOf(ticket.priority))
        , timings(ticket_json::write(ticket.timingsMs))
    {
        if (ticket.classification) {
            const Classification& found = *ticket.classification;
            category = name(found.category);
            confidence = found.confidence;
            urgency = name(found.urgency);
            urgencyScore = found.urgencyScore;
            sentiment = name(found.sentiment);
            sentimentScore = found.sentimentScore;
            language = name(found.language.language);
        }
        if (ticket.route) {
            queue = name(ticket.route->queue);
            team = ticket.route->team;
        }
    }

    std::optional<std::string> priority;
    std::string timings;
    std::optional<std::string> category;
    std::optional<double> confidence;
    std::optional<std::string> urgency;
    std::optional<double> urgencyScore;
    std::optional<std::string> sentiment;
    std::optional<double> sentimentScore;
    std::optional<std::string> language;
    std::optional<std::string> queue;
    std::optional<std::string> team;
};

std::optional<std::int64_t> takeInteger(std::string_view& text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc())
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

// "time.number" of the last ticket of a page.
Result<std::pair<std::int64_t, std::int64_t>> positionOf(std::string_view cursor)
{
    constexpr auto last = std::numeric_limits<std::int64_t>::max();
    if (cursor.empty())
        return std::pair(last, last);
    const auto time = takeInteger(cursor);
    const bool separated = time && cursor.starts_with('.');
    if (separated)
        cursor.remove_prefix(1);
    const auto number = separated ? takeInteger(cursor) : std::nullopt;
    if (!number || !cursor.empty())
        return failure(ErrorCode::InvalidArgument, "The cursor is not one that a ticket list gave out; start without one.");
    return std::pair(*time, *number);
}

} // namespace

struct SqliteTicketStore::Sealed {
    std::string subject;
    std::string metadata;
    std::optional<std::string> classification;
    std::optional<std::string> route;
    std::optional<std::string> escalation;
    std::optional<std::string> draft;

    static std::optional<Blob> blob(const std::optional<std::string>& bytes)
    {
        if (!bytes)
            return std::nullopt;
        return Blob{*bytes};
    }
};

SqliteTicketStore::SqliteTicketStore(SqliteConnection& connection, const Seal& seal)
    : m_connection(connection)
    , m_seal(seal)
{
}

SqliteTicketStore::Sealed SqliteTicketStore::sealedParts(const Ticket& ticket) const
{
    const std::string& row = ticket.id.value();
    Sealed sealed{m_seal.seal(ticket.subject, "ticket.subject", row), m_seal.seal(ticket.metadataJson, "ticket.metadata", row),
        {}, {}, {}, {}};
    if (ticket.classification)
        sealed.classification = m_seal.seal(ticket_json::write(*ticket.classification), "ticket.classification", row);
    if (ticket.route)
        sealed.route = m_seal.seal(ticket_json::write(*ticket.route), "ticket.route", row);
    if (!ticket.escalation.empty())
        sealed.escalation = m_seal.seal(ticket_json::write(ticket.escalation), "ticket.escalation", row);
    if (ticket.draft)
        sealed.draft = m_seal.seal(ticket_json::write(*ticket.draft), "ticket.draft", row);
    return sealed;
}

Status SqliteTicketStore::insert(Ticket& ticket)
{
    const PlainParts plain(ticket);
    const Sealed sealed = sealedParts(ticket);
    const SqliteRows inserted = TRY(m_connection.run(Sql::InsertTicket,
        {ticket.id.value(), ticket.customer.value(), ticket.correlation.value(), name(ticket.channel), ticket.createdAt,
            name(ticket.status), plain.priority, plain.category, plain.confidence, plain.urgency, plain.urgencyScore,
            plain.sentiment, plain.sentimentScore, plain.language, plain.queue, plain.team, ticket.costUsd, ticket.updatedAt,
            plain.timings, Blob{sealed.subject}, Blob{sealed.metadata}, Sealed::blob(sealed.classification),
            Sealed::blob(sealed.route), Sealed::blob(sealed.escalation), Sealed::blob(sealed.draft)}));
    ticket.number = inserted.insertedRow();
    ticket.version = 1;
    return {};
}

Status SqliteTicketStore::update(Ticket& ticket)
{
    const PlainParts plain(ticket);
    const Sealed sealed = sealedParts(ticket);
    const std::int64_t changed = TRY(m_connection.change(Sql::UpdateTicket,
        {name(ticket.status), plain.priority, plain.category, plain.confidence, plain.urgency, plain.urgencyScore,
            plain.sentiment, plain.sentimentScore, plain.language, plain.queue, plain.team, ticket.costUsd, ticket.updatedAt,
            plain.timings, Blob{sealed.subject}, Blob{sealed.metadata}, Sealed::blob(sealed.classification),
            Sealed::blob(sealed.route), Sealed::blob(sealed.escalation), Sealed::blob(sealed.draft), ticket.id.value(),
            ticket.version}));
    if (changed == 1) {
        ++ticket.version;
        return {};
    }
    SqliteRows stored = TRY(m_connection.run(Sql::TicketVersion, {ticket.id.value()}));
    if (!TRY(stored.next()))
        return failure(ErrorCode::NotFound, "There is no ticket " + ticket.id.value() + ".");
    return failure(ErrorCode::Conflict, "Ticket " + ticket.id.value() + " was changed meanwhile; read it again.");
}

Result<std::optional<std::string>> SqliteTicketStore::opened(
    const SqliteRows& rows, int column, std::string_view place, const TicketId& id) const
{
    if (rows.isNull(column))
        return std::optional<std::string>();
    std::string plain = TRY(m_seal.unseal(rows.blob(column), place, id.value()));
    return std::optional(std::move(plain));
}

Result<Ticket> SqliteTicketStore::ticketFrom(const SqliteRows& rows) const
{
    Ticket ticket;
    ticket.id = TicketId(rows.text(Identifier));
    ticket.number = rows.integer(Number);
    ticket.version = rows.integer(Version);
    ticket.customer = CustomerId(rows.text(CustomerColumn));
    ticket.correlation = CorrelationId(rows.text(Correlation));
    const auto channel = channelFrom(rows.text(ChannelColumn));
    const auto status = ticketStatusFrom(rows.text(StatusColumn));
    if (!channel || !status)
        return unreadable("channel or status");
    ticket.channel = *channel;
    ticket.status = *status;
    if (!rows.isNull(Priority)) {
        ticket.priority = urgencyFrom(rows.text(Priority));
        if (!ticket.priority)
            return unreadable("priority");
    }
    ticket.costUsd = rows.real(Cost);
    ticket.createdAt = rows.time(Created);
    ticket.updatedAt = rows.time(Updated);
    ticket.timingsMs = TRY(ticket_json::readTimings(rows.text(Timings)));
    ticket.subject = TRY(opened(rows, Subject, "ticket.subject", ticket.id)).value_or("");
    ticket.metadataJson = TRY(opened(rows, Metadata, "ticket.metadata", ticket.id)).value_or("{}");
    if (const auto text = TRY(opened(rows, ClassificationColumn, "ticket.classification", ticket.id)))
        ticket.classification = TRY(ticket_json::readClassification(*text));
    if (const auto text = TRY(opened(rows, RouteColumn, "ticket.route", ticket.id)))
        ticket.route = TRY(ticket_json::readRoute(*text));
    if (const auto text = TRY(opened(rows, Escalation, "ticket.escalation", ticket.id)))
        ticket.escalation = TRY(ticket_json::readReasons(*text));
    if (const auto text = TRY(opened(rows, DraftColumn, "ticket.draft", ticket.id)))
        ticket.draft = TRY(ticket_json::readDraft(*text));
    return ticket;
}

Result<Ticket> SqliteTicketStore::get(const TicketId& id)
{
    SqliteRows rows = TRY(m_connection.run(Sql::GetTicket, {id.value()}));
    if (!TRY(rows.next()))
        return failure(ErrorCode::NotFound, "There is no ticket " + id.value() + ".");
    return ticketFrom(rows);
}

Status SqliteTicketStore::append(const Message& message)
{
    const std::string sealed = m_seal.seal(message.text, "message.text", message.id.value());
    TRY(m_connection.change(
        Sql::InsertMessage, {message.id.value(), message.ticket.value(), name(message.author), message.at, Blob{sealed}}));
    return {};
}

Result<std::vector<Message>> SqliteTicketStore::messages(const TicketId& id)
{
    SqliteRows rows = TRY(m_connection.run(Sql::MessagesOfTicket, {id.value()}));
    std::vector<Message> messages;
    while (TRY(rows.next())) {
        Message& message = messages.emplace_back();
        message.id = MessageId(rows.text(0));
        message.ticket = id;
        const auto author = authorFrom(rows.text(1));
        if (!author)
            return unreadable("message author");
        message.author = *author;
        message.at = rows.time(2);
        message.text = TRY(m_seal.unseal(rows.blob(3), "message.text", message.id.value()));
    }
    return messages;
}

Result<SqliteRows> SqliteTicketStore::page(const TicketFilter& filter, std::int64_t time, std::int64_t number, int limit)
{
    const auto queue = nameOf(filter.queue);
    const auto status = nameOf(filter.status);
    if (filter.customer)
        return m_connection.run(Sql::ListTicketsOfCustomer, {filter.customer->value(), queue, status, time, number, limit});
    if (queue && status)
        return m_connection.run(Sql::ListTicketsOfQueueAndStatus, {*queue, *status, time, number, limit});
    if (queue)
        return m_connection.run(Sql::ListTicketsOfQueue, {*queue, time, number, limit});
    if (status)
        return m_connection.run(Sql::ListTicketsOfStatus, {*status, time, number, limit});
    return m_connection.run(Sql::ListTickets, {time, number, limit});
}

Result<TicketPage> SqliteTicketStore::list(const TicketFilter& filter, const std::string& cursor, int limit)
{
    const auto [time, number] = TRY(positionOf(cursor));
    const int wanted = std::clamp(limit, 1, maximumPage);
    SqliteRows rows = TRY(page(filter, time, number, wanted + 1)); // one more tells whether there is a next page
    TicketPage result;
    while (TRY(rows.next())) {
        if (result.tickets.size() == static_cast<std::size_t>(wanted)) {
            const Ticket& last = result.tickets.back();
            result.cursor = std::to_string(last.createdAt.time_since_epoch().count()) + "." + std::to_string(last.number);
            break;
        }
        result.tickets.push_back(TRY(ticketFrom(rows)));
    }
    return result;
}

} // namespace tandem
