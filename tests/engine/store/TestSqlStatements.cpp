// links: tandem_store
#include "contracts/Samples.h"
#include "services/store/SqlStatements.h"
#include "services/store/SqliteConnection.h"

#include <algorithm>
#include <array>

using namespace tandem;

class TestSqlStatements : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noStatementReadsAWholeTable();
    void noListSortsWhatItFinds();
    void pagesUseTheIndexOfTheirFilter();
    void placeholdersAreNotNumbered();

private:
    static bool hasPlan(std::string_view sql)
    {
        return std::ranges::any_of(std::array<std::string_view, 4>{"SELECT", "INSERT", "UPDATE", "DELETE"},
            [&](std::string_view verb) { return sql.starts_with(verb); });
    }
    // Each step of the plan, as SQLite words it.
    std::vector<std::string> plan(Sql statement)
    {
        std::string sql(sqlText(statement)); // a constant is planned like a bound value
        std::ranges::replace(sql, '?', '1');
        return valueOf(m_connection->rows("EXPLAIN QUERY PLAN " + sql));
    }

    StoreFixture m_fixture{Backend{"sqlite", openSqlite}};
    std::unique_ptr<SqliteConnection> m_connection
        = valueOf(SqliteConnection::open(m_fixture.directory() / "tandem.db", ConnectionUse::Read));
};

void TestSqlStatements::noStatementReadsAWholeTable()
{
    // Reading everything is what these are for.
    constexpr std::array whole{Sql::ListDocuments, Sql::EachPassage, Sql::ListTokens, Sql::LastAudit};
    int explained = 0;
    for (std::size_t i = 0; i < sqlCount; ++i) {
        const auto statement = static_cast<Sql>(i);
        if (!hasPlan(sqlText(statement)) || std::ranges::find(whole, statement) != whole.end())
            continue;
        ++explained;
        for (const std::string& step : plan(statement))
            QVERIFY2(step.find("SCAN") == std::string::npos, (std::string(sqlText(statement)) + ": " + step).c_str());
    }
    QVERIFY(explained > 40);
}

void TestSqlStatements::noListSortsWhatItFinds()
{
    for (const Sql statement : {Sql::ListTickets, Sql::ListTicketsOfQueue, Sql::ListTicketsOfStatus,
             Sql::ListTicketsOfQueueAndStatus, Sql::ListTicketsOfCustomer, Sql::MessagesOfTicket, Sql::DueEffects, Sql::LeaseJob,
             Sql::DeadJobs, Sql::WaitingApprovals, Sql::ListAudit, Sql::EachPassage}) {
        for (const std::string& step : plan(statement))
            QVERIFY2(step.find("TEMP B-TREE") == std::string::npos, (std::string(sqlText(statement)) + ": " + step).c_str());
    }
}

void TestSqlStatements::pagesUseTheIndexOfTheirFilter()
{
    const auto uses = [&](Sql statement, const std::string& index) {
        const auto steps = plan(statement);
        return std::ranges::any_of(steps, [&](const std::string& step) {
            return step.find("USING INDEX " + index + " (") != std::string::npos
                || step.find("USING COVERING INDEX " + index + " (") != std::string::npos;
        });
    };
    QVERIFY(uses(Sql::ListTickets, "ticket_created"));
    QVERIFY(uses(Sql::ListTicketsOfQueue, "ticket_queue"));
    QVERIFY(uses(Sql::ListTicketsOfStatus, "ticket_status"));
    QVERIFY(uses(Sql::ListTicketsOfQueueAndStatus, "ticket_queue_status"));
    QVERIFY(uses(Sql::ListTicketsOfCustomer, "ticket_customer"));
    QVERIFY(uses(Sql::LeaseJob, "job_due") && uses(Sql::LeaseJob, "job_ticket"));
    QVERIFY(uses(Sql::DueEffects, "effect_due"));
}

void TestSqlStatements::placeholdersAreNotNumbered()
{
    for (std::size_t i = 0; i < sqlCount; ++i) {
        const std::string_view sql = sqlText(static_cast<Sql>(i));
        for (std::size_t at = sql.find('?'); at != std::string_view::npos; at = sql.find('?', at + 1))
            QVERIFY(at + 1 == sql.size() || sql[at + 1] < '0' || sql[at + 1] > '9');
    }
}

QTEST_GUILESS_MAIN(TestSqlStatements)
#include "TestSqlStatements.moc"
