// links: tandem_store
#include "contracts/Samples.h"
#include "services/store/SqliteConnection.h"

using namespace tandem;

class TestSqliteAuditStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_fixture.reset(); }

    void anUntouchedChainHolds();
    void aChangedEntryIsFound_data();
    void aChangedEntryIsFound();

private:
    std::optional<std::int64_t> verify()
    {
        return m_fixture->read([](Transaction& transaction) { return transaction.audit().verify(); });
    }

    std::unique_ptr<StoreFixture> m_fixture;
};

void TestSqliteAuditStore::init()
{
    m_fixture = std::make_unique<StoreFixture>(Backend{"sqlite", openSqlite});
    for (int i = 1; i <= 6; ++i) {
        m_fixture->write([&](Transaction& transaction) {
            AuditEntry entry;
            entry.at = m_fixture->clock().now();
            entry.actor = ActorId("act_1");
            entry.action = "approval.approved";
            entry.subject = "app_" + std::to_string(i);
            entry.detail = "38";
            return transaction.audit().append(entry);
        });
    }
}

void TestSqliteAuditStore::anUntouchedChainHolds()
{
    QVERIFY(!verify());
}

void TestSqliteAuditStore::aChangedEntryIsFound_data()
{
    QTest::addColumn<QString>("tampering");
    QTest::addColumn<int>("sequence");
    const auto row
        = [](const char* name, const char* sql, int sequence) { QTest::newRow(name) << QString::fromUtf8(sql) << sequence; };
    row("detail changed", "UPDATE audit SET detail = '3800' WHERE sequence = 4", 4);
    row("actor changed", "UPDATE audit SET actor = 'act_2' WHERE sequence = 1", 1);
    row("time changed", "UPDATE audit SET at = at + 1 WHERE sequence = 6", 6);
    row("text moved between fields", "UPDATE audit SET subject = 'app_33', detail = '8' WHERE sequence = 3", 3);
    row("hash changed", "UPDATE audit SET hash = 'x' WHERE sequence = 2", 2);
    row("one removed", "DELETE FROM audit WHERE sequence = 3", 3);
    row("one removed and renumbered", "UPDATE audit SET sequence = sequence - 100 WHERE sequence = 1", 1);
    row("end cut off", "DELETE FROM audit WHERE sequence >= 5", 5);
    row("all removed", "DELETE FROM audit", 1);
    row("head forgotten", "UPDATE workspace SET sealed_audit_head = NULL", 6);
    row("head overwritten", "UPDATE workspace SET sealed_audit_head = x'01'", 6);
}

void TestSqliteAuditStore::aChangedEntryIsFound()
{
    QFETCH(const QString, tampering);
    QFETCH(const int, sequence);
    m_fixture->close();
    {
        const auto connection = valueOf(SqliteConnection::open(m_fixture->directory() / "tandem.db", ConnectionUse::Write));
        succeed(connection->execute(tampering.toStdString()));
    }
    m_fixture->reopen();
    QVERIFY(verify() == std::int64_t{sequence});
}

QTEST_GUILESS_MAIN(TestSqliteAuditStore)
#include "TestSqliteAuditStore.moc"
