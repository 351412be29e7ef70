// links: tandem_llm
#include "services/llm/MeteredModel.h"
#include "support/Strings.h"

#include <functional>

using namespace tandem;

namespace {

const TokenUsage someUsage{1'000, 2'000, 400, 0, 50};
// 1,000 × 2 $ + 2,000 × 0.5 $ + 400 × 4 $ + 50 × 10 $ a million.
constexpr std::int64_t someCost = 2'000 + 1'000 + 1'600 + 500;

const char* const priceList = "{\"date\": \"2026-11-23\", \"models\": ["
                              "{\"provider\": \"cloud\", \"model\": \"big\", \"tiers\": [{\"input\": 2, \"output\": 10, "
                              "\"cache_read\": 0.5, \"cache_write\": 4}]},"
                              "{\"provider\": \"local\", \"model\": \"\", \"tiers\": [{\"input\": 0, \"output\": 0}]}]}";

// Does what the test says; there is no provider on a test machine.
class ScriptedModel final : public ChatModel {
public:
    using Answer = std::function<Result<ChatReply>(const ChatListener& listener)>;

    ScriptedModel(std::string provider, Answer answer, int& calls)
        : m_provider(std::move(provider))
        , m_answer(std::move(answer))
        , m_calls(calls)
    {
    }
    [[nodiscard]] std::string provider() const override { return m_provider; }
    Result<ChatReply> reply(const ChatRequest&, const ChatListener& listener, std::stop_token) override
    {
        ++m_calls;
        return m_answer(listener);
    }

private:
    std::string m_provider;
    Answer m_answer;
    int& m_calls;
};

// Without a budget unless `refusal` is set.
class Notebook final : public SpendMeter {
public:
    Status admit(const std::string& model, PriceKnowledge price) override
    {
        asked.push_back(model + (price == PriceKnowledge::Known ? " known" : " unknown"));
        return refusal;
    }
    Result<std::int64_t> room(const std::string& model, PriceKnowledge price) override
    {
        TRY(admit(model, price));
        return 0;
    }
    void spent(const ChatSpend& spend) override { spends.push_back(spend); }

    std::vector<std::string> asked;
    std::vector<ChatSpend> spends;
    Status refusal;
};

} // namespace

// Every call is written down with its price, and none is made that the meter does not admit.
class TestMeteredModel : public QObject {
    Q_OBJECT

    struct Desk {
        PriceTable prices = valueOf(PriceTable::parse(priceList));
        Notebook notebook;
        int calls = 0;

        MeteredModel model(const std::string& name, ScriptedModel::Answer answer, const std::string& provider = "cloud")
        {
            return {std::make_unique<ScriptedModel>(provider, std::move(answer), calls), name, prices, notebook};
        }
    };
    static ChatRequest request()
    {
        ChatRequest request;
        request.ticket = TicketId("tic_1");
        return request;
    }
    static ScriptedModel::Answer answering(
        const std::string& name, const TokenUsage& usage, const std::string& provider = "cloud")
    {
        return [=](const ChatListener& listener) -> Result<ChatReply> {
            if (listener.text)
                listener.text("Hello");
            if (listener.usage)
                listener.usage(provider, name, usage);
            ChatReply reply;
            reply.text = "Hello";
            return reply;
        };
    }

private Q_SLOTS:
    void aCallIsWrittenDownWithWhatItCost()
    {
        Desk desk;
        MeteredModel model = desk.model("big", answering("big-20261001", someUsage));
        QCOMPARE(model.provider(), std::string("cloud"));
        QCOMPARE(model.reply(request(), {}, {})->text, std::string("Hello"));
        QCOMPARE(desk.notebook.asked, std::vector<std::string>{"big known"});
        QCOMPARE(desk.notebook.spends.size(), std::size_t(1));
        const ChatSpend& spend = desk.notebook.spends.front();
        QCOMPARE(spend.ticket, TicketId("tic_1"));
        QCOMPARE(spend.provider, std::string("cloud"));
        QCOMPARE(spend.model, std::string("big-20261001"));
        QVERIFY(spend.usage == someUsage);
        QVERIFY(spend.microDollars == someCost);
    }

    void whoListensHearsEverythingAsBefore()
    {
        Desk desk;
        MeteredModel model = desk.model("big", answering("big", someUsage));
        std::string heard;
        ChatListener listener;
        listener.text = [&](std::string_view text) { heard += text; };
        listener.usage = [&](const std::string& provider, const std::string& name, const TokenUsage& usage) {
            heard += " " + provider + " " + name + " " + std::to_string(usage.totalInput());
        };
        QVERIFY(model.reply(request(), listener, {}).has_value());
        QCOMPARE(heard, std::string("Hello cloud big 3400"));
    }

    void aCallThatWasCutOffIsPaidForToo()
    {
        Desk desk;
        MeteredModel model = desk.model("big", [](const ChatListener& listener) -> Result<ChatReply> {
            listener.usage("cloud", "big", someUsage);
            return failure(ErrorCode::Cancelled, "enough");
        });
        QCOMPARE(model.reply(request(), {}, {}).error().code, ErrorCode::Cancelled);
        QVERIFY(desk.notebook.spends.at(0).microDollars == someCost);
    }

    void everyTryOfACallIsPaidFor()
    {
        Desk desk;
        MeteredModel model = desk.model("big", [](const ChatListener& listener) -> Result<ChatReply> {
            listener.usage("cloud", "big", someUsage);
            listener.usage("cloud", "big", someUsage);
            return ChatReply{};
        });
        QVERIFY(model.reply(request(), {}, {}).has_value());
        QCOMPARE(desk.notebook.spends.size(), std::size_t(2));
    }

    void aCallThatFailedBeforeItCostAnythingIsNoSpend()
    {
        Desk desk;
        MeteredModel model = desk.model("big",
            [](const ChatListener&) -> Result<ChatReply> { return retryableFailure(ErrorCode::Unavailable, "no network"); });
        QVERIFY(!model.reply(request(), {}, {}));
        QVERIFY(desk.notebook.spends.empty());
    }

    void aModelThatIsNotAdmittedIsNotAsked()
    {
        Desk desk;
        MeteredModel model = desk.model("big", answering("big", someUsage));
        desk.notebook.refusal = failure(ErrorCode::RateLimited, "The day's budget is spent");
        const auto reply = model.reply(request(), {}, {});
        QCOMPARE(reply.error().code, ErrorCode::RateLimited);
        QVERIFY(!reply.error().retryable);
        QCOMPARE(desk.calls, 0);
        QVERIFY(desk.notebook.spends.empty());
    }

    void aModelThatCostsNothingIsAlwaysAskedAndCounted()
    {
        Desk desk;
        MeteredModel model = desk.model("any.gguf", answering("any.gguf", {10, 0, 0, 0, 5}, "local"), "local");
        desk.notebook.refusal = failure(ErrorCode::RateLimited, "The day's budget is spent");
        QVERIFY(model.reply(request(), {}, {}).has_value());
        QVERIFY(desk.notebook.asked.empty());
        QVERIFY(desk.notebook.spends.at(0).microDollars == 0);
    }

    void aPriceThatNobodyKnowsIsNotZero()
    {
        Desk desk;
        MeteredModel model = desk.model("new", answering("new", someUsage));
        QVERIFY(model.reply(request(), {}, {}).has_value());
        QCOMPARE(desk.notebook.asked, std::vector<std::string>{"new unknown"});
        QVERIFY(!desk.notebook.spends.at(0).microDollars.has_value());
    }

    void aModelWhoseCallCameUnpricedIsUnknownFromThenOn()
    {
        Desk desk;
        // Kept for an hour: the table does not tell what that costs.
        MeteredModel model = desk.model("big", answering("big", {1, 0, 0, 7, 1}));
        QVERIFY(model.reply(request(), {}, {}).has_value());
        QVERIFY(model.reply(request(), {}, {}).has_value());
        QCOMPARE(desk.notebook.asked, (std::vector<std::string>{"big known", "big unknown"}));
        QVERIFY(!desk.notebook.spends.at(0).microDollars.has_value());
    }
};

QTEST_GUILESS_MAIN(TestMeteredModel)
#include "TestMeteredModel.moc"
