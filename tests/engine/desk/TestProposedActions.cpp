// links: tandem_desk
#include "ActionsDesk.h"

#include <algorithm>
#include <latch>
#include <thread>

using namespace tandem;

namespace {

const ActionsDesk::Flags twoKeys{{"actions.refund.two_keys_above", "250 EUR"}};

} // namespace

class TestProposedActions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTagIsPutOnAtOnceAndTakenOffAgain()
    {
        ActionsDesk desk;
        const TicketId ticket = desk.ticket();
        const ApprovalCard card = desk.proposed(desk.people.marta, ticket, ActionsDesk::tag("vip"));
        QCOMPARE(card.approval.state, ApprovalState::Approved);
        QCOMPARE(card.approval.keysNeeded, 0);
        QCOMPARE(card.approval.execution, ExecutionState::Pending);
        QVERIFY(desk.view(ticket).tags.empty());
        QCOMPARE(desk.dispatch(), 1);
        QCOMPARE(desk.dispatch(), 0);
        QCOMPARE(desk.view(ticket).tags, std::vector<std::string>{"vip"});
        QCOMPARE(desk.view(ticket).ticket.status, TicketStatus::Escalated);
        QCOMPARE(desk.approval(card.approval.id).execution, ExecutionState::Done);
        QVERIFY2(desk.notes(ticket).empty(), "nobody has to do anything");
        desk.proposed(desk.people.omar, ticket, ActionsDesk::tag("vip", "key-2", true));
        desk.dispatch();
        QVERIFY(desk.view(ticket).tags.empty());
        const std::string id = card.approval.id.value();
        const auto trail = desk.trail(ticket);
        QCOMPARE(trail.size(), std::size_t(4));
        QCOMPARE(trail[0], "action.proposed tag " + id + " keys 0");
        QCOMPARE(trail[1], "action.executed tag " + id + " done");
    }

    void aRefundOfAPersonsWaitsForSomebodyElse()
    {
        ActionsDesk desk;
        const TicketId ticket = desk.ticket(TicketStatus::Pending);
        const ApprovalCard card = desk.proposed(desk.people.simone, ticket, ActionsDesk::refund());
        QCOMPARE(card.approval.state, ApprovalState::Waiting);
        QCOMPARE(card.approval.amount, std::string("384.00 EUR"));
        QCOMPARE(card.approval.proposal.proposedBy, desk.people.simone.id);
        QCOMPARE(card.names.at(desk.people.simone.id), std::string("Simone Roth"));
        QVERIFY(!card.mayDecide);
        QCOMPARE(card.whyNot, std::string("You proposed it; somebody else decides."));
        QCOMPARE(desk.view(ticket).ticket.status, TicketStatus::AwaitingApproval);
        const ApprovalId id = card.approval.id;
        QCOMPARE(errorOf(desk.approvals.approve(desk.people.simone, id, "")), ErrorCode::Forbidden);
        QCOMPARE(desk.dispatch(), 0);
        succeed(desk.approvals.approve(desk.people.viktor, id, "second capture is there"));
        QCOMPARE(desk.view(ticket).ticket.status, TicketStatus::Escalated);
        QCOMPARE(desk.dispatch(), 1);
        QCOMPARE(desk.notes(ticket).size(), std::size_t(1));
        QVERIFY(qt(desk.notes(ticket).front())
                .startsWith(QStringLiteral("Refund (384.00 EUR) approved by Viktor Orel: carry it out")));
        QCOMPARE(desk.approval(id).execution, ExecutionState::HandedOver);
        QVERIFY2(std::ranges::none_of(desk.view(ticket).messages,
                     [](const Message& m) { return m.author == Author::Ai && m.visibility == Visibility::Public; }),
            "the customer had not asked for it");
        const TicketView seen = valueOf(desk.conversations.ticket(desk.people.ada, ticket));
        QVERIFY2(seen.approvals.empty() && seen.tags.empty(), "what people propose among themselves is theirs");
    }

    void aboveTheSumTwoDifferentPeopleApprove()
    {
        ActionsDesk desk(twoKeys);
        const ApprovalId id = desk.proposed(desk.people.marta, desk.ticket(), ActionsDesk::refund()).approval.id;
        const TicketId ticket = desk.approval(id).ticket;
        QCOMPARE(desk.approval(id).keysNeeded, 2);
        succeed(desk.approvals.approve(desk.people.simone, id, "ledger checked"));
        QCOMPARE(desk.approval(id).state, ApprovalState::Waiting);
        QCOMPARE(desk.approval(id).keys.size(), std::size_t(1));
        QVERIFY2(desk.effects(ticket).empty(), "the first key carries nothing out");
        QCOMPARE(errorOf(desk.approvals.approve(desk.people.simone, id, "again")), ErrorCode::Conflict);
        QCOMPARE(desk.approval(id).keys.size(), std::size_t(1));
        const ApprovalCard card = valueOf(desk.approvals.card(desk.people.simone, id));
        QVERIFY(!card.mayDecide);
        QCOMPARE(card.whyNot, std::string("You turned the first key; the second is somebody else's."));
        QVERIFY(valueOf(desk.approvals.card(desk.people.viktor, id)).mayDecide);
        desk.clock.advance(std::chrono::minutes(2));
        succeed(desk.approvals.approve(desk.people.viktor, id, "so did I"));
        const Approval approved = desk.approval(id);
        QCOMPARE(approved.state, ApprovalState::Approved);
        QCOMPARE(approved.keys.size(), std::size_t(2));
        QCOMPARE(approved.keys[0].actor, desk.people.simone.id);
        QCOMPARE(approved.keys[0].comment, std::string("ledger checked"));
        QCOMPARE(approved.keys[1].actor, desk.people.viktor.id);
        QCOMPARE(approved.keys[1].at - approved.keys[0].at, Milliseconds(120000));
        QCOMPARE(desk.dispatch(), 1);
        QVERIFY(desk.notes(ticket).front().find("approved by Simone Roth and Viktor Orel") != std::string::npos);
        const auto trail = desk.trail(ticket);
        QCOMPARE(trail.size(), std::size_t(4));
        QVERIFY(trail[1].starts_with("approval.first_key") && trail[2].starts_with("approval.approved"));
        QVERIFY(trail[3].ends_with(" handed_over"));
    }

    void aSecondTokenOfTheSameNameIsNoSecondPerson()
    {
        ActionsDesk desk(twoKeys);
        Actor again = desk.people.simone;
        again.id = ActorId("a-simone-at-home");
        again.displayName = "SIMONE Roth";
        succeed(desk.store->write([&](Transaction& transaction) {
            return transaction.access().putToken({"hash-again", again, desk.clock.now(), std::nullopt});
        }));
        const ApprovalId id = desk.proposed(desk.people.marta, desk.ticket(), ActionsDesk::refund()).approval.id;
        succeed(desk.approvals.approve(desk.people.simone, id, ""));
        QCOMPARE(errorOf(desk.approvals.approve(again, id, "")), ErrorCode::Forbidden);
        QCOMPARE(desk.approval(id).keys.size(), std::size_t(1));
        QVERIFY(!valueOf(desk.approvals.card(again, id)).mayDecide);
        const ApprovalId own = desk.proposed(again, desk.ticket(), ActionsDesk::refund(38400, "key-2")).approval.id;
        QCOMPARE(errorOf(desk.approvals.approve(desk.people.simone, own, "")), ErrorCode::Forbidden);
    }

    void eitherOfTwoCanEndIt()
    {
        ActionsDesk desk(twoKeys);
        const ApprovalId id = desk.proposed(desk.people.marta, desk.ticket(), ActionsDesk::refund()).approval.id;
        succeed(desk.approvals.approve(desk.people.simone, id, ""));
        succeed(desk.approvals.reject(desk.people.viktor, id, "One capture was voided."));
        QCOMPARE(errorOf(desk.approvals.approve(desk.people.viktor, id, "")), ErrorCode::Conflict);
        QCOMPARE(desk.approval(id).state, ApprovalState::Rejected);
        QCOMPARE(desk.dispatch(), 0);
    }

    void aFirstKeyAloneExpires()
    {
        ActionsDesk desk(twoKeys);
        const ApprovalId id = desk.proposed(desk.people.marta, desk.ticket(), ActionsDesk::refund()).approval.id;
        succeed(desk.approvals.approve(desk.people.simone, id, ""));
        desk.clock.advance(std::chrono::hours(72));
        QCOMPARE(errorOf(desk.approvals.approve(desk.people.viktor, id, "")), ErrorCode::Conflict);
        QCOMPARE(desk.approval(id).state, ApprovalState::Expired);
        QCOMPARE(desk.dispatch(), 0);
    }

    // Many people at once on a real store: exactly two keys are turned, by two people, and one order goes out.
    void whoeverComesTogetherTurnsTwoKeysAndNoMore()
    {
        ActionsDesk desk(twoKeys);
        for (int round = 0; round < 5; ++round) {
            const TicketId ticket = desk.ticket();
            const ApprovalId id = desk.proposed(desk.people.marta, ticket, ActionsDesk::refund()).approval.id;
            constexpr int people = 8;
            std::latch begin(people);
            std::vector<std::thread> threads;
            std::atomic<int> rejected = 0;
            for (int i = 0; i < people; ++i) {
                threads.emplace_back([&, i] {
                    const Actor actor{ActorId("a-boss-" + std::to_string(i / 2)), Role::Supervisor, "Boss", {}};
                    begin.arrive_and_wait();
                    if (round % 2 == 1 && i == 7)
                        rejected += desk.approvals.reject(actor, id, "no").has_value() ? 1 : 0;
                    else
                        (void)desk.approvals.approve(actor, id, "");
                });
            }
            for (std::thread& thread : threads)
                thread.join();
            const Approval approval = desk.approval(id);
            if (rejected == 1) {
                QCOMPARE(approval.state, ApprovalState::Rejected);
                QVERIFY(desk.effects(ticket).empty());
                continue;
            }
            QCOMPARE(approval.state, ApprovalState::Approved);
            QCOMPARE(approval.keys.size(), std::size_t(2));
            QVERIFY(approval.keys[0].actor != approval.keys[1].actor);
            QCOMPARE(desk.effects(ticket).size(), std::size_t(1));
        }
    }

    void whatIsProposedTwiceIsOneProposal()
    {
        ActionsDesk desk;
        const TicketId ticket = desk.ticket();
        const ApprovalId id = desk.proposed(desk.people.marta, ticket, ActionsDesk::refund()).approval.id;
        QCOMPARE(desk.proposed(desk.people.marta, ticket, ActionsDesk::refund()).approval.id, id);
        QCOMPARE(errorOf(desk.approvals.propose(desk.people.marta, ticket, ActionsDesk::refund(1))), ErrorCode::Conflict);
        QCOMPARE(desk.view(ticket).approvals.size(), std::size_t(1));
        QVERIFY(desk.proposed(desk.people.omar, ticket, ActionsDesk::refund()).approval.id != id);
        QVERIFY(id.value().size() <= 64);
    }

    void whatIsNotAllowedLeavesNothing()
    {
        ActionsDesk desk({{"actions.refund.limit", "100 EUR"}, {"actions.credit.enabled", "false"},
            {"actions.plan_change.proposer", "admin"}});
        const TicketId ticket = desk.ticket();
        const auto refused = [&](const Actor& actor, const ActionRequest& request) {
            return errorOf(desk.approvals.propose(actor, ticket, request));
        };
        QCOMPARE(refused(desk.people.marta, ActionsDesk::refund(10001)), ErrorCode::Forbidden);
        QCOMPARE(refused(desk.people.marta, ActionsDesk::refund(0)), ErrorCode::InvalidArgument);
        QCOMPARE(refused(desk.people.marta, ActionsDesk::refund(-5)), ErrorCode::InvalidArgument);
        for (const Actor& actor : {desk.people.ada, desk.people.website})
            QCOMPARE(refused(actor, ActionsDesk::refund(100)), ErrorCode::Forbidden);
        ActionRequest request = ActionsDesk::refund(100);
        request.kind = ActionKind::Credit;
        QCOMPARE(refused(desk.people.marta, request), ErrorCode::Forbidden);
        request = ActionsDesk::refund(100);
        request.reason = " ";
        QCOMPARE(refused(desk.people.marta, request), ErrorCode::InvalidArgument);
        request = ActionsDesk::refund(100);
        request.clause = Citation{{}, PassageId("made-up"), "Refund everything."};
        QCOMPARE(refused(desk.people.marta, request), ErrorCode::InvalidArgument);
        request = ActionsDesk::tag("vip");
        request.kind = ActionKind::PlanChange;
        request.parameters = {};
        request.parameters.plan = "Team";
        request.reason = "asked by phone";
        QCOMPARE(refused(desk.people.marta, request), ErrorCode::Forbidden);
        QVERIFY(desk.view(ticket).approvals.empty());
        QVERIFY(desk.effects(ticket).empty() && desk.trail(ticket).empty());
        QCOMPARE(errorOf(desk.approvals.propose(desk.people.marta, desk.ticket(TicketStatus::Closed), ActionsDesk::refund(100))),
            ErrorCode::Conflict);
        QCOMPARE(
            errorOf(desk.approvals.propose(desk.people.marta, desk.submit(), ActionsDesk::refund(100))), ErrorCode::Conflict);
        QCOMPARE(
            errorOf(desk.approvals.propose(desk.people.marta, TicketId("none"), ActionsDesk::refund(100))), ErrorCode::NotFound);
    }

    void aWishAboveTheLimitCanBeSeenAndNotApproved()
    {
        ActionsDesk desk(ActionsDesk::Flags{{"actions.refund.limit", "100 EUR"}});
        const ApprovalId id = desk.refundToApprove();
        const ApprovalCard card = valueOf(desk.approvals.card(desk.people.simone, id));
        QVERIFY(!card.mayDecide && card.whyNot.find("actions.refund.limit") != std::string::npos);
        QCOMPARE(errorOf(desk.approvals.approve(desk.people.simone, id, "")), ErrorCode::Forbidden);
        succeed(desk.approvals.reject(desk.people.simone, id, "too much"));
    }

    void whoApprovesIsWhoTheRulesSay()
    {
        ActionsDesk desk({{"actions.refund.approver", "admin"}, {"actions.credit.approver", "agent"}});
        const TicketId ticket = desk.ticket();
        const ApprovalId refund = desk.proposed(desk.people.marta, ticket, ActionsDesk::refund()).approval.id;
        QCOMPARE(errorOf(desk.approvals.approve(desk.people.simone, refund, "")), ErrorCode::Forbidden);
        QCOMPARE(errorOf(desk.approvals.reject(desk.people.simone, refund, "no")), ErrorCode::Forbidden);
        succeed(desk.approvals.approve({ActorId("a-root"), Role::Admin, "Root", {}}, refund, ""));
        ActionRequest credit = ActionsDesk::refund(500, "key-2");
        credit.kind = ActionKind::Credit;
        const ApprovalId small = desk.proposed(desk.people.marta, ticket, credit).approval.id;
        QVERIFY(valueOf(desk.approvals.card(desk.people.omar, small)).mayDecide);
        succeed(desk.approvals.approve(desk.people.omar, small, ""));
    }

    void aContactIsChangedAndWhatItWasIsKept()
    {
        ActionsDesk desk(ActionsDesk::Flags{{"actions.contact_update.reversible_hours", "24"}});
        const TicketId ticket = desk.ticket();
        ActionRequest request;
        request.kind = ActionKind::ContactUpdate;
        request.parameters.field = ContactField::Email;
        request.parameters.value = "ada@new.example";
        request.reason = "She wrote from there and was called back.";
        request.idempotencyKey = "key-1";
        const ApprovalCard card = desk.proposed(desk.people.marta, ticket, request);
        QCOMPARE(card.approval.proposal.changes.at(0).before, std::optional<std::string>("ada@customer.example"));
        succeed(desk.approvals.approve(desk.people.simone, card.approval.id, ""));
        QCOMPARE(desk.view(ticket).customer.email, std::string("ada@customer.example"));
        QCOMPARE(desk.dispatch(), 1);
        QCOMPARE(desk.view(ticket).customer.email, std::string("ada@new.example"));
        QCOMPARE(desk.view(ticket).customer.displayName, std::string("Ada Holm"));
        const Approval done = desk.approval(card.approval.id);
        QCOMPARE(done.execution, ExecutionState::Done);
        QCOMPARE(done.reversibleUntil, std::optional(desk.clock.now() + std::chrono::hours(24)));
        // The way back is the same action with what it was.
        request.parameters.value = done.proposal.changes.at(0).before.value();
        request.idempotencyKey = "key-2";
        const ApprovalId back = desk.proposed(desk.people.marta, ticket, request).approval.id;
        succeed(desk.approvals.approve(desk.people.simone, back, ""));
        desk.dispatch();
        QCOMPARE(desk.view(ticket).customer.email, std::string("ada@customer.example"));
    }

    void aContactThatChangedMeanwhileIsLeftToAPerson()
    {
        ActionsDesk desk;
        const TicketId ticket = desk.ticket();
        ActionRequest request;
        request.kind = ActionKind::ContactUpdate;
        request.parameters.field = ContactField::Name;
        request.parameters.value = "Ada Holm-Lund";
        request.reason = "Married.";
        request.idempotencyKey = "key-1";
        const ApprovalId id = desk.proposed(desk.people.marta, ticket, request).approval.id;
        succeed(desk.store->write([&](Transaction& transaction) -> Status {
            Customer customer = TRY(transaction.customers().find(desk.people.ada.customer)).value();
            customer.displayName = "Ada Lund";
            return transaction.customers().put(customer);
        }));
        succeed(desk.approvals.approve(desk.people.simone, id, ""));
        QCOMPARE(desk.dispatch(), 1);
        QCOMPARE(desk.view(ticket).customer.displayName, std::string("Ada Lund"));
        QCOMPARE(desk.approval(id).execution, ExecutionState::HandedOver);
        QCOMPARE(desk.approval(id).executionReason, std::string("changed_meanwhile"));
    }

    void whatTheDeskCannotDoGoesToAPersonAndSaysSo()
    {
        ActionsDesk desk;
        const TicketId ticket = desk.ticket();
        ActionRequest request;
        request.kind = ActionKind::Email;
        request.parameters.subject = "Your invoice";
        request.parameters.text = "Here it is.";
        request.idempotencyKey = "key-1";
        const ApprovalId id = desk.proposed(desk.people.marta, ticket, request).approval.id;
        QCOMPARE(desk.dispatch(), 1);
        QCOMPARE(desk.approval(id).execution, ExecutionState::HandedOver);
        QVERIFY(desk.notes(ticket).front().find("Tandem has no way to send mail here") != std::string::npos);
    }

    void nothingPersonalStandsInTheTrail()
    {
        ActionsDesk desk(twoKeys);
        const TicketId ticket = desk.ticket();
        const ApprovalId id = desk.proposed(desk.people.marta, ticket, ActionsDesk::refund()).approval.id;
        succeed(desk.approvals.approve(desk.people.simone, id, "Ada Holm rang"));
        succeed(desk.approvals.approve(desk.people.viktor, id, "Ada Holm rang"));
        desk.dispatch();
        for (const std::string& entry : desk.trail(ticket)) {
            for (const char* word : {"Ada", "384", "38400", "Captured", "rang"})
                QVERIFY2(entry.find(word) == std::string::npos, entry.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestProposedActions)
#include "TestProposedActions.moc"
