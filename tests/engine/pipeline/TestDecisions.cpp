// links: tandem_pipeline
#include "pipeline/Decisions.h"
#include "support/Strings.h"

using namespace tandem;

namespace {

Draft supportedDraft(double confidence)
{
    Draft draft;
    draft.confidence = confidence;
    draft.sentences = {{"A refund takes 5 days.", true, true, 1, "", {}}};
    return draft;
}

DecisionInputs withDraft(double confidence)
{
    DecisionInputs inputs;
    inputs.draft = meritOf(supportedDraft(confidence), 0.8, 0.8);
    return inputs;
}

DecisionInputs wishing(HighStakesAction action, std::vector<EarlierAction> earlier = {})
{
    DecisionInputs inputs;
    inputs.highStakesAction = action;
    inputs.signals = {{EscalationCode::HighStakesAction, action, "money back", 0.9}};
    inputs.earlierActions = std::move(earlier);
    return inputs;
}

DecisionInputs hearing(EscalationCode code)
{
    DecisionInputs inputs;
    inputs.signals = {{code, HighStakesAction::None, "some words", 0.9}};
    return inputs;
}

std::vector<EscalationCode> codesOf(const DecisionInputs& inputs, const Policy& policy = {})
{
    std::vector<EscalationCode> codes;
    for (const EscalationReason& reason : decide(inputs, policy).reasons)
        codes.push_back(reason.code);
    return codes;
}

Policy policyWith(const char* key, const char* value)
{
    Config::Sources sources;
    sources.flags = {{key, value}};
    return valueOf(Policy::from(valueOf(Config::load(sources))));
}

using Codes = std::vector<EscalationCode>;

} // namespace

class TestDecisions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMessageWithoutReasonsGoesToTheEngine()
    {
        DecisionInputs inputs;
        inputs.category = Category::BillingInquiry;
        const DecisionOutcome outcome = decide(inputs, valueOf(Policy::from(Config::defaults())));
        QCOMPARE(outcome.queue, Queue::Ai);
        QCOMPARE(outcome.team, std::string("billing"));
        QCOMPARE(outcome.status, TicketStatus::AwaitingReview);
    }

    void anyReasonSendsItToAPersonAndIsKept()
    {
        const DecisionOutcome outcome = decide(hearing(EscalationCode::HumanRequested), {});
        QCOMPARE(outcome.queue, Queue::Human);
        QCOMPARE(outcome.status, TicketStatus::Escalated);
        const Route route = routeOf(outcome);
        QCOMPARE(route.reasons.size(), std::size_t(1));
        QVERIFY(route.reasons.front().detail.contains("some words"));
    }

    void criticalUrgencyGoesToItsOwnTeamWhenThereIsOne()
    {
        const Policy policy = policyWith("policy.critical_team", "on-call");
        DecisionInputs inputs;
        inputs.urgency = Urgency::Critical;
        QCOMPARE(decide(inputs, policy).team, std::string("on-call"));
        inputs.urgency = Urgency::High;
        QCOMPARE(decide(inputs, policy).team, std::string("front-desk"));
    }

    void aTeamListThatForgetsACategoryIsRefusedByName()
    {
        Config::Sources sources;
        sources.flags = {{"policy.teams", "bug_report=technical"}};
        const auto policy = Policy::from(valueOf(Config::load(sources)));
        QVERIFY(!policy);
        QVERIFY(qt(policy.error().message).contains(qt("technical_support")));
    }

    void theConfidenceThresholdItselfIsEnough()
    {
        QCOMPARE(codesOf(withDraft(0.75)), Codes());
        const auto reasons = decide(withDraft(0.7499), {}).reasons;
        QCOMPARE(reasons.front().code, EscalationCode::LowConfidence);
        QCOMPARE(*reasons.front().threshold, 0.75);
    }

    void anAbstentionIsNoEvidenceAndNothingElse()
    {
        DecisionInputs inputs = withDraft(0.1);
        inputs.draft->abstained = true;
        inputs.draft->unsupported = 2;
        QCOMPARE(codesOf(inputs), Codes{EscalationCode::NoEvidence});
    }

    void aDraftThatIsWeakerThanTheFloorIsNoEvidence()
    {
        QCOMPARE(codesOf(withDraft(0.9), policyWith("policy.evidence_floor", "0.8")), Codes());
        QCOMPARE(codesOf(withDraft(0.9), policyWith("policy.evidence_floor", "0.81")), Codes{EscalationCode::NoEvidence});
    }

    void oneUnsupportedSentenceMakesADraftUngrounded()
    {
        Draft draft = supportedDraft(0.9);
        draft.sentences.push_back({"It costs 3 euros.", true, false, 0.1, "3 euros is not in the evidence", {}});
        DecisionInputs inputs;
        inputs.draft = meritOf(draft, 0.8, 0.8);
        QCOMPARE(codesOf(inputs), Codes{EscalationCode::UngroundedDraft});
        draft.sentences.back().factual = false;
        inputs.draft = meritOf(draft, 0.8, 0.8);
        QCOMPARE(codesOf(inputs), Codes());
    }

    void angerBeginsWhereThePolicySays()
    {
        DecisionInputs inputs = hearing(EscalationCode::ChurnThreat);
        inputs.sentimentScore = -0.29;
        QCOMPARE(codesOf(inputs), Codes{EscalationCode::ChurnThreat});
        QCOMPARE(codesOf(inputs, policyWith("policy.angry_below", "-0.2")),
            (Codes{EscalationCode::NegativeSentiment, EscalationCode::ChurnThreat}));
        inputs.sentimentScore = -0.31;
        const auto reasons = decide(inputs, {}).reasons;
        QCOMPARE(reasons.front().code, EscalationCode::NegativeSentiment);
        QCOMPARE(*reasons.front().threshold, -0.3);
    }

    void tooManyTicketsInAnHourAreCountedInTheReason()
    {
        const Policy policy = policyWith("limits.tickets_per_customer_hour", "3");
        DecisionInputs inputs;
        QCOMPARE(codesOf(inputs, policy), Codes());
        inputs.ticketsInHour = 3;
        QCOMPARE(codesOf(inputs, policy), Codes());
        inputs.ticketsInHour = 4;
        const auto reasons = decide(inputs, policy).reasons;
        QCOMPARE(reasons.front().code, EscalationCode::CustomerRateLimited);
        QCOMPARE(*reasons.front().value, 4.0);
        QCOMPARE(*reasons.front().threshold, 3.0);
    }

    void aProvenAnswerGoesOutWhenNothingStandsAgainstIt()
    {
        const Policy policy;
        const auto statusOf = [&](const auto& change) {
            DecisionInputs inputs = withDraft(0.8);
            inputs.reviews = ReviewFigures{124, 0};
            change(inputs);
            return decide(inputs, policy).status;
        };
        QCOMPARE(statusOf([](DecisionInputs&) { }), TicketStatus::Answered);
        QCOMPARE(statusOf([](DecisionInputs& inputs) { inputs.reviews = ReviewFigures{123, 0}; }), TicketStatus::AwaitingReview);
        QCOMPARE(statusOf([](DecisionInputs& inputs) { inputs.reviews.reset(); }), TicketStatus::AwaitingReview);
        QCOMPARE(statusOf([](DecisionInputs& inputs) { inputs.isSampled = true; }), TicketStatus::AwaitingReview);
        QCOMPARE(statusOf([](DecisionInputs& inputs) { inputs.draft->confidence = 0.74; }), TicketStatus::Escalated);
        QCOMPARE(statusOf([](DecisionInputs& inputs) { inputs.draft->abstained = true; }), TicketStatus::Escalated);
        QCOMPARE(statusOf([](DecisionInputs& inputs) { inputs.draft->unsupported = 1; }), TicketStatus::Escalated);
        QCOMPARE(statusOf([](DecisionInputs& inputs) { inputs.injectionScore = 0.9; }), TicketStatus::Escalated);
        QCOMPARE(statusOf([](DecisionInputs& inputs) { inputs.highStakesAction = HighStakesAction::Refund; }),
            TicketStatus::AwaitingApproval);
        QCOMPARE(statusOf([](DecisionInputs& inputs) {
            inputs.highStakesAction = HighStakesAction::Refund;
            inputs.earlierActions = {{"refund", ActionStanding::Refused}};
        }),
            TicketStatus::Escalated);
        for (const auto code : {EscalationCode::HumanRequested, EscalationCode::LegalRegulatory, EscalationCode::ChurnThreat})
            QCOMPARE(statusOf([&](DecisionInputs& inputs) { inputs.signals = hearing(code).signals; }), TicketStatus::Escalated);
        DecisionInputs proven = withDraft(0.8);
        proven.reviews = ReviewFigures{500, 0};
        QCOMPARE(decide(proven, policyWith("policy.auto_send", "off")).status, TicketStatus::AwaitingReview);
        QCOMPARE(decide(proven, policyWith("policy.auto_send_confidence", "0.9")).status, TicketStatus::AwaitingReview);
    }

    void tooManyMessagesInAnHourOfOneTicketGoToAPerson()
    {
        const Policy policy = policyWith("limits.messages_per_ticket_hour", "3");
        DecisionInputs inputs;
        inputs.messagesInHour = 3;
        QVERIFY(!isRateLimited(inputs, policy));
        inputs.messagesInHour = 4;
        QVERIFY(isRateLimited(inputs, policy));
        const auto reasons = decide(inputs, policy).reasons;
        QCOMPARE(reasons.front().code, EscalationCode::CustomerRateLimited);
        QCOMPARE(*reasons.front().value, 4.0);
        QCOMPARE(*reasons.front().threshold, 3.0);
    }

    void anIncidentIsAReasonAsItWasFound()
    {
        DecisionInputs inputs;
        inputs.incident = EscalationReason{EscalationCode::IncidentBurst, "6 customers", 6, 5};
        const auto reasons = decide(inputs, {}).reasons;
        QCOMPARE(reasons.size(), std::size_t(1));
        QCOMPARE(reasons.front().detail, std::string("6 customers"));
    }

    void aFailedStageGoesToAPersonWithWhatWasSaidBefore()
    {
        DecisionInputs inputs = hearing(EscalationCode::LegalRegulatory);
        inputs.failure = "The disk is full";
        const DecisionOutcome outcome = decide(inputs, valueOf(Policy::from(Config::defaults())));
        QCOMPARE(outcome.queue, Queue::Human);
        QCOMPARE(outcome.team, std::string());
        QCOMPARE(outcome.reasons.front().code, EscalationCode::StageFailed);
        QCOMPARE(outcome.reasons.front().detail, std::string("The disk is full"));
        QCOMPARE(outcome.reasons.back().code, EscalationCode::LegalRegulatory);
    }

    void aWishedActionWaitsForApprovalWhateverElseHolds()
    {
        DecisionInputs inputs = wishing(HighStakesAction::Refund);
        inputs.draft = DraftMerit{0, 0, true, 0, 0};
        const DecisionOutcome outcome = decide(inputs, {});
        QCOMPARE(outcome.step, ActionStep::Propose);
        QCOMPARE(outcome.status, TicketStatus::AwaitingApproval);
        QCOMPARE(outcome.reasons.size(), std::size_t(2));
    }

    void whoeverTriesToSteerTheEngineGetsNoActionProposed()
    {
        DecisionInputs inputs = wishing(HighStakesAction::Refund);
        inputs.injectionScore = 0.5;
        const DecisionOutcome outcome = decide(inputs, {});
        QCOMPARE(outcome.step, ActionStep::Drop);
        QCOMPARE(outcome.status, TicketStatus::Escalated);
        inputs.injectionScore = 0.49;
        QCOMPARE(decide(inputs, {}).step, ActionStep::Propose);
        inputs.injectionScore = 0.5;
        inputs.earlierActions = {{"refund", ActionStanding::Waits}};
        QCOMPARE(decide(inputs, {}).step, ActionStep::Wait); // what waits already was asked for before
    }

    void whatPeopleDecidedAboutTheActionStands()
    {
        const auto refund = [](ActionStanding standing) { return wishing(HighStakesAction::Refund, {{"refund", standing}}); };
        DecisionOutcome outcome = decide(refund(ActionStanding::Waits), {});
        QCOMPARE(outcome.step, ActionStep::Wait);
        QCOMPARE(outcome.status, TicketStatus::AwaitingApproval);
        outcome = decide(refund(ActionStanding::Approved), {});
        QCOMPARE(outcome.step, ActionStep::Done);
        QCOMPARE(outcome.status, TicketStatus::Escalated);
        outcome = decide(refund(ActionStanding::Refused), {});
        QCOMPARE(outcome.step, ActionStep::Drop);
        QCOMPARE(outcome.status, TicketStatus::Escalated);
        DecisionInputs again = refund(ActionStanding::Refused);
        again.isWishNew = true;
        outcome = decide(again, {});
        QCOMPARE(outcome.step, ActionStep::Propose);
        QCOMPARE(outcome.status, TicketStatus::AwaitingApproval);
    }

    void anotherActionThatWaitsKeepsTheTicketWaiting()
    {
        DecisionInputs inputs;
        inputs.earlierActions = {{"account_closure", ActionStanding::Waits}, {"refund", ActionStanding::Refused}};
        const DecisionOutcome outcome = decide(inputs, {});
        QCOMPARE(outcome.status, TicketStatus::AwaitingApproval);
        QCOMPARE(outcome.step, ActionStep::None);
        QCOMPARE(outcome.queue, Queue::Ai);
    }

    void decisionsAreTheSameWhenTheTicketFaresTheSame()
    {
        const DecisionOutcome low = decide(withDraft(0.5), {});
        QVERIFY(isSameDecision(low, decide(withDraft(0.4), {})));
        QVERIFY(!isSameDecision(low, decide(withDraft(0.9), {})));
        DecisionOutcome moved = low;
        moved.team = "another";
        QVERIFY(!isSameDecision(low, moved));
    }

    void aHighStakesWishBecomesAProposalWithTheWordsThatAskForIt()
    {
        Classification classification;
        QVERIFY(proposedActions(classification).empty());
        classification.highStakesAction = HighStakesAction::Refund;
        classification.signals = {{EscalationCode::HighStakesAction, HighStakesAction::Refund, "money back", 1}};
        const auto actions = proposedActions(classification);
        QCOMPARE(actions.size(), std::size_t(1));
        QCOMPARE(actions.front().type, std::string("refund"));
        QCOMPARE(actions.front().detail, std::string("money back"));
        QCOMPARE(actions.front().state, ActionState::Proposed);
    }

    void mustEscalateLeavesOutTheThreeReasonsOfADraft()
    {
        QVERIFY(!mustEscalate(EscalationCode::LowConfidence));
        QVERIFY(!mustEscalate(EscalationCode::NoEvidence));
        QVERIFY(!mustEscalate(EscalationCode::UngroundedDraft));
        QVERIFY(mustEscalate(EscalationCode::HighStakesAction));
        QVERIFY(mustEscalate(EscalationCode::CustomerRateLimited));
    }
};

QTEST_GUILESS_MAIN(TestDecisions)
#include "TestDecisions.moc"
