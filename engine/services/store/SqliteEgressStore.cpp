#include "services/store/SqliteEgressStore.h"

#include <algorithm>
#include <limits>

namespace tandem {

namespace {

constexpr int mostListed = 1000;
constexpr std::string_view bodyPlace = "egress.body";
constexpr int bodyColumn = 12; // after EGRESS_COLUMNS

Result<EgressEntry> entryFrom(const SqliteRows& rows)
{
    EgressEntry entry;
    entry.sequence = rows.integer(0);
    entry.id = EgressId(rows.text(1));
    entry.at = rows.time(2);
    entry.ticket = TicketId(rows.text(3));
    entry.host = rows.text(4);
    entry.method = rows.text(5);
    entry.bytesOut = rows.integer(6);
    entry.bodyHash = rows.text(7);
    const auto outcome = egressOutcomeFrom(rows.text(8));
    if (!outcome)
        return failure(ErrorCode::Corrupt, "An entry of the egress ledger cannot be read; update Tandem.");
    entry.outcome = *outcome;
    entry.status = static_cast<int>(rows.integer(9));
    entry.bytesIn = rows.integer(10);
    entry.settledAt = rows.optionalTime(11);
    return entry;
}

} // namespace

SqliteEgressStore::SqliteEgressStore(SqliteConnection& connection, const Seal& seal)
    : m_connection(connection)
    , m_seal(seal)
{
}

Status SqliteEgressStore::append(const EgressEntry& entry)
{
    const std::string& id = entry.id.value();
    TRY(m_connection.change(Sql::AppendEgress,
        {id, entry.at, entry.ticket.value(), entry.host, entry.method, entry.bytesOut, entry.bodyHash, name(entry.outcome),
            entry.status, entry.bytesIn, entry.settledAt}));
    if (!entry.body)
        return {};
    const std::string body = m_seal.seal(*entry.body, bodyPlace, id);
    TRY(m_connection.change(Sql::KeepEgressBody, {id, entry.ticket.value(), entry.at, Blob{body}}));
    return {};
}

Status SqliteEgressStore::settle(const EgressEntry& entry)
{
    const std::int64_t changed = TRY(m_connection.change(
        Sql::SettleEgress, {name(entry.outcome), entry.status, entry.bytesIn, entry.settledAt, entry.id.value()}));
    if (changed > 0)
        return {};
    TRY(get(entry.id));
    return failure(ErrorCode::Conflict, "What became of this request was written down before.");
}

Result<EgressEntry> SqliteEgressStore::get(const EgressId& id)
{
    SqliteRows rows = TRY(m_connection.run(Sql::FindEgress, {id.value()}));
    if (!TRY(rows.next()))
        return failure(ErrorCode::NotFound, "The egress ledger has no such entry.");
    EgressEntry entry = TRY(entryFrom(rows));
    if (!rows.isNull(bodyColumn))
        entry.body = TRY(m_seal.unseal(rows.blob(bodyColumn), bodyPlace, id.value()));
    return entry;
}

Result<std::vector<EgressEntry>> SqliteEgressStore::list(const EgressListing& listing)
{
    const std::int64_t before = listing.before > 0 ? listing.before : std::numeric_limits<std::int64_t>::max();
    const int limit = std::clamp(listing.limit, 1, mostListed);
    SqliteRows rows
        = TRY(listing.ticket.empty() ? m_connection.run(Sql::ListEgress, {before, limit})
                                     : m_connection.run(Sql::ListEgressOfTicket, {listing.ticket.value(), before, limit}));
    std::vector<EgressEntry> entries;
    while (TRY(rows.next()))
        entries.push_back(TRY(entryFrom(rows)));
    return entries;
}

Result<std::vector<EgressTotal>> SqliteEgressStore::totals(TimePoint since)
{
    SqliteRows rows = TRY(m_connection.run(Sql::TotalEgress, {since}));
    std::vector<EgressTotal> totals;
    while (TRY(rows.next()))
        totals.push_back({rows.text(0), rows.integer(1), rows.integer(2), rows.integer(3), rows.integer(4)});
    return totals;
}

Result<int> SqliteEgressStore::forgetBodies(TimePoint before, int limit)
{
    return static_cast<int>(TRY(m_connection.change(Sql::ForgetEgressBodies, {before, limit})));
}

} // namespace tandem
