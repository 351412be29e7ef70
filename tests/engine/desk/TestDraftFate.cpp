// links: tandem_desk
#include "desk/DraftFate.h"

#include <QTest>

using namespace tandem;

class TestDraftFate : public QObject {
    Q_OBJECT

    static DraftSentence sentence(const char* text, bool factual)
    {
        DraftSentence made;
        made.text = text;
        made.factual = factual;
        return made;
    }
    static Draft draft()
    {
        Draft draft;
        draft.text
            = "Hello,\n\nRefunds take 5 days. They go to the card that was charged.\n\nJust reply to this message if anything "
              "stays unclear.";
        draft.sentences = {sentence("Hello,", false), sentence("Refunds take 5 days.", true),
            sentence("They go to the card that was charged.", true),
            sentence("Just reply to this message if anything stays unclear.", false)};
        return draft;
    }

private Q_SLOTS:
    void whatIsSentUnchangedIsRight()
    {
        const DraftFate fate = fateOf(draft(),
            "Hello,\nRefunds take 5 days. They go to the card that was charged.\n\nJust reply to "
            "this message if anything stays unclear.  ");
        QCOMPARE(fate.verdict, DraftVerdict::AsWritten);
        QCOMPARE(fate.changed, 0.0);
    }

    void anotherGreetingLeavesItRight()
    {
        const DraftFate fate = fateOf(draft(),
            "Dear Rosa,\n\nRefunds take 5 days. They go to the card that was charged.\n\nJust "
            "reply to this message if anything stays unclear.");
        QCOMPARE(fate.verdict, DraftVerdict::Edited);
        QVERIFY(fate.changed > 0 && fate.changed < 0.2);
    }

    void anyOtherStatementIsWrong_data()
    {
        QTest::addColumn<QString>("sent");
        QTest::newRow("another number") << "Hello,\n\nRefunds take 7 days. They go to the card that was charged.";
        QTest::newRow("not") << "Hello,\n\nRefunds take 5 days. They do not go to the card that was charged.";
        QTest::newRow("a statement left out") << "Hello,\n\nRefunds take 5 days.";
        QTest::newRow("a number added")
            << "Hello,\n\nRefunds take 5 days. They go to the card that was charged. You get €38 back.";
        QTest::newRow("much added")
            << "Hello,\n\nRefunds take 5 days. They go to the card that was charged. However this holds only for those who "
               "bought their plan from us and not from one of the resellers that we work with in other countries of the world.";
        QTest::newRow("by hand") << "Good morning! I have asked my colleagues.";
    }
    void anyOtherStatementIsWrong()
    {
        QFETCH(QString, sent);
        QCOMPARE(fateOf(draft(), sent.toStdString()).verdict, DraftVerdict::Rewritten);
    }

    void aLongReplyIsComparedInBoundedTime()
    {
        std::string sent;
        for (int i = 0; i < 50000; ++i)
            sent += "word" + std::to_string(i) + " ";
        Draft whole = draft();
        whole.text = sent + "end";
        QCOMPARE(fateOf(whole, sent).verdict, DraftVerdict::Rewritten);
    }
};

QTEST_GUILESS_MAIN(TestDraftFate)
#include "TestDraftFate.moc"
