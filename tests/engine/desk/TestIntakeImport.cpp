// links: tandem_desk
#include "engine/desk/IntakeDesk.h"

using namespace tandem;
using namespace std::chrono_literals;

// Tickets that began elsewhere.
class TestIntakeImport : public QObject {
    Q_OBJECT

    struct Desk : IntakeDesk {
        Actor admin{ActorId("owner"), Role::Admin, "Owner", {}};

        // A ticket of two hours ago with what was said since.
        ImportedTicket ticket(std::vector<Message> thread)
        {
            ImportedTicket imported;
            imported.message.customerId = "c-1";
            imported.message.subject = "Subject";
            imported.message.text = "How long does it take?";
            imported.receivedAt = clock.now() - 2h;
            imported.assignee = ActorId("ada");
            imported.thread = std::move(thread);
            return imported;
        }
        Message said(Author author, const std::string& text, std::chrono::minutes ago, Visibility visibility = Visibility::Public)
        {
            Message message;
            message.author = author;
            message.visibility = visibility;
            message.text = text;
            message.at = clock.now() - ago;
            if (author == Author::Agent)
                message.actor = ActorId("ada");
            return message;
        }
    };

private Q_SLOTS:
    void itKeepsItsTimesItsThreadAndItsAssignee()
    {
        Desk desk;
        const Receipt receipt = valueOf(desk.intake.import(desk.admin,
            desk.ticket(
                {desk.said(Author::Agent, "Looking.", 90min), desk.said(Author::Agent, "Ask Ivo", 80min, Visibility::Internal),
                    desk.said(Author::Customer, "Any news?", 30min)})));
        const TicketView view = valueOf(desk.conversations.ticket(desk.admin, receipt.id));
        QCOMPARE(view.ticket.createdAt, desk.clock.now() - 2h);
        QCOMPARE(view.ticket.assignee, ActorId("ada"));
        QCOMPARE(view.ticket.preview, std::string("Any news?"));
        QCOMPARE(view.messages.size(), std::size_t(4));
        QCOMPARE(view.messages[2].visibility, Visibility::Internal);
        QCOMPARE(view.messages[3].at, desk.clock.now() - 30min);
    }

    void aCustomerWhoSpokeLastIsProcessedAndHasWaitedSinceThen()
    {
        Desk desk;
        const Receipt receipt = valueOf(desk.intake.import(desk.admin,
            desk.ticket({desk.said(Author::Agent, "Looking.", 90min), desk.said(Author::Customer, "Any news?", 30min)})));
        QCOMPARE(receipt.status, TicketStatus::Received);
        QCOMPARE(desk.waiting(), 1);
        const Ticket ticket = valueOf(desk.conversations.ticket(desk.admin, receipt.id)).ticket;
        QCOMPARE(ticket.waitingSince.value(), desk.clock.now() - 30min);
        QVERIFY(ticket.dueAt.has_value());
    }

    void anAnswerThatCameLastLeavesItPending()
    {
        Desk desk;
        const Receipt receipt = valueOf(desk.intake.import(desk.admin, desk.ticket({desk.said(Author::Agent, "Done.", 10min)})));
        QCOMPARE(receipt.status, TicketStatus::Pending);
        QCOMPARE(desk.waiting(), 0);
        QVERIFY(!valueOf(desk.conversations.ticket(desk.admin, receipt.id)).ticket.waitingSince);
    }

    void aNoteIsNoAnswer()
    {
        Desk desk;
        const Receipt receipt = valueOf(
            desk.intake.import(desk.admin, desk.ticket({desk.said(Author::Agent, "Ask Ivo", 10min, Visibility::Internal)})));
        QCOMPARE(receipt.status, TicketStatus::Received);
        QCOMPARE(valueOf(desk.conversations.ticket(desk.admin, receipt.id)).ticket.waitingSince.value(), desk.clock.now() - 2h);
    }

    void whatCannotHaveHappenedIsRefused()
    {
        Desk desk;
        const auto swapped = desk.intake.import(
            desk.admin, desk.ticket({desk.said(Author::Agent, "B", 10min), desk.said(Author::Customer, "A", 20min)}));
        QCOMPARE(swapped.error().code, ErrorCode::InvalidArgument);
        const auto ahead = desk.intake.import(desk.admin, desk.ticket({desk.said(Author::Customer, "A", -5min)}));
        QCOMPARE(ahead.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(desk.waiting(), 0);
    }

    void adminsAloneImport()
    {
        Desk desk;
        for (const Role role : {Role::Customer, Role::Service, Role::Agent, Role::Supervisor}) {
            const auto imported = desk.intake.import(Actor{ActorId("x"), role, "", {}}, desk.ticket({}));
            QCOMPARE(imported.error().code, ErrorCode::Forbidden);
        }
    }
};

QTEST_GUILESS_MAIN(TestIntakeImport)
#include "TestIntakeImport.moc"
