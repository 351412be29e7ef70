// links: tandem_pipeline
#include "pipeline/Decisions.h"
#include "pipeline/EscalationReasons.h"
#include "pipeline/PolicyText.h"
#include "pipeline/act/Act.h"
#include "pipeline/enrich/Enrich.h"
#include "support/TemporaryStore.h"

#include <algorithm>

using namespace tandem;

class TestAct : public QObject {
    Q_OBJECT

    struct Desk {
        ManualClock clock;
        TemporaryStore store{clock};
        ReplyTemplates templates
            = valueOf(ReplyTemplates::load(std::filesystem::path(TANDEM_RESOURCES) / "templates" / "replies.json"));
        Policy policy = valueOf(Policy::from(Config::defaults()));
        TicketId id{"t-1"};

        Desk()
        {
            succeed(store->write([&](Transaction& transaction) -> Status {
                Customer customer;
                customer.id = TRY(transaction.customers().idOf("c-1"));
                customer.externalId = "c-1";
                customer.tier = Tier::Enterprise;
                TRY(transaction.customers().put(customer));
                Ticket ticket;
                ticket.id = id;
                ticket.customer = customer.id;
                ticket.waitingSince = clock.now();
                TRY(transaction.tickets().insert(ticket));
                return transaction.tickets().append(
                    {MessageId("m-1"), id, Author::Customer, Visibility::Public, {}, "Refund me €30", clock.now()});
            }));
        }

        static Consideration considered(bool wantsRefund, bool isNew = true)
        {
            Consideration consideration;
            consideration.classification.urgency = Urgency::High;
            if (wantsRefund) {
                consideration.classification.highStakesAction = HighStakesAction::Refund;
                consideration.classification.signals
                    = {{EscalationCode::HighStakesAction, HighStakesAction::Refund, "Refund me", 0.9}};
                consideration.draft.actions = proposedActions(consideration.classification);
                consideration.wish = {isNew, "€30"};
            }
            consideration.inputs = inputsOf(consideration.classification, {});
            consideration.inputs.isWishNew = consideration.wish.isNew;
            return consideration;
        }

        ActParts parts() { return {*store, templates, policy, {policyText(policy), R"({"signals":"1"})"}}; }
        std::vector<DecisionRecord> decisions()
        {
            return valueOf(readResult(
                *store, [](Transaction& transaction) { return transaction.decisionLog().list({}, TimePoint{}, 100); }));
        }
        void arriveAgain()
        {
            succeed(store->write([&](Transaction& transaction) -> Status {
                Ticket ticket = TRY(transaction.tickets().get(id));
                ticket.status = TicketStatus::Received;
                return transaction.tickets().update(ticket);
            }));
        }
        EnrichedTicket enriched() { return valueOf(tandem::enriched(*store, id)); }
        Status finish(EnrichedTicket& ticket, const Consideration& consideration)
        {
            return tandem::finish(parts(), ticket, consideration, {}, clock.now());
        }
        Ticket finished(const Consideration& consideration)
        {
            EnrichedTicket ticket = enriched();
            succeed(finish(ticket, consideration));
            return ticket.ticket;
        }
        std::vector<Approval> approvals()
        {
            return valueOf(readResult(*store, [&](Transaction& transaction) { return transaction.decisions().approvalsOf(id); }));
        }
        void decide(ApprovalState state)
        {
            Approval approval = approvals().back();
            approval.state = state;
            approval.decidedBy = ActorId("a-simone");
            approval.decidedAt = clock.now();
            succeed(store->write([&](Transaction& transaction) { return transaction.decisions().put(approval); }));
        }
        std::size_t notices()
        {
            return valueOf(readResult(*store, [&](Transaction& transaction) {
                return transaction.outbox().ofTicket(id);
            })).size();
        }
    };

private Q_SLOTS:
    void theAnswerIsDueByUrgencyAndTierFromWhenTheCustomerWrote()
    {
        Desk desk;
        const TimePoint wrote = desk.clock.now();
        desk.clock.advance(std::chrono::minutes(10));
        const Ticket ticket = desk.finished(Desk::considered(false));
        QCOMPARE(ticket.status, TicketStatus::AwaitingReview);
        QCOMPARE(ticket.dueAt, std::optional<TimePoint>(wrote + std::chrono::minutes(60)));
        QCOMPARE(desk.notices(), std::size_t(0));
    }

    void aWantedActionWaitsForAPersonWithItsAmount()
    {
        Desk desk;
        const Ticket ticket = desk.finished(Desk::considered(true));
        QCOMPARE(ticket.status, TicketStatus::AwaitingApproval);
        QCOMPARE(desk.approvals().size(), std::size_t(1));
        QCOMPARE(desk.approvals().front().id, ApprovalId("t-1-refund"));
        QCOMPARE(desk.approvals().front().amount, std::string("€30"));
        QCOMPARE(desk.notices(), std::size_t(1));
    }

    void consideringAgainKeepsWhatWaits()
    {
        Desk desk;
        desk.finished(Desk::considered(true));
        const TimePoint expires = desk.approvals().front().expiresAt;
        desk.clock.advance(std::chrono::hours(1));
        const Ticket ticket = desk.finished(Desk::considered(true));
        QCOMPARE(ticket.status, TicketStatus::AwaitingApproval);
        QCOMPARE(desk.approvals().size(), std::size_t(1));
        QCOMPARE(desk.approvals().front().expiresAt, expires);
        QCOMPARE(desk.finished(Desk::considered(false)).status, TicketStatus::AwaitingApproval);
        QVERIFY2(desk.notices() == 1, "a hand-over is told once a ticket");
    }

    void whatWasApprovedIsDoneAndNotAskedAgain()
    {
        Desk desk;
        desk.finished(Desk::considered(true));
        desk.decide(ApprovalState::Approved);
        const Ticket ticket = desk.finished(Desk::considered(true));
        QCOMPARE(ticket.status, TicketStatus::Escalated);
        QCOMPARE(ticket.draft->actions.front().state, ActionState::Done);
        QCOMPARE(desk.approvals().size(), std::size_t(1));
        QCOMPARE(desk.approvals().front().state, ApprovalState::Approved);
    }

    void whatWasRefusedIsAskedAgainOnlyWhenTheCustomerDoes()
    {
        Desk desk;
        desk.finished(Desk::considered(true));
        desk.decide(ApprovalState::Rejected);
        const Ticket ticket = desk.finished(Desk::considered(true, false));
        QCOMPARE(ticket.status, TicketStatus::Escalated);
        QVERIFY(ticket.draft->actions.empty());
        QCOMPARE(desk.approvals().size(), std::size_t(1));
        desk.clock.advance(std::chrono::hours(1));
        QCOMPARE(desk.finished(Desk::considered(true)).status, TicketStatus::AwaitingApproval);
        QCOMPARE(desk.approvals().size(), std::size_t(2));
        QCOMPARE(std::ranges::count(desk.approvals(), ApprovalState::Rejected, &Approval::state), 1);
        QCOMPARE(desk.finished(Desk::considered(true)).status, TicketStatus::AwaitingApproval);
        QCOMPARE(desk.approvals().size(), std::size_t(2));
    }

    void theGroupIsStoredWithTheTicketAndOnce()
    {
        Desk desk;
        succeed(desk.store->write([&](Transaction& transaction) -> Status {
            Ticket first;
            first.id = TicketId("t-0");
            first.customer = CustomerId("cus_0");
            return transaction.tickets().insert(first);
        }));
        Consideration consideration = Desk::considered(false);
        Grouping grouping;
        grouping.ticket = {desk.id, CustomerId("cus_1"), desk.clock.now(), ReportKind::Sure, {{1.0F, 0.0F}, {}}};
        grouping.modelId = "model";
        grouping.group = GroupId("t-0");
        grouping.members = {TicketId("t-0"), desk.id};
        grouping.burst = Burst{{5, desk.clock.now(), desk.clock.now()}, 0, 5};
        consideration.grouping = grouping;
        desk.finished(consideration);
        desk.finished(consideration); // the job came twice
        const auto [ticket, fingerprints]
            = valueOf(readResult(*desk.store, [&](Transaction& transaction) -> Result<std::pair<Ticket, int>> {
                  int count = 0;
                  TRY(transaction.groups().each(TimePoint{}, 10, [&](const StoredFingerprint& stored) -> Status {
                      count += stored.ticket == desk.id && stored.report == ReportKind::Sure ? 1 : 100;
                      return {};
                  }));
                  Ticket read = TRY(transaction.tickets().get(TicketId("t-0")));
                  return std::pair(std::move(read), count);
              }));
        QCOMPARE(fingerprints, 1);
        QVERIFY(ticket.group && ticket.group->id == GroupId("t-0") && ticket.group->size == 2);
        QVERIFY(ticket.group->incident && ticket.group->incident->customers == 5);
    }

    void fingerprintsThatAreNoLongerRecentGoWithThoseThatCome()
    {
        Desk desk;
        Consideration consideration = Desk::considered(false);
        Grouping old;
        old.ticket = {desk.id, CustomerId("cus_1"), desk.clock.now(), ReportKind::Sure, {{1.0F, 0.0F}, {}}};
        consideration.grouping = old;
        desk.finished(consideration);
        desk.clock.advance(desk.policy.grouping.keep + std::chrono::hours(1));
        desk.finished(consideration);
        const int left = valueOf(readResult(*desk.store, [&](Transaction& transaction) -> Result<int> {
            int count = 0;
            TRY(transaction.groups().each(TimePoint{}, 10, [&](const StoredFingerprint&) -> Status {
                ++count;
                return {};
            }));
            return count;
        }));
        QCOMPARE(left, 0);
    }

    void aTicketThatChangedMeanwhileIsConsideredAgain()
    {
        Desk desk;
        EnrichedTicket early = desk.enriched();
        succeed(desk.store->write([&](Transaction& transaction) -> Status {
            Ticket ticket = TRY(transaction.tickets().get(desk.id));
            ticket.assignee = ActorId("a-marta");
            return transaction.tickets().update(ticket);
        }));
        const Status finished = desk.finish(early, Desk::considered(true));
        QVERIFY(!finished);
        QCOMPARE(finished.error().code, ErrorCode::Conflict);
        QVERIFY(finished.error().retryable);
        QVERIFY2(desk.approvals().empty() && desk.decisions().empty(), "nothing of it may be written");
        QCOMPARE(desk.finished(Desk::considered(true)).assignee, ActorId("a-marta"));
    }

    void aTicketThatFailsAgainKeepsItsApproval()
    {
        Desk desk;
        desk.finished(Desk::considered(true));
        desk.arriveAgain();
        succeed(escalateFailed(desk.parts(), desk.id, {ErrorCode::Io, "the disk is full", false}, desk.clock.now()));
        const Ticket ticket = desk.enriched().ticket;
        QCOMPARE(ticket.status, TicketStatus::AwaitingApproval);
        QCOMPARE(ticket.escalation.front().code, EscalationCode::StageFailed);
        QVERIFY2(ticket.escalation.back().code == EscalationCode::HighStakesAction, "what the customer wished still holds");
        QCOMPARE(desk.approvals().size(), std::size_t(1));
    }

    void aTicketThatFailedTellsWhatItCost()
    {
        Desk desk;
        succeed(desk.store->write([&](Transaction& transaction) {
            return transaction.spend().add(
                {desk.clock.now(), desk.id, "anthropic", "big", {.calls = 1, .input = 100, .microDollars = 1'250'000}});
        }));
        succeed(escalateFailed(desk.parts(), desk.id, {ErrorCode::Io, "the disk is full", false}, desk.clock.now()));
        QCOMPARE(desk.enriched().ticket.costUsd, 1.25);
    }

    void everyDecisionIsKeptWithAllThatItSaw()
    {
        Desk desk;
        Consideration consideration = Desk::considered(true);
        consideration.inputs.draft = DraftMerit{0.8, 0.7, false, 1, 0.6};
        consideration.inputs.ticketsInHour = 3;
        const Ticket first = desk.finished(consideration);
        desk.decide(ApprovalState::Rejected);
        desk.clock.advance(std::chrono::hours(1));
        const Ticket second = desk.finished(Desk::considered(true, false));
        desk.arriveAgain();
        succeed(escalateFailed(desk.parts(), desk.id, {ErrorCode::Io, "the disk is full", false}, desk.clock.now()));
        const auto decisions = desk.decisions();
        QCOMPARE(decisions.size(), std::size_t(3));
        QCOMPARE(decisions[0].sequence, 1);
        QCOMPARE(decisions[1].sequence, 2);
        QCOMPARE(decisions[1].at, desk.clock.now());
        QCOMPARE(decisions[0].basis.models, std::string(R"({"signals":"1"})"));
        QCOMPARE(decisions[0].inputs.ticketsInHour, std::optional(3));
        QCOMPARE(decisions[0].inputs.draft->unsupported, 1);
        QVERIFY(decisions[0].inputs.earlierActions.empty());
        QCOMPARE(decisions[1].inputs.earlierActions.at(0).standing, ActionStanding::Refused);
        QCOMPARE(decisions[2].inputs.failure, std::optional<std::string>("the disk is full"));
        // And comes out the same when it is decided again.
        for (const DecisionRecord& decision : decisions) {
            const Policy policy = valueOf(policyFrom(decision.basis.policy));
            QVERIFY(isSameDecision(decide(decision.inputs, policy), decision.outcome));
        }
        for (const auto& [ticket, decision] : {std::pair(first, decisions[0]), std::pair(second, decisions[1])}) {
            const DecisionOutcome again = decide(decision.inputs, desk.policy);
            QCOMPARE(again.status, ticket.status);
            QCOMPARE(again.team, ticket.route->team);
            QVERIFY(
                std::ranges::equal(again.reasons, ticket.escalation, {}, &EscalationReason::detail, &EscalationReason::detail));
        }
    }

    void notesBetweenPeopleAreNotJudged()
    {
        Desk desk;
        succeed(desk.store->write([&](Transaction& transaction) -> Status {
            TRY(transaction.tickets().append({MessageId("m-2"), desk.id, Author::Agent, Visibility::Internal, ActorId("a-omar"),
                "a fraud?", desk.clock.now()}));
            TRY(transaction.tickets().append(
                {MessageId("m-3"), desk.id, Author::Agent, Visibility::Public, ActorId("a-omar"), "Done.", desk.clock.now()}));
            return transaction.tickets().append(
                {MessageId("m-4"), desk.id, Author::Customer, Visibility::Public, {}, "Not yet!", desk.clock.now()});
        }));
        const Conversation conversation = desk.enriched().conversation;
        QCOMPARE(conversation.text, std::string("Not yet!"));
        QCOMPARE(conversation.history.size(), std::size_t(2));
        QCOMPARE(conversation.history.back().text, std::string("Done."));
    }
};

QTEST_GUILESS_MAIN(TestAct)
#include "TestAct.moc"
