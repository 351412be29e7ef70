// links: tandem_store
// tandemctl egress: what left this machine.
#include "base/Json.h"
#include "base/Text.h"
#include "services/store/SqliteStore.h"
#include "support/ManualClock.h"
#include "support/Programs.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tandem;

class TestEgressVerbs : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;
    QString m_workspace;

    // A day apart: two for a ticket, one refused.
    void addEntries() const
    {
        const std::filesystem::path workspace = m_workspace.toStdString();
        std::filesystem::create_directories(workspace);
        const ManualClock clock;
        const auto store
            = valueOf(SqliteStore::open(workspace / "tandem.db", valueOf(Seal::open(workspace / "workspace.key")), clock));
        succeed(store->write([&](Transaction& transaction) -> Status {
            for (int i = 1; i <= 3; ++i) {
                EgressEntry entry;
                entry.id = EgressId("e" + std::to_string(i));
                entry.at = valueOf(parseTime("2026-11-0" + std::to_string(i)));
                entry.ticket = TicketId(i < 3 ? "t1" : "");
                entry.host = "https://api.example.com:443";
                entry.method = "POST";
                entry.bytesOut = i < 3 ? 1000 : 0;
                entry.outcome = i < 3 ? EgressOutcome::Answered : EgressOutcome::Refused;
                if (i < 3)
                    entry.body = "Guten Tag [PERSON_1]";
                TRY(transaction.egress().append(entry));
            }
            return {};
        }));
    }
    [[nodiscard]] Finished run(const QStringList& arguments) const
    {
        return runControl(m_workspace, QStringList{QStringLiteral("egress")} + arguments);
    }
    [[nodiscard]] std::string listed(const QStringList& arguments = {}) const
    {
        std::string ids;
        const Finished finished = run(QStringList{QStringLiteral("list")} + arguments);
        for (const std::string_view line : text::lines(finished.output)) {
            if (!line.empty())
                ids += valueOf(parseJson(line))["id"].get<std::string>() + " ";
        }
        return ids;
    }

private Q_SLOTS:
    void init()
    {
        m_workspace = m_directory.filePath(QString::fromLatin1(QTest::currentTestFunction()));
        addEntries();
    }

    void whatLeftIsListedNewestFirst()
    {
        QCOMPARE(listed(), std::string("e3 e2 e1 "));
        QCOMPARE(listed({QStringLiteral("--ticket"), QStringLiteral("t1")}), std::string("e2 e1 "));
        QCOMPARE(listed({QStringLiteral("--since"), QStringLiteral("2026-11-02")}), std::string("e3 e2 "));
        QCOMPARE(listed({QStringLiteral("--limit"), QStringLiteral("1")}), std::string("e3 "));
    }

    void hostsAreTotalledForPeople()
    {
        const Finished finished = run({QStringLiteral("list")});
        QCOMPARE(finished.status, 0);
        QVERIFY2(finished.errors.find("https://api.example.com:443: 3 requests, 2000 bytes out, 0 bytes in, 1 refused")
                != std::string::npos,
            finished.errors.c_str());
    }

    void oneIsShownWithItsText()
    {
        const Finished finished = run({QStringLiteral("show"), QStringLiteral("e1")});
        const Json entry = valueOf(parseJson(finished.output));
        QVERIFY(entry["body"] == "Guten Tag [PERSON_1]" && entry["ticket_id"] == "t1");
        QVERIFY(valueOf(parseJson(run({QStringLiteral("show"), QStringLiteral("e3")}).output))["body"].is_null());
    }

    void whatIsNotThereIsRefused()
    {
        const Finished finished = run({QStringLiteral("show"), QStringLiteral("e9")});
        QVERIFY(finished.status != 0 && finished.output.empty());
        QVERIFY(finished.errors.find("no such entry") != std::string::npos);
        QCOMPARE(run({QStringLiteral("list"), QStringLiteral("--since"), QStringLiteral("soon")}).status, 2);
    }
};

QTEST_GUILESS_MAIN(TestEgressVerbs)
#include "TestEgressVerbs.moc"
