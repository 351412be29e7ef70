// links: tandem_pipeline
#include "pipeline/understand/WordAblation.h"

#include "base/Json.h"
#include "base/Text.h"
#include "model/Language.h"
#include "pipeline/learn/FoldedText.h"
#include "support/Strings.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>

using namespace tandem;

namespace {

constexpr std::size_t buckets = 1U << 16U;

const HeadFile& categoryFile()
{
    static const HeadFile file = HeadFile::load(TANDEM_RESOURCES "/models/category.head", "category").value();
    return file;
}

std::vector<double> logitsOf(const LinearHead& head, std::string_view text, std::span<const float> vector = {})
{
    std::vector<double> logits
        = head.logits(weighFeatures(countFeatures(text, buckets), categoryFile().inverseFrequency), vector);
    for (double& each : logits)
        each /= head.temperature();
    return logits;
}

double difference(const std::vector<double>& a, const std::vector<double>& b)
{
    double most = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        most = std::max(most, std::abs(a[i] - b[i]));
    return most;
}

std::vector<std::string> ownTexts(std::size_t perLanguage)
{
    std::vector<std::string> texts;
    for (const Language language : allLanguages) {
        std::ifstream stream(TANDEM_RESOURCES "/training/dev/" + std::string(name(language)) + ".jsonl");
        std::string line;
        for (std::size_t i = 0; i < perLanguage && std::getline(stream, line); ++i) {
            const Json row = Json::parse(line);
            texts.push_back(row.value("subject", "") + "\n" + row.at("text").get<std::string>());
        }
    }
    return texts;
}

std::vector<std::string> wordsOf(std::string_view text)
{
    std::vector<std::string> found;
    const WordAblation ablation(text, buckets);
    for (const WordAblation::Word& word : ablation.words())
        found.emplace_back(word.places.front().of(text));
    return found;
}

} // namespace

class TestWordAblation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFoldedTextIsTheOneThatFeaturesSee()
    {
        const std::vector<std::string> texts = ownTexts(30);
        QVERIFY(texts.size() > 300);
        for (const std::string& text : texts)
            QCOMPARE(qt(FoldedText(text).text()), qt(text::foldAccents(text)));
    }

    void everyByteOfAFoldedTextHasAnOrigin()
    {
        const std::string text = "Grüße aus İstanbul, ﬁn ｶﾞｷﾞ カード é";
        const FoldedText folded(text);
        for (const std::string_view wanted : {"grusse", "fin", "e"}) {
            const std::size_t at = folded.text().find(wanted);
            QVERIFY(at != std::string::npos);
            const text::Span origin = folded.origin({at, at + wanted.size()});
            QCOMPARE(qt(text::foldAccents(origin.of(text))), qt(wanted));
        }
        QCOMPARE(folded.origin({3, 3}), text::Span{});
        QCOMPARE(folded.origin({0, folded.text().size() + 1}), text::Span{});
    }

    void placedFeaturesAreTheCountedOnes()
    {
        for (const std::string& text : ownTexts(30)) {
            const TextCounts counts = countFeatures(text, buckets);
            std::map<std::pair<bool, std::uint32_t>, float> placed;
            for (const PlacedFeature& each : placeFeatures(text, text::foldAccents(text), buckets).features)
                ++placed[{each.side == FeatureSide::Words, each.bucket}];
            QCOMPARE(placed.size(), counts.words.size() + counts.characters.size());
            for (const WordFeature& each : counts.words)
                QCOMPARE((placed[{true, each.bucket}]), each.value);
            for (const WordFeature& each : counts.characters)
                QCOMPARE((placed[{false, each.bucket}]), each.value);
        }
    }

    void wordsAreFoundInTheOriginalText()
    {
        QCOMPARE(wordsOf("Größere Rechnung: ÉTÉ 2024!"), (std::vector<std::string>{"Größere", "Rechnung", "ÉTÉ", "2024"}));
        const std::vector<std::string> chinese = wordsOf("请退还我的付款 now");
        QVERIFY2(std::ranges::find(chinese, "付款") != chinese.end(), "no 付款");
        QVERIFY(std::ranges::find(chinese, "now") != chinese.end());
        QVERIFY(chinese.size() >= 4);
        QVERIFY(wordsOf("").empty());
        QVERIFY(wordsOf("?! …").empty());
    }

    void aWordThatComesTwiceIsOneWithTwoPlaces()
    {
        const std::string_view text = "Refund please, REFUND!";
        const WordAblation ablation(text, buckets);
        QCOMPARE(ablation.words().size(), std::size_t(2));
        QCOMPARE(ablation.words().front().places.size(), std::size_t(2));
        QCOMPARE(ablation.words().front().places.back().of(text), std::string_view("REFUND"));
    }

    // One piece of a run may reach from a word over another to the same word again.
    void aPieceThatHoldsAWordTwiceIsTakenOutOnce()
    {
        const LinearHead& head = *categoryFile().find("words");
        for (const std::string text : {"看一看", "一二一二一", "refund refund refund"}) {
            const WordAblation::Logits logits = WordAblation(text, buckets).logits(categoryFile(), head, {});
            for (const std::vector<double>& without : logits.without)
                QVERIFY(std::ranges::all_of(without, [](double each) { return std::abs(each) < 50; }));
        }
    }

    void placesNeverOverlapAndLieInTheText()
    {
        std::vector<std::string> texts = ownTexts(20);
        texts.emplace_back("\xC3\x28 \xFF\xFE broken \xE3\x82");
        texts.emplace_back(std::string(3000, 'x') + std::string("漢").append(std::string("字")));
        std::string ideographs;
        for (int i = 0; i < 300; ++i)
            ideographs += "请退款卡";
        texts.push_back(ideographs);
        for (const std::string& text : texts) {
            std::vector<text::Span> all;
            const WordAblation ablation(text, buckets);
            for (const WordAblation::Word& word : ablation.words()) {
                QVERIFY(!word.places.empty());
                all.insert(all.end(), word.places.begin(), word.places.end());
            }
            std::ranges::sort(all, {}, &text::Span::begin);
            for (std::size_t i = 0; i < all.size(); ++i) {
                QVERIFY(all[i].begin < all[i].end && all[i].end <= text.size());
                QVERIFY(i == 0 || all[i - 1].end <= all[i].begin);
            }
        }
    }

    void theWholeTextIsJudgedAsTheHeadDoes()
    {
        std::vector<float> vector(384);
        for (std::size_t i = 0; i < vector.size(); ++i)
            vector[i] = static_cast<float>(std::sin(static_cast<double>(i))) / 14;
        for (const std::string& text : ownTexts(10)) {
            const WordAblation ablation(text, buckets);
            const LinearHead& words = *categoryFile().find("words");
            QVERIFY(difference(ablation.logits(categoryFile(), words, {}).whole, logitsOf(words, text)) < 1e-3);
            const LinearHead& both = *categoryFile().find("both");
            const WordAblation::Logits logits = ablation.logits(categoryFile(), both, vector);
            QVERIFY(difference(logits.whole, logitsOf(both, text, vector)) < 1e-3);
            QVERIFY(difference(logits.withoutVector, logitsOf(both, text)) < 1e-3);
        }
    }

    // Exact where the word has no neighbours that become a pair, and the text's form stays as it is.
    void withoutAWordTheHeadSaysWhatItSaysOfTheRest()
    {
        const LinearHead& head = *categoryFile().find("words");
        const std::string rest = "Dear team, last week the invoice of March came two times, and nobody told us why";
        const std::string text = rest + " reimbursement";
        const WordAblation ablation(text, buckets);
        QCOMPARE(ablation.words().back().places.front().of(text), std::string_view("reimbursement"));
        QVERIFY(difference(ablation.logits(categoryFile(), head, {}).without.back(), logitsOf(head, rest)) < 1e-3);
        const std::string chinese = "你们好，上个月的发票来了两次。";
        const WordAblation ideographs(chinese + "退款", buckets);
        QCOMPARE(ideographs.words().back().places.front().of(chinese + "退款"), std::string_view("退款"));
        QVERIFY(difference(ideographs.logits(categoryFile(), head, {}).without.back(), logitsOf(head, chinese)) < 1e-3);
    }

    void withoutAllWordsOnlyTheFormIsLeft()
    {
        const LinearHead& head = *categoryFile().find("words");
        const WordAblation ablation("invoice", buckets);
        const WordAblation::Logits logits = ablation.logits(categoryFile(), head, {});
        QCOMPARE(logits.without.size(), std::size_t(1));
        QVERIFY(difference(logits.without.front(), logits.withoutWords) < 1e-9);
        QVERIFY(difference(logits.whole, logits.withoutWords) > 0.1);
        const WordAblation::Logits empty = WordAblation("", buckets).logits(categoryFile(), head, {});
        QVERIFY(difference(empty.whole, logitsOf(head, "")) < 1e-3);
    }
};

QTEST_GUILESS_MAIN(TestWordAblation)
#include "TestWordAblation.moc"
