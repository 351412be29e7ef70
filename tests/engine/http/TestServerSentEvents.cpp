// links: tandem_http
#include "services/http/ServerSentEvents.h"

#include "support/Strings.h"

#include <QTest>

#include <vector>

using namespace tandem;

namespace {

struct Told {
    std::string name;
    std::string data;
    bool operator==(const Told&) const = default;
};

std::vector<Told> toldOf(ServerSentEvents& reader, const std::vector<std::string_view>& pieces)
{
    std::vector<Told> told;
    for (const std::string_view piece : pieces) {
        // A copy of its own that is gone afterwards: a view kept too long is found by the address sanitizer.
        const std::string copy(piece);
        succeed(reader.feed(copy,
            [&](const ServerSentEvents::Event& event) { told.push_back({std::string(event.name), std::string(event.data)}); }));
    }
    return told;
}

std::vector<Told> toldOf(std::string_view stream)
{
    ServerSentEvents reader;
    return toldOf(reader, {stream});
}

// What a provider may send, and all that the format allows besides.
const std::string everything = "\xEF\xBB\xBF"
                               ": a comment\n"
                               "event: message_start\r\ndata: {\"type\":\"message_start\"}\r\n\r\n"
                               "event: ping\rdata: {}\r\r"
                               "data: first\ndata\ndata: third\r\ndata:  two spaces\n\n"
                               "id: 7\nretry: 1500\ndata:no space\n\n"
                               "event: nothing\n\n"
                               "data\n\n"
                               "unknown: field\ndata: \xE4\xBD\xA0\xE5\xA5\xBD\n\r\n"
                               "event: a\nevent: b\ndata: x:y: z\n\n"
                               "data: cut off";
const std::vector<Told> everythingTold
    = {{"message_start", "{\"type\":\"message_start\"}"}, {"ping", "{}"}, {"message", "first\n\nthird\n two spaces"},
        {"message", "no space"}, {"message", ""}, {"message", "\xE4\xBD\xA0\xE5\xA5\xBD"}, {"b", "x:y: z"}};

} // namespace

class TestServerSentEvents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStreamIsReadAsTheStandardSays();
    void whereverItIsCutTheEventsAreTheSame();
    void inSinglePiecesTheEventsAreTheSame();
    void anEventIsToldOfWithItsBlankLine();
    void aLineFeedInTheNextPieceBelongsToItsReturn();
    void aMarkStandsOnlyAtTheVeryBeginning();
    void aMarkIsNoPartOfALine();
    void idAndWaitAreKept();
    void anEventThatIsTooLargeIsAnError();
    void anEndlessLineIsAnErrorBeforeItEnds();
    void manyLinesTogetherAreTooLarge();
    void manyEventsAreNot();
    void theStandardsOwnExamplesHold();
};

void TestServerSentEvents::aStreamIsReadAsTheStandardSays()
{
    QCOMPARE(toldOf(everything), everythingTold);
}

void TestServerSentEvents::whereverItIsCutTheEventsAreTheSame()
{
    const std::string_view whole = everything;
    for (std::size_t first = 0; first <= whole.size(); ++first) {
        for (std::size_t second = first; second <= whole.size(); second += 7) {
            ServerSentEvents reader;
            QCOMPARE(toldOf(reader, {whole.substr(0, first), whole.substr(first, second - first), whole.substr(second)}),
                everythingTold);
        }
    }
}

void TestServerSentEvents::inSinglePiecesTheEventsAreTheSame()
{
    ServerSentEvents reader;
    std::vector<std::string_view> pieces;
    for (std::size_t i = 0; i < everything.size(); ++i)
        pieces.push_back(std::string_view(everything).substr(i, 1));
    QCOMPARE(toldOf(reader, pieces), everythingTold);
    QCOMPARE(reader.lastEventId(), std::string("7"));
    QCOMPARE(reader.reconnectAfter(), std::optional(Milliseconds(1500)));
}

void TestServerSentEvents::anEventIsToldOfWithItsBlankLine()
{
    ServerSentEvents reader;
    QCOMPARE(toldOf(reader, {"data: one\n"}), std::vector<Told>{});
    QCOMPARE(toldOf(reader, {"\n"}), (std::vector<Told>{{"message", "one"}}));
    // A CR ends a line at once, though an LF may follow.
    QCOMPARE(toldOf(reader, {"data: two\r\r"}), (std::vector<Told>{{"message", "two"}}));
}

void TestServerSentEvents::aLineFeedInTheNextPieceBelongsToItsReturn()
{
    ServerSentEvents reader;
    QCOMPARE(toldOf(reader, {"data: one\r", "\ndata: two\r", "\n\r", "\n", "data: three\n\n"}),
        (std::vector<Told>{{"message", "one\ntwo"}, {"message", "three"}}));
}

void TestServerSentEvents::aMarkStandsOnlyAtTheVeryBeginning()
{
    QCOMPARE(toldOf("\xEF\xBB\xBF"
                    "data: x\n\n"),
        (std::vector<Told>{{"message", "x"}}));
    // The second mark is part of an unknown field's name.
    QCOMPARE(toldOf("\xEF\xBB\xBF\xEF\xBB\xBF"
                    "data: x\n\n"),
        std::vector<Told>{});
    QCOMPARE(toldOf("\xEF\xBB"
                    "data: x\n\ndata: y\n\n"),
        (std::vector<Told>{{"message", "y"}}));
}

void TestServerSentEvents::aMarkIsNoPartOfALine()
{
    ServerSentEvents reader(1);
    for (const std::string_view piece : {"\xEF", "\xBB", "\xBF", ":", "\n"})
        succeed(reader.feed(piece, [](const ServerSentEvents::Event&) { }));
    QVERIFY(!reader.feed("::", [](const ServerSentEvents::Event&) { }));
}

void TestServerSentEvents::idAndWaitAreKept()
{
    ServerSentEvents reader;
    QVERIFY(reader.lastEventId().empty());
    QVERIFY(!reader.reconnectAfter());
    toldOf(reader, {"id: 1\ndata: x\n"});
    QVERIFY(reader.lastEventId().empty()); // its event is not over
    toldOf(reader, {"\n", "data: y\n\n"});
    QCOMPARE(reader.lastEventId(), std::string("1"));
    toldOf(reader, {std::string_view("id: a\0b\n\n", 9), "retry: soon\nretry: -5\nretry: 99999999999999999999\n\n"});
    QCOMPARE(reader.lastEventId(), std::string("1"));
    QVERIFY(!reader.reconnectAfter());
    toldOf(reader, {"id\n\n"});
    QVERIFY(reader.lastEventId().empty());
}

void TestServerSentEvents::anEventThatIsTooLargeIsAnError()
{
    ServerSentEvents reader(1000);
    int told = 0;
    const auto count = [&](const ServerSentEvents::Event&) { ++told; };
    const Status status = reader.feed("data: fits\n\ndata: " + std::string(1000, 'x') + "\n\ndata: late\n\n", count);
    QCOMPARE(status.error().code, ErrorCode::TooLarge);
    QVERIFY(!status.error().retryable);
    QCOMPARE(told, 1);
    QCOMPARE(reader.feed("data: more\n\n", count).error().code, ErrorCode::TooLarge);
    QCOMPARE(told, 1);
}

void TestServerSentEvents::anEndlessLineIsAnErrorBeforeItEnds()
{
    for (const std::string_view beginning : {"data: ", ": ", "event: ", ""}) {
        ServerSentEvents reader(1000);
        succeed(reader.feed(beginning, [](const ServerSentEvents::Event&) { }));
        const std::string block(100, 'x');
        int blocks = 0;
        while (blocks < 100 && reader.feed(block, [](const ServerSentEvents::Event&) { }))
            ++blocks;
        QVERIFY(blocks >= 9 && blocks <= 10);
    }
}

void TestServerSentEvents::manyLinesTogetherAreTooLarge()
{
    ServerSentEvents reader(1000);
    int lines = 0;
    while (lines < 1000 && reader.feed("data: 123456789\n", [](const ServerSentEvents::Event&) { }))
        ++lines;
    QCOMPARE(lines, 100); // nine bytes and what joins them
}

void TestServerSentEvents::manyEventsAreNot()
{
    ServerSentEvents reader(1000);
    int told = 0;
    for (int i = 0; i < 1000; ++i)
        succeed(reader.feed(": ping\ndata: 123456789\n\n", [&](const ServerSentEvents::Event&) { ++told; }));
    QCOMPARE(told, 1000);
}

void TestServerSentEvents::theStandardsOwnExamplesHold()
{
    QCOMPARE(toldOf("data: YHOO\ndata: +2\ndata: 10\n\n"), (std::vector<Told>{{"message", "YHOO\n+2\n10"}}));
    QCOMPARE(toldOf(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n"),
        (std::vector<Told>{{"message", "first event"}, {"message", "second event"}}));
    QCOMPARE(toldOf("data\n\ndata\ndata\n\ndata:"), (std::vector<Told>{{"message", ""}, {"message", "\n"}}));
    QCOMPARE(toldOf("data:test\n\ndata: test\n\n"), (std::vector<Told>{{"message", "test"}, {"message", "test"}}));
}

QTEST_GUILESS_MAIN(TestServerSentEvents)
#include "TestServerSentEvents.moc"
