// links: tandem_store
#include "contracts/Samples.h"
#include "services/store/SqliteConnection.h"

#include <fstream>
#include <sstream>

using namespace tandem;

// What is learned from goes with its ticket, and lies under seal until then.
class TestLabelErasure : public QObject {
    Q_OBJECT

    static std::vector<float> vectorOfTicket() { return {0.123456F, -0.654321F, 0.777777F, 0.5F}; }

    void label(StoreFixture& fixture, const char* id)
    {
        Ticket ticket = sampleTicket(id, fixture.clock().now());
        const CategoryLabel label{ticket.id, Category::BugReport, LabelEvidence::Set, ActorId("act_7"), fixture.clock().now()};
        fixture.write([&](Transaction& transaction) -> Status {
            TRY(transaction.tickets().insert(ticket));
            TRY(transaction.labels().put(label));
            return transaction.labels().keepVector(label, "model@1", vectorOfTicket());
        });
    }

private Q_SLOTS:
    void aTicketThatIsErasedTakesItsLabelAndVectorWithIt()
    {
        StoreFixture fixture(Backend{"sqlite", openSqlite});
        label(fixture, "tic_1");
        label(fixture, "tic_2");
        fixture.close();
        {
            const auto connection = valueOf(SqliteConnection::open(fixture.directory() / "tandem.db", ConnectionUse::Write));
            succeed(connection->execute("DELETE FROM ticket WHERE id = 'tic_1'"));
            QCOMPARE(valueOf(connection->scalar("SELECT count(*) FROM category_label")), std::string("1"));
        }
        fixture.reopen();
        const auto left = fixture.read([](Transaction& transaction) { return transaction.labels().list(TicketId(), 10); });
        QCOMPARE(left.size(), std::size_t(1));
        QCOMPARE(left.front().label.ticket, TicketId("tic_2"));
    }

    void theVectorIsSealed()
    {
        StoreFixture fixture(Backend{"sqlite", openSqlite});
        label(fixture, "tic_1");
        fixture.close();
        const std::vector<float> vector = vectorOfTicket();
        const std::string_view plain(reinterpret_cast<const char*>(vector.data()), vector.size() * sizeof(float));
        for (const auto& entry : std::filesystem::directory_iterator(fixture.directory())) {
            std::ostringstream content;
            content << std::ifstream(entry.path(), std::ios::binary).rdbuf();
            QVERIFY2(content.str().find(plain) == std::string::npos, entry.path().c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestLabelErasure)
#include "TestLabelErasure.moc"
