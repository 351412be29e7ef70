// links: tandem_desk
#include "desk/LearnedStanding.h"
#include "support/DeskFixture.h"

#include <algorithm>

using namespace tandem;

class TestConversationService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aReplyStandsInTheConversationAtOnceAndOnce()
    {
        DeskFixture desk;
        const TicketId id = desk.ticket();
        const Message sent = desk.reply(id, "  The refund is on its way.\r\n");
        QCOMPARE(sent.text, std::string("The refund is on its way."));
        QCOMPARE(sent.author, Author::Agent);
        QCOMPARE(sent.actor, desk.people.marta.id);
        QCOMPARE(desk.view(id).messages.size(), std::size_t(2));
        QCOMPARE(desk.dispatch(), 1);
        QCOMPARE(desk.dispatch(), 0);
        const auto messages = desk.view(id).messages;
        QCOMPARE(messages.size(), std::size_t(2));
        QCOMPARE(messages.back().id, sent.id);
        QCOMPARE(messages.back().author, Author::Agent);
    }

    void aReplyEndsTheWaitAndTakesTheTicket()
    {
        DeskFixture desk;
        const TicketId id = desk.ticket();
        QVERIFY(desk.view(id).ticket.dueAt.has_value());
        desk.reply(id, "Done.");
        const Ticket ticket = desk.view(id).ticket;
        QCOMPARE(ticket.status, TicketStatus::Pending);
        QCOMPARE(ticket.assignee, desk.people.marta.id);
        QVERIFY(!ticket.waitingSince.has_value());
        QVERIFY(!ticket.dueAt.has_value());
        QCOMPARE(desk.audited(id).back(), std::string("ticket.replied"));
    }

    void aHandOverNoticeIsNoAnswer()
    {
        DeskFixture desk;
        const TicketId id = desk.ticket();
        succeed(desk.store->write([&](Transaction& transaction) {
            return transaction.outbox().add(
                {EffectId("e-1"), id, EffectKind::SendMessage, "handover:" + id.value(), "A person takes over.", 0});
        }));
        QCOMPARE(desk.dispatch(), 1);
        QCOMPARE(desk.view(id).messages.back().author, Author::Ai);
        QVERIFY(desk.view(id).ticket.waitingSince.has_value());
    }

    void theSameKeyAndTextIsTheSameReply()
    {
        DeskFixture desk;
        const TicketId id = desk.ticket();
        const Message first = desk.reply(id, "Done.");
        desk.clock.advance(std::chrono::minutes(5));
        const Message second = desk.reply(id, "Done.");
        QCOMPARE(second.id, first.id);
        QCOMPARE(second.at, first.at);
        QCOMPARE(desk.view(id).messages.size(), std::size_t(2));
        QCOMPARE(errorOf(desk.conversations.reply(desk.people.marta, id, {"Other.", "key-1", TicketStatus::Pending, {}})),
            ErrorCode::Conflict);
        // Another person's key is another key, on another ticket too.
        valueOf(desk.conversations.reply(desk.people.omar, id, {"Other.", "key-1", TicketStatus::Pending, {}}));
        desk.reply(desk.ticket(), "Other.");
        QCOMPARE(desk.view(id).messages.size(), std::size_t(3));
    }

    void aReplyWithoutTextOrKeyOrWithAnImpossibleEndIsRefused()
    {
        DeskFixture desk;
        const TicketId id = desk.ticket();
        const auto refusal = [&](const Reply& reply) { return errorOf(desk.conversations.reply(desk.people.marta, id, reply)); };
        QCOMPARE(refusal({" \n ", "k", TicketStatus::Pending, {}}), ErrorCode::InvalidArgument);
        QCOMPARE(refusal({"text", "", TicketStatus::Pending, {}}), ErrorCode::InvalidArgument);
        QCOMPARE(refusal({"text", std::string(256, 'k'), TicketStatus::Pending, {}}), ErrorCode::InvalidArgument);
        QCOMPARE(refusal({"text", "k", TicketStatus::Closed, {}}), ErrorCode::InvalidArgument);
        QCOMPARE(refusal({std::string("\xff\xfe"), "k", TicketStatus::Pending, {}}), ErrorCode::InvalidArgument);
        QCOMPARE(refusal({std::string(100001, 'a'), "k", TicketStatus::Pending, {}}), ErrorCode::InvalidArgument);
        QCOMPARE(desk.view(id).messages.size(), std::size_t(1));
    }

    void aReplyThatResolvesWaitsForApprovalsFirst()
    {
        DeskFixture desk;
        const ApprovalId approval = desk.refundToApprove();
        const TicketId id = valueOf(readResult(*desk.store, [&](Transaction& transaction) {
            return transaction.decisions().approval(approval);
        })).ticket;
        QCOMPARE(errorOf(desk.conversations.reply(desk.people.marta, id, {"Done.", "k", TicketStatus::Resolved, {}})),
            ErrorCode::Conflict);
        QCOMPARE(errorOf(desk.conversations.resolve(desk.people.marta, id, Learn::No)), ErrorCode::Conflict);
        desk.reply(id, "We are looking at it.");
        QCOMPARE(desk.view(id).ticket.status, TicketStatus::AwaitingApproval);
    }

    void theFirstReplyTellsWhatTheDraftWasWorth()
    {
        DeskFixture desk;
        const auto drafted = [&](const char* draft, TicketStatus status) {
            const TicketId id = desk.ticket(status);
            desk.change(id, [&](Ticket& ticket) {
                ticket.draft.emplace();
                ticket.draft->id = DraftId(draft);
                ticket.draft->text = "Refunds take 5 days.";
                ticket.draft->confidence = 0.8;
                ticket.draft->sentences = {{"Refunds take 5 days.", true, true, 1, "", {}}};
            });
            return id;
        };
        const auto reviewed = [&](const char* draft) {
            return valueOf(
                readResult(*desk.store, [&](Transaction& transaction) { return transaction.reviews().find(DraftId(draft)); }));
        };
        const TicketId first = drafted("d-1", TicketStatus::AwaitingReview);
        desk.reply(first, "Refunds take 5 days.");
        QCOMPARE(reviewed("d-1")->verdict, DraftVerdict::AsWritten);
        QVERIFY(reviewed("d-1")->isSendable && reviewed("d-1")->category == Category::BillingInquiry);
        valueOf(desk.conversations.reply(desk.people.omar, first, {"And have a nice day.", "k-2", TicketStatus::Pending, {}}));
        QVERIFY2(reviewed("d-1")->verdict == DraftVerdict::AsWritten, "a second message is no second review");

        desk.reply(drafted("d-2", TicketStatus::AwaitingReview), "Refunds take 7 days.");
        QCOMPARE(reviewed("d-2")->verdict, DraftVerdict::Rewritten);

        const TicketId third = drafted("d-3", TicketStatus::Escalated);
        desk.change(third, [](Ticket& ticket) { ticket.escalation = {{EscalationCode::HumanRequested, "", {}, {}}}; });
        desk.reply(third, "Refunds take 5 days.");
        QVERIFY2(!reviewed("d-3")->isSendable, "nobody would have sent it without a person");

        const TicketId sentAlready = drafted("d-4", TicketStatus::Answered);
        desk.reply(sentAlready, "As a colleague said, it takes a week.");
        QVERIFY(!reviewed("d-4"));
        const auto view = desk.view(sentAlready);
        QCOMPARE(view.autoSend->figures, (ReviewFigures{2, 1}));
        QVERIFY(!view.autoSend->isUnlocked && view.autoSend->missing > 124);
        QVERIFY(!valueOf(desk.conversations.ticket(desk.people.ada, sentAlready)).autoSend);
    }

    void whatAReplyOfAnotherDraftRestsOnIsUnknown()
    {
        DeskFixture desk;
        const TicketId id = desk.ticket();
        desk.change(id, [](Ticket& ticket) {
            ticket.draft.emplace();
            ticket.draft->id = DraftId("d-2");
            ticket.draft->sentences = {{"Uploads are kept for ninety days.", true, true, 1, "",
                {{ArticleId("limits"), PassageId("limits#0"), "Uploads are kept for ninety days."}}}};
        });
        const auto restsOn = [&](const char* key, const char* draft) {
            return valueOf(desk.conversations.reply(desk.people.marta, id,
                               {"Uploads are kept for ninety days.", key, TicketStatus::Pending, DraftId(draft)}))
                .restsOn;
        };
        QCOMPARE(restsOn("k-1", "d-2"), std::vector<ArticleId>{ArticleId("limits")});
        QCOMPARE(restsOn("k-2", ""), std::vector<ArticleId>{ArticleId("limits")}); // copied by hand
        QCOMPARE(restsOn("k-3", "d-1"), std::vector<ArticleId>{unknownEvidence()});
        desk.change(id, [](Ticket& ticket) { ticket.draft.reset(); });
        QCOMPARE(restsOn("k-4", "d-2"), std::vector<ArticleId>{unknownEvidence()});
        QVERIFY(restsOn("k-5", "").empty());
    }

    void theCustomerWhoRepliesReopensTheTicketAndHasItProcessedAnew()
    {
        DeskFixture desk;
        const TicketId id = desk.ticket();
        desk.reply(id, "Done.", "k", TicketStatus::Resolved);
        const std::int64_t before = desk.jobs();
        desk.clock.advance(std::chrono::hours(1));
        const Message sent
            = valueOf(desk.conversations.reply(desk.people.ada, id, {"It is\n still  wrong.", "k", TicketStatus::Pending, {}}));
        QCOMPARE(sent.author, Author::Customer);
        const Ticket ticket = desk.view(id).ticket;
        QCOMPARE(ticket.status, TicketStatus::Received);
        QCOMPARE(ticket.preview, std::string("It is still wrong."));
        QCOMPARE(ticket.waitingSince, std::optional(desk.clock.now()));
        QCOMPARE(ticket.dueAt, std::optional(desk.clock.now() + std::chrono::hours(8)));
        QCOMPARE(ticket.assignee, desk.people.marta.id);
        QCOMPARE(desk.jobs(), before + 1);
        // Sent twice: one message, one job.
        valueOf(desk.conversations.reply(desk.people.ada, id, {"It is\n still  wrong.", "k", TicketStatus::Pending, {}}));
        QCOMPARE(desk.jobs(), before + 1);
        // Who waits for an answer already has waited since then.
        desk.clock.advance(std::chrono::hours(1));
        valueOf(desk.conversations.reply(desk.people.ada, id, {"Hello?", "k2", TicketStatus::Pending, {}}));
        QCOMPARE(desk.view(id).ticket.waitingSince, std::optional(desk.clock.now() - std::chrono::hours(1)));
    }

    void aClosedTicketTakesNoMoreMessages()
    {
        DeskFixture desk;
        const TicketId id = desk.ticket(TicketStatus::Closed);
        for (const Actor& actor : {desk.people.ada, desk.people.marta})
            QCOMPARE(
                errorOf(desk.conversations.reply(actor, id, {"Hello", "k", TicketStatus::Pending, {}})), ErrorCode::Conflict);
    }

    void customersSeeTheirOwnTicketsAndNothingInternal()
    {
        DeskFixture desk;
        const TicketId id = desk.ticket();
        valueOf(desk.conversations.note(desk.people.marta, id, "Be kind, she is upset.", "n"));
        succeed(desk.conversations.assign(desk.people.marta, id, desk.people.omar.id));
        QCOMPARE(errorOf(desk.conversations.ticket(desk.people.stranger, id)), ErrorCode::NotFound);
        QCOMPARE(errorOf(desk.conversations.reply(desk.people.stranger, id, {"Hi", "k", TicketStatus::Pending, {}})),
            ErrorCode::NotFound);
        const auto unknown = desk.conversations.ticket(desk.people.stranger, TicketId("nothing"));
        QCOMPARE(errorOf(unknown), ErrorCode::NotFound);
        for (const Actor& actor : {desk.people.ada, desk.people.website}) {
            const TicketView view = valueOf(desk.conversations.ticket(actor, id));
            QCOMPARE(view.messages.size(), std::size_t(1));
            QVERIFY(view.events.empty());
            QVERIFY(view.names.empty());
            QVERIFY(view.earlier.empty());
        }
        QCOMPARE(desk.view(id).messages.size(), std::size_t(2));
    }

    void onlyTheDesksPeopleWorkOnTickets()
    {
        DeskFixture desk;
        const TicketId id = desk.ticket();
        for (const Actor& actor : {desk.people.ada, desk.people.website}) {
            QCOMPARE(errorOf(desk.conversations.note(actor, id, "text", "k")), ErrorCode::Forbidden);
            QCOMPARE(errorOf(desk.conversations.assign(actor, id, std::nullopt)), ErrorCode::Forbidden);
            QCOMPARE(errorOf(desk.conversations.resolve(actor, id, Learn::No)), ErrorCode::Forbidden);
            QCOMPARE(errorOf(desk.conversations.reopen(actor, id)), ErrorCode::Forbidden);
            QCOMPARE(errorOf(desk.conversations.markSeen(actor, id)), ErrorCode::Forbidden);
        }
        valueOf(desk.conversations.reply(desk.people.website, id, {"Sent by the shop", "k", TicketStatus::Pending, {}}));
        QVERIFY2(desk.view(id).ticket.assignee.empty(), "a program is nobody's colleague");
    }

    void aTicketIsAssignedToPeopleOfTheDeskAlone()
    {
        DeskFixture desk;
        const TicketId id = desk.ticket();
        succeed(desk.conversations.assign(desk.people.marta, id, desk.people.omar.id));
        QCOMPARE(desk.view(id).ticket.assignee, desk.people.omar.id);
        const TicketView view = desk.view(id);
        QCOMPARE(view.events.back().detail, desk.people.omar.id.value());
        QCOMPARE(view.names.at(desk.people.omar.id), std::string("Omar Haddad"));
        for (const ActorId& nobody : {desk.people.website.id, desk.people.ada.id, ActorId("a-made-up")})
            QCOMPARE(errorOf(desk.conversations.assign(desk.people.marta, id, nobody)), ErrorCode::NotFound);
        const std::size_t before = view.events.size();
        succeed(desk.conversations.assign(desk.people.marta, id, desk.people.omar.id));
        QCOMPARE(desk.view(id).events.size(), before);
        succeed(desk.conversations.assign(desk.people.marta, id, std::nullopt));
        QVERIFY(desk.view(id).ticket.assignee.empty());
        QCOMPARE(desk.view(id).events.back().detail, std::string("nobody"));
    }

    void aResolvedTicketIsReopenedByHand()
    {
        DeskFixture desk;
        const TicketId id = desk.ticket();
        QCOMPARE(valueOf(desk.conversations.resolve(desk.people.marta, id, Learn::No)), CandidateId());
        QCOMPARE(desk.view(id).ticket.status, TicketStatus::Resolved);
        QVERIFY(!desk.view(id).ticket.dueAt.has_value());
        valueOf(desk.conversations.resolve(desk.people.omar, id, Learn::No)); // fine
        QCOMPARE(std::ranges::count(desk.audited(id), std::string("ticket.resolved")), 1);
        succeed(desk.conversations.reopen(desk.people.marta, id));
        QCOMPARE(desk.view(id).ticket.status, TicketStatus::Escalated);
        succeed(desk.conversations.reopen(desk.people.marta, id)); // fine
        QCOMPARE(std::ranges::count(desk.audited(id), std::string("ticket.reopened")), 1);
    }

    void theViewHoldsWhatStandsAroundATicket()
    {
        DeskFixture desk;
        const TicketId first = desk.ticket(TicketStatus::Resolved, "The first");
        desk.clock.advance(std::chrono::hours(1));
        const TicketId second = desk.ticket(TicketStatus::Resolved, "The second");
        desk.clock.advance(std::chrono::hours(1));
        const TicketId id = desk.ticket();
        succeed(desk.store->write([&](Transaction& transaction) -> Status {
            Document document;
            document.id = ArticleId("refunds");
            document.title = "Refunds";
            document.body = "Refunds take five days.";
            StoredPassage passage;
            passage.passage.id = PassageId("refunds#1");
            passage.passage.article = document.id;
            passage.passage.text = document.body;
            return transaction.knowledge().put(document, "", {passage});
        }));
        desk.change(id, [](Ticket& ticket) {
            ticket.draft.emplace();
            DraftSentence sentence;
            sentence.citations = {{ArticleId("gone"), PassageId("gone#1"), "x"},
                {ArticleId("refunds"), PassageId("refunds#1"), "Refunds take five days."}};
            ticket.draft->sentences = {sentence, sentence};
        });
        const TicketView view = desk.view(id);
        QCOMPARE(view.evidence.size(), std::size_t(1));
        QCOMPARE(view.evidence.front().text, std::string("Refunds take five days."));
        QCOMPARE(view.earlier.size(), std::size_t(2));
        QCOMPARE(view.earlier.front().id, second);
        QCOMPARE(view.earlier.back().id, first);
        QVERIFY(!view.earlier.front().classification.has_value());
    }

    void aResolutionIsProposedOnceAndWithoutAnswerNotAtAll()
    {
        DeskFixture desk;
        const TicketId silent = desk.ticket();
        QCOMPARE(valueOf(desk.conversations.resolve(desk.people.marta, silent, Learn::Yes)), CandidateId());
        const TicketId id = desk.ticket();
        desk.reply(id, "Hello Ada,\n\nDuplicate charges are refunded within five days.\n\nKind regards\nMarta Nowak\nSupport");
        const CandidateId candidate = valueOf(desk.conversations.resolve(desk.people.marta, id, Learn::Yes));
        QVERIFY(!candidate.empty());
        QCOMPARE(valueOf(desk.conversations.resolve(desk.people.marta, id, Learn::Yes)), candidate);
        const auto proposed = valueOf(readResult(
            *desk.store, [&](Transaction& transaction) { return transaction.decisions().candidates(std::nullopt, 10); }));
        QCOMPARE(proposed.size(), std::size_t(1));
        QCOMPARE(proposed.front().resolution, std::string("Duplicate charges are refunded within five days."));
        QCOMPARE(proposed.front().question, std::string("Please refund the second charge."));
        QCOMPARE(proposed.front().category, std::string("billing_inquiry"));
        QCOMPARE(proposed.front().proposedBy, desk.people.marta.id);
    }
};

QTEST_GUILESS_MAIN(TestConversationService)
#include "TestConversationService.moc"
