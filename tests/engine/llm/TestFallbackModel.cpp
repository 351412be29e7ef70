// links: tandem_llm
#include "services/llm/FallbackModel.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

namespace {

// What a scripted model does at each call, the last step again and again.
struct Step {
    std::string says{}; // streamed
    std::optional<Error> error{};
    Milliseconds takes{0};
    ChatStop stop = ChatStop::Finished;
};

struct Script {
    std::vector<Step> steps;
    int calls = 0;
    Milliseconds timeout{0}; // of the newest request
    std::function<void()> onCall;
};

class ScriptedModel final : public ChatModel {
public:
    ScriptedModel(std::string provider, Script& script, ManualClock& clock)
        : m_provider(std::move(provider))
        , m_script(script)
        , m_clock(clock)
    {
    }

    [[nodiscard]] std::string provider() const override { return m_provider; }
    Result<ChatReply> reply(const ChatRequest& request, const ChatListener& listener, std::stop_token stop) override
    {
        const Step& step
            = m_script.steps[std::min<std::size_t>(static_cast<std::size_t>(m_script.calls), m_script.steps.size() - 1)];
        ++m_script.calls;
        m_script.timeout = request.timeout;
        if (m_script.onCall)
            m_script.onCall();
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "cancelled");
        m_clock.advance(step.takes);
        if (listener.text && !step.says.empty())
            listener.text(step.says);
        if (listener.usage)
            listener.usage(m_provider, "m", {.input = 1});
        if (step.error)
            return std::unexpected(*step.error);
        ChatReply reply;
        reply.text = step.says;
        reply.stop = step.stop;
        reply.provider = m_provider;
        return reply;
    }

private:
    std::string m_provider;
    Script& m_script;
    ManualClock& m_clock;
};

Step fails(ErrorCode code, bool retryable = false)
{
    return {.error = Error{code, "scripted", retryable}};
}

Step says(std::string text)
{
    return {.says = std::move(text)};
}

ChatRequest question()
{
    ChatRequest request;
    request.messages.push_back({ChatRole::User, redact("How long is a link valid?")});
    return request;
}

// Three models and what a listener heard.
struct Desk {
    Desk(Step ofFirst, Step ofSecond, Step ofThird)
    {
        first.steps = {std::move(ofFirst)};
        second.steps = {std::move(ofSecond)};
        third.steps = {std::move(ofThird)};
    }

    ManualClock clock;
    Script first;
    Script second;
    Script third;
    std::string heard;
    int usages = 0;

    [[nodiscard]] std::unique_ptr<FallbackModel> model(FallbackModel::Settings settings = {})
    {
        std::vector<std::unique_ptr<ChatModel>> models;
        models.push_back(std::make_unique<ScriptedModel>("anthropic", first, clock));
        models.push_back(std::make_unique<ScriptedModel>("openai", second, clock));
        models.push_back(std::make_unique<ScriptedModel>("local", third, clock));
        return std::make_unique<FallbackModel>(std::move(models), clock, settings);
    }
    [[nodiscard]] ChatListener listener()
    {
        return {.text = [this](std::string_view text) { heard += text; },
            .startsOver = [this] { heard += "|"; },
            .usage = [this](const std::string&, const std::string&, const TokenUsage&) { ++usages; }};
    }
};

} // namespace

class TestFallbackModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thePreferredModelAnswersAndNobodyElseIsAsked()
    {
        Desk desk(says("a"), says("b"), says("c"));
        const auto model = desk.model();
        const ChatReply reply = valueOf(model->reply(question(), desk.listener(), {}));
        QCOMPARE(qt(reply.provider), qt("anthropic"));
        QCOMPARE(qt(model->provider()), qt("anthropic"));
        QCOMPARE(qt(desk.heard), qt("a"));
        QCOMPARE(desk.second.calls + desk.third.calls, 0);
    }

    void errorsThatAnotherModelMayNotHaveGoOnToTheNext_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("retryable");
        QTest::newRow("unavailable") << static_cast<int>(ErrorCode::Unavailable) << true;
        QTest::newRow("not there at all") << static_cast<int>(ErrorCode::Unavailable) << false;
        QTest::newRow("timed out") << static_cast<int>(ErrorCode::TimedOut) << true;
        QTest::newRow("key") << static_cast<int>(ErrorCode::Unauthenticated) << false;
        QTest::newRow("forbidden") << static_cast<int>(ErrorCode::Forbidden) << false;
        QTest::newRow("rate") << static_cast<int>(ErrorCode::RateLimited) << true;
        QTest::newRow("spent") << static_cast<int>(ErrorCode::RateLimited) << false;
        QTest::newRow("a model that is gone") << static_cast<int>(ErrorCode::InvalidArgument) << false;
        QTest::newRow("a context that is too small") << static_cast<int>(ErrorCode::TooLarge) << false;
        QTest::newRow("protocol") << static_cast<int>(ErrorCode::Corrupt) << false;
    }

    void errorsThatAnotherModelMayNotHaveGoOnToTheNext()
    {
        QFETCH(int, code);
        QFETCH(bool, retryable);
        Desk desk(fails(static_cast<ErrorCode>(code), retryable), says("b"), says("c"));
        QCOMPARE(qt(valueOf(desk.model()->reply(question(), desk.listener(), {})).provider), qt("openai"));
        QCOMPARE(desk.usages, 2); // what the failed one was billed is told too
    }

    void aRequestThatIsNoneAsksNobody()
    {
        Desk desk(says("a"), says("b"), says("c"));
        QCOMPARE(desk.model()->reply({}, desk.listener(), {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(desk.first.calls + desk.second.calls + desk.third.calls, 0);
    }

    void whoCallsOffEndsIt()
    {
        Desk desk(fails(ErrorCode::Cancelled), says("b"), says("c"));
        const auto model = desk.model({.breaker = {.failures = 1}});
        for (int i = 0; i < 3; ++i)
            QCOMPARE(model->reply(question(), desk.listener(), {}).error().code, ErrorCode::Cancelled);
        QCOMPARE(desk.second.calls, 0);
        QCOMPARE(model->states()[0].state, CircuitState::Closed); // it is not the model's fault
    }

    void aBusyModelIsNotABrokenOne()
    {
        Desk desk(fails(ErrorCode::RateLimited), says("b"), says("c"));
        const auto model = desk.model({.breaker = {.failures = 1}});
        for (int i = 0; i < 3; ++i)
            QCOMPARE(qt(valueOf(model->reply(question(), desk.listener(), {})).provider), qt("openai"));
        QCOMPARE(desk.first.calls, 3);
        QCOMPARE(model->states()[0].state, CircuitState::Closed);
    }

    void aRefusalIsAReply()
    {
        Desk desk({.stop = ChatStop::Refused}, says("b"), says("c"));
        const ChatReply reply = valueOf(desk.model()->reply(question(), desk.listener(), {}));
        QCOMPARE(reply.stop, ChatStop::Refused);
        QCOMPARE(qt(reply.provider), qt("anthropic"));
    }

    void wordsOfAModelThatFailedAreTakenBack()
    {
        Desk desk(
            {.says = "half an", .error = Error{ErrorCode::Unavailable, "cut", true}}, fails(ErrorCode::RateLimited), says("all"));
        QCOMPARE(qt(valueOf(desk.model()->reply(question(), desk.listener(), {})).provider), qt("local"));
        QCOMPARE(qt(desk.heard), qt("half an|all"));
    }

    void aModelThatSaidNothingIsNotTakenBack()
    {
        Desk desk(fails(ErrorCode::Unavailable, true), says("b"), says("c"));
        QVERIFY(desk.model()->reply(question(), desk.listener(), {}));
        QCOMPARE(qt(desk.heard), qt("b"));
    }

    void aListenerWithoutMembersIsEnough()
    {
        Desk desk({.says = "x", .error = Error{ErrorCode::Unavailable, "cut", true}}, says("b"), says("c"));
        QCOMPARE(qt(valueOf(desk.model()->reply(question(), {}, {})).text), qt("b"));
    }

    void aModelThatKeepsFailingIsPassedOverUntilItsTrialSucceeds()
    {
        Desk desk(fails(ErrorCode::Unavailable, true), says("b"), says("c"));
        const auto model = desk.model({.breaker = {.failures = 2, .window = Milliseconds{10'000}, .pause = Milliseconds{1'000}}});
        for (int i = 0; i < 5; ++i)
            QVERIFY(model->reply(question(), desk.listener(), {}));
        QCOMPARE(desk.first.calls, 2);
        QCOMPARE(model->states()[0].state, CircuitState::Open);
        desk.clock.advance(Milliseconds{1'000});
        desk.first.steps = {says("a")};
        QCOMPARE(qt(valueOf(model->reply(question(), desk.listener(), {})).provider), qt("anthropic"));
        QCOMPARE(model->states()[0].state, CircuitState::Closed);
    }

    void withAllOpenNobodyIsAsked()
    {
        const Step broken = fails(ErrorCode::Unavailable, true);
        Desk desk(broken, broken, fails(ErrorCode::Corrupt));
        const auto model = desk.model({.breaker = {.failures = 1}});
        QCOMPARE(model->reply(question(), desk.listener(), {}).error().code, ErrorCode::Corrupt); // the last one's
        const auto none = model->reply(question(), desk.listener(), {});
        QCOMPARE(none.error().code, ErrorCode::Unavailable);
        QVERIFY(none.error().retryable);
        QCOMPARE(desk.first.calls + desk.second.calls + desk.third.calls, 3);
    }

    void allShareTheTime()
    {
        Desk desk({.error = Error{ErrorCode::TimedOut, "slow", true}, .takes = Milliseconds{6'000}},
            {.error = Error{ErrorCode::Unavailable, "down", true}, .takes = Milliseconds{1'000}}, says("c"));
        ChatRequest request = question();
        request.timeout = Milliseconds{10'000};
        QVERIFY(desk.model({.share = 0.6})->reply(request, desk.listener(), {}));
        QCOMPARE(desk.first.timeout, Milliseconds{6'000});
        QCOMPARE(desk.second.timeout, Milliseconds{2'400}); // of the 4 s left
        QCOMPARE(desk.third.timeout, Milliseconds{3'000}); // the last one gets all of it
    }

    void withoutTimeLeftTheLastErrorIsTold()
    {
        Desk desk({.error = Error{ErrorCode::Unavailable, "slow", true}, .takes = Milliseconds{10'000}}, says("b"), says("c"));
        ChatRequest request = question();
        request.timeout = Milliseconds{10'000};
        QCOMPARE(qt(desk.model()->reply(request, desk.listener(), {}).error().message), qt("slow"));
        QCOMPARE(desk.second.calls, 0);
    }

    void aStopBetweenTwoModelsEndsIt()
    {
        Desk desk(fails(ErrorCode::Unavailable, true), says("b"), says("c"));
        std::stop_source source;
        desk.first.onCall = [&] { source.request_stop(); };
        desk.first.steps = {fails(ErrorCode::Unavailable, true)};
        QCOMPARE(desk.model()->reply(question(), desk.listener(), source.get_token()).error().code, ErrorCode::Cancelled);
        QCOMPARE(desk.second.calls, 0);
    }
};

QTEST_GUILESS_MAIN(TestFallbackModel)
#include "TestFallbackModel.moc"
