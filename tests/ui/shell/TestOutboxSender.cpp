// links: tandem_ui
#include "ui/shell/OutboxSender.h"
#include "ui/support/PostDesk.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tandem;
using namespace tandem::ui;

namespace {

const Error cutOff{ErrorCode::Unavailable, "The desk cannot be reached.", true};
const Error closedTicket{ErrorCode::Conflict, "The ticket is closed.", false};
const Error oldToken{ErrorCode::Unauthenticated, "The token is not taken.", false};

PendingReplies::Item reply(const char* ticket, const char* text)
{
    PendingReplies::Item item;
    item.ticket = TicketId(ticket);
    item.reply = {text, std::string("key of ") + text, TicketStatus::Pending, {}};
    return item;
}

} // namespace

class TestOutboxSender : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_file = m_directory->filePath(QStringLiteral("waiting.json"));
    }

    void aMessageIsOnDiskBeforeItIsSent()
    {
        PostDesk desk;
        {
            PendingReplies pending(m_file);
            OutboxSender outbox(desk, pending);
            outbox.send(reply("t1", "hello"));
            QCOMPARE(outbox.waitingCount(), 0); // it is on its way
        } // the console is closed before the answer came
        PendingReplies pending(m_file);
        QCOMPARE(pending.items().size(), std::size_t(1));
        OutboxSender outbox(desk, pending);
        outbox.sendWaiting();
        answerAll(desk, pending);
        QVERIFY(pending.items().empty());
        QCOMPARE(desk.taken(), std::vector<std::string>{"hello"});
    }

    void nothingIsSentBeforeItIsOnDisk()
    {
        PostDesk desk;
        PendingReplies pending(m_file);
        OutboxSender outbox(desk, pending);
        QSignalSpy taken(&outbox, &OutboxSender::taken);
        outbox.send(reply("t1", "hello"));
        QCOMPARE(desk.callsOut(), std::size_t(0));
        QVERIFY(pending.flush() && QFile::exists(m_file));
        QTRY_COMPARE(desk.callsOut(), std::size_t(1));
        // Nor does the composer let go of it before, when the desk is away.
        desk.enter(ConnectionState::Offline);
        outbox.send(reply("t1", "more"));
        QVERIFY(!taken.contains(QVariantList{QStringLiteral("key of more")}));
        QTRY_VERIFY(taken.contains(QVariantList{QStringLiteral("key of more")}));
    }

    void whatCannotBeWrittenIsSentAllTheSame()
    {
        QFile inTheWay(m_directory->filePath(QStringLiteral("deep"))); // a file where the folder should be
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        PostDesk desk;
        PendingReplies pending(m_directory->filePath(QStringLiteral("deep/waiting.json")));
        OutboxSender outbox(desk, pending);
        QSignalSpy notKept(&outbox, &OutboxSender::notKept);
        outbox.send(reply("t1", "hello"));
        QTRY_VERIFY(!notKept.isEmpty());
        answerAll(desk, pending);
        QCOMPARE(desk.taken(), std::vector<std::string>{"hello"});
    }

    void anAnswerThatIsNotUnderstoodIsNoRefusal()
    {
        PostDesk desk;
        PendingReplies pending(m_file);
        OutboxSender outbox(desk, pending);
        QSignalSpy notTaken(&outbox, &OutboxSender::notTaken);
        desk.failWith(Error{ErrorCode::Corrupt, "That is no message.", true});
        outbox.send(reply("t1", "hello"));
        answerAll(desk, pending);
        QVERIFY(notTaken.isEmpty()); // it may have arrived: under another key it would be a second one
        QCOMPARE(outbox.waitingCount(), 1);
        desk.failWith(std::nullopt);
        outbox.sendWaiting();
        answerAll(desk, pending);
        QCOMPARE(desk.taken(), std::vector<std::string>{"hello"});
    }

    void aRefusalAtTheFirstTryIsTheComposers()
    {
        PostDesk desk;
        PendingReplies pending(m_file);
        OutboxSender outbox(desk, pending);
        QSignalSpy taken(&outbox, &OutboxSender::taken);
        QSignalSpy notTaken(&outbox, &OutboxSender::notTaken);
        desk.failWith(closedTicket);
        outbox.send(reply("t1", "hello"));
        answerAll(desk, pending);
        QCOMPARE(notTaken.size(), 1);
        QCOMPARE(notTaken[0][1].toString(), QStringLiteral("The ticket is closed."));
        QVERIFY(taken.isEmpty() && pending.items().empty()); // not offered twice
    }

    void whatWasRefusedLaterStaysWithItsReason()
    {
        PostDesk desk;
        PendingReplies pending(m_file);
        OutboxSender outbox(desk, pending);
        desk.failWith(cutOff);
        for (const char* text : {"one", "two", "three"})
            outbox.send(reply(text, text));
        answerAll(desk, pending);
        QCOMPARE(outbox.waitingCount(), 3);
        desk.failWith(closedTicket);
        outbox.sendWaiting();
        answerAll(desk, pending);
        QCOMPARE(outbox.waitingCount(), 0);
        QCOMPARE(outbox.refusedCount(), 3);
        for (const auto& item : pending.items())
            QCOMPARE(item.refusal, std::string("The ticket is closed."));
        // Nothing tries it again by itself; the person does.
        desk.failWith(std::nullopt);
        outbox.sendWaiting();
        QCOMPARE(desk.callsOut(), std::size_t(0));
        outbox.tryAgain("key of two");
        answerAll(desk, pending);
        QCOMPARE(desk.taken(), std::vector<std::string>{"two"});
        outbox.discard("key of one");
        QCOMPARE(outbox.refusedCount(), 1);
        QVERIFY(pending.find("key of three") != nullptr);
    }

    void aRefusedTokenThrowsNothingAway()
    {
        PostDesk desk;
        PendingReplies pending(m_file);
        OutboxSender outbox(desk, pending);
        QSignalSpy taken(&outbox, &OutboxSender::taken);
        desk.failWith(oldToken);
        outbox.send(reply("t1", "hello"));
        answerAll(desk, pending);
        QCOMPARE(taken.size(), 1);
        QCOMPARE(outbox.waitingCount(), 1);
        desk.enter(ConnectionState::Refused);
        desk.failWith(std::nullopt);
        desk.enter(ConnectionState::Online); // signed in anew
        answerAll(desk, pending);
        QCOMPARE(desk.taken(), std::vector<std::string>{"hello"});
    }

    void messagesToATicketKeepTheirOrder()
    {
        PostDesk desk;
        PendingReplies pending(m_file);
        OutboxSender outbox(desk, pending);
        desk.enter(ConnectionState::Offline);
        desk.failWith(cutOff);
        QSignalSpy taken(&outbox, &OutboxSender::taken);
        for (const char* text : {"one", "two", "three"})
            outbox.send(reply("t1", text));
        QTRY_COMPARE(taken.size(), 3); // nobody waits for a desk that is away
        answerAll(desk, pending);
        desk.failWith(std::nullopt);
        desk.enter(ConnectionState::Online);
        QCOMPARE(desk.callsOut(), std::size_t(1)); // one after the other
        answerAll(desk, pending);
        QCOMPARE(desk.taken(), (std::vector<std::string>{"one", "two", "three"}));
    }

    void oneThatNeverGoesThroughDoesNotHoldUpTheOthers()
    {
        PostDesk desk;
        PendingReplies pending(m_file);
        OutboxSender outbox(desk, pending);
        desk.failWith(cutOff); // the desk is busy with this one ticket, say
        for (const char* ticket : {"t1", "t2", "t3", "t4"})
            outbox.send(reply(ticket, ticket));
        QTRY_VERIFY(desk.callsOut() > 0);
        desk.answer();
        desk.failWith(std::nullopt);
        QTRY_VERIFY(desk.callsOut() > 0);
        answerAll(desk, pending);
        QVERIFY(desk.taken().size() >= 2);
    }

    void aLostAnswerIsNotASecondMessage()
    {
        PostDesk desk;
        PendingReplies pending(m_file);
        OutboxSender outbox(desk, pending);
        desk.loseAnswer();
        outbox.send(reply("t1", "hello"));
        answerAll(desk, pending);
        QCOMPARE(outbox.waitingCount(), 1);
        outbox.sendWaiting();
        outbox.sendWaiting(); // twice at once
        outbox.tryAgain("key of hello");
        QCOMPARE(desk.callsOut(), std::size_t(1));
        answerAll(desk, pending);
        QCOMPARE(desk.taken(), std::vector<std::string>{"hello"});
        QVERIFY(pending.items().empty());
    }

    void nothingGoesOutInAnothersName()
    {
        PostDesk desk;
        PendingReplies pending(m_file);
        OutboxSender outbox(desk, pending);
        desk.enter(ConnectionState::Offline);
        desk.failWith(cutOff);
        outbox.send(reply("t1", "from Dana"));
        answerAll(desk, pending);
        desk.me = Actor{ActorId("ivo"), Role::Agent, "Ivo Kern", {}};
        desk.failWith(std::nullopt);
        desk.enter(ConnectionState::Online);
        QCOMPARE(desk.callsOut(), std::size_t(0));
        QVERIFY(outbox.isOfAnother(pending.items().front()));
        QCOMPARE(outbox.waitingCount(), 0); // nothing here makes it go
        QCOMPARE(outbox.ofAnotherCount(), 1);
        desk.me.id = ActorId("dana");
        desk.enter(ConnectionState::Online);
        answerAll(desk, pending);
        QCOMPARE(desk.taken(), std::vector<std::string>{"from Dana"});
    }

    void anotherTokensMessagesGoOutWhenThePersonSaysSo()
    {
        PostDesk desk;
        PendingReplies pending(m_file);
        OutboxSender outbox(desk, pending);
        desk.enter(ConnectionState::Offline);
        for (const char* text : {"one", "two"})
            outbox.send(reply("t1", text));
        QTRY_COMPARE(outbox.waitingCount(), 2);
        desk.failWith(cutOff);
        answerAll(desk, pending);
        desk.me.id = ActorId("dana's new token");
        desk.failWith(std::nullopt);
        desk.enter(ConnectionState::Online);
        answerAll(desk, pending);
        QVERIFY(desk.taken().empty());
        outbox.sendAsMe("key of two");
        answerAll(desk, pending);
        QCOMPARE(desk.taken(), std::vector<std::string>{"two"});
        QCOMPARE(outbox.ofAnotherCount(), 1);
        outbox.sendAsMe("key of one");
        answerAll(desk, pending);
        QVERIFY(pending.items().empty());
    }

    void whatIsWrittenBeforeSomebodyIsKnownIsTheirs()
    {
        PostDesk desk;
        PendingReplies pending(m_file);
        OutboxSender outbox(desk, pending);
        desk.me = {};
        desk.enter(ConnectionState::Connecting); // a new token was entered
        outbox.send(reply("t1", "hello"));
        QTRY_COMPARE(outbox.waitingCount(), 1);
        QCOMPARE(desk.callsOut(), std::size_t(0));
        desk.me = Actor{ActorId("ivo"), Role::Agent, "Ivo Kern", {}};
        desk.failWith(cutOff);
        desk.enter(ConnectionState::Online);
        answerAll(desk, pending);
        QCOMPARE(pending.items().front().author, ActorId("ivo"));
        desk.me.id = ActorId("dana");
        desk.failWith(std::nullopt);
        desk.enter(ConnectionState::Online);
        QCOMPARE(desk.callsOut(), std::size_t(0));
    }

    void whatIsOnItsWayIsNotDiscarded()
    {
        PostDesk desk;
        PendingReplies pending(m_file);
        OutboxSender outbox(desk, pending);
        outbox.send(reply("t1", "hello"));
        QTRY_VERIFY(outbox.isSending("key of hello"));
        outbox.discard("key of hello");
        QVERIFY(pending.find("key of hello") != nullptr);
        answerAll(desk, pending);
        QCOMPARE(desk.taken(), std::vector<std::string>{"hello"});
    }

private:
    // Until everything is on disk and no call is out any more.
    static void answerAll(PostDesk& desk, PendingReplies& pending)
    {
        do {
            pending.flush();
            QCoreApplication::processEvents();
            desk.answer();
            QCoreApplication::processEvents();
        } while (desk.callsOut() > 0);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_file;
};

QTEST_GUILESS_MAIN(TestOutboxSender)
#include "TestOutboxSender.moc"
