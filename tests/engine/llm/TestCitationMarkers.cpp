// links: tandem_llm
#include "services/llm/CitationMarkers.h"

#include "base/Text.h"
#include "support/Strings.h"

#include <QTest>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

using namespace tandem;

namespace {

// Three passages, of two, twelve and no sentences.
const std::vector<std::size_t> passages{2, 12, 0};

struct Taken {
    std::string text;
    std::vector<std::tuple<std::string, std::size_t, std::size_t, std::size_t>> citations; // words, passage, first, end
    bool wholeCharacters = true;

    bool operator==(const Taken&) const = default;
};

Taken take(const std::vector<std::string_view>& pieces)
{
    CitationMarkers markers(passages);
    Taken taken;
    const auto hear = [&taken](std::string_view text) {
        taken.wholeCharacters = taken.wholeCharacters && text::isValidUtf8(text);
        taken.text += text;
    };
    for (const std::string_view piece : pieces)
        hear(markers.feed(piece));
    hear(markers.finish());
    if (taken.text != markers.text())
        qFatal("what was heard is not the text");
    for (const ChatCitation& citation : markers.citations())
        taken.citations.emplace_back(taken.text.substr(citation.begin, citation.end - citation.begin), citation.document,
            citation.firstSentence, citation.endSentence);
    return taken;
}

Taken take(std::string_view whole)
{
    return take(std::vector{whole});
}

const std::vector<std::string> samples{
    "Hello Anna. A refund takes five days [1.2]. It is 40 € [2.3-5][1.1], or more. [2.12]\n- One [2.1]\n- Two [2.2, 1.1]",
    "払い戻しは五日かかります【1.2】。お待ちください［2.1］。 🙂 [1.",
    "[1.1] First, [1] second [9.9] third [1.1 fourth [[1.2]] fifth [2.1–2] and a[0] = b[1.3]; [",
    "  two  spaces  [1.1]  after  \n\n[1.2] [2.2] A line [1.1 , 2.2; 1.2] ends.  ",
    "[1.1][1.2]",
    "[1.99999] [12345.1] [1.1-9] [2.4-2] [1.1,] [1.1 1.2] [-1.1] [1.1-] []",
};

} // namespace

class TestCitationMarkers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMarkerSpeaksOfTheSentenceBeforeIt();
    void severalMarkersSpeakOfTheSameSentence();
    void rangesAndListsAreMarkersToo();
    void fullWidthBracketsAreMarkersToo();
    void whatIsNoMarkerStays_data();
    void whatIsNoMarkerStays();
    void aMarkerTakesTheSpaceBeforeItAlong();
    void aMarkerBeforeAllTextSpeaksOfNothing();
    void theTextIsTheSameWhereverItIsCut_data();
    void theTextIsTheSameWhereverItIsCut();
    void aCharacterThatNeverEndsIsReplaced();
    void textIsNotHeldBackLongerThanAMarker();
};

void TestCitationMarkers::aMarkerSpeaksOfTheSentenceBeforeIt()
{
    const Taken taken = take("Hello Anna. A refund takes five days [1.2]. You see it on your bill. [2.1] Bye.");
    QCOMPARE(taken.text, std::string("Hello Anna. A refund takes five days. You see it on your bill. Bye."));
    const std::vector<std::tuple<std::string, std::size_t, std::size_t, std::size_t>> expected{
        {"A refund takes five days", 0, 1, 2}, {"You see it on your bill.", 1, 0, 1}};
    QVERIFY(taken.citations == expected);
}

void TestCitationMarkers::severalMarkersSpeakOfTheSameSentence()
{
    const Taken taken = take("It is free [1.1][2.2] [2.3]. [1.2]");
    QCOMPARE(taken.text, std::string("It is free."));
    QCOMPARE(taken.citations.size(), std::size_t(4));
    for (const auto& citation : taken.citations)
        QCOMPARE(std::get<0>(citation), std::string("It is free"));
}

void TestCitationMarkers::rangesAndListsAreMarkersToo()
{
    const Taken taken = take("Free [2.3-5]. Paid [2.3–2.4]. Both [1.1, 2.12;1.2 ,9.9].");
    QCOMPARE(taken.text, std::string("Free. Paid. Both."));
    const std::vector<std::tuple<std::string, std::size_t, std::size_t, std::size_t>> expected{
        {"Free", 1, 2, 5}, {"Paid", 1, 2, 4}, {"Both", 0, 0, 1}, {"Both", 1, 11, 12}, {"Both", 0, 1, 2}};
    QVERIFY(taken.citations == expected);
}

void TestCitationMarkers::fullWidthBracketsAreMarkersToo()
{
    const Taken taken = take("五日かかります【1.2】。無料です［2.1］。");
    QCOMPARE(taken.text, std::string("五日かかります。無料です。"));
    const std::vector<std::tuple<std::string, std::size_t, std::size_t, std::size_t>> expected{
        {"五日かかります", 0, 1, 2}, {"無料です", 1, 0, 1}};
    QVERIFY(taken.citations == expected);
}

void TestCitationMarkers::whatIsNoMarkerStays_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text :
        {"[1]", "a[0]", "[CARD_1]", "[1.3]", "[3.1]", "[4.1]", "[0.1]", "[1.0]", "[1.1", "[ ]", "[[", "1.1]", "[1.1】", "[2.5-4]",
            "[2.1-13]", "[1.1-]", "[1.1,]", "[1.1 1.2]", "[12345.1]", "【】", "a [", "a [1", "a [1.", "[1 .1]"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestCitationMarkers::whatIsNoMarkerStays()
{
    QFETCH(const QString, text);
    const Taken taken = take(text.toStdString());
    QCOMPARE(qt(taken.text), text);
    QVERIFY(taken.citations.empty());
}

void TestCitationMarkers::aMarkerTakesTheSpaceBeforeItAlong()
{
    QCOMPARE(take("Yes [1.1] and no").text, std::string("Yes and no"));
    QCOMPARE(take("Yes  [1.1] .").text, std::string("Yes  ."));
    QCOMPARE(take("Yes\n[1.1] No\n[1.2]").text, std::string("Yes\nNo\n"));
    QCOMPARE(take("Yes [1]").text, std::string("Yes [1]"));
}

void TestCitationMarkers::aMarkerBeforeAllTextSpeaksOfNothing()
{
    const Taken taken = take("[1.1] A refund takes five days.");
    QCOMPARE(taken.text, std::string("A refund takes five days."));
    QVERIFY(taken.citations.empty());
}

void TestCitationMarkers::theTextIsTheSameWhereverItIsCut_data()
{
    QTest::addColumn<int>("sample");
    for (std::size_t i = 0; i < samples.size(); ++i)
        QTest::newRow(std::to_string(i).c_str()) << static_cast<int>(i);
}

void TestCitationMarkers::theTextIsTheSameWhereverItIsCut()
{
    QFETCH(const int, sample);
    const std::string_view text(samples[static_cast<std::size_t>(sample)]);
    const Taken whole = take(text);
    QVERIFY(whole.wholeCharacters);
    std::vector<std::string_view> bytes;
    for (std::size_t first = 0; first <= text.size(); ++first) {
        for (std::size_t second = first; second <= text.size(); ++second) {
            const std::vector pieces{text.substr(0, first), text.substr(first, second - first), text.substr(second)};
            QVERIFY2(take(pieces) == whole, std::to_string(first).c_str());
        }
        if (first < text.size())
            bytes.push_back(text.substr(first, 1));
    }
    QVERIFY(take(bytes) == whole);
}

void TestCitationMarkers::aCharacterThatNeverEndsIsReplaced()
{
    QCOMPARE(take("40 \xE2\x82").text, std::string("40 \xEF\xBF\xBD"));
}

void TestCitationMarkers::textIsNotHeldBackLongerThanAMarker()
{
    CitationMarkers markers(passages);
    QCOMPARE(markers.feed("Words go out at once"), std::string_view("Words go out at once"));
    QCOMPARE(markers.feed(" [1.1"), std::string_view());
    QCOMPARE(markers.feed("x"), std::string_view(" [1.1x"));
    std::string list = "[1.1";
    while (list.size() < 200)
        list += ", 1.1";
    QVERIFY(markers.feed(list).size() > 100);
}

QTEST_GUILESS_MAIN(TestCitationMarkers)
#include "TestCitationMarkers.moc"
