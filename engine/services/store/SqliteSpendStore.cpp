#include "services/store/SqliteSpendStore.h"

namespace tandem {

namespace {

std::int64_t stored(std::chrono::sys_days day)
{
    return day.time_since_epoch().count();
}

SpendFigures figuresFrom(const SqliteRows& rows, int column)
{
    return {rows.integer(column), rows.integer(column + 1), rows.integer(column + 2), rows.integer(column + 3),
        rows.integer(column + 4), rows.integer(column + 5), rows.integer(column + 6), rows.integer(column + 7)};
}

// A sum of no rows is NULL, and that is read as zero.
Result<SpendFigures> sumFrom(SqliteRows rows)
{
    if (!TRY(rows.next()))
        return SpendFigures{};
    return figuresFrom(rows, 0);
}

} // namespace

SqliteSpendStore::SqliteSpendStore(SqliteConnection& connection)
    : m_connection(connection)
{
}

Status SqliteSpendStore::add(const Spend& spend)
{
    const SpendFigures& f = spend.figures;
    const std::int64_t day = stored(std::chrono::floor<std::chrono::days>(spend.at));
    TRY(m_connection.change(Sql::AddDaysSpend,
        {day, spend.provider, spend.model, f.calls, f.unpricedCalls, f.input, f.cacheRead, f.cacheWrite, f.cacheWriteHour,
            f.output, f.microDollars}));
    if (spend.ticket.empty())
        return {};
    TRY(m_connection.change(Sql::AddTicketsSpend,
        {spend.ticket.value(), spend.provider, spend.model, f.calls, f.unpricedCalls, f.input, f.cacheRead, f.cacheWrite,
            f.cacheWriteHour, f.output, f.microDollars}));
    return {};
}

Result<bool> SqliteSpendStore::addOnce(const std::string& name, const Spend& spend)
{
    const std::int64_t named = TRY(m_connection.change(Sql::NameSpend, {name, spend.at}));
    if (named == 0)
        return false;
    TRY(add(spend));
    return true;
}

Result<std::vector<DaysSpend>> SqliteSpendStore::days(std::chrono::sys_days from, std::chrono::sys_days until)
{
    SqliteRows rows = TRY(m_connection.run(Sql::DaysSpend, {stored(from), stored(until)}));
    std::vector<DaysSpend> days;
    while (TRY(rows.next())) {
        const std::chrono::sys_days day{std::chrono::days(rows.integer(0))};
        days.push_back({day, rows.text(1), rows.text(2), figuresFrom(rows, 3)});
    }
    return days;
}

Result<SpendFigures> SqliteSpendStore::total(std::chrono::sys_days from, std::chrono::sys_days until)
{
    return sumFrom(TRY(m_connection.run(Sql::TotalSpend, {stored(from), stored(until)})));
}

Result<SpendFigures> SqliteSpendStore::ofTicket(const TicketId& ticket)
{
    return sumFrom(TRY(m_connection.run(Sql::TicketsSpend, {ticket.value()})));
}

} // namespace tandem
