// links: tandem_embedding
#include "services/embedding/EmbeddingCache.h"

#include <QTest>

using namespace tandem;

class TestEmbeddingCache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void queryAndPassageHaveDifferentKeys()
    {
        QVERIFY(EmbeddingCache::keyOf("text", TextRole::Query) != EmbeddingCache::keyOf("text", TextRole::Passage));
        QVERIFY(EmbeddingCache::keyOf("text", TextRole::Query) == EmbeddingCache::keyOf("text", TextRole::Query));
    }

    void theLeastRecentlyUsedEntryMakesRoom()
    {
        EmbeddingCache cache(2);
        cache.put(key("a"), {1});
        cache.put(key("b"), {2});
        QVERIFY(cache.find(key("a")));
        cache.put(key("c"), {3});
        QVERIFY(!cache.find(key("b")));
        QCOMPARE(*cache.find(key("a")), Embedding{1});
        QCOMPARE(*cache.find(key("c")), Embedding{3});
    }

    void puttingTheSameTextTwiceTakesOnePlace()
    {
        EmbeddingCache cache(2);
        cache.put(key("a"), {1});
        cache.put(key("b"), {2});
        cache.put(key("a"), {1});
        QVERIFY(cache.find(key("b")));
        QVERIFY(cache.find(key("a")));
    }

    void zeroEntriesKeepNothing()
    {
        EmbeddingCache cache(0);
        cache.put(key("a"), {1});
        QVERIFY(!cache.find(key("a")));
    }

private:
    static EmbeddingCache::Key key(std::string_view text) { return EmbeddingCache::keyOf(text, TextRole::Query); }
};

QTEST_GUILESS_MAIN(TestEmbeddingCache)
#include "TestEmbeddingCache.moc"
