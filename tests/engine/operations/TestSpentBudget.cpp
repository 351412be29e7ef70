// links: tandem_operations tandem_store tandem_telemetry
#include "operations/BudgetGuard.h"
#include "services/llm/FallbackModel.h"
#include "services/llm/MeteredModel.h"
#include "services/telemetry/MetricsRegistry.h"
#include "support/TemporaryStore.h"

using namespace tandem;

namespace {

// Answers at once and tells what it took; there is no provider on a test machine.
class PromptModel final : public ChatModel {
public:
    explicit PromptModel(std::string provider)
        : m_provider(std::move(provider))
    {
    }
    [[nodiscard]] std::string provider() const override { return m_provider; }
    Result<ChatReply> reply(const ChatRequest&, const ChatListener& listener, std::stop_token) override
    {
        const TokenUsage usage{1'000'000, 0, 0, 0, 0};
        if (listener.usage)
            listener.usage(m_provider, "model", usage);
        ChatReply reply;
        reply.provider = m_provider;
        return reply;
    }

private:
    std::string m_provider;
};

const char* const priceList = "{\"date\": \"2026-11-23\", \"models\": ["
                              "{\"provider\": \"cloud\", \"model\": \"model\", \"tiers\": [{\"input\": 2, \"output\": 10}]},"
                              "{\"provider\": \"local\", \"model\": \"\", \"tiers\": [{\"input\": 0, \"output\": 0}]}]}";

} // namespace

// The parts together: a budget that ends is no outage.
class TestSpentBudget : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLocalModelGoesOnWhenTheBudgetEnds()
    {
        ManualClock clock;
        TemporaryStore store(clock);
        MetricsRegistry metrics;
        const PriceTable prices = valueOf(PriceTable::parse(priceList));
        BudgetGuard guard(*store, metrics, clock, {5'000'000, 0});
        std::vector<std::unique_ptr<ChatModel>> models;
        for (const char* provider : {"cloud", "local"})
            models.push_back(std::make_unique<MeteredModel>(std::make_unique<PromptModel>(provider), "model", prices, guard));
        FallbackModel model(std::move(models), clock, {});
        ChatRequest question;
        question.messages.push_back({ChatRole::User, redact("How long is a link valid?")});

        std::string writers;
        for (int day = 0; day < 2; ++day) {
            for (int i = 0; i < 10; ++i)
                writers += valueOf(model.reply(question, {}, {})).provider.substr(0, 1);
            writers += " ";
            clock.advance(std::chrono::days(1));
        }
        // Three calls of 2 $ each: the third began below 5 $.
        QCOMPARE(writers, std::string("ccclllllll ccclllllll "));
        const auto today = std::chrono::floor<std::chrono::days>(clock.now());
        const auto spent = valueOf(readResult(
            *store, [&](Transaction& transaction) { return transaction.spend().days(today - std::chrono::days(2), today); }));
        QCOMPARE(spent.size(), std::size_t(4)); // two days of two providers
        QCOMPARE(spent[0].figures.microDollars, std::int64_t(6'000'000));
        QCOMPARE(spent[1].figures.calls, std::int64_t(7));
        QCOMPARE(spent[1].figures.microDollars, std::int64_t(0));
        QCOMPARE(spent[1].figures.unpricedCalls, std::int64_t(0));
    }
};

QTEST_GUILESS_MAIN(TestSpentBudget)
#include "TestSpentBudget.moc"
