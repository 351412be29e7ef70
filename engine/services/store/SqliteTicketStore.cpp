#include "services/store/SqliteTicketStore.h"

#include "services/store/TicketColumns.h"
#include "services/store/TicketJson.h"

namespace tandem {

namespace {

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
    Assignee,
    WaitingSince,
    DueAt,
    Cost,
    Created,
    Updated,
    Timings,
    Subject,
    Preview,
    Metadata,
    ClassificationColumn,
    RouteColumn,
    Escalation,
    DraftColumn,
    GroupColumn // and the columns of storedGroup
};

} // namespace

struct SqliteTicketStore::Sealed {
    std::string subject;
    std::string preview;
    std::string metadata;
    std::optional<std::string> classification;
    std::optional<std::string> route;
    std::optional<std::string> escalation;
    std::optional<std::string> draft;

    [[nodiscard]] bool analysed() const { return classification || route || escalation || draft; }
    static std::optional<Blob> blob(const std::optional<std::string>& bytes)
    {
        if (!bytes)
            return std::nullopt;
        return Blob{*bytes};
    }
};

SqliteTicketStore::SqliteTicketStore(SqliteConnection& connection, const Seal& seal, CommittedChanges& changes)
    : m_connection(connection)
    , m_seal(seal)
    , m_changes(changes)
    , m_list(connection, seal)
{
}

SqliteTicketStore::Sealed SqliteTicketStore::sealedParts(const Ticket& ticket) const
{
    const std::string& row = ticket.id.value();
    Sealed sealed{m_seal.seal(ticket.subject, "ticket.subject", row), m_seal.seal(ticket.preview, "ticket.preview", row),
        m_seal.seal(ticket.metadataJson, "ticket.metadata", row), {}, {}, {}, {}};
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

// What InsertTicket and UpdateTicket begin with.
std::vector<SqlValue> SqliteTicketStore::changeable(const Ticket& ticket, const TicketColumns& plain, const Sealed& sealed)
{
    return {name(ticket.status), plain.priority, plain.category, plain.confidence, plain.urgency, plain.urgencyScore,
        plain.sentiment, plain.sentimentScore, plain.language, plain.highStakesAction, plain.queue, plain.team,
        ticket.assignee.value(), plain.reasons, plain.draftConfidence, plain.draftAbstained, plain.waitingSince, plain.dueAt,
        ticket.costUsd, ticket.updatedAt, plain.timings, Blob{sealed.subject}, Blob{sealed.preview}, Blob{sealed.metadata}};
}

Status SqliteTicketStore::insert(Ticket& ticket)
{
    const TicketColumns plain(ticket);
    const Sealed sealed = sealedParts(ticket);
    std::vector<SqlValue> values = changeable(ticket, plain, sealed);
    for (const SqlValue& value : std::initializer_list<SqlValue>{
             ticket.id.value(), ticket.customer.value(), ticket.correlation.value(), name(ticket.channel), ticket.createdAt})
        values.push_back(value);
    {
        const SqliteRows inserted = TRY(m_connection.run(Sql::InsertTicket, values));
        ticket.number = inserted.insertedRow();
    }
    if (sealed.analysed())
        TRY(putAnalysis(ticket.id, sealed));
    ticket.version = 1;
    m_changes.tickets.push_back(ticket.id);
    return {};
}

Status SqliteTicketStore::update(Ticket& ticket)
{
    const TicketColumns plain(ticket);
    const Sealed sealed = sealedParts(ticket);
    std::vector<SqlValue> values = changeable(ticket, plain, sealed);
    values.emplace_back(ticket.id.value());
    values.emplace_back(ticket.version);
    const std::int64_t changed = TRY(m_connection.run(Sql::UpdateTicket, values)).changed();
    if (changed == 1) {
        TRY(putAnalysis(ticket.id, sealed));
        ++ticket.version;
        m_changes.tickets.push_back(ticket.id);
        return {};
    }
    SqliteRows stored = TRY(m_connection.run(Sql::TicketVersion, {ticket.id.value()}));
    if (!TRY(stored.next()))
        return failure(ErrorCode::NotFound, "There is no ticket " + ticket.id.value() + ".");
    return failure(ErrorCode::Conflict, "Ticket " + ticket.id.value() + " was changed meanwhile; read it again.");
}

Status SqliteTicketStore::putAnalysis(const TicketId& id, const Sealed& sealed)
{
    if (!sealed.analysed()) {
        TRY(m_connection.change(Sql::RemoveAnalysis, {id.value()}));
        return {};
    }
    TRY(m_connection.change(Sql::PutAnalysis,
        {id.value(), Sealed::blob(sealed.classification), Sealed::blob(sealed.route), Sealed::blob(sealed.escalation),
            Sealed::blob(sealed.draft)}));
    return {};
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
    ticket.channel = TRY(storedEnum(rows, ChannelColumn, channelFrom, "channel"));
    ticket.status = TRY(storedEnum(rows, StatusColumn, ticketStatusFrom, "status"));
    if (!rows.isNull(Priority))
        ticket.priority = TRY(storedEnum(rows, Priority, urgencyFrom, "priority"));
    ticket.assignee = ActorId(rows.text(Assignee));
    ticket.waitingSince = storedTime(rows, WaitingSince);
    ticket.dueAt = storedTime(rows, DueAt);
    ticket.costUsd = rows.real(Cost);
    ticket.createdAt = rows.time(Created);
    ticket.updatedAt = rows.time(Updated);
    ticket.timingsMs = TRY(ticket_json::readTimings(rows.text(Timings)));
    ticket.subject = TRY(opened(rows, Subject, "ticket.subject", ticket.id)).value_or("");
    ticket.preview = TRY(opened(rows, Preview, "ticket.preview", ticket.id)).value_or("");
    ticket.metadataJson = TRY(opened(rows, Metadata, "ticket.metadata", ticket.id)).value_or("{}");
    if (const auto text = TRY(opened(rows, ClassificationColumn, "ticket.classification", ticket.id)))
        ticket.classification = TRY(ticket_json::readClassification(*text));
    if (const auto text = TRY(opened(rows, RouteColumn, "ticket.route", ticket.id)))
        ticket.route = TRY(ticket_json::readRoute(*text));
    if (const auto text = TRY(opened(rows, Escalation, "ticket.escalation", ticket.id)))
        ticket.escalation = TRY(ticket_json::readReasons(*text));
    if (const auto text = TRY(opened(rows, DraftColumn, "ticket.draft", ticket.id)))
        ticket.draft = TRY(ticket_json::readDraft(*text));
    ticket.group = storedGroup(rows, GroupColumn);
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
    TRY(m_connection.change(Sql::InsertMessage,
        {message.id.value(), message.ticket.value(), name(message.author), name(message.visibility), message.actor.value(),
            message.at, Blob{sealed}, ticket_json::write(message.restsOn)}));
    m_changes.tickets.push_back(message.ticket);
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
        message.author = TRY(storedEnum(rows, 1, authorFrom, "message author"));
        message.visibility = TRY(storedEnum(rows, 2, visibilityFrom, "message visibility"));
        message.actor = ActorId(rows.text(3));
        message.at = rows.time(4);
        message.text = TRY(m_seal.unseal(rows.blob(5), "message.text", message.id.value()));
        message.restsOn = TRY(ticket_json::readArticles(rows.text(6)));
    }
    return messages;
}

Result<TicketPage> SqliteTicketStore::list(const TicketListing& listing)
{
    return m_list.page(listing);
}

Result<std::int64_t> SqliteTicketStore::count(const TicketFilter& filter, std::optional<TimePoint> dueBefore)
{
    return m_list.count(filter, dueBefore);
}

Status SqliteTicketStore::markSeen(const TicketId& id, const ActorId& reader, TimePoint at)
{
    TRY(m_connection.change(Sql::MarkSeen, {id.value(), reader.value(), at}));
    return {};
}

} // namespace tandem
