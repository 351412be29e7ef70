// links: tandem_desk
#include "desk/LibraryService.h"
#include "support/DeskFixture.h"

using namespace tandem;

class TestLibraryService : public QObject {
    Q_OBJECT

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
        LibraryService library{*store, loader, clock};

        static Document article(const std::string& id, const std::string& body)
        {
            Document document;
            document.id = ArticleId(id);
            document.title = "Refunds";
            document.body = body;
            return document;
        }
        std::size_t found(const std::string& query) { return valueOf(library.search(people.marta, {query, 5})).passages.size(); }
    };

private Q_SLOTS:
    void anArticleIsFoundOnceItIsPutAndGoneOnceItIsRemoved()
    {
        Desk desk;
        QCOMPARE(desk.found("duplicate charges"), std::size_t(0));
        succeed(desk.library.put(desk.people.simone, Desk::article("refunds", "Duplicate charges vanish within five days.")));
        QCOMPARE(desk.found("duplicate charges"), std::size_t(1));
        succeed(desk.library.put(desk.people.simone, Desk::article("refunds", "Invoices are sent by mail.")));
        QCOMPARE(desk.found("duplicate charges"), std::size_t(0));
        QCOMPARE(valueOf(desk.library.document(desk.people.marta, ArticleId("refunds"))).body,
            std::string("Invoices are sent by mail."));
        QCOMPARE(valueOf(desk.library.documents(desk.people.marta, {})).documents.size(), std::size_t(1));
        succeed(desk.library.remove(desk.people.simone, ArticleId("refunds")));
        QCOMPARE(desk.found("invoices"), std::size_t(0));
        QCOMPARE(errorOf(desk.library.remove(desk.people.simone, ArticleId("refunds"))), ErrorCode::NotFound);
        QCOMPARE(errorOf(desk.library.document(desk.people.marta, ArticleId("refunds"))), ErrorCode::NotFound);
    }

    void whatContradictsIsFoundOnDemandAndDismissedByASupervisor()
    {
        Desk desk;
        succeed(desk.library.put(desk.people.simone, Desk::article("a", "The trial period lasts 14 days.")));
        succeed(desk.library.put(desk.people.simone, Desk::article("b", "The trial period lasts 30 days.")));
        QCOMPARE(errorOf(desk.library.review(desk.people.marta, {})), ErrorCode::Forbidden);
        QCOMPARE(valueOf(desk.library.review(desk.people.simone, {})).found, 1);
        const auto findings = valueOf(desk.library.findings(desk.people.marta));
        QCOMPARE(findings.size(), std::size_t(1));
        QCOMPARE(errorOf(desk.library.findings(desk.people.ada)), ErrorCode::Forbidden);
        const FindingId id = findings.front().id;
        QCOMPARE(errorOf(desk.library.dismiss(desk.people.marta, id)), ErrorCode::Forbidden);
        QCOMPARE(errorOf(desk.library.dismiss(desk.people.simone, FindingId("f-9"))), ErrorCode::NotFound);
        succeed(desk.library.dismiss(desk.people.simone, id));
        desk.clock.advance(Milliseconds(1));
        valueOf(desk.library.review(desk.people.simone, {}));
        QCOMPARE(valueOf(desk.library.findings(desk.people.marta)).front().dismissedBy, desk.people.simone.id);
        // Another text is another matter.
        succeed(desk.library.put(desk.people.simone, Desk::article("b", "The trial period lasts 60 days.")));
        QVERIFY(valueOf(desk.library.findings(desk.people.marta)).empty());
        valueOf(desk.library.review(desk.people.simone, {}));
        QVERIFY(!valueOf(desk.library.findings(desk.people.marta)).front().dismissedAt);
    }

    void anArticleForTheDeskItselfIsFoundByItsPeopleAndMarked()
    {
        Desk desk;
        Document inside = Desk::article("inside", "Agents may refund a second time.");
        inside.audience = "internal";
        inside.plan = "business";
        succeed(desk.library.put(desk.people.simone, inside));
        const auto result = valueOf(desk.library.search(desk.people.marta, {"refund a second time", 5}));
        QCOMPARE(result.passages.size(), std::size_t(1));
        QCOMPARE(result.passages.front().audience, std::string("internal"));
        QCOMPARE(result.passages.front().plan, std::string("business"));
    }

    void anArticleNeedsIdTitleAndBody()
    {
        Desk desk;
        for (const char* id : {"", " ", "a#1", "a\nb"})
            QCOMPARE(errorOf(desk.library.put(desk.people.simone, Desk::article(id, "text"))), ErrorCode::InvalidArgument);
        QCOMPARE(errorOf(desk.library.put(desk.people.simone, Desk::article("a", " \n"))), ErrorCode::InvalidArgument);
        Document untitled = Desk::article("a", "text");
        untitled.title = "  ";
        QCOMPARE(errorOf(desk.library.put(desk.people.simone, untitled)), ErrorCode::InvalidArgument);
        QCOMPARE(errorOf(desk.library.search(desk.people.marta, {" ", 5})), ErrorCode::InvalidArgument);
        QVERIFY(valueOf(desk.library.documents(desk.people.marta, {})).documents.empty());
    }

    void theListHasVersionsAndNoTexts()
    {
        Desk desk;
        for (const char* id : {"a", "b", "c"})
            succeed(desk.library.put(desk.people.simone, Desk::article(id, "It takes five days.")));
        succeed(desk.library.put(desk.people.simone, Desk::article("b", "It takes ten days.")));
        succeed(desk.library.put(desk.people.simone, Desk::article("b", "It takes ten days."))); // says nothing new
        DocumentListing listing;
        listing.offset = 1;
        listing.limit = 1;
        const DocumentPage page = valueOf(desk.library.list(desk.people.marta, listing));
        QCOMPARE(page.total, 3);
        QCOMPARE(page.documents.size(), std::size_t(1));
        QCOMPARE(page.documents.front().document.id, ArticleId("b"));
        QCOMPARE(page.documents.front().document.title, std::string("Refunds"));
        QVERIFY(page.documents.front().document.body.empty());
        QCOMPARE(page.documents.front().version, 2);
        listing.kind = DocumentKind::Resolution;
        QCOMPARE(valueOf(desk.library.list(desk.people.marta, listing)).total, 0);
    }

    void aPageOfTextsReadsNoOthers()
    {
        Desk desk;
        for (const char* id : {"a", "b", "c", "d"})
            succeed(desk.library.put(desk.people.simone, Desk::article(id, "Body of " + std::string(id))));
        DocumentListing listing;
        listing.offset = 1;
        listing.limit = 2;
        const DocumentPage page = valueOf(desk.library.documents(desk.people.marta, listing));
        QCOMPARE(page.total, 4);
        QCOMPARE(page.documents.size(), std::size_t(2));
        QCOMPARE(page.documents[0].document.body, std::string("Body of b"));
        QCOMPARE(page.documents[1].document.body, std::string("Body of c"));
        listing.limit = 1'000'000;
        QCOMPARE(valueOf(desk.library.documents(desk.people.marta, listing)).documents.size(), std::size_t(3));
        listing.offset = 9;
        QVERIFY(valueOf(desk.library.documents(desk.people.marta, listing)).documents.empty());
    }

    void whatSaysNothingNewMakesNoVersionAndNoEntry()
    {
        Desk desk;
        succeed(desk.library.put(desk.people.simone, Desk::article("a", "It takes five days.")));
        const Document first = valueOf(desk.library.document(desk.people.marta, ArticleId("a")));
        const auto entries = [&] {
            return valueOf(readResult(*desk.store, [](Transaction& transaction) {
                return transaction.audit().ofSubject("a");
            })).size();
        };
        const std::size_t before = entries();
        desk.clock.advance(std::chrono::hours(24));
        succeed(desk.library.put(desk.people.simone, Desk::article("a", "It takes five days.")));
        const Document second = valueOf(desk.library.document(desk.people.marta, ArticleId("a")));
        QCOMPARE(second.contentHash, first.contentHash);
        QVERIFY(second.updatedAt == first.updatedAt);
        QCOMPARE(entries(), before);
        Document internal = Desk::article("a", "It takes five days.");
        internal.audience = "internal";
        succeed(desk.library.put(desk.people.simone, internal));
        QCOMPARE(valueOf(desk.library.versions(desk.people.marta, ArticleId("a"))).size(), std::size_t(2));
    }

    void whatWasMadeFromAnotherVersionIsRefused()
    {
        Desk desk;
        succeed(desk.library.put(desk.people.simone, Desk::article("a", "It takes five days.")));
        Document mine = valueOf(desk.library.document(desk.people.marta, ArticleId("a")));
        mine.body = "It takes six days.";
        desk.clock.advance(Milliseconds(1));
        succeed(
            desk.library.put(desk.people.simone, Desk::article("a", "It takes seven days."))); // without a word of what it was
        QCOMPARE(errorOf(desk.library.put(desk.people.simone, mine)), ErrorCode::Conflict);
        const Document theirs = valueOf(desk.library.document(desk.people.marta, ArticleId("a")));
        QCOMPARE(theirs.body, std::string("It takes seven days."));
        mine.contentHash = theirs.contentHash;
        succeed(desk.library.put(desk.people.simone, mine));
        QCOMPARE(valueOf(desk.library.document(desk.people.marta, ArticleId("a"))).body, std::string("It takes six days."));
        succeed(desk.library.put(desk.people.simone, mine)); // once more, because no answer came
        mine = valueOf(desk.library.document(desk.people.marta, ArticleId("a")));
        succeed(desk.library.remove(desk.people.simone, ArticleId("a")));
        QCOMPARE(errorOf(desk.library.put(desk.people.simone, mine)), ErrorCode::Conflict);
        mine.contentHash.clear();
        succeed(desk.library.put(desk.people.simone, mine));
    }

    void whatAnArticleSaidBeforeIsKept()
    {
        Desk desk;
        for (const char* body : {"It takes five days.", "It takes six days.", "It takes seven days."})
            succeed(desk.library.put(desk.people.simone, Desk::article("a", body)));
        const std::vector<Document> versions = valueOf(desk.library.versions(desk.people.marta, ArticleId("a")));
        QCOMPARE(versions.size(), std::size_t(3));
        QCOMPARE(versions[0].body, std::string("It takes seven days."));
        QCOMPARE(versions[1].body, std::string("It takes six days."));
        QCOMPARE(versions[2].body, std::string("It takes five days."));
        QCOMPARE(errorOf(desk.library.versions(desk.people.marta, ArticleId("z"))), ErrorCode::NotFound);
    }

    void aSearchTellsWhatEachScoreIsMadeOf()
    {
        Desk desk;
        succeed(desk.library.put(desk.people.simone, Desk::article("a", "Duplicate charges vanish within five days.")));
        succeed(desk.library.put(desk.people.simone, Desk::article("b", "Charges are listed on the invoice.")));
        const SearchResult result = valueOf(desk.library.search(desk.people.marta, {"duplicate charges", 5}));
        QCOMPARE(result.searched, std::size_t(2));
        QCOMPARE(result.passages.size(), std::size_t(2));
        for (const ScoredPassage& scored : result.passages) {
            QVERIFY(scored.parts.has_value());
            const ScoreParts& parts = *scored.parts;
            QCOMPARE(parts.meaning + parts.words + parts.identifiers + parts.kind + parts.language, scored.score);
        }
        LibrarySearch german{"duplicate charges", 5};
        german.language = Language::De;
        QVERIFY(valueOf(desk.library.search(desk.people.marta, german)).passages.empty());
    }

    void supervisorsChangeAndCustomersDoNotEvenRead()
    {
        Desk desk;
        for (const Actor& actor : {desk.people.marta, desk.people.ada, desk.people.website}) {
            QCOMPARE(errorOf(desk.library.put(actor, Desk::article("a", "text"))), ErrorCode::Forbidden);
            QCOMPARE(errorOf(desk.library.remove(actor, ArticleId("a"))), ErrorCode::Forbidden);
        }
        QCOMPARE(errorOf(desk.library.documents(desk.people.ada, {})), ErrorCode::Forbidden);
        QCOMPARE(errorOf(desk.library.list(desk.people.ada, {})), ErrorCode::Forbidden);
        QCOMPARE(errorOf(desk.library.versions(desk.people.ada, ArticleId("a"))), ErrorCode::Forbidden);
        QCOMPARE(errorOf(desk.library.document(desk.people.ada, ArticleId("a"))), ErrorCode::Forbidden);
        QCOMPARE(errorOf(desk.library.search(desk.people.ada, {"text", 5})), ErrorCode::Forbidden);
    }
};

QTEST_GUILESS_MAIN(TestLibraryService)
#include "TestLibraryService.moc"
