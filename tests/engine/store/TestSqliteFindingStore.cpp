// links: tandem_store
#include "services/store/SqliteStore.h"
#include "support/Strings.h"
#include "support/TemporaryStore.h"

#include <QTest>

using namespace tandem;

namespace {

constexpr int rules = 1;

struct Desk {
    ManualClock clock;
    TemporaryStore store{clock};

    void write(const char* id, const std::string& hash)
    {
        Document document;
        document.id = ArticleId(id);
        document.title = std::string("About ") + id;
        document.body = "text";
        document.contentHash = hash;
        StoredPassage stored;
        stored.passage.id = PassageId(std::string(id) + "#0");
        stored.passage.article = document.id;
        stored.passage.text = std::string("The text of ") + id + " in state " + hash;
        succeed(store->write([&](Transaction& transaction) { return transaction.knowledge().put(document, "", {stored}); }));
    }
    void put(const char* document, const std::string& hash, const std::vector<Finding>& findings, int by = rules)
    {
        succeed(store->write([&](Transaction& transaction) {
            return transaction.findings().put({ArticleId(document), hash, by, hash + "/" + std::to_string(by)}, findings);
        }));
    }
    std::vector<Finding> listed()
    {
        return valueOf(readResult(*store, [](Transaction& transaction) { return transaction.findings().list(100); }));
    }
    Status dismiss(const char* id)
    {
        return store->write([&](Transaction& transaction) {
            return transaction.findings().dismiss(FindingId(id), ActorId("a-simone"), clock.now());
        });
    }
};

Finding finding(const char* id, const std::string& firstHash, const std::string& secondHash)
{
    Finding result;
    result.id = FindingId(id);
    result.first = {ArticleId("a"), "", Language::En, PassageId("a#0"), "", "It takes 14 days.", "14 days", firstHash};
    result.second = {ArticleId("b"), "", Language::En, PassageId("b#0"), "", "It takes 30 days.", "30 days", secondHash};
    result.score = 0.75;
    result.foundAt = TimePoint(Milliseconds(1000));
    return result;
}

} // namespace

class TestSqliteFindingStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFindingComesBackWithTitlesAndPassages();
    void aFindingGoesWhenOneOfItsDocumentsChanges();
    void aFindingGoesWithItsDocument();
    void whatWasDismissedStaysDismissedUntilOneOfTheTwoChanges();
    void otherRulesTakeAwayWhatNobodyDismissed();
    void dismissingWhatIsNotThereIsNotFound();
    void marksTellWhatWasCompared();
};

void TestSqliteFindingStore::aFindingComesBackWithTitlesAndPassages()
{
    Desk desk;
    desk.write("a", "1");
    desk.write("b", "1");
    desk.put("a", "1", {finding("f", "1", "1")});
    const auto listed = desk.listed();
    QCOMPARE(listed.size(), std::size_t{1});
    const Finding& found = listed.front();
    QCOMPARE(found.id, FindingId("f"));
    QCOMPARE(found.kind, FindingKind::Contradiction);
    QCOMPARE(found.score, 0.75);
    QCOMPARE(found.foundAt, TimePoint(Milliseconds(1000)));
    QVERIFY(!found.dismissedAt);
    QCOMPARE(found.first.title, std::string("About a"));
    QCOMPARE(found.first.text, std::string("The text of a in state 1"));
    QCOMPARE(found.first.sentence, std::string("It takes 14 days."));
    QCOMPARE(found.second.article, ArticleId("b"));
    QCOMPARE(found.second.passage, PassageId("b#0"));
    QCOMPARE(found.second.value, std::string("30 days"));
}

void TestSqliteFindingStore::aFindingGoesWhenOneOfItsDocumentsChanges()
{
    Desk desk;
    desk.write("a", "1");
    desk.write("b", "1");
    desk.put("a", "1", {finding("f", "1", "1")});
    desk.write("b", "2"); // at once, before anything is compared anew
    QVERIFY(desk.listed().empty());
    desk.put("b", "2", {});
    desk.write("b", "1"); // as it was: it is compared anew before anything is said
    QVERIFY(desk.listed().empty());
}

void TestSqliteFindingStore::aFindingGoesWithItsDocument()
{
    Desk desk;
    desk.write("a", "1");
    desk.write("b", "1");
    desk.put("a", "1", {finding("f", "1", "1")});
    succeed(desk.store->write([](Transaction& transaction) { return transaction.knowledge().remove(ArticleId("b")); }));
    QVERIFY(desk.listed().empty());
    desk.write("b", "1");
    QVERIFY(desk.listed().empty());
}

void TestSqliteFindingStore::whatWasDismissedStaysDismissedUntilOneOfTheTwoChanges()
{
    Desk desk;
    desk.write("a", "1");
    desk.write("b", "1");
    desk.put("a", "1", {finding("f", "1", "1")});
    succeed(desk.dismiss("f"));
    desk.put("b", "1", {finding("f", "1", "1")}); // found from the other side
    QCOMPARE(desk.listed().size(), std::size_t{1});
    QVERIFY(desk.listed().front().dismissedAt);
    QCOMPARE(desk.listed().front().dismissedBy, ActorId("a-simone"));
    desk.write("a", "2");
    desk.put("a", "2", {finding("g", "2", "1")});
    QCOMPARE(desk.listed().size(), std::size_t{1});
    QVERIFY(!desk.listed().front().dismissedAt);
}

void TestSqliteFindingStore::otherRulesTakeAwayWhatNobodyDismissed()
{
    Desk desk;
    desk.write("a", "1");
    desk.write("b", "1");
    desk.put("a", "1", {finding("f", "1", "1"), finding("g", "1", "1")});
    succeed(desk.dismiss("g"));
    desk.put("b", "1", {}, rules + 1);
    QCOMPARE(desk.listed().size(), std::size_t{1});
    QCOMPARE(desk.listed().front().id, FindingId("g"));
}

void TestSqliteFindingStore::dismissingWhatIsNotThereIsNotFound()
{
    Desk desk;
    const Status dismissed = desk.dismiss("f");
    QVERIFY(!dismissed && dismissed.error().code == ErrorCode::NotFound);
}

void TestSqliteFindingStore::marksTellWhatWasCompared()
{
    Desk desk;
    desk.write("a", "1");
    desk.put("a", "1", {});
    desk.put("a", "1", {}, 2);
    const auto marks
        = valueOf(readResult(*desk.store, [](Transaction& transaction) { return transaction.findings().compared(); }));
    QCOMPARE(marks, (std::map<ArticleId, std::string>{{ArticleId("a"), "1/2"}}));
}

QTEST_GUILESS_MAIN(TestSqliteFindingStore)
#include "TestSqliteFindingStore.moc"
