#include "services/store/SqliteDecisionLog.h"

#include "services/store/DecisionJson.h"

#include <algorithm>

namespace tandem {

namespace {

constexpr int mostListed = 1000;
constexpr std::string_view inputsPlace = "decision.inputs";
constexpr std::string_view outcomePlace = "decision.outcome";

std::string rowOf(const std::string& ticket, std::int64_t sequence)
{
    return ticket + "/" + std::to_string(sequence);
}

std::string idOf(const DecisionBasis& basis)
{
    constexpr std::size_t digits = 32;
    return sha256Hex(std::to_string(basis.policy.size()) + ":" + basis.policy + basis.models).substr(0, digits);
}

} // namespace

SqliteDecisionLog::SqliteDecisionLog(SqliteConnection& connection, const Seal& seal)
    : m_connection(connection)
    , m_seal(seal)
{
}

Status SqliteDecisionLog::append(const DecisionRecord& decision)
{
    const std::string& ticket = decision.ticket.value();
    std::int64_t sequence = 1;
    {
        SqliteRows last = TRY(m_connection.run(Sql::LastDecision, {ticket}));
        if (TRY(last.next()))
            sequence = last.integer(0) + 1;
    }
    const std::string basis = idOf(decision.basis);
    TRY(m_connection.change(Sql::PutDecisionBasis, {basis, decision.basis.policy, decision.basis.models}));
    const std::string row = rowOf(ticket, sequence);
    const std::string inputs = m_seal.seal(decision_json::write(decision.inputs), inputsPlace, row);
    const std::string outcome = m_seal.seal(decision_json::write(decision.outcome), outcomePlace, row);
    TRY(m_connection.change(Sql::AppendDecision, {ticket, sequence, decision.at, basis, Blob{inputs}, Blob{outcome}}));
    return {};
}

Result<DecisionRecord> SqliteDecisionLog::recordFrom(const SqliteRows& rows) const
{
    DecisionRecord record;
    record.ticket = TicketId(rows.text(0));
    record.sequence = static_cast<int>(rows.integer(1));
    record.at = rows.time(2);
    record.basis = {rows.text(3), rows.text(4)};
    const std::string row = rowOf(record.ticket.value(), record.sequence);
    const std::string inputs = TRY(m_seal.unseal(rows.blob(5), inputsPlace, row));
    record.inputs = TRY(decision_json::readInputs(inputs));
    const std::string outcome = TRY(m_seal.unseal(rows.blob(6), outcomePlace, row));
    record.outcome = TRY(decision_json::readOutcome(outcome));
    return record;
}

Result<std::vector<DecisionRecord>> SqliteDecisionLog::list(const DecisionPlace& after, TimePoint since, int limit)
{
    SqliteRows rows = TRY(
        m_connection.run(Sql::ListDecisions, {after.ticket.value(), after.sequence, since, std::clamp(limit, 1, mostListed)}));
    std::vector<DecisionRecord> records;
    while (TRY(rows.next()))
        records.push_back(TRY(recordFrom(rows)));
    return records;
}

} // namespace tandem
