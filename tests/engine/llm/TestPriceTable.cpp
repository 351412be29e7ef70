// links: tandem_llm
#include "services/llm/PriceTable.h"

#include "services/llm/ModelTraits.h"
#include "support/Strings.h"

#include <QTest>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

using namespace tandem;

namespace {

const std::filesystem::path models = std::filesystem::path(TANDEM_RESOURCES) / "models";

PriceTable shipped()
{
    return valueOf(PriceTable::load(models / "prices.json"));
}

// What one draft needs: a system prompt that the cache has, the evidence, the answer.
constexpr TokenUsage draft{.input = 1500, .cacheRead = 4000, .output = 250};
constexpr TokenUsage uncachedDraft{.input = 5500, .output = 250};

using Cost = std::optional<std::int64_t>;

std::string entry(const std::string& tiers)
{
    return "{\"date\":\"2026-11-23\",\"models\":[{\"provider\":\"p\",\"model\":\"m\",\"tiers\":" + tiers + "}]}";
}

} // namespace

class TestPriceTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aDraftCostsWhatItShould_data();
    void aDraftCostsWhatItShould();
    void theCacheSavesMoreThanHalf();
    void writingToTheCacheHasItsPrices();
    void aLongPromptIsDearerAsAWhole();
    void aDatedModelCostsWhatItsModelDoes();
    void whatNobodyToldIsNotKnown();
    void aServerOfOnesOwnCostsNothing();
    void aPartOfAMicroDollarCountsAsOne();
    void aBatchCostsHalf();
    void aWrongTableIsRefused_data();
    void aWrongTableIsRefused();
    void modelsThatRefuseATemperatureAreKnown();
    void aWrongTableOfTraitsIsRefused();
};

void TestPriceTable::aDraftCostsWhatItShould_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QString>("model");
    QTest::addColumn<qint64>("microDollars");
    const auto row = [](const char* provider, const char* model, qint64 microDollars) {
        QTest::newRow(model) << QString::fromLatin1(provider) << QString::fromLatin1(model) << microDollars;
    };
    row("anthropic", "claude-haiku-5-5", 315); // $0.0003
    row("openai", "gpt-6-luna", 315); // $0.0003
    row("anthropic", "claude-sonnet-5-5", 5900); // $0.0059
    row("anthropic", "claude-opus-5-5", 11'800); // $0.012
}

void TestPriceTable::aDraftCostsWhatItShould()
{
    QFETCH(const QString, provider);
    QFETCH(const QString, model);
    QFETCH(const qint64, microDollars);
    QCOMPARE(shipped().microDollars(provider.toStdString(), model.toStdString(), draft), Cost(microDollars));
    QCOMPARE(shipped().date().size(), std::size_t(10));
}

void TestPriceTable::theCacheSavesMoreThanHalf()
{
    const auto uncached = shipped().microDollars("anthropic", "claude-sonnet-5-5", uncachedDraft);
    QCOMPARE(uncached, Cost(13'500)); // $0.0135
    QVERIFY(2 * *shipped().microDollars("anthropic", "claude-sonnet-5-5", draft) < *uncached);
}

void TestPriceTable::writingToTheCacheHasItsPrices()
{
    const TokenUsage written{.cacheWrite = 1000, .cacheWriteHour = 1000};
    QCOMPARE(shipped().microDollars("anthropic", "claude-haiku-5-5", written), Cost(125 + 200));
    QCOMPARE(shipped().microDollars("openai", "gpt-6-luna", {.cacheWrite = 1000}), Cost(125));
}

void TestPriceTable::aLongPromptIsDearerAsAWhole()
{
    const TokenUsage full{.input = 60'000, .cacheRead = 40'000, .output = 1000};
    QCOMPARE(shipped().microDollars("anthropic", "claude-haiku-5-5", full), Cost(6000 + 400 + 500));
    TokenUsage longer = full;
    longer.cacheRead += 1;
    QCOMPARE(shipped().microDollars("anthropic", "claude-haiku-5-5", longer), Cost(30'000 + 2001 + 2500));
    QCOMPARE(shipped().microDollars("openai", "gpt-6-luna", {.input = 300'000, .output = 1000}), Cost(60'000 + 750));
}

void TestPriceTable::aDatedModelCostsWhatItsModelDoes()
{
    for (const char* model : {"claude-haiku-5-5-20261001", "claude-haiku-5-5@20261001", "claude-haiku-5-5-latest"})
        QCOMPARE(shipped().microDollars("anthropic", model, draft), Cost(315));
    QCOMPARE(shipped().microDollars("openai", "gpt-6-luna-2026-10-01", draft), Cost(315));
}

void TestPriceTable::whatNobodyToldIsNotKnown()
{
    for (const char* model :
        {"claude-haiku-5-6", "claude-haiku-5-55", "claude-haiku-5", "claude-haiku-5-5-large", "gpt-6-luna", ""})
        QCOMPARE(shipped().microDollars("anthropic", model, draft), Cost());
    QCOMPARE(shipped().microDollars("openai", "gpt-6-luna-mini", draft), Cost());
    QCOMPARE(shipped().microDollars("nobody", "gpt-6-luna", draft), Cost());
    // OpenAI has no price for an hour.
    QCOMPARE(shipped().microDollars("openai", "gpt-6-luna", {.cacheWriteHour = 1}), Cost());
}

void TestPriceTable::aServerOfOnesOwnCostsNothing()
{
    QCOMPARE(shipped().microDollars("local", "qwen3:8b", draft), Cost(0));
}

void TestPriceTable::aPartOfAMicroDollarCountsAsOne()
{
    QCOMPARE(shipped().microDollars("anthropic", "claude-haiku-5-5", {.input = 1}), Cost(1));
    QCOMPARE(shipped().microDollars("anthropic", "claude-haiku-5-5", {}), Cost(0));
}

void TestPriceTable::aBatchCostsHalf()
{
    const PriceTable table = shipped();
    // 1,500 × 0.10 $ + 4,000 × 0.01 $ + 250 × 0.50 $ a million.
    QCOMPARE(table.microDollars("anthropic", "claude-haiku-5-5", draft, Tariff::Usual), Cost(315));
    QCOMPARE(table.microDollars("anthropic", "claude-haiku-5-5", draft, Tariff::Batch), Cost(158)); // rounded up
    QCOMPARE(table.microDollars("openai", "gpt-5.6-luna", draft, Tariff::Batch), Cost()); // nobody told
    for (const char* share : {"-0.1", "1.5", "\"half\""}) {
        const std::string json = "{\"date\":\"2026-11-23\",\"models\":[{\"provider\":\"p\",\"model\":\"m\",\"batch_share\":"
            + std::string(share) + ",\"tiers\":[{\"input\":1,\"output\":1}]}]}";
        QCOMPARE(PriceTable::parse(json).error().code, ErrorCode::Corrupt);
    }
}

void TestPriceTable::aWrongTableIsRefused_data()
{
    QTest::addColumn<QString>("json");
    const auto row = [](const char* name, const std::string& json) { QTest::newRow(name) << qt(json); };
    row("no date", "{\"models\":[]}");
    row("no models", "{\"date\":\"2026-11-23\"}");
    row("no tiers", entry("[]"));
    row("no output", entry("[{\"input\":1}]"));
    row("a negative price", entry("[{\"input\":-1,\"output\":1}]"));
    row("a price in words", entry("[{\"input\":\"1\",\"output\":1}]"));
    row("tiers that end", entry("[{\"up_to_input_tokens\":5,\"input\":1,\"output\":1}]"));
    row("tiers that descend",
        entry("[{\"up_to_input_tokens\":5,\"input\":1,\"output\":1},{\"up_to_input_tokens\":4,\"input\":1,\"output\":1},"
              "{\"input\":1,\"output\":1}]"));
}

void TestPriceTable::aWrongTableIsRefused()
{
    QFETCH(const QString, json);
    const auto table = PriceTable::parse(json.toStdString());
    QVERIFY(!table && table.error().code == ErrorCode::Corrupt);
    QVERIFY(PriceTable::parse(entry("[{\"input\":1,\"output\":1}]")).has_value());
}

void TestPriceTable::modelsThatRefuseATemperatureAreKnown()
{
    const ModelTraitsTable traits = valueOf(ModelTraitsTable::load(models / "traits.json"));
    QVERIFY(!traits.traits("anthropic", "claude-haiku-5-5-20261001").takesTemperature);
    QVERIFY(!traits.traits("anthropic", "claude-opus-5-5").takesTemperature);
    QVERIFY(traits.traits("anthropic", "claude-haiku-4-5").takesTemperature);
    QVERIFY(!traits.traits("openai", "gpt-6-luna").takesTemperature);
    QVERIFY(traits.traits("local", "gpt-6-luna").takesTemperature);

    const ModelTraitsTable own
        = valueOf(ModelTraitsTable::parse("{\"models\":[{\"provider\":\"p\",\"prefix\":\"m-1\",\"temperature\":true},{"
                                          "\"provider\":\"p\",\"prefix\":\"m\",\"temperature\":false}]}"));
    QVERIFY(own.traits("p", "m-1x").takesTemperature && !own.traits("p", "m-2").takesTemperature);
}

void TestPriceTable::aWrongTableOfTraitsIsRefused()
{
    for (const char* json : {"{}", "{\"models\":[{\"provider\":\"p\",\"prefix\":\"m\"}]}",
             "{\"models\":[{\"provider\":\"p\",\"prefix\":\"\",\"temperature\":true}]}"}) {
        const auto table = ModelTraitsTable::parse(json);
        QVERIFY(!table && table.error().code == ErrorCode::Corrupt);
    }
}

QTEST_GUILESS_MAIN(TestPriceTable)
#include "TestPriceTable.moc"
