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
        std::size_t found(const std::string& query) { return valueOf(library.search(people.marta, query, 5)).passages.size(); }
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
        QCOMPARE(valueOf(desk.library.documents(desk.people.marta)).size(), std::size_t(1));
        succeed(desk.library.remove(desk.people.simone, ArticleId("refunds")));
        QCOMPARE(desk.found("invoices"), std::size_t(0));
        QCOMPARE(errorOf(desk.library.remove(desk.people.simone, ArticleId("refunds"))), ErrorCode::NotFound);
        QCOMPARE(errorOf(desk.library.document(desk.people.marta, ArticleId("refunds"))), ErrorCode::NotFound);
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
        QCOMPARE(errorOf(desk.library.search(desk.people.marta, " ", 5)), ErrorCode::InvalidArgument);
        QVERIFY(valueOf(desk.library.documents(desk.people.marta)).empty());
    }

    void supervisorsChangeAndCustomersDoNotEvenRead()
    {
        Desk desk;
        for (const Actor& actor : {desk.people.marta, desk.people.ada, desk.people.website}) {
            QCOMPARE(errorOf(desk.library.put(actor, Desk::article("a", "text"))), ErrorCode::Forbidden);
            QCOMPARE(errorOf(desk.library.remove(actor, ArticleId("a"))), ErrorCode::Forbidden);
        }
        QCOMPARE(errorOf(desk.library.documents(desk.people.ada)), ErrorCode::Forbidden);
        QCOMPARE(errorOf(desk.library.document(desk.people.ada, ArticleId("a"))), ErrorCode::Forbidden);
        QCOMPARE(errorOf(desk.library.search(desk.people.ada, "text", 5)), ErrorCode::Forbidden);
    }
};

QTEST_GUILESS_MAIN(TestLibraryService)
#include "TestLibraryService.moc"
