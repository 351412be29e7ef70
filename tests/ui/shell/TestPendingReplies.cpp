// links: tandem_ui
#include "ui/shell/PendingReplies.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
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
            before.add({TicketId("t1"), false, {"Grüße,\n\"Ada\"", "key-1", TicketStatus::Resolved, DraftId("d1")},
                ActorId("ada"), 48213, "Charged twice"});
            before.add({TicketId("t2"), true, {"a note", "key-2", TicketStatus::Pending, {}}});
            before.refuse("key-2", "The ticket is closed.");
        }
        const PendingReplies after(m_file);
        QCOMPARE(after.damage(), PendingReplies::Damage::None);
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
        QCOMPARE(first.subject, std::string()); // a customer's words are not written down here
        QCOMPARE(first.refusal, std::string());
        QCOMPARE(after.items().back().refusal, std::string("The ticket is closed."));
    }

    void twoConsolesDoNotOverwriteEachOther()
    {
        {
            PendingReplies one(m_file);
            PendingReplies two(m_file);
            one.add({TicketId("t1"), false, {"one", "key-1", TicketStatus::Pending, {}}});
            two.add({TicketId("t2"), false, {"two", "key-2", TicketStatus::Pending, {}}});
        }
        PendingReplies later(m_file);
        QCOMPARE(later.items().size(), std::size_t(2));
        QVERIFY(later.find("key-1") != nullptr && later.find("key-2") != nullptr);
        // Taken over for good, not once more by the next one.
        later.remove("key-2");
        QVERIFY(later.flush());
        const PendingReplies besides(m_file);
        QVERIFY(besides.items().empty());
    }

    void whatCannotBeWrittenCountsAllTheSame()
    {
        QFile inTheWay(m_directory->filePath(QStringLiteral("deep"))); // a file where the folder should be
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        PendingReplies pending(m_file);
        QSignalSpy notWritten(&pending, &PendingReplies::notWritten);
        pending.add({TicketId("t1"), false, {"text", "key-1", TicketStatus::Pending, {}}});
        QVERIFY(!pending.flush());
        QVERIFY(pending.find("key-1") != nullptr);
        QTRY_COMPARE(notWritten.size(), 1);
        QVERIFY(pending.isSettled("key-1")); // it may be sent
    }

    void nobodyElseMayReadTheFile()
    {
        PendingReplies pending(m_file);
        pending.add({TicketId("t1"), false, {"text", "key-1", TicketStatus::Pending, {}}});
        QVERIFY(pending.flush());
        QVERIFY(QFile::exists(m_file));
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
        QVERIFY(pending.flush());
        QVERIFY(QFile::exists(m_file));
        pending.remove("key-1");
        QVERIFY(pending.flush());
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
        leave(content);
        const PendingReplies pending(m_file);
        QCOMPARE(pending.damage(), PendingReplies::Damage::KeptBeside);
        QVERIFY(pending.items().empty());
        QVERIFY(QFile::exists(m_file + QStringLiteral(".damaged")));
    }

    void aDamagedFileIsKeptOnceAndTheRestGoesOn()
    {
        leave(R"([{"ticket":"t1","text":"x","key":"key-1","then":"pending","draft":"","note":false},7])");
        QCOMPARE(PendingReplies(m_file).damage(), PendingReplies::Damage::KeptBeside);
        const PendingReplies later(m_file);
        QCOMPARE(later.damage(), PendingReplies::Damage::None);
        QVERIFY(later.find("key-1") != nullptr);
        QVERIFY(!QFile::exists(m_file + QStringLiteral(".damaged2")));
    }

    void aDamagedFileThatCannotBeKeptBesideStaysWhereItIs()
    {
        leave("{}");
        for (int i = 1; i <= 99; ++i)
            QVERIFY(QFile::copy(m_file, m_file + QStringLiteral(".damaged") + (i == 1 ? QString() : QString::number(i))));
        QCOMPARE(PendingReplies(m_file).damage(), PendingReplies::Damage::NotKept);
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("{}"));
    }

    void whoAddsDoesNotWaitForTheDisk()
    {
        PendingReplies pending(m_file);
        QSignalSpy settled(&pending, &PendingReplies::settled);
        for (const char* key : {"key-1", "key-2"})
            pending.add({TicketId("t1"), false, {"text", key, TicketStatus::Pending, {}}});
        QVERIFY(!pending.isSettled("key-1") && !pending.isSettled("key-2")); // told by the event loop, later
        QTRY_VERIFY(pending.isSettled("key-1") && pending.isSettled("key-2"));
        QVERIFY(!settled.isEmpty());
        pending.refuse("key-1", "The ticket is closed.");
        QVERIFY(pending.isSettled("key-1")); // it is on disk, whatever is said of it
    }

    void aCustomersSubjectIsNotWrittenDown()
    {
        PendingReplies pending(m_file);
        pending.add({TicketId("t1"), false, {"text", "key-1", TicketStatus::Pending, {}}, ActorId("ada"), 7, "Charged twice"});
        QVERIFY(pending.flush());
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray written = file.readAll();
        QVERIFY(written.contains("key-1") && !written.contains("Charged"));
    }

    void anAuthorIsFilledInOnce()
    {
        {
            PendingReplies pending(m_file);
            pending.add({TicketId("t1"), false, {"text", "key-1", TicketStatus::Pending, {}}});
            pending.add({TicketId("t1"), false, {"text", "key-2", TicketStatus::Pending, {}}, ActorId("ivo")});
            pending.claim(ActorId("dana"));
            QCOMPARE(pending.find("key-1")->author, ActorId("dana"));
            QCOMPARE(pending.find("key-2")->author, ActorId("ivo"));
            pending.adopt("key-2", ActorId("dana"));
        }
        QCOMPARE(PendingReplies(m_file).find("key-2")->author, ActorId("dana"));
    }

private:
    // What an earlier run is found to have written.
    void leave(const QByteArray& content) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(m_file).absolutePath()));
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(content);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_file;
};

QTEST_GUILESS_MAIN(TestPendingReplies)
#include "TestPendingReplies.moc"
