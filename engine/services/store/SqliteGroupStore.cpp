#include "services/store/SqliteGroupStore.h"

#include "services/store/VectorBlob.h"

#include <utility>

namespace tandem {

namespace {

// What a newer version may have stored counts as little as possible.
ReportKind reportFrom(std::int64_t stored)
{
    const bool isKnown = stored >= 0 && stored <= std::int64_t{std::to_underlying(ReportKind::Sure)};
    return isKnown ? static_cast<ReportKind>(stored) : ReportKind::Never;
}

} // namespace

SqliteGroupStore::SqliteGroupStore(SqliteConnection& connection, const Seal& seal, CommittedChanges& changes)
    : m_connection(connection)
    , m_seal(seal)
    , m_changes(changes)
{
}

Status SqliteGroupStore::put(const StoredFingerprint& fingerprint)
{
    const std::string& row = fingerprint.ticket.value();
    const std::string packed = fingerprint.vector.empty() ? "" : blob::packQuantised({fingerprint.vector});
    const std::string vector = m_seal.seal(packed, "fingerprint.vector", row);
    const std::string words = m_seal.seal(blob::packWords(fingerprint.words), "fingerprint.words", row);
    TRY(m_connection.change(Sql::PutFingerprint,
        {row, fingerprint.modelId, fingerprint.at, std::to_underlying(fingerprint.report), Blob{vector}, Blob{words}}));
    return {};
}

Result<StoredFingerprint> SqliteGroupStore::fingerprintFrom(const SqliteRows& rows) const
{
    StoredFingerprint fingerprint;
    fingerprint.ticket = TicketId(rows.text(0));
    fingerprint.modelId = rows.text(1);
    fingerprint.at = rows.time(2);
    fingerprint.report = reportFrom(rows.integer(3));
    const std::string& row = fingerprint.ticket.value();
    const std::string packed = TRY(m_seal.unseal(rows.blob(4), "fingerprint.vector", row));
    auto vectors = TRY(blob::unpackQuantised(packed));
    if (!vectors.empty())
        fingerprint.vector = std::move(vectors.front());
    const std::string words = TRY(m_seal.unseal(rows.blob(5), "fingerprint.words", row));
    fingerprint.words = TRY(blob::unpackWords(words));
    fingerprint.customer = CustomerId(rows.text(6));
    fingerprint.group = GroupId(rows.text(7));
    return fingerprint;
}

Status SqliteGroupStore::each(TimePoint since, int limit, const std::function<Status(const StoredFingerprint&)>& visit)
{
    SqliteRows rows = TRY(m_connection.run(Sql::EachFingerprint, {since, limit}));
    while (TRY(rows.next())) {
        const StoredFingerprint fingerprint = TRY(fingerprintFrom(rows));
        TRY(visit(fingerprint));
    }
    return {};
}

Status SqliteGroupStore::expire(TimePoint before, int limit)
{
    TRY(m_connection.change(Sql::ExpireFingerprints, {before, limit}));
    return {};
}

Status SqliteGroupStore::join(const GroupId& group, const std::vector<TicketId>& tickets)
{
    TRY(m_connection.change(Sql::MakeGroup, {group.value()}));
    std::int64_t joined = 0;
    for (const TicketId& ticket : tickets) {
        const std::int64_t changed = TRY(m_connection.change(Sql::JoinGroup, {group.value(), ticket.value()}));
        joined += changed;
        if (changed > 0)
            m_changes.tickets.push_back(ticket);
    }
    if (joined == 0)
        return {};
    TRY(m_connection.change(Sql::GrowGroup, {joined, group.value()}));
    return tell(group);
}

// That the group is another one shows on all its tickets. Of a large group some are told: lists are read anew often enough.
Status SqliteGroupStore::tell(const GroupId& group)
{
    constexpr int most = 50;
    SqliteRows rows = TRY(m_connection.run(Sql::TicketsOfGroup, {group.value(), most}));
    while (TRY(rows.next()))
        m_changes.tickets.emplace_back(rows.text(0));
    return {};
}

Status SqliteGroupStore::mark(const GroupId& group, const Incident& incident)
{
    const std::int64_t changed = TRY(m_connection.change(
        Sql::MarkGroup, {incident.customers, incident.begin, incident.end, group.value(), incident.customers}));
    if (changed > 0)
        return tell(group);
    if (!TRY(find(group)))
        return failure(ErrorCode::NotFound, "There is no group " + group.value() + " of tickets.");
    return {};
}

Result<std::optional<TicketGroup>> SqliteGroupStore::find(const GroupId& group)
{
    SqliteRows rows = TRY(m_connection.run(Sql::FindGroup, {group.value()}));
    if (!TRY(rows.next()))
        return std::optional<TicketGroup>();
    TicketGroup found{group, rows.integer(0), std::nullopt};
    if (!rows.isNull(1))
        found.incident = Incident{static_cast<int>(rows.integer(1)), rows.time(2), rows.time(3)};
    return std::optional(std::move(found));
}

Status SqliteGroupStore::remove(const TicketId& ticket)
{
    TRY(m_connection.change(Sql::RemoveFingerprint, {ticket.value()}));
    std::string group;
    {
        SqliteRows rows = TRY(m_connection.run(Sql::GroupOfTicket, {ticket.value()}));
        if (!TRY(rows.next()))
            return {};
        group = rows.text(0);
    }
    TRY(m_connection.change(Sql::LeaveGroup, {ticket.value()}));
    TRY(m_connection.change(Sql::GrowGroup, {-1, group}));
    m_changes.tickets.push_back(ticket);
    return tell(GroupId(group));
}

} // namespace tandem
