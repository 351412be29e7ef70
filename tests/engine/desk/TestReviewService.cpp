// links: tandem_desk
#include "desk/ReviewService.h"
#include "support/DeskFixture.h"

#include <algorithm>

using namespace tandem;

class TestReviewService : public QObject {
    Q_OBJECT

    struct Desk : DeskFixture {
        MachineryLoader machinery{
            []() -> Result<std::unique_ptr<Machinery>> { return failure(ErrorCode::Unavailable, "There are no models here"); }};
        ReviewService reviews{*store, machinery, clock, AutoSendRules{}, "composer"};
        TicketId id = ticket(TicketStatus::AwaitingReview);

        Desk()
        {
            change(id, [](Ticket& ticket) {
                ticket.draft.emplace();
                ticket.draft->id = DraftId("d-1");
                ticket.draft->confidence = 0.8;
            });
        }
        std::optional<DraftReview> reviewed()
        {
            return valueOf(
                readResult(*store, [](Transaction& transaction) { return transaction.reviews().find(DraftId("d-1")); }));
        }
    };

private Q_SLOTS:
    void aRejectedDraftCountsAsWrongWithItsFault()
    {
        Desk desk;
        succeed(desk.reviews.reject(desk.people.marta, desk.id, DraftId("d-1"), DraftFault::WrongFact));
        succeed(desk.reviews.reject(desk.people.omar, desk.id, DraftId("d-1"), {}));
        QCOMPARE(desk.reviewed()->fault, std::optional(DraftFault::WrongFact));
        QCOMPARE(desk.reviewed()->actor, desk.people.marta.id);
        QCOMPARE(desk.audited(desk.id).back(), std::string("draft.rejected"));
        const auto states = valueOf(desk.reviews.autoSend(desk.people.marta));
        QCOMPARE(states.size(), std::size_t(categoryCount));
        const auto billing = std::ranges::find(states, Category::BillingInquiry, &AutoSendState::category);
        QCOMPARE(billing->figures, (ReviewFigures{1, 1}));
        QVERIFY(!billing->isUnlocked && billing->isOn);
    }

    void whatWentOutByItselfCanBeRejectedToo()
    {
        Desk desk;
        desk.change(desk.id, [](Ticket& ticket) { ticket.status = TicketStatus::Answered; });
        succeed(desk.reviews.reject(desk.people.marta, desk.id, DraftId("d-1"), {}));
        QCOMPARE(desk.reviewed()->verdict, DraftVerdict::Rejected);
    }

    void onlyTheDraftThatStandsThereCanBeRejected()
    {
        Desk desk;
        QCOMPARE(errorOf(desk.reviews.reject(desk.people.marta, desk.id, DraftId("d-0"), {})), ErrorCode::Conflict);
        QCOMPARE(errorOf(desk.reviews.reject(desk.people.marta, TicketId("t-0"), DraftId("d-1"), {})), ErrorCode::NotFound);
        desk.change(desk.id, [](Ticket& ticket) { ticket.draft->abstained = true; });
        QCOMPARE(errorOf(desk.reviews.reject(desk.people.marta, desk.id, DraftId("d-1"), {})), ErrorCode::Conflict);
        QVERIFY(!desk.reviewed());
    }

    void aReplyThatCannotBeCheckedSaysWhy()
    {
        Desk desk;
        QCOMPARE(errorOf(desk.reviews.check(desk.people.marta, desk.id, " \n", {})), ErrorCode::InvalidArgument);
        QCOMPARE(errorOf(desk.reviews.check(desk.people.marta, desk.id, "\xff", {})), ErrorCode::InvalidArgument);
        QCOMPARE(
            errorOf(desk.reviews.check(desk.people.marta, desk.id, std::string(20001, 'a'), {})), ErrorCode::InvalidArgument);
        QCOMPARE(errorOf(desk.reviews.check(desk.people.marta, TicketId("t-0"), "Hello.", {})), ErrorCode::NotFound);
        QCOMPARE(errorOf(desk.reviews.check(desk.people.marta, desk.id, "Hello.", {})), ErrorCode::Unavailable);
    }

    void onlyTheDesksPeopleReview()
    {
        Desk desk;
        for (const Actor& actor : {desk.people.ada, desk.people.website}) {
            QCOMPARE(errorOf(desk.reviews.reject(actor, desk.id, DraftId("d-1"), {})), ErrorCode::Forbidden);
            QCOMPARE(errorOf(desk.reviews.autoSend(actor)), ErrorCode::Forbidden);
            QCOMPARE(errorOf(desk.reviews.check(actor, desk.id, "Hello.", {})), ErrorCode::Forbidden);
        }
    }
};

QTEST_GUILESS_MAIN(TestReviewService)
#include "TestReviewService.moc"
