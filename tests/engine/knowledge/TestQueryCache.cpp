// links: tandem_knowledge
#include "KnowledgeWorkspace.h"
#include "knowledge/QueryCache.h"
#include "knowledge/SearchResultBytes.h"
#include "services/cache/MemoryCache.h"

#include <QTest>

using namespace tandem;

namespace {

std::unique_ptr<KnowledgeBase> cached(Workspace& workspace, Cache& cache, Embedder* embedder)
{
    KnowledgeBase::Settings settings;
    settings.directory = path(workspace.folder) / "indexes";
    settings.cache = &cache;
    return valueOf(KnowledgeBase::open(std::move(settings), *workspace.store, embedder));
}

struct CachedWorkspace : Workspace {
    MemoryCache cache{{}, clock};
    HashedEmbedder embedder;
    std::unique_ptr<KnowledgeBase> knowledge = cached(*this, cache, &embedder);

    CachedWorkspace()
    {
        writeThree(*this);
        import(*knowledge);
    }
    // How often the model was asked while `work` ran.
    int asked(const SearchQuery& query)
    {
        const int before = embedder.embedded();
        valueOf(knowledge->search(query, {}));
        return embedder.embedded() - before;
    }
    void put(const char* id, const char* body)
    {
        Document document;
        document.id = ArticleId(id);
        document.title = "T";
        document.body = body;
        succeed(knowledge->put(document));
    }
};

SearchResult full()
{
    SearchResult result;
    ScoredPassage scored;
    scored.passage = {PassageId("a#1"), ArticleId("a"), DocumentKind::Resolution, "Title", "Head › ing", "é. Two",
        {{0, 3}, {4, 7}}, Language::Ja, day("2026-01-02")};
    scored.score = -1.5;
    scored.meaning = 0.25;
    scored.words = 7;
    scored.sentenceSimilarity = {0.5F, -0.25F};
    scored.parts = ScoreParts{1, 2, 3, 4, 5};
    scored.heldUntil = day("2026-03-04");
    scored.plan = "business";
    scored.audience = "admin";
    result.passages = {scored, ScoredPassage{}};
    result.evidence = 0.75;
    result.evidenceFloor = 0.5;
    result.searched = 12;
    return result;
}

} // namespace

class TestQueryCache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSameQueryIsNotSearchedTwice();
    void whatIsFoundAgainIsTheSame();
    void anotherQueryIsSearched();
    void fiveMinutesAreTheEnd();
    void aChangeIsSeenByTheNextSearch();
    void aRemovalIsSeenByTheNextSearch();
    void timeMattersOnlyWhereADocumentBeginsOrEnds();
    void readersDoNotShareResults();
    void noWordOfAQueryIsKept();
    void bytesComeBackAndGarbageDoesNot();
};

void TestQueryCache::theSameQueryIsNotSearchedTwice()
{
    CachedWorkspace workspace;
    QVERIFY(workspace.asked(query("How long does a refund take?")) > 0);
    QCOMPARE(workspace.asked(query("How long does a refund take?")), 0);
}

void TestQueryCache::whatIsFoundAgainIsTheSame()
{
    CachedWorkspace workspace;
    const auto asked = query("password reset link");
    const SearchResult first = valueOf(workspace.knowledge->search(asked, {}));
    const SearchResult second = valueOf(workspace.knowledge->search(asked, {}));
    QVERIFY(!first.passages.empty());
    QCOMPARE(bytesOf(first), bytesOf(second));
}

void TestQueryCache::anotherQueryIsSearched()
{
    CachedWorkspace workspace;
    const SearchQuery asked = query("How long does a refund take?");
    workspace.asked(asked);
    const auto isNew = [&](auto change) {
        SearchQuery other = asked;
        change(other);
        return workspace.asked(other) > 0;
    };
    QVERIFY(isNew([](SearchQuery& other) { other.text += " "; }));
    QVERIFY(isNew([](SearchQuery& other) { other.count = 3; }));
    QVERIFY(isNew([](SearchQuery& other) { other.kind = DocumentKind::Article; }));
    QVERIFY(isNew([](SearchQuery& other) { other.language = Language::En; }));
    QVERIFY(isNew([](SearchQuery& other) { other.queryLanguage = Language::En; }));
    QVERIFY(isNew([](SearchQuery& other) { other.reader = Reader{}; }));
    QVERIFY(!isNew([](SearchQuery&) { }));
}

void TestQueryCache::fiveMinutesAreTheEnd()
{
    CachedWorkspace workspace;
    workspace.asked(query("refund"));
    workspace.clock.advance(Milliseconds(299'999));
    QCOMPARE(workspace.asked(query("refund")), 0);
    workspace.clock.advance(Milliseconds(1));
    QVERIFY(workspace.asked(query("refund")) > 0);
}

void TestQueryCache::aChangeIsSeenByTheNextSearch()
{
    CachedWorkspace workspace;
    QCOMPARE(best(*workspace.knowledge, query("zebra crossing")), best(*workspace.knowledge, query("zebra crossing")));
    workspace.put("zebra", "A zebra crossing is a place to cross the road.");
    QCOMPARE(best(*workspace.knowledge, query("zebra crossing")), std::string("zebra"));
    workspace.put("zebra", "Nothing of the sort.");
    for (const ScoredPassage& scored : valueOf(workspace.knowledge->search(query("zebra crossing"), {})).passages)
        QVERIFY(!scored.passage.text.contains("zebra crossing"));
}

void TestQueryCache::aRemovalIsSeenByTheNextSearch()
{
    CachedWorkspace workspace;
    QCOMPARE(best(*workspace.knowledge, query("password reset link")), std::string("password"));
    succeed(workspace.knowledge->remove(ArticleId("password")));
    for (const std::string& id : found(*workspace.knowledge, query("password reset link")))
        QVERIFY(id != "password");
}

void TestQueryCache::timeMattersOnlyWhereADocumentBeginsOrEnds()
{
    CachedWorkspace workspace;
    Document document;
    document.id = ArticleId("winter");
    document.title = "Winter";
    document.body = "The winter sale lasts two weeks.";
    document.validFrom = day("2026-12-01");
    document.validUntil = day("2026-12-31");
    succeed(workspace.knowledge->put(document));
    workspace.asked(query("winter sale", "2026-11-20"));
    QCOMPARE(workspace.asked(query("winter sale", "2026-11-30")), 0);
    QVERIFY(workspace.asked(query("winter sale", "2026-12-01")) > 0);
    QCOMPARE(workspace.asked(query("winter sale", "2026-12-31")), 0);
    QCOMPARE(best(*workspace.knowledge, query("winter sale", "2026-12-31")), std::string("winter"));
    QVERIFY(best(*workspace.knowledge, query("winter sale", "2027-01-01")) != "winter");
    // Seen from another day, a rule is an old one.
    SearchQuery old = query("winter sale", "2026-12-10");
    old.today = day("2027-02-01");
    QVERIFY(valueOf(workspace.knowledge->search(old, {})).passages.front().heldUntil);
    old.today = day("2026-12-20");
    QVERIFY(!valueOf(workspace.knowledge->search(old, {})).passages.front().heldUntil);
}

void TestQueryCache::readersDoNotShareResults()
{
    CachedWorkspace workspace;
    Document document;
    document.id = ArticleId("inside");
    document.title = "Inside";
    document.body = "Agents may refund a second time after ninety days.";
    document.audience = "internal";
    succeed(workspace.knowledge->put(document));
    SearchQuery asked = query("refund a second time after ninety days");
    QCOMPARE(best(*workspace.knowledge, asked), std::string("inside"));
    asked.reader = Reader{};
    for (const std::string& id : found(*workspace.knowledge, asked))
        QVERIFY(id != "inside");
}

void TestQueryCache::noWordOfAQueryIsKept()
{
    // A cache that shows what it is given.
    class Spy final : public Cache {
    public:
        std::optional<std::string> find(const Key&) override { return std::nullopt; }
        void put(const Key&, std::string value, Milliseconds) override { m_all += value; }
        std::string m_all;
    };
    Workspace workspace;
    writeThree(workspace);
    Spy spy;
    auto knowledge = cached(workspace, spy, nullptr);
    workspace.import(*knowledge);
    valueOf(knowledge->search(query("Petra Lindqvist asks about her password"), {}));
    QVERIFY(spy.m_all.contains("password reset")); // what was found
    QVERIFY(!spy.m_all.contains("Lindqvist"));
}

void TestQueryCache::bytesComeBackAndGarbageDoesNot()
{
    const std::string bytes = bytesOf(full());
    const auto back = searchResultFrom(bytes);
    QVERIFY(back.has_value());
    QCOMPARE(bytesOf(*back), bytes);
    QCOMPARE(back->passages.size(), std::size_t{2});
    QCOMPARE(back->passages[0].passage.language, Language::Ja);
    QCOMPARE(back->passages[0].heldUntil, full().passages[0].heldUntil);
    QCOMPARE(back->passages[0].audience, std::string("admin"));
    QVERIFY(!back->passages[1].parts);
    for (std::size_t length = 0; length < bytes.size(); ++length)
        QVERIFY(!searchResultFrom(std::string_view(bytes).substr(0, length)));
    QVERIFY(!searchResultFrom(bytes + "x"));
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::string bad = bytes;
        bad[at] = static_cast<char>(0xFF);
        const auto read = searchResultFrom(bad); // whatever it is, nothing is read that is not there
        QVERIFY(!read || read->passages.size() <= bytes.size());
    }
}

QTEST_GUILESS_MAIN(TestQueryCache)
#include "TestQueryCache.moc"
