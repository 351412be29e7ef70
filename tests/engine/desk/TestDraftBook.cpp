// links: tandem_desk
#include "desk/DraftBook.h"

#include <QTest>

using namespace tandem;
using namespace std::chrono_literals;

namespace {

const TicketId ticket("t1");
const TicketId other("t2");
constexpr DraftBook::Time start{1h};

} // namespace

// What is kept of drafts under way, and when it is told.
class TestDraftBook : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aReaderGetsWhatWasWrittenAndThenWhatCameSince()
    {
        DraftBook book;
        DraftBook::Place place;
        const auto writing = book.begin(ticket, start);
        book.enter(ticket, writing, DraftStage::Writing, start);
        book.add(ticket, writing, "Grüße, ", start);
        book.add(ticket, writing, "Ada", start + 10ms);
        auto news = book.read(ticket, place, start + 40ms);
        QCOMPARE(news->text, std::string("Grüße, Ada"));
        QCOMPARE(news->from, std::size_t(0));
        QCOMPARE(news->age, 40ms);
        QCOMPARE(news->stage, DraftStage::Writing);
        const std::uint64_t draft = news->draft;
        QVERIFY(!book.read(ticket, place, start));
        book.add(ticket, writing, " Holm", start);
        news = book.read(ticket, place, start);
        QCOMPARE(news->text, std::string(" Holm"));
        QCOMPARE(news->from, std::size_t(10)); // code points, not bytes
        QCOMPARE(news->draft, draft);
        DraftBook::Place late;
        QCOMPARE(book.read(ticket, late, start)->text, std::string("Grüße, Ada Holm"));
    }

    void theLastWordsDoNotWaitForMore()
    {
        DraftBook book;
        const auto writing = book.begin(ticket, start);
        book.enter(ticket, writing, DraftStage::Writing, start);
        QCOMPARE(book.due(start), std::vector{ticket});
        book.add(ticket, writing, "Hello", start);
        QVERIFY(book.due(start).empty());
        book.enter(ticket, writing, DraftStage::Checking, start);
        QCOMPARE(book.due(start), std::vector{ticket});
        book.add(ticket, writing, "!", start);
        book.enter(ticket, writing, DraftStage::Checking, start);
        QVERIFY(book.due(start).empty()); // the stage is the same
    }

    void textIsToldAtOnceAndThenAtMostEveryPause()
    {
        DraftBook book;
        const auto writing = book.begin(ticket, start);
        QCOMPARE(book.due(start), std::vector{ticket});
        QVERIFY(!book.next());
        book.add(ticket, writing, "a", start + 10ms);
        QCOMPARE(*book.next(), start + 50ms);
        book.add(ticket, writing, "b", start + 20ms);
        QVERIFY(book.due(start + 49ms).empty());
        QCOMPARE(book.due(start + 50ms), std::vector{ticket});
        QVERIFY(book.due(start + 500ms).empty());
        book.add(ticket, writing, "c", start + 500ms);
        QCOMPARE(book.due(start + 500ms), std::vector{ticket}); // nothing was told for long
    }

    void whatIsVoidAndWhatEndsIsToldAtOnce()
    {
        DraftBook book;
        const auto writing = book.begin(ticket, start);
        QCOMPARE(book.due(start).size(), std::size_t(1));
        book.add(ticket, writing, "wrong", start);
        book.startOver(ticket, writing, start + 1ms);
        QCOMPARE(book.due(start + 1ms), std::vector{ticket});
        book.add(ticket, writing, "more", start + 2ms);
        book.end(ticket, writing);
        QCOMPARE(*book.next(), DraftBook::Time::min());
        QCOMPARE(book.due(start + 2ms), std::vector{ticket});
        QVERIFY(!book.next());
        QCOMPARE(book.size(), std::size_t(0)); // nothing is kept of it
    }

    void aStartOverVoidsWhatWasRead()
    {
        DraftBook book;
        DraftBook::Place place;
        const auto writing = book.begin(ticket, start);
        book.add(ticket, writing, "It is free", start);
        const auto first = book.read(ticket, place, start);
        book.startOver(ticket, writing, start);
        auto news = book.read(ticket, place, start);
        QVERIFY(news->draft != first->draft);
        QCOMPARE(news->text, std::string());
        book.add(ticket, writing, "It costs", start);
        news = book.read(ticket, place, start);
        QCOMPARE(news->from, std::size_t(0));
        QCOMPARE(news->text, std::string("It costs"));
    }

    void whoeverReadsLateLearnsTheEnd()
    {
        DraftBook book;
        DraftBook::Place place;
        DraftBook::Place slow;
        QCOMPARE(book.read(ticket, place, start)->draft, std::uint64_t(0)); // nothing is written, and that is said once
        QVERIFY(!book.read(ticket, place, start));
        const auto writing = book.begin(ticket, start);
        book.add(ticket, writing, "Hello", start);
        const auto heard = book.read(ticket, place, start);
        QVERIFY(book.read(ticket, slow, start));
        book.add(ticket, writing, " Ada", start);
        book.end(ticket, writing);
        const auto end = book.read(ticket, place, start);
        QCOMPARE(end->stage, DraftStage::Ended);
        QCOMPARE(end->draft, heard->draft);
        QVERIFY(!book.read(ticket, place, start));
        // Another one began before the slow one looked: it is not told of the first any more.
        const auto next = book.begin(ticket, start);
        book.add(ticket, next, "Anew", start);
        const auto news = book.read(ticket, slow, start);
        QVERIFY(news->draft != heard->draft);
        QCOMPARE(news->text, std::string("Anew"));
    }

    void aWriterWhoseTurnIsOverChangesNothing()
    {
        DraftBook book;
        DraftBook::Place place;
        const auto lost = book.begin(ticket, start);
        const auto writing = book.begin(ticket, start); // the lease ran out, another worker has the ticket
        book.add(ticket, lost, "from the one", start);
        book.startOver(ticket, lost, start);
        book.add(ticket, writing, "from the other", start);
        book.end(ticket, lost);
        QCOMPARE(book.read(ticket, place, start)->text, std::string("from the other"));
        book.add(other, writing, "nobody's", start);
        QCOMPARE(book.size(), std::size_t(1));
    }

    void aStageAloneIsNewsAndIsSaidOnce()
    {
        DraftBook book;
        DraftBook::Place place;
        const auto writing = book.begin(ticket, start);
        QCOMPARE(book.read(ticket, place, start)->stage, DraftStage::Reading);
        book.enter(ticket, writing, DraftStage::Retrieving, start);
        const auto news = book.read(ticket, place, start);
        QCOMPARE(news->stage, DraftStage::Retrieving);
        QCOMPARE(news->text, std::string());
        QVERIFY(!book.read(ticket, place, start));
    }

    void aCharacterIsGivenWholeOrNotYet()
    {
        DraftBook book;
        DraftBook::Place place;
        const auto writing = book.begin(ticket, start);
        book.add(ticket, writing, "50 \xE2\x82", start); // two bytes of three
        QCOMPARE(book.read(ticket, place, start)->text, std::string("50 "));
        QVERIFY(!book.read(ticket, place, start));
        book.add(ticket, writing, "\xAC!", start);
        const auto news = book.read(ticket, place, start);
        QCOMPARE(news->text, std::string("€!"));
        QCOMPARE(news->from, std::size_t(3));
    }

    void bytesThatAreNoTextComeToAnEndToo()
    {
        DraftBook book;
        DraftBook::Place place;
        const auto writing = book.begin(ticket, start);
        book.add(ticket, writing, std::string(20000, '\x80'), start);
        std::size_t bytes = 0;
        int pieces = 0;
        while (const auto news = book.read(ticket, place, start)) {
            bytes += news->text.size();
            QVERIFY(++pieces < 20);
        }
        QCOMPARE(bytes, std::size_t(20000));
    }

    void aDraftWithoutEndIsNotCollected()
    {
        DraftBook book({.pause = 50ms, .text = 1000, .piece = 300});
        DraftBook::Place place;
        const auto writing = book.begin(ticket, start);
        for (int i = 0; i < 1000; ++i)
            book.add(ticket, writing, "ü23456789", start);
        std::string all;
        while (const auto news = book.read(ticket, place, start)) {
            QVERIFY(news->text.size() <= 300);
            all += news->text;
        }
        QVERIFY2(all.size() > 990 && all.size() <= 1000, std::to_string(all.size()).c_str());
        book.startOver(ticket, writing, start);
        book.add(ticket, writing, "short", start);
        QCOMPARE(book.read(ticket, place, start)->text, std::string("short"));
    }
};

QTEST_GUILESS_MAIN(TestDraftBook)
#include "TestDraftBook.moc"
