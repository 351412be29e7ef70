// links: tandem_store
#include "contracts/Samples.h"
#include "services/store/SqlStatements.h"
#include "services/store/SqliteConnection.h"
#include "services/store/TicketSql.h"

#include <algorithm>
#include <array>

using namespace tandem;

class TestSqlStatements : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noStatementReadsAWholeTable();
    void noListSortsWhatItFinds();
    void listsOfTicketsAreServedByAnIndex_data();
    void listsOfTicketsAreServedByAnIndex();
    void countsOfTicketsAreServedByAnIndex();
    void jobsAndEffectsAreFoundByWhenTheyAreDue();
    void placeholdersAreNotNumbered();

private:
    static bool hasPlan(std::string_view sql)
    {
        return std::ranges::any_of(std::array<std::string_view, 4>{"SELECT", "INSERT", "UPDATE", "DELETE"},
            [&](std::string_view verb) { return sql.starts_with(verb); });
    }
    // Each step of the plan, as SQLite words it.
    std::vector<std::string> plan(Sql statement) { return plan(std::string(sqlText(statement))); }
    std::vector<std::string> plan(std::string sql)
    {
        std::ranges::replace(sql, '?', '1'); // a constant is planned like a bound value
        return valueOf(m_connection->rows("EXPLAIN QUERY PLAN " + sql));
    }
    static TicketFilter filterOf(const QString& words);

    StoreFixture m_fixture{Backend{"sqlite", openSqlite}};
    std::unique_ptr<SqliteConnection> m_connection
        = valueOf(SqliteConnection::open(m_fixture.directory() / "tandem.db", ConnectionUse::Read));
};

void TestSqlStatements::noStatementReadsAWholeTable()
{
    // Reading everything, or the newest of everything, is what these are for.
    constexpr std::array whole{Sql::ListDocuments, Sql::EachDocument, Sql::EachPassage, Sql::ListTokens, Sql::LastAudit,
        Sql::DecidedApprovals, Sql::ListCandidates, Sql::AnalysedTickets, Sql::ComparedDocuments, Sql::ListFindings,
        Sql::CountDocuments, Sql::DocumentPage};
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
    for (const Sql statement :
        {Sql::MessagesOfTicket, Sql::DueEffects, Sql::LeaseJob, Sql::DeadJobs, Sql::ApprovalsOfTicket, Sql::WaitingApprovals,
            Sql::ApprovalsOfState, Sql::DecidedApprovals, Sql::CandidatesOfState, Sql::ListCandidates, Sql::ListAudit,
            Sql::AuditOfSubject, Sql::EachPassage, Sql::ListFindings, Sql::DocumentPage, Sql::EachFingerprint, Sql::ListDecisions,
            Sql::LastDecision, Sql::ListEgress, Sql::ListEgressOfTicket, Sql::ForgetEgressBodies, Sql::DaysSpend}) {
        for (const std::string& step : plan(statement))
            QVERIFY2(step.find("TEMP B-TREE") == std::string::npos, (std::string(sqlText(statement)) + ": " + step).c_str());
    }
}

TicketFilter TestSqlStatements::filterOf(const QString& words)
{
    TicketFilter filter;
    for (const QString& word : words.split(u' ', Qt::SkipEmptyParts)) {
        if (word == u"open")
            filter.statuses = {TicketStatus::AwaitingReview, TicketStatus::AwaitingApproval, TicketStatus::Escalated,
                TicketStatus::Pending, TicketStatus::Failed};
        else if (word == u"status")
            filter.statuses = {TicketStatus::Resolved};
        else if (word == u"assignee")
            filter.assignee = ActorId("act_1");
        else if (word == u"nobody")
            filter.assignee = ActorId("");
        else if (word == u"team")
            filter.team = "billing";
        else if (word == u"queue")
            filter.queue = Queue::Human;
        else if (word == u"language")
            filter.language = Language::De;
        else
            qFatal("no such word");
    }
    return filter;
}

void TestSqlStatements::listsOfTicketsAreServedByAnIndex_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("index");
    for (const auto& [words, index] : {std::pair("", "status"), std::pair("open", "status"), std::pair("status", "status"),
             std::pair("open queue language", "status"), std::pair("assignee", "assignee"),
             std::pair("open assignee", "assignee"), std::pair("nobody", "assignee"),
             std::pair("open nobody language queue", "assignee"), std::pair("open assignee team", "assignee"),
             std::pair("team", "team"), std::pair("open team language", "team"), std::pair("open nobody team queue", "team")})
        QTest::newRow(words) << QString::fromLatin1(words) << QString::fromLatin1(index);
}

void TestSqlStatements::listsOfTicketsAreServedByAnIndex()
{
    QFETCH(const QString, words);
    QFETCH(const QString, index);
    const TicketFilter filter = filterOf(words);
    const TicketSql sql(filter);
    const ActorId reader("act_1");
    for (const auto& [order, suffix] : {std::pair(TicketOrder::Newest, "_created"), std::pair(TicketOrder::Due, "_due"),
             std::pair(TicketOrder::Waiting, "_waiting")}) {
        const std::string wanted = "USING COVERING INDEX ticket_" + index.toStdString() + suffix + " (";
        std::size_t ranges = 0;
        const auto steps = plan(sql.list(order, TicketSql::start(order), 0, 100, reader).text);
        for (const std::string& step : steps) {
            QVERIFY2(step.find("TEMP B-TREE") == std::string::npos, step.c_str());
            // Of the numbers found, each is read once; of a table or index only a range.
            QVERIFY2(step.find("SCAN") == std::string::npos || step.find("SCAN page") != std::string::npos, step.c_str());
            ranges += step.find(wanted) != std::string::npos ? 1 : 0;
        }
        QVERIFY(std::ranges::any_of(steps, [](const std::string& step) {
            return step.find("SEARCH message USING COVERING INDEX message_ticket (ticket=?)") != std::string::npos;
        }));
        QCOMPARE(ranges, filter.statuses.empty() ? std::size_t{10} : filter.statuses.size());
    }
}

void TestSqlStatements::countsOfTicketsAreServedByAnIndex()
{
    for (const QString& words : {QStringLiteral("open"), QStringLiteral("status queue language"), QStringLiteral("open assignee"),
             QStringLiteral("nobody"), QStringLiteral("open team language"), QStringLiteral("assignee team queue")}) {
        const TicketFilter filter = filterOf(words);
        for (const auto& dueBefore : {std::optional<TimePoint>(), std::optional(TimePoint{})}) {
            const auto steps = plan(TicketSql(filter).count(dueBefore).text);
            QCOMPARE(steps.size(), std::size_t{1});
            QVERIFY2(steps[0].find("SEARCH ticket USING COVERING INDEX ticket_") != std::string::npos, steps[0].c_str());
            QVERIFY2(!dueBefore || steps[0].find("due_at<?") != std::string::npos, steps[0].c_str());
        }
    }
    TicketFilter few;
    few.among = {TicketId("tic_1")};
    const auto steps = plan(TicketSql(few).count({}).text);
    QVERIFY2(steps.at(0).find("SEARCH ticket USING INDEX") != std::string::npos
            || steps.at(0).find("SEARCH ticket USING COVERING INDEX") != std::string::npos,
        steps.at(0).c_str());
    few.among.clear();
    few.customer = CustomerId("cus_1");
    QVERIFY(plan(TicketSql(few).count({}).text).at(0).find("INDEX ticket_customer (customer=?)") != std::string::npos);
    few.group = GroupId("tic_1");
    QVERIFY(plan(TicketSql(few).count({}).text).at(0).find("INDEX ticket_by_group (ticket_group=?)") != std::string::npos);
}

void TestSqlStatements::jobsAndEffectsAreFoundByWhenTheyAreDue()
{
    const auto uses = [&](Sql statement, const std::string& index) {
        const auto steps = plan(statement);
        return std::ranges::any_of(steps, [&](const std::string& step) {
            return step.find("USING INDEX " + index + " (") != std::string::npos
                || step.find("USING COVERING INDEX " + index + " (") != std::string::npos;
        });
    };
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
