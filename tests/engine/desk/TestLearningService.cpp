// links: tandem_desk
#include "desk/LearningService.h"
#include "desk/LibraryService.h"
#include "services/store/SqliteConnection.h"
#include "support/DeskFixture.h"

#include <algorithm>

using namespace tandem;

class TestLearningService : public QObject {
    Q_OBJECT

    // A desk whose knowledge base works by words alone: no model is needed to see what can be found.
    struct Desk : DeskFixture {
        QTemporaryDir indexes;
        MachineryLoader loader{[this]() -> Result<std::unique_ptr<Machinery>> {
            auto machinery = std::make_unique<Machinery>();
            machinery->understanding = TRY(Understanding::load(TANDEM_RESOURCES));
            KnowledgeBase::Settings settings;
            settings.directory = path(indexes);
            machinery->knowledge = TRY(KnowledgeBase::open(std::move(settings), *store, nullptr));
            return machinery;
        }};
        LearningService learning{*store, loader, clock, phrases};
        LibraryService library{*store, loader, clock};

        // Resolved by Marta with this answer.
        CandidateId resolved(const std::string& answer, const std::string& question = "Please refund the second charge.")
        {
            const TicketId id = submit("Charged twice", question);
            change(id, [](Ticket& ticket) { ticket.status = TicketStatus::Escalated; });
            reply(id, answer);
            return valueOf(conversations.resolve(people.marta, id, Learn::Yes));
        }
        void article(const char* id, const char* body, const char* plan, const char* supersedes = "")
        {
            Document document;
            document.id = ArticleId(id);
            document.title = "About " + document.id.value();
            document.body = body;
            document.plan = plan;
            if (*supersedes != '\0')
                document.supersedes.emplace_back(supersedes);
            succeed(library.put(people.simone, document));
        }
        // Resolved by Marta with what the draft says, which quotes these articles sentence by sentence.
        CandidateId resolvedByDraft(const std::vector<std::pair<std::string, const char*>>& sentences)
        {
            const TicketId id = submit("Uploads", "How long do you keep uploads?");
            std::string text;
            change(id, [&](Ticket& ticket) {
                ticket.status = TicketStatus::AwaitingReview;
                ticket.draft.emplace();
                for (const auto& [sentence, article] : sentences) {
                    ticket.draft->sentences.push_back(
                        {sentence, true, true, 1, "", {{ArticleId(article), PassageId(std::string(article) + "#0"), sentence}}});
                    text += sentence + " ";
                }
                ticket.draft->text = text;
            });
            reply(id, text);
            return valueOf(conversations.resolve(people.marta, id, Learn::Yes));
        }
        bool isOffered(const CandidateId& id, const char* plan)
        {
            SearchQuery query;
            query.text = "uploads kept ninety days";
            query.now = clock.now();
            query.reader = Reader{plan, ""};
            const auto found = valueOf(valueOf(loader.get())->knowledge->search(query, {})).passages;
            return std::ranges::any_of(found, [&](const ScoredPassage& each) { return each.passage.article == articleOf(id); });
        }
        std::string obstacle(const CandidateId& id)
        {
            for (const LearningCandidate& each : valueOf(learning.candidates(people.marta, std::nullopt, 10))) {
                if (each.id == id)
                    return each.obstacle;
            }
            return "not listed";
        }
        LearningCandidate candidate(const CandidateId& id)
        {
            return valueOf(readResult(*store, [&](Transaction& transaction) { return transaction.decisions().candidate(id); }));
        }
        std::vector<std::string> foundFor(const std::string& query)
        {
            std::vector<std::string> found;
            for (const ScoredPassage& each : valueOf(library.search(people.marta, {query, 5})).passages)
                found.push_back(each.passage.article.value());
            return found;
        }
    };

private Q_SLOTS:
    void whatIsAcceptedIsFoundAndWhatIsUndoneIsNot()
    {
        Desk desk;
        const CandidateId id = desk.resolved("Duplicate charges vanish within five banking days.");
        QVERIFY(desk.foundFor("duplicate charges vanish").empty());
        succeed(desk.learning.accept(desk.people.simone, id, std::nullopt));
        QCOMPARE(desk.candidate(id).state, CandidateState::Accepted);
        QCOMPARE(desk.candidate(id).article, ArticleId("res-" + id.value()));
        QCOMPARE(desk.foundFor("duplicate charges vanish"), std::vector<std::string>{"res-" + id.value()});
        const Document document = valueOf(desk.library.document(desk.people.marta, articleOf(id)));
        QCOMPARE(document.kind, DocumentKind::Resolution);
        QCOMPARE(document.title, std::string("Charged twice"));
        QCOMPARE(document.question, std::string("Please refund the second charge."));
        succeed(desk.learning.undo(desk.people.simone, id));
        QVERIFY(desk.foundFor("duplicate charges vanish").empty());
        QCOMPARE(desk.candidate(id).state, CandidateState::Undone);
        QVERIFY(desk.candidate(id).article.empty());
        const auto audited = desk.audited(desk.candidate(id).ticket);
        for (const char* action : {"learning.proposed", "learning.accepted", "learning.undone"})
            QCOMPARE(std::ranges::count(audited, std::string(action)), 1);
        succeed(desk.learning.accept(desk.people.simone, id, std::nullopt)); // on second thoughts
        QCOMPARE(desk.foundFor("duplicate charges vanish").size(), std::size_t(1));
    }

    void whatIsLearnedIsForThoseItsEvidenceIsForAndCeasesWithIt()
    {
        Desk desk;
        desk.article("limits", "Uploads are kept for ninety days.", "business");
        const CandidateId id = desk.resolvedByDraft({{"Uploads are kept for ninety days.", "limits"}});
        QCOMPARE(desk.candidate(id).restsOn, std::vector<ArticleId>{ArticleId("limits")});
        QCOMPARE(desk.obstacle(id), std::string());
        succeed(desk.learning.accept(desk.people.simone, id, std::nullopt));
        QCOMPARE(valueOf(desk.library.document(desk.people.marta, articleOf(id))).plan, std::string("business"));
        QVERIFY(desk.isOffered(id, "business"));
        QVERIFY(!desk.isOffered(id, "free"));

        Document edited = valueOf(desk.library.document(desk.people.marta, articleOf(id)));
        edited.body += " They are kept in Frankfurt.";
        edited.restsOn.clear(); // as the console, which does not know of it, sends it
        succeed(desk.library.put(desk.people.simone, edited));
        desk.article("limits", "Uploads are kept for ninety days.", "enterprise");
        QVERIFY(!desk.isOffered(id, "business")); // its evidence is for others by now
        desk.article("limits", "Uploads are kept for ninety days.", "business");
        QVERIFY(desk.isOffered(id, "business"));

        desk.article("limits-2027", "Uploads are kept for thirty days.", "business", "limits");
        QVERIFY(!desk.isOffered(id, "business"));
        succeed(desk.library.remove(desk.people.simone, ArticleId("limits-2027")));
        QVERIFY(desk.isOffered(id, "business"));
        succeed(desk.library.remove(desk.people.simone, ArticleId("limits")));
        QVERIFY(!desk.isOffered(id, "business"));
        QVERIFY2(desk.obstacle(id).find("there no longer") != std::string::npos, desk.obstacle(id).c_str());
    }

    void whatIsBroughtBackStillRestsOnItsEvidence()
    {
        Desk desk;
        desk.article("limits", "Uploads are kept for ninety days.", "business");
        const CandidateId id = desk.resolvedByDraft({{"Uploads are kept for ninety days.", "limits"}});
        succeed(desk.learning.accept(desk.people.simone, id, std::nullopt));
        Document document = valueOf(desk.library.document(desk.people.marta, articleOf(id)));
        succeed(desk.library.remove(desk.people.simone, articleOf(id)));
        document.contentHash.clear();
        document.restsOn.clear();
        document.plan.clear();
        succeed(desk.library.put(desk.people.simone, document));
        QCOMPARE(valueOf(desk.library.document(desk.people.marta, articleOf(id))).restsOn,
            std::vector<ArticleId>{ArticleId("limits")});
        QVERIFY(desk.isOffered(id, "business"));
        QVERIFY(!desk.isOffered(id, "free"));
    }

    void whatIsForNobodyIsNotLearnedAndSaysWhy()
    {
        Desk desk;
        desk.article("limits", "Uploads are kept for ninety days.", "business");
        desk.article("small", "Files of more than ten megabytes are refused.", "free");
        const CandidateId id = desk.resolvedByDraft(
            {{"Uploads are kept for ninety days.", "limits"}, {"Files of more than ten megabytes are refused.", "small"}});
        QVERIFY2(desk.obstacle(id).find("for other plans") != std::string::npos, desk.obstacle(id).c_str());
        QCOMPARE(errorOf(desk.learning.accept(desk.people.simone, id, std::nullopt)), ErrorCode::Conflict);
        QCOMPARE(desk.candidate(id).state, CandidateState::Proposed);
        QCOMPARE(errorOf(desk.library.document(desk.people.marta, articleOf(id))), ErrorCode::NotFound);
        desk.article("small", "Files of more than ten megabytes are refused.", ""); // for everyone by now
        QCOMPARE(desk.obstacle(id), std::string());
        succeed(desk.learning.accept(desk.people.simone, id, std::nullopt));
        QVERIFY(!desk.isOffered(id, "free"));
    }

    void whatCannotBeReadHidesNoOtherCandidate()
    {
        Desk desk;
        desk.article("limits", "Uploads are kept for ninety days.", "business");
        const CandidateId other = desk.resolved("Duplicate charges vanish within five banking days.");
        const CandidateId id = desk.resolvedByDraft({{"Uploads are kept for ninety days.", "limits"}});
        const CandidateId discarded = desk.resolvedByDraft({{"Uploads are kept for ninety days.", "limits"}});
        succeed(desk.learning.discard(desk.people.simone, discarded));
        const auto connection = valueOf(SqliteConnection::open(desk.store.file(), ConnectionUse::Write));
        succeed(connection->execute("UPDATE document SET rests_on = '{' WHERE id = 'limits'"));
        QVERIFY2(desk.obstacle(id).find("limits, on which the answer rests, cannot be read") != std::string::npos,
            desk.obstacle(id).c_str());
        QCOMPARE(desk.obstacle(other), std::string());
        QCOMPARE(desk.obstacle(discarded), std::string());
        QCOMPARE(desk.learning.accept(desk.people.simone, id, std::nullopt).error().code, ErrorCode::Corrupt);
    }

    void whatNoLongerHoldsIsNoEvidence()
    {
        Desk desk;
        desk.article("limits", "Uploads are kept for ninety days.", "business");
        const CandidateId id = desk.resolvedByDraft({{"Uploads are kept for ninety days.", "limits"}});
        Document rule = valueOf(desk.library.document(desk.people.marta, ArticleId("limits")));
        rule.validUntil = desk.clock.now();
        succeed(desk.library.put(desk.people.simone, rule));
        QCOMPARE(desk.obstacle(id), std::string()); // it holds at its last moment
        desk.clock.advance(Milliseconds(1));
        QVERIFY2(desk.obstacle(id).find("holds no longer") != std::string::npos, desk.obstacle(id).c_str());
        QCOMPARE(errorOf(desk.learning.accept(desk.people.simone, id, std::nullopt)), ErrorCode::Conflict);
    }

    // The draft's next version, after the customer wrote again, is not what the person answered by.
    void aReplyKeepsItsEvidenceWhenTheDraftIsReplaced()
    {
        Desk desk;
        desk.article("limits", "Uploads are kept for ninety days.", "business");
        const TicketId id = desk.submit("Uploads", "How long do you keep uploads?");
        desk.change(id, [](Ticket& ticket) {
            ticket.status = TicketStatus::AwaitingReview;
            ticket.draft.emplace();
            ticket.draft->sentences = {{"Uploads are kept for ninety days.", true, true, 1, "",
                {{ArticleId("limits"), PassageId("limits#0"), "Uploads are kept for ninety days."}}}};
        });
        desk.reply(id, "Uploads are kept for ninety days.");
        desk.change(id, [](Ticket& ticket) { ticket.draft->sentences.clear(); });
        const CandidateId candidate = valueOf(desk.conversations.resolve(desk.people.marta, id, Learn::Yes));
        QCOMPARE(desk.candidate(candidate).restsOn, std::vector<ArticleId>{ArticleId("limits")});
    }

    // Marta took the first draft; the customer wrote again, and the ticket has the second one when her reply arrives.
    void whatWasWrittenFromADraftThatIsGoneIsNotLearnedAndSaysWhy()
    {
        Desk desk;
        desk.article("limits", "Uploads are kept for ninety days.", "business");
        const TicketId id = desk.submit("Uploads", "How long do you keep uploads?");
        desk.change(id, [](Ticket& ticket) {
            ticket.status = TicketStatus::AwaitingReview;
            ticket.draft.emplace();
            ticket.draft->id = DraftId("d-2");
            ticket.draft->sentences = {{"Which file do you mean?", true, false, 1, "", {}}};
        });
        valueOf(desk.conversations.reply(
            desk.people.marta, id, {"Uploads are kept for ninety days.", "k", TicketStatus::Pending, DraftId("d-1")}));
        const CandidateId candidate = valueOf(desk.conversations.resolve(desk.people.marta, id, Learn::Yes));
        QVERIFY2(desk.obstacle(candidate).find("draft was replaced") != std::string::npos, desk.obstacle(candidate).c_str());
        QCOMPARE(errorOf(desk.learning.accept(desk.people.simone, candidate, std::nullopt)), ErrorCode::Conflict);
        QCOMPARE(errorOf(desk.learning.accept(desk.people.simone, candidate, "Ninety days.")), ErrorCode::Conflict);
        QCOMPARE(errorOf(desk.library.document(desk.people.marta, articleOf(candidate))), ErrorCode::NotFound);
    }

    void nothingPersonalIsLearned()
    {
        Desk desk;
        const CandidateId id = desk.resolved(
            "Hi Ada,\n\nI refunded card 4111 1111 1111 1111 and wrote to ada@customer.example. Ada Holm can call +49 151 "
            "23456789.\n\nBest\nMarta",
            "My name is Ada Holm, mail ada@customer.example, phone +49 151 23456789, card 4111 1111 1111 1111. Please refund.");
        succeed(desk.learning.accept(desk.people.simone, id, std::nullopt));
        const Document document = valueOf(desk.library.document(desk.people.marta, articleOf(id)));
        const LearningCandidate candidate = desk.candidate(id);
        for (const std::string& text :
            {document.title, document.body, document.question, candidate.subject, candidate.question, candidate.resolution}) {
            for (const char* personal : {"Ada", "Holm", "Marta", "4111", "1111", "customer.example", "23456789"})
                QVERIFY2(text.find(personal) == std::string::npos, (std::string(personal) + " in: " + text).c_str());
        }
        QVERIFY2(document.body.find("refunded") != std::string::npos, document.body.c_str());
    }

    void aChangedResolutionIsRedactedAgain()
    {
        Desk desk;
        const CandidateId id = desk.resolved("First answer, rather short.");
        succeed(desk.learning.accept(desk.people.simone, id, "Hello,\nTell Ada at ada@customer.example to wait a week."));
        const std::string body = valueOf(desk.library.document(desk.people.marta, articleOf(id))).body;
        QVERIFY2(body.find("Ada") == std::string::npos && body.find("customer.example") == std::string::npos, body.c_str());
        QVERIFY2(body.find("to wait a week") != std::string::npos, body.c_str());
        QCOMPARE(desk.candidate(id).resolution, body);
        const CandidateId other = desk.resolved("Another answer.");
        QCOMPARE(errorOf(desk.learning.accept(desk.people.simone, other, "Hello,\nKind regards")), ErrorCode::InvalidArgument);
        QCOMPARE(desk.candidate(other).state, CandidateState::Proposed);
    }

    void aDecisionIsMadeOnce()
    {
        Desk desk;
        const CandidateId id = desk.resolved("Duplicate charges vanish within five banking days.");
        QCOMPARE(errorOf(desk.learning.undo(desk.people.simone, id)), ErrorCode::Conflict);
        succeed(desk.learning.accept(desk.people.simone, id, std::nullopt));
        QCOMPARE(errorOf(desk.learning.accept(desk.people.simone, id, std::nullopt)), ErrorCode::Conflict);
        QCOMPARE(errorOf(desk.learning.discard(desk.people.simone, id)), ErrorCode::Conflict);
        const CandidateId other = desk.resolved("Another answer.");
        succeed(desk.learning.discard(desk.people.simone, other));
        succeed(desk.learning.discard(desk.people.simone, other));
        QCOMPARE(errorOf(desk.learning.accept(desk.people.simone, other, std::nullopt)), ErrorCode::Conflict);
        QCOMPARE(errorOf(desk.learning.accept(desk.people.simone, CandidateId("made up"), std::nullopt)), ErrorCode::NotFound);
        QCOMPARE(valueOf(desk.learning.candidates(desk.people.marta, std::nullopt, 10)).size(), std::size_t(2));
        QCOMPARE(valueOf(desk.learning.candidates(desk.people.marta, CandidateState::Accepted, 10)).front().id, id);
    }

    void agentsReadAndSupervisorsDecide()
    {
        Desk desk;
        const CandidateId id = desk.resolved("Duplicate charges vanish within five banking days.");
        for (const Actor& actor : {desk.people.marta, desk.people.ada, desk.people.website}) {
            QCOMPARE(errorOf(desk.learning.accept(actor, id, std::nullopt)), ErrorCode::Forbidden);
            QCOMPARE(errorOf(desk.learning.discard(actor, id)), ErrorCode::Forbidden);
            QCOMPARE(errorOf(desk.learning.undo(actor, id)), ErrorCode::Forbidden);
        }
        for (const Actor& actor : {desk.people.ada, desk.people.website})
            QCOMPARE(errorOf(desk.learning.candidates(actor, std::nullopt, 10)), ErrorCode::Forbidden);
    }

    void whileModelsLoadNothingIsAccepted()
    {
        Desk desk;
        const CandidateId id = desk.resolved("Duplicate charges vanish within five banking days.");
        MachineryLoader broken(
            []() -> Result<std::unique_ptr<Machinery>> { return retryableFailure(ErrorCode::Unavailable, "still loading"); });
        LearningService learning(*desk.store, broken, desk.clock, desk.phrases);
        QCOMPARE(errorOf(learning.accept(desk.people.simone, id, std::nullopt)), ErrorCode::Unavailable);
        QCOMPARE(desk.candidate(id).state, CandidateState::Proposed);
    }

    void aLearnedDocumentThatTheLibraryRemovesIsUndone()
    {
        Desk desk;
        const CandidateId id = desk.resolved("Duplicate charges vanish within five banking days.");
        succeed(desk.learning.accept(desk.people.simone, id, std::nullopt));
        succeed(desk.library.remove(desk.people.simone, articleOf(id)));
        QCOMPARE(desk.candidate(id).state, CandidateState::Undone);
        QCOMPARE(errorOf(desk.learning.undo(desk.people.simone, id)), ErrorCode::Conflict);
    }
};

QTEST_GUILESS_MAIN(TestLearningService)
#include "TestLearningService.moc"
