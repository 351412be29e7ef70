// links: tandem_wire
#include "desk/Wire.h"
#include "support/Strings.h"

using namespace tandem;

namespace {

Explanation sample()
{
    Explanation explanation;
    explanation.text = "Größe: 退款 bitte";
    ExplainedPrediction refund{ExplainedKind::Signal, "refund", "", 0.93, {}, {}};
    refund.words.push_back({"退款", {9, 15}, 2.5, 0.41});
    refund.words.push_back({"hidden", {}, -0.5, 0.95});
    refund.shares.push_back({ShareKind::Rules, 1.25, 0.7});
    explanation.predictions.push_back(refund);
    explanation.examples.push_back(
        {"Ich möchte mein Geld zurück", Category::BillingInquiry, Urgency::High, Sentiment::Negative, Language::De, 0.5});
    return explanation;
}

} // namespace

class TestWireExplanation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void spansAreCodePointsOutsideAndBytesInside()
    {
        const Json json = wire::toJson(sample());
        const Json& word = json["predictions"][0]["words"][0];
        QVERIFY2(word["start"] == 7 && word["end"] == 9, word.dump().c_str());
        const Explanation read = valueOf(wire::fromJson<Explanation>(json));
        QCOMPARE(read.predictions.front().words.front().span, (text::Span{9, 15}));
        QCOMPARE(read.predictions.front().words.back().span, text::Span{});
    }

    void nothingIsLostOnTheWay()
    {
        const Json json = wire::toJson(sample());
        const Explanation read = valueOf(wire::fromJson<Explanation>(json));
        QVERIFY2(wire::toJson(read) == json, json.dump().c_str());
        QCOMPARE(read.predictions.front().shares.front().kind, ShareKind::Rules);
        QCOMPARE(read.examples.front().sentiment, Sentiment::Negative);
        QVERIFY(wire::toJson(valueOf(wire::fromJson<Explanation>(wire::toJson(Explanation{})))) == wire::toJson(Explanation{}));
    }

    void wordsOutsideTheTextAreRefused()
    {
        for (const auto& [start, end] : {std::pair(7, 99), std::pair(9, 7)}) {
            Json json = wire::toJson(sample());
            json["predictions"][0]["words"][0]["start"] = start;
            json["predictions"][0]["words"][0]["end"] = end;
            const auto read = wire::fromJson<Explanation>(json);
            QVERIFY(!read && read.error().code == ErrorCode::InvalidArgument);
        }
        Json json = wire::toJson(sample());
        json["predictions"][0]["kind"] = "horoscope";
        QVERIFY(!wire::fromJson<Explanation>(json));
        json = wire::toJson(sample());
        json.erase("text");
        QVERIFY(!wire::fromJson<Explanation>(json));
        json = wire::toJson(sample());
        json["predictions"][0]["words"][0]["start"] = -1;
        QVERIFY(!wire::fromJson<Explanation>(json));
    }
};

QTEST_GUILESS_MAIN(TestWireExplanation)
#include "TestWireExplanation.moc"
