// links: tandem_ui
#include "ui/conversation/ReplyMarks.h"
#include "ui/conversation/SampleTicket.h"

#include <QTest>

using namespace tandem;
using namespace tandem::ui;

namespace {

std::vector<ReplyMark> three()
{
    return replyMarks(QStringLiteral("One. Two. Three."),
        {claim("One.", 0.9, "p", ""), claim("Two.", 0.1, "", "", "No"), claim("Three.", 0.6, "p", "")});
}

} // namespace

// Where checked sentences stand in what a person writes.
class TestReplyMarks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachSentenceIsFoundBehindTheOneBefore()
    {
        const QString text = QStringLiteral("Yes.\n\nIt costs €38. Yes.");
        const auto marks = replyMarks(text,
            {claim("Yes.", 0.9, "p", ""), claim("It costs €38.", 0.1, "", "", "€38 is not in the evidence; nearest is €32"),
                courtesy("Yes.")});
        QCOMPARE(marks.size(), 3U);
        QCOMPARE(marks[0].begin, 0);
        QCOMPARE(marks[2].end, static_cast<int>(text.size()));
        QCOMPARE(marks[0].support, Support::Supported);
        QCOMPARE(marks[2].support, Support::Courtesy);
        QCOMPARE(text.mid(marks[1].begin, marks[1].end - marks[1].begin), QStringLiteral("It costs €38."));
        QCOMPARE(text.mid(marks[1].valueBegin, marks[1].valueEnd - marks[1].valueBegin), QStringLiteral("€38"));
        QCOMPARE(marks[1].finding.nearest, QStringLiteral("€32"));
    }

    void aSentenceThatIsNotThereIsLeftOut()
    {
        const auto marks
            = replyMarks(QStringLiteral("Only this."), {claim("Not this.", 0.9, "p", ""), claim("Only this.", 0.9, "p", "")});
        QCOMPARE(marks.size(), 1U);
        QCOMPARE(marks[0].begin, 0);
    }

    void anEditTakesTheSentencesThatItTouchesAndMovesThoseBehind()
    {
        auto marks = marksAfterEdit(three(), 6, 0, 3); // inside "Two."
        QCOMPARE(marks.size(), 2U);
        QCOMPARE(marks[0].begin, 0);
        QCOMPARE(marks[1].begin, 13);
        QCOMPARE(marks[1].end, 19);
        marks = marksAfterEdit(three(), 0, 5, 0); // "One. " is gone
        QCOMPARE(marks.size(), 2U);
        QCOMPARE(marks[0].begin, 0);
        marks = marksAfterEdit(three(), 16, 0, 4); // behind all
        QCOMPARE(marks.size(), 3U);
        QCOMPARE(marks[2].end, 16);
        marks = marksAfterEdit(three(), 0, 16, 8); // another text
        QVERIFY(marks.empty());
    }
};

QTEST_GUILESS_MAIN(TestReplyMarks)
#include "TestReplyMarks.moc"
