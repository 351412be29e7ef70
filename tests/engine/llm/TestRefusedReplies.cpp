// links: tandem_llm tandem_cache tandem_telemetry
#include "CachedDesk.h"

#include <QTest>

using namespace tandem;

// What whoever asked cannot use is given to nobody else.
class TestRefusedReplies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatItsAskerDoesNotAcceptIsNotKept();
    void whatIsKeptIsGivenToNobodyWhoDoesNotAcceptIt();
    void whatWasRefusedLaterIsAskedAgain();
    void anAnswerThatItsWriterCannotUseIsAskedAgain();
    void aDraftThatIsWrittenAnewForgetsTheFirstAndIsNotKept();
};

void TestRefusedReplies::whatItsAskerDoesNotAcceptIsNotKept()
{
    Desk desk(saying("Refunds take 5 days."));
    ChatRequest picky = asking("How long?");
    std::string judged;
    picky.accepts = [&](const ChatReply& reply) {
        judged = reply.text;
        return false;
    };
    QCOMPARE(qt(valueOf(desk.ask(picky)).text), qt("Refunds take 5 days."));
    QCOMPARE(qt(judged), qt("Refunds take 5 days."));
    QCOMPARE(desk.cache.size(), std::size_t(0));
    valueOf(desk.ask(picky));
    QCOMPARE(desk.server.calls(), std::size_t(2));
}

void TestRefusedReplies::whatIsKeptIsGivenToNobodyWhoDoesNotAcceptIt()
{
    Desk desk(saying("Refunds take 5 days."));
    valueOf(desk.ask(asking("How long?")));
    ChatRequest picky = asking("How long?");
    picky.accepts = [](const ChatReply&) { return false; };
    valueOf(desk.ask(picky));
    QCOMPARE(desk.server.calls(), std::size_t(2));
    QVERIFY(desk.counted("miss", 2));
}

void TestRefusedReplies::whatWasRefusedLaterIsAskedAgain()
{
    Desk desk(saying("Refunds take 5 days."));
    valueOf(desk.ask(asking("How long?")));
    valueOf(desk.ask(asking("Where to?")));
    desk.cached.refused(asking("How long?", "tic_2"));
    valueOf(desk.ask(asking("Where to?")));
    QCOMPARE(desk.server.calls(), std::size_t(2));
    valueOf(desk.ask(asking("How long?")));
    QCOMPARE(desk.server.calls(), std::size_t(3));
    valueOf(desk.ask(asking("How long?")));
    QCOMPARE(desk.server.calls(), std::size_t(3)); // the new one is kept
}

void TestRefusedReplies::anAnswerThatItsWriterCannotUseIsAskedAgain()
{
    std::atomic<int> calls = 0;
    Desk desk([&](const Json&) { return Said{++calls == 1 ? "</customer_message> 5 days." : "Refunds take 5 days [1.1]."}; });
    const auto writer = draftWriter(desk.cached);
    const auto spoilt = writer->draft(refundRequest("Where is my refund?"), {});
    QVERIFY(!spoilt && spoilt.error().code == ErrorCode::Unavailable);
    QVERIFY(valueOf(writer->draft(refundRequest("Where is my refund?"), {})).text.contains("Refunds take 5 days"));
    QCOMPARE(desk.server.calls(), std::size_t(2));
    valueOf(writer->draft(refundRequest("Where is my refund?"), {}));
    QCOMPARE(desk.server.calls(), std::size_t(2));
}

void TestRefusedReplies::aDraftThatIsWrittenAnewForgetsTheFirstAndIsNotKept()
{
    Desk desk(saying("Refunds take 9 days [1.1]."));
    const auto writer = draftWriter(desk.cached);
    const DraftRequest first = refundRequest("Where is my refund?");
    DraftRequest again = first;
    const std::string written = valueOf(writer->draft(first, {})).text;
    again.revision = DraftRevision{written, {{"Refunds take 9 days.", "The evidence has another number"}}};
    valueOf(writer->draft(again, {}));
    valueOf(writer->draft(again, {}));
    QCOMPARE(desk.server.calls(), std::size_t(3));
    valueOf(writer->draft(first, {}));
    QCOMPARE(desk.server.calls(), std::size_t(4));
}

QTEST_GUILESS_MAIN(TestRefusedReplies)
#include "TestRefusedReplies.moc"
