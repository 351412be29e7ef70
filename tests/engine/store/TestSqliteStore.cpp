// links: tandem_store
#include "contracts/Samples.h"
#include "services/store/SqliteConnection.h"

#include <csignal>
#include <fstream>
#include <sstream>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace tandem;

// What is SQLite's own beyond the contract: the file, its seals, its failures.
class TestSqliteStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void personalWordsAreNotInTheFiles();
    void theFilesAreForTheirOwnerAlone();
    void commitsAreSyncedToTheDisk();
    void anotherKeyIsRefused();
    void aSealedValueMovedToAnotherTicketIsCorrupt();
    void aMissingFolderIsNamed();
    void aFileThatIsNoDatabaseIsRefusedAndLeftAlone();
    void aDamagedDatabaseIsNamedByTheCheck();
    void afterAFullDiskTheStoreGoesOn();
    void aDatabaseInUseIsRetryable();

private:
    static Result<std::unique_ptr<Store>> open(const StoreFixture& fixture)
    {
        return TRY(SqliteStore::open(fixture.directory() / "tandem.db", TRY(Seal::open(fixture.directory() / "key")), m_clock));
    }
    static std::string bytesOf(const std::filesystem::path& file)
    {
        std::ostringstream out;
        out << std::ifstream(file, std::ios::binary).rdbuf();
        return out.str();
    }
    static Backend sqlite() { return {"sqlite", openSqlite}; }

    static inline const SystemClock m_clock;
};

void TestSqliteStore::personalWordsAreNotInTheFiles()
{
    StoreFixture fixture(sqlite());
    Ticket ticket = sampleTicket("tic_1", fixture.clock().now());
    ticket.subject = "Pelikan subject";
    ticket.metadataJson = R"({"note":"Pelikan metadata"})";
    ticket.classification = sampleClassification();
    ticket.classification->signals[0].words = "Pelikan signal";
    ticket.route = sampleRoute();
    ticket.route->reasons[0].detail = "Pelikan reason";
    ticket.escalation = {{EscalationCode::ChurnThreat, "Pelikan escalation", {}, {}}};
    ticket.draft = sampleDraft();
    ticket.draft->text = "Pelikan draft";
    ticket.preview = "Pelikan preview";
    fixture.write([&](Transaction& transaction) -> Status {
        const CustomerId customer = TRY(transaction.customers().idOf("Pelikan@example.org"));
        TRY(transaction.customers().put({customer, "Pelikan@example.org", "Pelikan name", "Pelikan mail", Tier::Free, 0, 0}));
        ticket.customer = customer;
        TRY(transaction.tickets().insert(ticket));
        TRY(transaction.tickets().append(sampleMessage("msg_1", "tic_1", "Pelikan message", fixture.clock().now())));
        TRY(transaction.outbox().add(
            {EffectId("eff_1"), TicketId("tic_1"), EffectKind::SendMessage, "key", "Pelikan payload", 0}));
        TRY(transaction.decisions().put({ApprovalId("app_1"), TicketId("tic_1"), "refund", "Pelikan approval",
            ApprovalState::Waiting, "Pelikan amount", ActorId(), "Pelikan comment", {}, {}, {}}));
        LearningCandidate candidate;
        candidate.id = CandidateId("can_1");
        candidate.ticket = TicketId("tic_1");
        candidate.subject = "Pelikan topic";
        candidate.question = "Pelikan question";
        candidate.resolution = "Pelikan resolution";
        TRY(transaction.decisions().put(candidate));
        TRY(transaction.access().putToken({"hash", {ActorId("act_1"), Role::Agent, "Pelikan agent", {}}, {}, {}}));
        TRY(transaction.access().putResponse(ActorId("act_1"), "Pelikan key", {"hash", TicketId("tic_1")}, {}));
        Document document = sampleDocument("res_1");
        document.question = "Pelikan question";
        return transaction.knowledge().put(document, "model", {});
    });
    const std::string log = bytesOf(fixture.directory() / "tandem.db-wal");
    QVERIFY(log.find("tic_1") != std::string::npos); // the log does hold the ticket
    QVERIFY(log.find("Pelikan") == std::string::npos);
    fixture.close();
    const std::string file = bytesOf(fixture.directory() / "tandem.db");
    QVERIFY(file.find("tic_1") != std::string::npos);
    QVERIFY(file.find("Pelikan") == std::string::npos);
}

void TestSqliteStore::theFilesAreForTheirOwnerAlone()
{
    const StoreFixture fixture(sqlite());
    for (const char* name : {"tandem.db", "tandem.db-wal", "tandem.db-shm"}) {
        struct stat about{};
        QCOMPARE(::stat((fixture.directory() / name).c_str(), &about), 0);
        QCOMPARE(static_cast<unsigned>(about.st_mode & 0777), 0600U);
    }
}

void TestSqliteStore::commitsAreSyncedToTheDisk()
{
    const StoreFixture fixture(sqlite());
    const auto connection = valueOf(SqliteConnection::open(fixture.directory() / "tandem.db", ConnectionUse::Write));
    succeed(connection->makeDurable());
    QCOMPARE(valueOf(connection->scalar("PRAGMA synchronous")), std::string("2"));
    QCOMPARE(valueOf(connection->scalar("PRAGMA journal_mode")), std::string("wal"));
    QCOMPARE(valueOf(connection->scalar("PRAGMA foreign_keys")), std::string("1"));
}

void TestSqliteStore::anotherKeyIsRefused()
{
    StoreFixture fixture(sqlite());
    fixture.close();
    std::filesystem::remove(fixture.directory() / "key");
    const auto opened = open(fixture);
    QVERIFY(!opened && opened.error().code == ErrorCode::Corrupt);
    QVERIFY(opened.error().message.find("another key") != std::string::npos);
}

void TestSqliteStore::aSealedValueMovedToAnotherTicketIsCorrupt()
{
    StoreFixture fixture(sqlite());
    for (const std::string id : {"tic_1", "tic_2"}) {
        Ticket ticket = sampleTicket(id, fixture.clock().now());
        fixture.write([&](Transaction& transaction) { return transaction.tickets().insert(ticket); });
    }
    fixture.close();
    {
        const auto connection = valueOf(SqliteConnection::open(fixture.directory() / "tandem.db", ConnectionUse::Write));
        succeed(connection->execute("UPDATE ticket SET sealed_subject = (SELECT sealed_subject FROM ticket WHERE id = 'tic_2') "
                                    "WHERE id = 'tic_1'"));
    }
    fixture.reopen();
    const auto get = [&](const std::string& id) {
        return readResult(fixture.store(), [&](Transaction& transaction) { return transaction.tickets().get(TicketId(id)); });
    };
    const auto moved = get("tic_1");
    QVERIFY(!moved && moved.error().code == ErrorCode::Corrupt);
    QVERIFY(get("tic_2").has_value());
}

void TestSqliteStore::aMissingFolderIsNamed()
{
    const QTemporaryDir directory;
    const auto key = valueOf(Seal::open(path(directory) / "key"));
    const auto file = path(directory) / "missing" / "tandem.db";
    const auto opened = SqliteStore::open(file, key, m_clock);
    QVERIFY(!opened && opened.error().code == ErrorCode::Io);
    QVERIFY(opened.error().message.find(file.string()) != std::string::npos);
    const auto folder = SqliteStore::open(path(directory), key, m_clock);
    QVERIFY(!folder && folder.error().code == ErrorCode::Io);
}

void TestSqliteStore::aFileThatIsNoDatabaseIsRefusedAndLeftAlone()
{
    const QTemporaryDir directory;
    const auto file = path(directory) / "tandem.db";
    const std::string text(5000, 'x');
    std::ofstream(file) << text;
    const auto opened = SqliteStore::open(file, valueOf(Seal::open(path(directory) / "key")), m_clock);
    QVERIFY(!opened && opened.error().code == ErrorCode::Corrupt);
    QVERIFY(opened.error().message.find(file.string()) != std::string::npos);
    QCOMPARE(bytesOf(file), text);
}

void TestSqliteStore::aDamagedDatabaseIsNamedByTheCheck()
{
    StoreFixture fixture(sqlite());
    fixture.close();
    // The pages of an empty store hold the schema and stay whole, so that the store opens.
    const std::filesystem::path database = fixture.directory() / "tandem.db";
    const auto schema = static_cast<std::streamoff>(std::filesystem::file_size(database) / 4096);
    fixture.reopen();
    for (int i = 0; i < 200; ++i) {
        Ticket ticket = sampleTicket("tic_" + std::to_string(i), fixture.clock().now());
        fixture.write([&](Transaction& transaction) { return transaction.tickets().insert(ticket); });
    }
    fixture.close();
    {
        std::fstream file(database, std::ios::in | std::ios::out | std::ios::binary);
        const auto size = static_cast<std::streamoff>(std::filesystem::file_size(database));
        const std::string garbage(4096, '\x5a');
        for (std::streamoff page = schema; page * 4096 < size; page += 2) {
            file.seekp(page * 4096);
            file.write(garbage.data(), static_cast<std::streamsize>(garbage.size()));
        }
    }
    fixture.reopen();
    const auto found = valueOf(fixture.store().check());
    QVERIFY(found && found->find("damaged") != std::string::npos);
    const auto list
        = readResult(fixture.store(), [](Transaction& transaction) { return transaction.tickets().list({.limit = 1000}); });
    QVERIFY(!list && list.error().code == ErrorCode::Corrupt);
}

void TestSqliteStore::afterAFullDiskTheStoreGoesOn()
{
    StoreFixture fixture(sqlite());
    Ticket small = sampleTicket("tic_1", fixture.clock().now());
    fixture.write([&](Transaction& transaction) { return transaction.tickets().insert(small); });
    const auto append = [&](const std::string& id, std::size_t size) {
        return fixture.store().write([&](Transaction& transaction) {
            return transaction.tickets().append(sampleMessage(id, "tic_1", std::string(size, 'x'), fixture.clock().now()));
        });
    };
    // A file that may not grow is how a full disk looks to the store.
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit tight{1U << 20U, before.rlim_max};
    const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &tight), 0);
    const Status full = append("msg_1", 4U << 20U);
    const Status small2 = append("msg_2", 100);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    (void)std::signal(SIGXFSZ, oldHandler);
    QVERIFY(!full && full.error().retryable && full.error().code == ErrorCode::Io);
    succeed(small2);
    succeed(append("msg_1", 4U << 20U));
    const auto messages
        = fixture.read([](Transaction& transaction) { return transaction.tickets().messages(TicketId("tic_1")); });
    QCOMPARE(messages.size(), std::size_t{2});
    QVERIFY(!valueOf(fixture.store().check()));
}

void TestSqliteStore::aDatabaseInUseIsRetryable()
{
    StoreFixture fixture(sqlite());
    const auto other = valueOf(SqliteConnection::open(fixture.directory() / "tandem.db", ConnectionUse::Write));
    succeed(other->execute("BEGIN IMMEDIATE"));
    Ticket ticket = sampleTicket("tic_1", fixture.clock().now());
    const auto insert = [&](Transaction& transaction) { return transaction.tickets().insert(ticket); };
    const Status busy = fixture.store().write(insert);
    QVERIFY(!busy && busy.error().retryable && busy.error().code == ErrorCode::Unavailable);
    succeed(other->execute("ROLLBACK"));
    fixture.write(insert);
}

QTEST_GUILESS_MAIN(TestSqliteStore)
#include "TestSqliteStore.moc"
