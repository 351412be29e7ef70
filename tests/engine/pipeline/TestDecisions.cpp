// links: tandem_pipeline
#include "pipeline/route/Decisions.h"
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

bool has(const std::vector<EscalationReason>& reasons, EscalationCode code)
{
    return std::ranges::any_of(reasons, [code](const EscalationReason& reason) { return reason.code == code; });
}

} // namespace

class TestDecisions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMessageWithoutReasonsGoesToTheEngine()
    {
        const Policy policy = valueOf(Policy::from(Config::defaults()));
        Classification classification;
        classification.category = Category::BillingInquiry;
        const Route route = decidedRoute(policy, classification, {});
        QCOMPARE(route.queue, Queue::Ai);
        QCOMPARE(route.team, std::string("billing"));
    }

    void anyReasonSendsItToAPersonAndIsKept()
    {
        const Policy policy = valueOf(Policy::from(Config::defaults()));
        const Route route = decidedRoute(policy, {}, {{EscalationCode::HumanRequested, "", std::nullopt, std::nullopt}});
        QCOMPARE(route.queue, Queue::Human);
        QCOMPARE(route.reasons.size(), std::size_t(1));
    }

    void criticalUrgencyGoesToItsOwnTeamWhenThereIsOne()
    {
        Config::Sources sources;
        sources.flags = {{"policy.critical_team", "on-call"}};
        const Policy policy = valueOf(Policy::from(valueOf(Config::load(sources))));
        Classification classification;
        classification.urgency = Urgency::Critical;
        QCOMPARE(decidedRoute(policy, classification, {}).team, std::string("on-call"));
        classification.urgency = Urgency::High;
        QCOMPARE(decidedRoute(policy, classification, {}).team, std::string("front-desk"));
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
        const Policy policy;
        QVERIFY(draftReasons(policy, supportedDraft(0.75)).empty());
        const auto reasons = draftReasons(policy, supportedDraft(0.7499));
        QVERIFY(has(reasons, EscalationCode::LowConfidence));
        QCOMPARE(*reasons.front().threshold, 0.75);
    }

    void anAbstentionIsNoEvidenceAndNothingElse()
    {
        Draft draft;
        draft.abstained = true;
        const auto reasons = draftReasons({}, draft);
        QCOMPARE(reasons.size(), std::size_t(1));
        QVERIFY(has(reasons, EscalationCode::NoEvidence));
    }

    void oneUnsupportedSentenceMakesADraftUngrounded()
    {
        Draft draft = supportedDraft(0.9);
        draft.sentences.push_back({"It costs 3 euros.", true, false, 0.1, "3 euros is not in the evidence", {}});
        QVERIFY(has(draftReasons({}, draft), EscalationCode::UngroundedDraft));
        draft.sentences.back().factual = false;
        QVERIFY(!has(draftReasons({}, draft), EscalationCode::UngroundedDraft));
    }

    void aProposedActionWaitsForApprovalWhateverElseHolds()
    {
        QCOMPARE(decidedStatus({}, {}), TicketStatus::AwaitingReview);
        QCOMPARE(decidedStatus({{EscalationCode::NoEvidence, "", std::nullopt, std::nullopt}}, {}), TicketStatus::Escalated);
        QCOMPARE(decidedStatus(
                     {{EscalationCode::NoEvidence, "", std::nullopt, std::nullopt}}, {{"refund", ActionState::Proposed, ""}}),
            TicketStatus::AwaitingApproval);
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
