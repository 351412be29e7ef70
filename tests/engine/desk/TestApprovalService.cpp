// links: tandem_desk
#include "desk/ApprovalService.h"
#include "support/DeskFixture.h"

#include <algorithm>

using namespace tandem;

class TestApprovalService : public QObject {
    Q_OBJECT

    struct Desk : DeskFixture {
        ApprovalService approvals{*store, clock, expiry, outboxWork, phrases};

        TicketId ticketOf(const ApprovalId& id) { return valueOf(approvals.card(people.simone, id)).approval.ticket; }
        std::vector<std::string> texts(const TicketId& id, Visibility visibility)
        {
            std::vector<std::string> texts;
            for (const Message& message : view(id).messages) {
                if (message.visibility == visibility && message.author == Author::Ai)
                    texts.push_back(message.text);
            }
            return texts;
        }
    };

private Q_SLOTS:
    void anApprovedActionIsHandedToAPersonOnce()
    {
        Desk desk;
        const ApprovalId id = desk.refundToApprove();
        const TicketId ticket = desk.ticketOf(id);
        succeed(desk.approvals.approve(desk.people.simone, id, "second charge is there"));
        QCOMPARE(desk.view(ticket).ticket.status, TicketStatus::Pending);
        QVERIFY(!desk.view(ticket).ticket.dueAt.has_value());
        QCOMPARE(desk.view(ticket).ticket.draft->actions.front().state, ActionState::Proposed);
        QCOMPARE(desk.dispatch(), 2);
        QCOMPARE(desk.dispatch(), 0);
        QCOMPARE(desk.view(ticket).ticket.draft->actions.front().state, ActionState::Done);
        QCOMPARE(desk.texts(ticket, Visibility::Public), std::vector<std::string>{"Your request was approved."});
        const auto notes = desk.texts(ticket, Visibility::Internal);
        QCOMPARE(notes.size(), std::size_t(1));
        QVERIFY2(qt(notes.front())
                     .startsWith(QStringLiteral("Refund (€384.00) approved by Simone Roth: carry it out in the billing system.")),
            notes.front().c_str());
        const auto audited = desk.audited(ticket);
        QCOMPARE(std::ranges::count(audited, std::string("approval.approved")), 1);
        QCOMPARE(std::ranges::count(audited, std::string("action.executed")), 1);
        QCOMPARE(std::ranges::count(audited, std::string("ticket.customer_replied")), 0);
    }

    void decidingTheSameWayTwiceIsFineAndOtherwiseAConflict()
    {
        Desk desk;
        const ApprovalId id = desk.refundToApprove();
        succeed(desk.approvals.approve(desk.people.simone, id, ""));
        succeed(desk.approvals.approve(desk.people.simone, id, ""));
        QCOMPARE(errorOf(desk.approvals.reject(desk.people.simone, id, "no")), ErrorCode::Conflict);
        QCOMPARE(desk.dispatch(), 2);
        QCOMPARE(std::ranges::count(desk.audited(desk.ticketOf(id)), std::string("approval.approved")), 1);
    }

    void aRejectionSaysWhyAndLeavesTheTicketWithTheDesk()
    {
        Desk desk;
        const ApprovalId id = desk.refundToApprove();
        const TicketId ticket = desk.ticketOf(id);
        QCOMPARE(errorOf(desk.approvals.reject(desk.people.simone, id, " ")), ErrorCode::InvalidArgument);
        succeed(desk.approvals.reject(desk.people.simone, id, "There was one charge only."));
        QCOMPARE(desk.view(ticket).ticket.status, TicketStatus::Escalated);
        QVERIFY2(desk.view(ticket).ticket.waitingSince.has_value(), "why not is still to be explained");
        QCOMPARE(desk.dispatch(), 1);
        QCOMPARE(desk.texts(ticket, Visibility::Public), std::vector<std::string>{"Your request was not approved."});
        QVERIFY(desk.texts(ticket, Visibility::Internal).empty());
        const TicketView seen = valueOf(desk.conversations.ticket(desk.people.ada, ticket));
        QVERIFY2(seen.approvals.front().comment.empty(), "the reason is for the desk's people");
        const auto decided = valueOf(desk.approvals.decided(desk.people.marta, 10));
        QCOMPARE(decided.size(), std::size_t(1));
        QCOMPARE(decided.front().approval.comment, std::string("There was one charge only."));
        QCOMPARE(decided.front().names.at(desk.people.simone.id), std::string("Simone Roth"));
    }

    void theTicketWaitsUntilEverythingIsDecided()
    {
        Desk desk;
        const ApprovalId refund = desk.refundToApprove();
        const TicketId ticket = desk.ticketOf(refund);
        const ApprovalId closure = desk.addApproval(ticket, "account_closure");
        succeed(desk.approvals.approve(desk.people.simone, refund, ""));
        QCOMPARE(desk.view(ticket).ticket.status, TicketStatus::AwaitingApproval);
        succeed(desk.approvals.reject(desk.people.simone, closure, "not the owner"));
        QCOMPARE(desk.view(ticket).ticket.status, TicketStatus::Escalated);
    }

    void agentsReadAndSupervisorsDecide()
    {
        Desk desk;
        const ApprovalId id = desk.refundToApprove();
        QCOMPARE(errorOf(desk.approvals.approve(desk.people.marta, id, "")), ErrorCode::Forbidden);
        QCOMPARE(errorOf(desk.approvals.reject(desk.people.marta, id, "")), ErrorCode::Forbidden);
        for (const Actor& actor : {desk.people.ada, desk.people.website}) {
            QCOMPARE(errorOf(desk.approvals.waiting(actor, 10)), ErrorCode::Forbidden);
            QCOMPARE(errorOf(desk.approvals.decided(actor, 10)), ErrorCode::Forbidden);
            QCOMPARE(errorOf(desk.approvals.card(actor, id)), ErrorCode::Forbidden);
            QCOMPARE(errorOf(desk.approvals.approve(actor, id, "")), ErrorCode::Forbidden);
        }
        const ApprovalCard agents = valueOf(desk.approvals.card(desk.people.marta, id));
        QVERIFY(!agents.mayDecide);
        QCOMPARE(agents.whyNot, std::string("Supervisors and admins decide it."));
        const ApprovalCard card = valueOf(desk.approvals.card(desk.people.simone, id));
        QVERIFY(card.mayDecide);
        QVERIFY(card.whyNot.empty());
        QVERIFY(card.trailIntact);
        QCOMPARE(card.approval.amount, std::string("€384.00"));
        QCOMPARE(card.customer.displayName, std::string("Ada Holm"));
        QCOMPARE(card.subject, std::string("Charged twice"));
        QCOMPARE(errorOf(desk.approvals.card(desk.people.simone, ApprovalId("made up"))), ErrorCode::NotFound);
    }

    void whatNobodyDecidesInTimeExpires()
    {
        Desk desk;
        const ApprovalId id = desk.refundToApprove();
        const TicketId ticket = desk.ticketOf(id);
        desk.clock.advance(std::chrono::hours(72) - Milliseconds(1));
        QCOMPARE(valueOf(desk.approvals.waiting(desk.people.simone, 10)).size(), std::size_t(1));
        desk.clock.advance(Milliseconds(1));
        QCOMPARE(errorOf(desk.approvals.approve(desk.people.simone, id, "")), ErrorCode::Conflict);
        QVERIFY(valueOf(desk.approvals.waiting(desk.people.simone, 10)).empty());
        QCOMPARE(desk.view(ticket).ticket.status, TicketStatus::Escalated);
        QCOMPARE(desk.audited(ticket).back(), std::string("approval.expired"));
        const ApprovalCard card = valueOf(desk.approvals.card(desk.people.simone, id));
        QCOMPARE(card.approval.state, ApprovalState::Expired);
        QVERIFY(!card.mayDecide);
        QCOMPARE(valueOf(desk.expiry.expireDue()), 0);
        QCOMPARE(desk.dispatch(), 0);
    }
};

QTEST_GUILESS_MAIN(TestApprovalService)
#include "TestApprovalService.moc"
