// links: tandem_ui
#include "ui/shell/PendingReplies.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace tandem;
using namespace tandem::ui;

class TestPendingReplies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_file = m_directory->filePath(QStringLiteral("deep/waiting.json"));
    }

    void whatWaitsIsThereAfterARestart()
    {
        {
            PendingReplies before(m_file);
            QVERIFY(before.add({TicketId("t1"), false, {"Grüße,\n\"Ada\"", "key-1", TicketStatus::Resolved, DraftId("d1")},
                ActorId("ada"), 48213, "Charged twice"}));
            QVERIFY(before.add({TicketId("t2"), true, {"a note", "key-2", TicketStatus::Pending, {}}}));
            QVERIFY(before.refuse("key-2", "The ticket is closed."));
        }
        const PendingReplies after(m_file);
        QVERIFY(!after.damaged());
        QCOMPARE(after.items().size(), std::size_t(2));
        const PendingReplies::Item& first = after.items().front();
        QCOMPARE(first.ticket, TicketId("t1"));
        QCOMPARE(first.reply.text, std::string("Grüße,\n\"Ada\""));
        QCOMPARE(first.reply.idempotencyKey, std::string("key-1"));
        QCOMPARE(first.reply.then, TicketStatus::Resolved);
        QCOMPARE(first.reply.draft, DraftId("d1"));
        QVERIFY(!first.note && after.items().back().note);
        QCOMPARE(first.author, ActorId("ada"));
        QCOMPARE(first.number, 48213);
        QCOMPARE(first.subject, std::string("Charged twice"));
        QCOMPARE(first.refusal, std::string());
        QCOMPARE(after.items().back().refusal, std::string("The ticket is closed."));
    }

    void twoConsolesDoNotOverwriteEachOther()
    {
        {
            PendingReplies one(m_file);
            PendingReplies two(m_file);
            QVERIFY(one.add({TicketId("t1"), false, {"one", "key-1", TicketStatus::Pending, {}}}));
            QVERIFY(two.add({TicketId("t2"), false, {"two", "key-2", TicketStatus::Pending, {}}}));
        }
        PendingReplies later(m_file);
        QCOMPARE(later.items().size(), std::size_t(2));
        QVERIFY(later.find("key-1") != nullptr && later.find("key-2") != nullptr);
        // Taken over for good, not once more by the next one.
        QVERIFY(later.remove("key-2"));
        const PendingReplies besides(m_file);
        QVERIFY(besides.items().empty());
    }

    void whatCannotBeWrittenCountsAllTheSame()
    {
        QFile inTheWay(m_directory->filePath(QStringLiteral("deep"))); // a file where the folder should be
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        PendingReplies pending(m_file);
        QVERIFY(!pending.add({TicketId("t1"), false, {"text", "key-1", TicketStatus::Pending, {}}}));
        QVERIFY(pending.find("key-1") != nullptr);
    }

    void nobodyElseMayReadTheFile()
    {
        PendingReplies pending(m_file);
        QVERIFY(pending.add({TicketId("t1"), false, {"text", "key-1", TicketStatus::Pending, {}}}));
        const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteGroup | QFileDevice::WriteOther;
        QVERIFY(!(QFile::permissions(m_file) & others));
    }

    void theSameKeyWaitsOnce()
    {
        PendingReplies pending(m_file);
        pending.add({TicketId("t1"), false, {"text", "key-1", TicketStatus::Pending, {}}});
        pending.add({TicketId("t1"), false, {"text", "key-1", TicketStatus::Pending, {}}});
        QCOMPARE(pending.items().size(), std::size_t(1));
    }

    void theLastOneTakesTheFileWithIt()
    {
        PendingReplies pending(m_file);
        pending.add({TicketId("t1"), false, {"text", "key-1", TicketStatus::Pending, {}}});
        QVERIFY(QFile::exists(m_file));
        pending.remove("key-1");
        QVERIFY(pending.items().empty() && !QFile::exists(m_file));
    }

    void aDamagedFileIsKeptBeside_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("cut short") << QByteArray("[{\"ticket\":\"t1\",\"te");
        QTest::newRow("not a list") << QByteArray("{}");
        QTest::newRow("an item without a key")
            << QByteArray("[{\"ticket\":\"t1\",\"text\":\"x\",\"then\":\"pending\",\"draft\":\"\",\"note\":false}]");
    }
    void aDamagedFileIsKeptBeside()
    {
        QFETCH(QByteArray, content);
        QVERIFY(PendingReplies(m_file).add({TicketId("t1"), false, {"text", "key-1", TicketStatus::Pending, {}}}));
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(content);
        file.close();
        const PendingReplies pending(m_file);
        QVERIFY(pending.damaged() && pending.items().empty());
        QVERIFY(QFile::exists(m_file + QStringLiteral(".damaged")));
    }

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_file;
};

QTEST_GUILESS_MAIN(TestPendingReplies)
#include "TestPendingReplies.moc"
