// links: tandem_store
#include "contracts/Samples.h"
#include "services/store/SqliteConnection.h"

#include <fstream>
#include <iterator>

using namespace tandem;

// What left this machine: written down for good, its text under seal and for a time.
class TestEgressStoreContract : public QObject {
    Q_OBJECT

public:
    explicit TestEgressStoreContract(Backend backend)
        : m_backend(std::move(backend))
    {
    }

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<StoreFixture>(m_backend);
        Ticket ticket = sampleTicket("tic_1", m_fixture->clock().now());
        m_fixture->write([&](Transaction& transaction) { return transaction.tickets().insert(ticket); });
    }
    void cleanup() { m_fixture.reset(); }

    void anEntryComesBackAsItWasStored();
    void anEntryIsSettledOnce();
    void entriesAreListedNewestFirstAPageAtATime();
    void oneTicketsEntriesAreListedAlone();
    void nothingOfABodyLiesReadableOnDisk();
    void aBodyMovedToAnotherEntryDoesNotOpen();
    void bodiesAreForgottenAndTheirRowsStay();
    void anEntryOutlivesItsTicketAndItsBodyDoesNot();
    void aTicketThatIsUnknownIsWrittenDownAllTheSame();
    void totalsAreCountedByHostSinceATime();
    void anEntryGoesBackWithItsUnitOfWork();

private:
    EgressEntry entry(const std::string& id, const std::string& ticket = "")
    {
        EgressEntry entry;
        entry.id = EgressId(id);
        entry.at = m_fixture->clock().now();
        entry.ticket = TicketId(ticket);
        entry.host = "https://api.example.com:443";
        entry.method = "POST";
        entry.bytesOut = 1234;
        entry.bodyHash = sha256Hex("Guten Tag [PERSON_1]");
        entry.body = "Guten Tag [PERSON_1]";
        return entry;
    }
    void append(const EgressEntry& entry)
    {
        m_fixture->write([&](Transaction& transaction) { return transaction.egress().append(entry); });
    }
    Status settle(const EgressEntry& entry)
    {
        return m_fixture->store().write([&](Transaction& transaction) { return transaction.egress().settle(entry); });
    }
    Result<EgressEntry> tryGet(const std::string& id)
    {
        return readResult(m_fixture->store(), [&](Transaction& transaction) { return transaction.egress().get(EgressId(id)); });
    }
    EgressEntry get(const std::string& id) { return valueOf(tryGet(id)); }
    std::vector<EgressEntry> list(const EgressListing& listing = {})
    {
        return m_fixture->read([&](Transaction& transaction) { return transaction.egress().list(listing); });
    }
    std::vector<EgressTotal> totals(TimePoint since = {})
    {
        return m_fixture->read([&](Transaction& transaction) { return transaction.egress().totals(since); });
    }
    int forget(TimePoint before, int limit)
    {
        return valueOf(writeResult(
            m_fixture->store(), [&](Transaction& transaction) { return transaction.egress().forgetBodies(before, limit); }));
    }
    // Beside the store, which is closed meanwhile.
    void execute(const char* sql)
    {
        m_fixture->close();
        {
            const auto connection = valueOf(SqliteConnection::open(m_fixture->directory() / "tandem.db", ConnectionUse::Write));
            succeed(connection->execute(sql));
        }
        m_fixture->reopen();
    }

    Backend m_backend;
    std::unique_ptr<StoreFixture> m_fixture;
};

void TestEgressStoreContract::anEntryComesBackAsItWasStored()
{
    const EgressEntry stored = entry("egr_1", "tic_1");
    append(stored);
    m_fixture->reopen();
    const EgressEntry read = get("egr_1");
    QCOMPARE(read.sequence, std::int64_t(1));
    QCOMPARE(read.at, stored.at);
    QCOMPARE(read.ticket, stored.ticket);
    QCOMPARE(read.host, stored.host);
    QCOMPARE(read.method, stored.method);
    QCOMPARE(read.bytesOut, stored.bytesOut);
    QCOMPARE(read.bodyHash, stored.bodyHash);
    QVERIFY(read.body == stored.body);
    QCOMPARE(read.outcome, EgressOutcome::Pending);
    QVERIFY(!read.settledAt);
    const auto missing = tryGet("egr_2");
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
    const auto twice = m_fixture->store().write([&](Transaction& transaction) { return transaction.egress().append(stored); });
    QCOMPARE(twice.error().code, ErrorCode::Conflict);
}

void TestEgressStoreContract::anEntryIsSettledOnce()
{
    append(entry("egr_1"));
    EgressEntry settled;
    settled.id = EgressId("egr_1");
    settled.outcome = EgressOutcome::Answered;
    settled.status = 529;
    settled.bytesIn = 77;
    settled.settledAt = m_fixture->clock().now() + Milliseconds(40);
    succeed(settle(settled));
    const EgressEntry read = get("egr_1");
    QCOMPARE(read.outcome, EgressOutcome::Answered);
    QCOMPARE(read.status, 529);
    QCOMPARE(read.bytesIn, std::int64_t(77));
    QVERIFY(read.settledAt == settled.settledAt);
    QCOMPARE(read.bytesOut, std::int64_t(1234));
    QVERIFY(read.body.has_value());

    settled.outcome = EgressOutcome::Failed;
    QCOMPARE(settle(settled).error().code, ErrorCode::Conflict);
    QCOMPARE(get("egr_1").outcome, EgressOutcome::Answered);
    settled.id = EgressId("egr_9");
    QCOMPARE(settle(settled).error().code, ErrorCode::NotFound);
}

void TestEgressStoreContract::entriesAreListedNewestFirstAPageAtATime()
{
    for (int i = 1; i <= 5; ++i)
        append(entry("egr_" + std::to_string(i)));
    std::string order;
    EgressListing listing;
    listing.limit = 2;
    for (auto page = list(listing); !page.empty(); page = list(listing)) {
        for (const EgressEntry& one : page) {
            order += one.id.value() + " ";
            QVERIFY(!one.body);
        }
        order += "| ";
        listing.before = page.back().sequence;
    }
    QCOMPARE(order, std::string("egr_5 egr_4 | egr_3 egr_2 | egr_1 | "));
    listing = {0, {}, 0};
    QCOMPARE(list(listing).size(), std::size_t(1)); // a limit of nothing is one
}

void TestEgressStoreContract::oneTicketsEntriesAreListedAlone()
{
    append(entry("egr_1", "tic_1"));
    append(entry("egr_2"));
    append(entry("egr_3", "tic_1"));
    const auto found = list({0, TicketId("tic_1"), 10});
    QCOMPARE(found.size(), std::size_t(2));
    QCOMPARE(found[0].id, EgressId("egr_3"));
    QCOMPARE(found[1].id, EgressId("egr_1"));
    QCOMPARE(list({found[0].sequence, TicketId("tic_1"), 10}).size(), std::size_t(1));
    QVERIFY(list({0, TicketId("tic_2"), 10}).empty());
}

void TestEgressStoreContract::nothingOfABodyLiesReadableOnDisk()
{
    EgressEntry secret = entry("egr_1", "tic_1");
    secret.body = "wordsofthecustomer";
    append(secret);
    const auto contains = [&](const std::string& text) {
        for (const auto& file : std::filesystem::directory_iterator(m_fixture->directory())) {
            std::ifstream in(file.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(in), {}};
            if (bytes.find(text) != std::string::npos)
                return true;
        }
        return false;
    };
    QVERIFY(!contains("wordsofthecustomer")); // in the write-ahead log
    m_fixture->close();
    QVERIFY(contains("api.example.com")); // the search itself finds what is there
    QVERIFY(!contains("wordsofthecustomer"));
    m_fixture->reopen();
    QCOMPARE(get("egr_1").body.value_or(""), std::string("wordsofthecustomer"));
}

void TestEgressStoreContract::aBodyMovedToAnotherEntryDoesNotOpen()
{
    append(entry("egr_1"));
    EgressEntry without = entry("egr_2");
    without.body.reset();
    append(without);
    execute("UPDATE egress_body SET egress = 'egr_2'");
    QVERIFY(!get("egr_1").body);
    const auto moved = tryGet("egr_2");
    QCOMPARE(moved.error().code, ErrorCode::Corrupt);
}

void TestEgressStoreContract::bodiesAreForgottenAndTheirRowsStay()
{
    for (int i = 1; i <= 4; ++i) {
        append(entry("egr_" + std::to_string(i)));
        m_fixture->clock().advance(std::chrono::hours(24));
    }
    const TimePoint thirdDay = m_fixture->clock().now() - std::chrono::hours(48);
    QCOMPARE(forget(thirdDay, 1), 1);
    QVERIFY(!get("egr_1").body && get("egr_2").body);
    QCOMPARE(forget(thirdDay, 100), 1);
    QCOMPARE(forget(thirdDay, 100), 0);
    QVERIFY(!get("egr_2").body && get("egr_3").body && get("egr_4").body);
    QCOMPARE(get("egr_1").bodyHash, entry("egr_1").bodyHash);
    QCOMPARE(list().size(), std::size_t(4));
}

void TestEgressStoreContract::anEntryOutlivesItsTicketAndItsBodyDoesNot()
{
    append(entry("egr_1", "tic_1"));
    append(entry("egr_2"));
    execute("DELETE FROM ticket WHERE id = 'tic_1'");
    const EgressEntry left = get("egr_1");
    QCOMPARE(left.ticket, TicketId("tic_1"));
    QCOMPARE(left.bytesOut, std::int64_t(1234));
    QVERIFY(!left.body);
    QVERIFY(get("egr_2").body.has_value());
}

void TestEgressStoreContract::aTicketThatIsUnknownIsWrittenDownAllTheSame()
{
    append(entry("egr_1", "tic_9"));
    QCOMPARE(get("egr_1").ticket, TicketId("tic_9"));
    QVERIFY(get("egr_1").body.has_value());
}

void TestEgressStoreContract::totalsAreCountedByHostSinceATime()
{
    QVERIFY(totals().empty());
    append(entry("egr_1"));
    m_fixture->clock().advance(std::chrono::hours(1));
    const TimePoint later = m_fixture->clock().now();
    EgressEntry other = entry("egr_2");
    other.host = "http://127.0.0.1:8080";
    other.bytesOut = 10;
    append(other);
    other.id = EgressId("egr_3");
    other.bytesOut = 0;
    other.outcome = EgressOutcome::Refused;
    append(other);
    EgressEntry settled = entry("egr_2");
    settled.outcome = EgressOutcome::Answered;
    settled.bytesIn = 500;
    succeed(settle(settled));

    const auto all = totals();
    QCOMPARE(all.size(), std::size_t(2));
    QCOMPARE(all[0].host, std::string("http://127.0.0.1:8080"));
    QCOMPARE(all[0].requests, std::int64_t(2));
    QCOMPARE(all[0].refused, std::int64_t(1));
    QCOMPARE(all[0].bytesOut, std::int64_t(10));
    QCOMPARE(all[0].bytesIn, std::int64_t(500));
    QCOMPARE(all[1].bytesOut, std::int64_t(1234));
    QCOMPARE(totals(later).size(), std::size_t(1));
    QVERIFY(totals(later + Milliseconds(1)).empty());
}

void TestEgressStoreContract::anEntryGoesBackWithItsUnitOfWork()
{
    const EgressEntry undone = entry("egr_1");
    const Status written = m_fixture->store().write([&](Transaction& transaction) -> Status {
        TRY(transaction.egress().append(undone));
        return failure(ErrorCode::Conflict, "somebody was first");
    });
    QVERIFY(!written);
    QVERIFY(list().empty());
}

TANDEM_CONTRACT_MAIN(TestEgressStoreContract)
#include "TestEgressStoreContract.moc"
