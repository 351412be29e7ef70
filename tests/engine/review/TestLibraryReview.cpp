// links: tandem_pipeline
#include "engine/knowledge/HashedEmbedder.h"
#include "pipeline/review/LibraryReview.h"
#include "services/store/SqliteStore.h"
#include "support/TemporaryStore.h"

#include <QTest>

#include <algorithm>

using namespace tandem;

namespace {

TimePoint on(const char* date)
{
    return valueOf(parseTime(date));
}

struct Desk {
    ManualClock clock;
    TemporaryStore store{clock};
    QTemporaryDir folder;
    HashedEmbedder embedder;
    std::unique_ptr<KnowledgeBase> knowledge = opened(path(folder), &embedder);
    TimePoint now = on("2026-11-22");

    std::unique_ptr<KnowledgeBase> opened(const std::filesystem::path& directory, Embedder* by)
    {
        KnowledgeBase::Settings settings;
        settings.directory = directory;
        return valueOf(KnowledgeBase::open(std::move(settings), *store, by));
    }
    Document document(const char* id, const char* body) const
    {
        Document result;
        result.id = ArticleId(id);
        result.title = "Trial period";
        result.body = body;
        result.updatedAt = now;
        return result;
    }
    void put(const char* id, const char* body) { succeed(knowledge->put(document(id, body))); }
    ReviewReport review()
    {
        LibraryReview all(*store, *knowledge);
        return valueOf(all.run(now, {}));
    }
    std::vector<Finding> findings()
    {
        return valueOf(readResult(*store, [](Transaction& transaction) { return transaction.findings().list(100); }));
    }
};

constexpr const char* fortnight
    = "The trial period of a new workspace lasts 14 days from the first sign-in. Nothing is charged while it lasts.";
constexpr const char* month
    = "The trial period of a new workspace lasts 30 days from the first sign-in. A card is not needed to begin.";

} // namespace

class TestLibraryReview : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoArticlesThatContradictAreFoundOnce();
    void onlyWhatIsNewOrChangedIsCompared();
    void aChangeBringsAndTakesFindings();
    void articlesForOtherReadersDoNotContradict();
    void articlesOfOtherTimesDoNotContradict();
    void whatSupersedesAnotherDoesNotContradictIt();
    void aCopyIsADuplicate();
    void resolutionsAreNotCompared();
    void aStoppedReviewGoesOnLater();
    void withoutAModelWordsFindTheNeighbours();
    void anEmptyLibraryHasNoFindings();
};

void TestLibraryReview::twoArticlesThatContradictAreFoundOnce()
{
    Desk desk;
    desk.put("b", month);
    desk.put("a", fortnight);
    const ReviewReport report = desk.review();
    QCOMPARE(report.compared, 2);
    QCOMPARE(report.found, 1);
    const auto findings = desk.findings();
    QCOMPARE(findings.size(), std::size_t{1});
    const Finding& finding = findings.front();
    QCOMPARE(finding.kind, FindingKind::Contradiction);
    QCOMPARE(finding.first.article, ArticleId("a"));
    QCOMPARE(finding.first.value, std::string("14 days"));
    QCOMPARE(finding.first.sentence, std::string("The trial period of a new workspace lasts 14 days from the first sign-in."));
    QVERIFY(finding.first.text.contains(finding.first.sentence));
    QCOMPARE(finding.second.article, ArticleId("b"));
    QCOMPARE(finding.second.value, std::string("30 days"));
    QCOMPARE(finding.second.title, std::string("Trial period"));
    QCOMPARE(finding.foundAt, desk.now);
}

void TestLibraryReview::onlyWhatIsNewOrChangedIsCompared()
{
    Desk desk;
    desk.put("a", fortnight);
    desk.put("b", "Boards can be sorted by name.");
    QCOMPARE(desk.review().compared, 2);
    QCOMPARE(desk.review().compared, 0);
    desk.put("c", month);
    const ReviewReport third = desk.review();
    QCOMPARE(third.compared, 1);
    QCOMPARE(third.found, 1);
}

void TestLibraryReview::aChangeBringsAndTakesFindings()
{
    Desk desk;
    desk.put("a", fortnight);
    desk.put("b", month);
    desk.review();
    desk.put("b", "The trial period of a new workspace lasts 14 days from the first sign-in. A card is not needed to begin.");
    QVERIFY(desk.findings().empty());
    desk.review();
    QVERIFY(desk.findings().empty());
    desk.put("b", "The trial period of a new workspace lasts 21 days from the first sign-in. A card is not needed to begin.");
    desk.review();
    QCOMPARE(desk.findings().size(), std::size_t{1});
    QCOMPARE(desk.findings().front().second.value, std::string("21 days"));
}

void TestLibraryReview::articlesForOtherReadersDoNotContradict()
{
    Desk desk;
    desk.put("a", fortnight);
    for (const char* field : {"plan", "audience", "language"}) {
        Document other = desk.document("b", month);
        (field == std::string_view("plan") ? other.plan : other.audience) = "business";
        if (field == std::string_view("language")) {
            other = desk.document("b", month);
            other.language = Language::De;
        }
        succeed(desk.knowledge->put(other));
        desk.review();
        QVERIFY2(desk.findings().empty(), field);
    }
    Document left = desk.document("a", fortnight);
    left.plan = "Team, Business";
    Document right = desk.document("b", month);
    right.plan = "business,team";
    succeed(desk.knowledge->put(left));
    succeed(desk.knowledge->put(right));
    desk.review();
    QCOMPARE(desk.findings().size(), std::size_t{1});
}

void TestLibraryReview::articlesOfOtherTimesDoNotContradict()
{
    Desk desk;
    Document old = desk.document("a", fortnight);
    old.validUntil = on("2026-06-30");
    Document current = desk.document("b", month);
    current.validFrom = on("2026-07-01");
    succeed(desk.knowledge->put(old));
    succeed(desk.knowledge->put(current));
    QCOMPARE(desk.review().compared, 2);
    QVERIFY(desk.findings().empty());
    // For a month both held.
    current.validFrom = on("2026-06-01");
    succeed(desk.knowledge->put(current));
    desk.review();
    old.validFrom = on("2020-01-01");
    succeed(desk.knowledge->put(old));
    desk.review();
    QCOMPARE(desk.findings().size(), std::size_t{1});
}

void TestLibraryReview::whatSupersedesAnotherDoesNotContradictIt()
{
    Desk desk;
    desk.put("a", fortnight);
    Document middle = desk.document("m", "Boards can be sorted by name.");
    middle.supersedes = {ArticleId("a")};
    Document newest = desk.document("n", month);
    newest.supersedes = {ArticleId("m")};
    newest.validFrom = on("2026-12-01"); // until then the first one stands
    middle.validFrom = on("2026-12-01");
    succeed(desk.knowledge->put(middle));
    succeed(desk.knowledge->put(newest));
    desk.review();
    QVERIFY(desk.findings().empty());
}

void TestLibraryReview::aCopyIsADuplicate()
{
    Desk desk;
    const std::string text
        = "To export a board, open its menu and choose Export. The file is ready within an hour and waits under "
          "Settings until you fetch it. Comments and attachments come along.";
    desk.put("a", text.c_str());
    desk.put("b", (text + " Have fun.").c_str());
    desk.put("c", "To import a board, choose a file. Columns become fields, and you may rename them before anything is stored.");
    desk.review();
    const auto findings = desk.findings();
    QCOMPARE(findings.size(), std::size_t{1});
    QCOMPARE(findings.front().kind, FindingKind::Duplicate);
    QVERIFY(findings.front().score > 0.7 && findings.front().score < 1);
    QVERIFY(!findings.front().first.text.empty());
}

void TestLibraryReview::resolutionsAreNotCompared()
{
    Desk desk;
    for (const auto& [id, body] : {std::pair("a", fortnight), std::pair("b", month)}) {
        Document document = desk.document(id, body);
        document.kind = DocumentKind::Resolution;
        succeed(desk.knowledge->put(document));
    }
    QCOMPARE(desk.review().compared, 0);
}

void TestLibraryReview::aStoppedReviewGoesOnLater()
{
    Desk desk;
    desk.put("a", fortnight);
    desk.put("b", month);
    std::stop_source stop;
    stop.request_stop();
    LibraryReview review(*desk.store, *desk.knowledge);
    const auto stopped = review.run(desk.now, stop.get_token());
    QVERIFY(!stopped && stopped.error().code == ErrorCode::Cancelled);
    QVERIFY(desk.findings().empty());
    QCOMPARE(valueOf(review.run(desk.now, {})).compared, 2);
    QCOMPARE(desk.findings().size(), std::size_t{1});
}

void TestLibraryReview::withoutAModelWordsFindTheNeighbours()
{
    Desk desk;
    desk.knowledge = desk.opened(path(desk.folder) / "words", nullptr);
    desk.put("a", fortnight);
    desk.put("b", month);
    desk.review();
    QCOMPARE(desk.findings().size(), std::size_t{1});
}

void TestLibraryReview::anEmptyLibraryHasNoFindings()
{
    Desk desk;
    QCOMPARE(desk.review().compared, 0);
    QVERIFY(desk.findings().empty());
}

QTEST_GUILESS_MAIN(TestLibraryReview)
#include "TestLibraryReview.moc"
