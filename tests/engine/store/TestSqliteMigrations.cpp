// links: tandem_store
#include "services/store/SqliteConnection.h"
#include "services/store/SqliteMigrations.h"
#include "support/Strings.h"

#include <fstream>

using namespace tandem;

class TestSqliteMigrations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { std::filesystem::remove(path(m_directory) / "test.db"); }
    void aFreshDatabaseGetsTheNewestVersion();
    void migratingAgainChangesNothing();
    void onlyWhatIsMissingIsApplied();
    void aFailedMigrationLeavesTheVersionBefore();
    void aNewerDatabaseIsRefused();
    void aDatabaseOfAnotherProgramIsRefusedAndLeftAlone();
    void everyEmbeddedFileIsTheOneInResources();

private:
    std::unique_ptr<SqliteConnection> connect() const
    {
        return valueOf(SqliteConnection::open(path(m_directory) / "test.db", ConnectionUse::Write));
    }

    QTemporaryDir m_directory;
    static constexpr Migration first{"0001_first.sql",
        "CREATE TABLE one (a TEXT);\n-- a comment; with a semicolon\n"
        "INSERT INTO one VALUES ('x');\n"};
    static constexpr Migration second{"0002_second.sql", "ALTER TABLE one\n    ADD COLUMN b TEXT;\n"};
    static constexpr Migration broken{"0002_broken.sql", "CREATE TABLE two (a TEXT);\nINSERT INTO nowhere VALUES (1);\n"};
};

void TestSqliteMigrations::aFreshDatabaseGetsTheNewestVersion()
{
    const auto connection = connect();
    succeed(migrate(*connection, embeddedMigrations()));
    QCOMPARE(valueOf(connection->scalar("PRAGMA user_version")), std::to_string(embeddedMigrations().size()));
    QCOMPARE(valueOf(connection->scalar("SELECT count(*) FROM ticket")), std::string("0"));
    QCOMPARE(valueOf(connection->scalar("SELECT knowledge_revision FROM workspace")), std::string("0"));
}

void TestSqliteMigrations::migratingAgainChangesNothing()
{
    succeed(migrate(*connect(), embeddedMigrations()));
    const auto connection = connect();
    succeed(migrate(*connection, embeddedMigrations()));
    QCOMPARE(valueOf(connection->scalar("SELECT count(*) FROM workspace")), std::string("1"));
}

void TestSqliteMigrations::onlyWhatIsMissingIsApplied()
{
    const auto connection = connect();
    const Migration one[] = {first};
    const Migration both[] = {first, second};
    succeed(migrate(*connection, one));
    succeed(migrate(*connection, both));
    QCOMPARE(valueOf(connection->scalar("PRAGMA user_version")), std::string("2"));
    QCOMPARE(valueOf(connection->scalar("SELECT a || coalesce(b, '-') FROM one")), std::string("x-"));
}

void TestSqliteMigrations::aFailedMigrationLeavesTheVersionBefore()
{
    const auto connection = connect();
    const Migration bad[] = {first, broken};
    const Status status = migrate(*connection, bad);
    QVERIFY(!status && status.error().message.find("0002_broken.sql") != std::string::npos);
    QCOMPARE(valueOf(connection->scalar("PRAGMA user_version")), std::string("1"));
    QCOMPARE(valueOf(connection->scalar("SELECT count(*) FROM sqlite_master WHERE name = 'two'")), std::string("0"));
    const Migration good[] = {first, second};
    succeed(migrate(*connection, good));
}

void TestSqliteMigrations::aNewerDatabaseIsRefused()
{
    const auto connection = connect();
    const Migration both[] = {first, second};
    const Migration one[] = {first};
    succeed(migrate(*connection, both));
    const Status status = migrate(*connection, one);
    QVERIFY(!status && status.error().code == ErrorCode::Conflict);
    QVERIFY(status.error().message.find("version 2") != std::string::npos);
    QVERIFY(status.error().message.find("update Tandem") != std::string::npos);
}

void TestSqliteMigrations::aDatabaseOfAnotherProgramIsRefusedAndLeftAlone()
{
    const auto connection = connect();
    succeed(connection->execute("CREATE TABLE recipes (name TEXT)"));
    const Status status = migrate(*connection, embeddedMigrations());
    QVERIFY(!status && status.error().code == ErrorCode::Corrupt);
    QCOMPARE(valueOf(connection->scalar("SELECT count(*) FROM sqlite_master")), std::string("1"));
    QCOMPARE(valueOf(connection->scalar("PRAGMA journal_mode")), std::string("delete"));
}

void TestSqliteMigrations::everyEmbeddedFileIsTheOneInResources()
{
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(TANDEM_RESOURCES) / "sql" / "sqlite"))
        files += entry.path().extension() == ".sql" ? 1 : 0;
    QCOMPARE(embeddedMigrations().size(), files);
    for (const Migration& migration : embeddedMigrations()) {
        std::ifstream in(std::filesystem::path(TANDEM_RESOURCES) / "sql" / "sqlite" / migration.name);
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        QVERIFY2(text == migration.sql, std::string(migration.name).c_str());
    }
}

QTEST_GUILESS_MAIN(TestSqliteMigrations)
#include "TestSqliteMigrations.moc"
