// links: tandem_store
#include "services/store/DecisionJson.h"
#include "support/SampleDecisions.h"
#include "support/Strings.h"

#include <limits>

using namespace tandem;

class TestDecisionJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void inputsOfEveryKindReadBackExactly()
    {
        DecisionSampler sampler(1);
        for (int i = 0; i < 2000; ++i) {
            const DecisionInputs inputs = sampler.next();
            const std::string text = decision_json::write(inputs);
            const DecisionInputs read = valueOf(decision_json::readInputs(text));
            QCOMPARE(decision_json::write(read), text);
            QVERIFY(read.sentimentScore == inputs.sentimentScore && read.injectionScore == inputs.injectionScore);
            QCOMPARE(read.priority, inputs.priority);
            QCOMPARE(read.ticketsInHour, inputs.ticketsInHour);
            QCOMPARE(read.draft.has_value(), inputs.draft.has_value());
            QCOMPARE(read.incident.has_value(), inputs.incident.has_value());
            QCOMPARE(read.failure, inputs.failure);
            QCOMPARE(read.earlierActions.size(), inputs.earlierActions.size());
            QCOMPARE(read.signals.size(), inputs.signals.size());
        }
    }

    void eachMemberIsItsOwn()
    {
        DecisionInputs inputs;
        inputs.customerMessages = 3;
        inputs.reviews = ReviewFigures{130, 1};
        inputs.isSampled = true;
        inputs.messagesInHour = 7;
        inputs.tier = Tier::Business;
        inputs.isCategorySet = true;
        inputs.urgencyScore = 0.25;
        inputs.sentimentTrend = -0.5;
        inputs.isWishNew = true;
        inputs.draft = DraftMerit{0.1, 0.2, true, 4, 0.5};
        const DecisionInputs read = valueOf(decision_json::readInputs(decision_json::write(inputs)));
        QCOMPARE(read.customerMessages, 3);
        QVERIFY(read.isSampled && read.reviews == (ReviewFigures{130, 1}));
        QCOMPARE(read.messagesInHour, 7);
        QCOMPARE(read.tier, Tier::Business);
        QVERIFY(read.isCategorySet && read.isWishNew);
        QCOMPARE(read.urgencyScore, 0.25);
        QCOMPARE(read.sentimentTrend, -0.5);
        QVERIFY(read.draft->evidence == 0.1 && read.draft->strength == 0.2 && read.draft->abstained);
        QVERIFY(read.draft->unsupported == 4 && read.draft->confidence == 0.5);
    }

    void anOutcomeIsKeptWithoutTheSentencesThatQuoteTheCustomer()
    {
        DecisionOutcome outcome;
        outcome.reasons = {{EscalationCode::HumanRequested, "wants a person (“call me”).", 0.75, std::nullopt},
            {EscalationCode::LowConfidence, "Confidence", 0.5, 0.75}};
        outcome.queue = Queue::Human;
        outcome.team = "billing";
        outcome.status = TicketStatus::Escalated;
        outcome.step = ActionStep::Drop;
        const std::string text = decision_json::write(outcome);
        QVERIFY(text.find("call me") == std::string::npos);
        const DecisionOutcome read = valueOf(decision_json::readOutcome(text));
        QCOMPARE(read.reasons.size(), std::size_t(2));
        QCOMPARE(read.reasons[1].code, EscalationCode::LowConfidence);
        QVERIFY(read.reasons[0].value == 0.75 && !read.reasons[0].threshold && read.reasons[1].threshold == 0.75);
        QVERIFY(read.queue == Queue::Human && read.team == "billing" && read.status == TicketStatus::Escalated);
        QCOMPARE(read.step, ActionStep::Drop);
    }

    void whatIsMissingHasItsDefaultAndWhatIsUnknownIsCorrupt()
    {
        const DecisionInputs read = valueOf(decision_json::readInputs(R"({"tier":"team","later":[1]})"));
        QCOMPARE(read.tier, Tier::Team);
        QVERIFY(!read.draft && read.customerMessages == 1);
        QCOMPARE(valueOf(decision_json::readOutcome("{}")).status, TicketStatus::AwaitingReview);
        for (const char* text : {"", "[]", R"({"tier":"golden"})", R"({"signals":3})", R"({"draft":[]})", R"({"incident":1})"})
            QVERIFY2(!decision_json::readInputs(text), text);
        for (const char* text : {"", "[]", R"({"status":"lost"})", R"({"step":1})"})
            QVERIFY2(!decision_json::readOutcome(text), text);
    }

    void numbersThatJsonLacksBecomeZero()
    {
        DecisionInputs inputs;
        inputs.sentimentScore = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(valueOf(decision_json::readInputs(decision_json::write(inputs))).sentimentScore, 0.0);
    }
};

QTEST_GUILESS_MAIN(TestDecisionJson)
#include "TestDecisionJson.moc"
