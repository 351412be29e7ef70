#include "services/store/SqliteAuditStore.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace tandem {

namespace {

constexpr std::string_view headPlace = "workspace.audit_head";
constexpr std::string_view headRow = "1";

void appendField(std::string& out, std::string_view field)
{
    out += std::to_string(field.size());
    out += ':';
    out += field;
}

// Fields with their lengths, so that no two different entries give the same text.
std::string hashOf(std::string_view previous, const AuditEntry& entry)
{
    std::string text;
    appendField(text, previous);
    appendField(text, std::to_string(entry.sequence));
    appendField(text, std::to_string(entry.at.time_since_epoch().count()));
    appendField(text, entry.actor.value());
    appendField(text, entry.action);
    appendField(text, entry.subject);
    appendField(text, entry.detail);
    return sha256Hex(text);
}

std::string headOf(const AuditEntry& entry)
{
    return std::to_string(entry.sequence) + " " + entry.hash;
}

AuditEntry entryFrom(const SqliteRows& rows)
{
    AuditEntry entry;
    entry.sequence = rows.integer(0);
    entry.at = rows.time(1);
    entry.actor = ActorId(rows.text(2));
    entry.action = rows.text(3);
    entry.subject = rows.text(4);
    entry.detail = rows.text(5);
    entry.hash = rows.text(6);
    return entry;
}

Result<std::vector<AuditEntry>> entriesFrom(SqliteRows rows)
{
    std::vector<AuditEntry> entries;
    while (TRY(rows.next()))
        entries.push_back(entryFrom(rows));
    return entries;
}

} // namespace

SqliteAuditStore::SqliteAuditStore(SqliteConnection& connection, const Seal& seal)
    : m_connection(connection)
    , m_seal(seal)
    , m_decisions(connection, seal)
    , m_egress(connection, seal)
    , m_spend(connection)
    , m_reviews(connection)
{
}

Status SqliteAuditStore::append(AuditEntry entry)
{
    std::string previous;
    entry.sequence = 1;
    {
        SqliteRows last = TRY(m_connection.run(Sql::LastAudit));
        if (TRY(last.next())) {
            entry.sequence = last.integer(0) + 1;
            previous = last.text(1);
        }
    }
    entry.hash = hashOf(previous, entry);
    TRY(m_connection.change(Sql::AppendAudit,
        {entry.sequence, entry.at, entry.actor.value(), entry.action, entry.subject, entry.detail, entry.hash}));
    const std::string head = m_seal.seal(headOf(entry), headPlace, headRow);
    TRY(m_connection.change(Sql::SetAuditHead, {Blob{head}}));
    return {};
}

Result<std::optional<std::int64_t>> SqliteAuditStore::verify()
{
    AuditEntry last;
    {
        SqliteRows rows = TRY(m_connection.run(Sql::ListAudit, {0, std::numeric_limits<std::int64_t>::max()}));
        while (TRY(rows.next())) {
            const AuditEntry entry = entryFrom(rows);
            if (entry.sequence != last.sequence + 1 || entry.hash != hashOf(last.hash, entry))
                return std::optional(last.sequence + 1);
            last = entry;
        }
    }
    SqliteRows rows = TRY(m_connection.run(Sql::AuditHead));
    const bool present = TRY(rows.next()) && !rows.isNull(0);
    if (!present)
        return last.sequence == 0 ? std::optional<std::int64_t>() : std::optional(last.sequence);
    const auto head = m_seal.unseal(rows.blob(0), headPlace, headRow);
    if (head && *head == headOf(last))
        return std::optional<std::int64_t>();
    // A head that is further on says that the entries after `last` were cut off.
    const std::int64_t promised = head ? std::strtoll(head->c_str(), nullptr, 10) : 0;
    return std::optional(promised > last.sequence ? last.sequence + 1 : std::max<std::int64_t>(last.sequence, 1));
}

Result<std::vector<AuditEntry>> SqliteAuditStore::list(std::int64_t after, int limit)
{
    return entriesFrom(TRY(m_connection.run(Sql::ListAudit, {after, limit})));
}

Result<std::vector<AuditEntry>> SqliteAuditStore::ofSubject(const std::string& subject)
{
    return entriesFrom(TRY(m_connection.run(Sql::AuditOfSubject, {subject})));
}

} // namespace tandem
