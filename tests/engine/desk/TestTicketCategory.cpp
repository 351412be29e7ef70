// links: tandem_desk
#include "support/DeskFixture.h"

#include <algorithm>

using namespace tandem;

// What a ticket is about by a person's word: who may say it, what follows, and what is kept to learn from.
class TestTicketCategory : public QObject {
    Q_OBJECT

    struct Desk : DeskFixture {
        const Policy withTeams = [] {
            Policy policy;
            policy.teams = {{Category::BillingInquiry, "billing"}, {Category::BugReport, "developers"}};
            return policy;
        }();
        ConversationService routed{*store, clock, work, outboxWork, phrases, withTeams};

        std::optional<CategoryLabel> label(const TicketId& id)
        {
            return valueOf(readResult(*store, [&](Transaction& transaction) { return transaction.labels().find(id); }));
        }
    };

private Q_SLOTS:
    void aCorrectionIsKeptAndAudited()
    {
        Desk desk;
        const TicketId id = desk.ticket();
        desk.change(id, [](Ticket& ticket) { ticket.classification->probabilities = {0.2, 0.5, 0, 0.3, 0, 0}; });
        succeed(desk.conversations.setCategory(desk.people.marta, id, Category::BugReport));
        const Ticket ticket = desk.view(id).ticket;
        QCOMPARE(ticket.classification->category, Category::BugReport);
        QCOMPARE(ticket.classification->confidence, 1.0);
        QCOMPARE(ticket.classification->probabilities[1], 0.5); // what the engine thought stays to be seen
        const auto label = desk.label(id);
        QCOMPARE(label->category, Category::BugReport);
        QCOMPARE(label->evidence, LabelEvidence::Set);
        QCOMPARE(label->actor, desk.people.marta.id);
        const auto events = desk.view(id).events;
        QCOMPARE(events.back().action, std::string("ticket.categorised"));
        QCOMPARE(events.back().detail, std::string("billing_inquiry bug_report"));
        QCOMPARE(events.back().actor, desk.people.marta.id);
    }

    void theTicketGoesToTheCategorysTeamUnlessAnotherHasIt()
    {
        Desk desk;
        const TicketId id = desk.ticket();
        succeed(desk.routed.setCategory(desk.people.marta, id, Category::BugReport));
        QCOMPARE(desk.view(id).ticket.route->team, std::string("developers"));
        succeed(desk.routed.setCategory(desk.people.marta, id, Category::GeneralInquiry)); // which has no team
        QCOMPARE(desk.view(id).ticket.route->team, std::string("developers"));
        const TicketId critical = desk.ticket();
        desk.change(critical, [](Ticket& ticket) { ticket.route->team = "crisis"; });
        succeed(desk.routed.setCategory(desk.people.marta, critical, Category::BugReport));
        QCOMPARE(desk.view(critical).ticket.route->team, std::string("crisis"));
    }

    void onlyTheDesksPeopleSayIt()
    {
        Desk desk;
        const TicketId id = desk.ticket();
        for (const Actor& actor : {desk.people.ada, desk.people.stranger, desk.people.website})
            QCOMPARE(errorOf(desk.conversations.setCategory(actor, id, Category::BugReport)), ErrorCode::Forbidden);
        QVERIFY(!desk.label(id));
        QCOMPARE(desk.view(id).ticket.classification->category, Category::BillingInquiry);
        QCOMPARE(errorOf(desk.conversations.setCategory(desk.people.marta, TicketId("tic_none"), Category::BugReport)),
            ErrorCode::NotFound);
    }

    void whatTheEngineHasNotReadHasNothingToCorrect()
    {
        Desk desk;
        const TicketId id = desk.submit();
        QCOMPARE(errorOf(desk.conversations.setCategory(desk.people.marta, id, Category::BugReport)), ErrorCode::Conflict);
        QVERIFY(!desk.label(id));
    }

    void resolvingConfirmsTheCategoryWeakly()
    {
        Desk desk;
        const TicketId resolved = desk.ticket();
        valueOf(desk.conversations.resolve(desk.people.marta, resolved, Learn::No));
        QCOMPARE(desk.label(resolved)->evidence, LabelEvidence::Confirmed);
        QCOMPARE(desk.label(resolved)->category, Category::BillingInquiry);
        const TicketId answered = desk.ticket();
        desk.reply(answered, "It is refunded.", "key-2", TicketStatus::Resolved);
        QCOMPARE(desk.label(answered)->evidence, LabelEvidence::Confirmed);
        const TicketId pending = desk.ticket();
        desk.reply(pending, "Which invoice?", "key-3", TicketStatus::Pending);
        QVERIFY(!desk.label(pending));
        const TicketId corrected = desk.ticket();
        succeed(desk.conversations.setCategory(desk.people.marta, corrected, Category::BugReport));
        valueOf(desk.conversations.resolve(desk.people.marta, corrected, Learn::No));
        QCOMPARE(desk.label(corrected)->evidence, LabelEvidence::Set);
        QCOMPARE(desk.label(corrected)->category, Category::BugReport);
    }

    void aProgramThatResolvesConfirmsNothing()
    {
        Desk desk;
        const TicketId id = desk.ticket();
        valueOf(desk.conversations.reply(desk.people.website, id, {"Done.", "key-4", TicketStatus::Resolved, {}}));
        QCOMPARE(desk.view(id).ticket.status, TicketStatus::Resolved);
        QVERIFY(!desk.label(id));
    }

    void sayingTheSameAgainMakesItSure()
    {
        Desk desk;
        const TicketId id = desk.ticket();
        valueOf(desk.conversations.resolve(desk.people.marta, id, Learn::No));
        succeed(desk.conversations.setCategory(desk.people.omar, id, Category::BillingInquiry));
        QCOMPARE(desk.label(id)->evidence, LabelEvidence::Set);
        QCOMPARE(desk.label(id)->actor, desk.people.omar.id);
    }
};

QTEST_GUILESS_MAIN(TestTicketCategory)
#include "TestTicketCategory.moc"
