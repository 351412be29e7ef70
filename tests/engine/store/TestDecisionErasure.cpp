// links: tandem_store
#include "contracts/Samples.h"
#include "services/store/SqliteConnection.h"

#include <fstream>
#include <sstream>

using namespace tandem;

// What was decided quotes the customer: it lies under seal and goes with its ticket.
class TestDecisionErasure : public QObject {
    Q_OBJECT

    static void decide(StoreFixture& fixture, const char* id)
    {
        Ticket ticket = sampleTicket(id, fixture.clock().now());
        DecisionRecord record;
        record.ticket = ticket.id;
        record.at = fixture.clock().now();
        record.inputs.signals = {{EscalationCode::HumanRequested, HighStakesAction::None, "wordsofthecustomer", 1}};
        record.inputs.injectionWords = "steeringofthecustomer";
        record.inputs.failure = "failureofthestage";
        record.outcome.reasons = {{EscalationCode::HumanRequested, "sentenceofthereason", 1, std::nullopt}};
        record.outcome.team = "teamofthedesk";
        fixture.write([&](Transaction& transaction) -> Status {
            TRY(transaction.tickets().insert(ticket));
            return transaction.decisionLog().append(record);
        });
    }

private Q_SLOTS:
    void aTicketThatIsErasedTakesItsDecisionsWithIt()
    {
        StoreFixture fixture(Backend{"sqlite", openSqlite});
        decide(fixture, "tic_1");
        decide(fixture, "tic_2");
        fixture.close();
        {
            const auto connection = valueOf(SqliteConnection::open(fixture.directory() / "tandem.db", ConnectionUse::Write));
            succeed(connection->execute("DELETE FROM ticket WHERE id = 'tic_1'"));
            QCOMPARE(valueOf(connection->scalar("SELECT group_concat(ticket) FROM decision")), std::string("tic_2"));
        }
        fixture.reopen();
        const auto left
            = fixture.read([](Transaction& transaction) { return transaction.decisionLog().list({}, TimePoint{}, 10); });
        QCOMPARE(left.size(), std::size_t(1));
        QCOMPARE(left.front().inputs.injectionWords, std::string("steeringofthecustomer"));
    }

    void aDecisionThatWasMovedToAnotherTicketDoesNotOpen()
    {
        StoreFixture fixture(Backend{"sqlite", openSqlite});
        decide(fixture, "tic_1");
        decide(fixture, "tic_2");
        fixture.close();
        {
            const auto connection = valueOf(SqliteConnection::open(fixture.directory() / "tandem.db", ConnectionUse::Write));
            succeed(connection->execute("UPDATE decision SET sequence = 2, ticket = 'tic_2' WHERE ticket = 'tic_1'"));
        }
        fixture.reopen();
        const Status read = fixture.store().read([](Transaction& transaction) -> Status {
            TRY(transaction.decisionLog().list({}, TimePoint{}, 10));
            return {};
        });
        QVERIFY(!read && read.error().code == ErrorCode::Corrupt);
    }

    void whatItSawIsSealed()
    {
        StoreFixture fixture(Backend{"sqlite", openSqlite});
        decide(fixture, "tic_1");
        fixture.close();
        int files = 0;
        for (const auto& entry : std::filesystem::directory_iterator(fixture.directory())) {
            std::ostringstream content;
            content << std::ifstream(entry.path(), std::ios::binary).rdbuf();
            ++files;
            for (const char* words : {"wordsofthecustomer", "steeringofthecustomer", "failureofthestage", "sentenceofthereason",
                     "teamofthedesk", "human_requested"})
                QVERIFY2(content.str().find(words) == std::string::npos, words);
        }
        QVERIFY(files >= 2);
    }
};

QTEST_GUILESS_MAIN(TestDecisionErasure)
#include "TestDecisionErasure.moc"
