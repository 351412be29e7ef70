// links: tandem_knowledge
#include "knowledge/DocumentSet.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

namespace {

TimePoint day(const char* date)
{
    return valueOf(parseTime(date));
}

Document document(const char* id, const std::vector<const char*>& supersedes = {})
{
    Document result;
    result.id = ArticleId(id);
    for (const char* older : supersedes)
        result.supersedes.emplace_back(older);
    result.updatedAt = day("2026-01-01");
    return result;
}

bool valid(const DocumentSet& set, const char* id, const char* date = "2026-06-01")
{
    return set.isValid(ArticleId(id), day(date));
}

} // namespace

class TestDocumentSet : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aDocumentIsValidFromItsFirstToItsLastMoment();
    void whatIsMarkedSupersededIsNeverValid();
    void aValidReplacementHidesTheOldOne();
    void aReplacementOfTheFutureHidesNothingYet();
    void removingTheReplacementBringsTheOldOneBack();
    void inACircleTheNewestStands();
    void aDocumentThatSupersedesItselfStands();
    void aDocumentEndsAfterItsLastMomentOrWhenItIsReplaced();
    void whatHoldsTodayHasNoEnd();
    void aTurnIsWhereADocumentBeginsOrHasEnded();
    void whatRestsOnOthersHoldsAndIsForSomebodyOnlyWithAllOfThem();
    void theArticleIsInThePassagesId();
};

void TestDocumentSet::aDocumentIsValidFromItsFirstToItsLastMoment()
{
    DocumentSet set;
    Document limited = document("a");
    limited.validFrom = day("2026-02-01");
    limited.validUntil = day("2026-03-01");
    set.put(limited, "", 1);
    QVERIFY(!valid(set, "a", "2026-01-31"));
    QVERIFY(valid(set, "a", "2026-02-01"));
    QVERIFY(valid(set, "a", "2026-03-01"));
    QVERIFY(!valid(set, "a", "2026-03-02"));
    QVERIFY(!valid(set, "unknown"));
}

void TestDocumentSet::whatIsMarkedSupersededIsNeverValid()
{
    DocumentSet set;
    Document old = document("a");
    old.superseded = true;
    set.put(old, "", 1);
    QVERIFY(!valid(set, "a"));
}

void TestDocumentSet::aValidReplacementHidesTheOldOne()
{
    DocumentSet set;
    set.put(document("old"), "", 1);
    set.put(document("new", {"old"}), "", 1);
    set.put(document("newest", {"new"}), "", 1);
    QVERIFY(!valid(set, "old"));
    QVERIFY(!valid(set, "new"));
    QVERIFY(valid(set, "newest"));
}

void TestDocumentSet::aReplacementOfTheFutureHidesNothingYet()
{
    DocumentSet set;
    set.put(document("old"), "", 1);
    Document next = document("new", {"old"});
    next.validFrom = day("2026-07-01");
    set.put(next, "", 1);
    QVERIFY(valid(set, "old", "2026-06-30"));
    QVERIFY(!valid(set, "new", "2026-06-30"));
    QVERIFY(!valid(set, "old", "2026-07-01"));
    QVERIFY(valid(set, "new", "2026-07-01"));
}

void TestDocumentSet::removingTheReplacementBringsTheOldOneBack()
{
    DocumentSet set;
    set.put(document("old"), "", 1);
    set.put(document("new", {"old"}), "", 1);
    set.remove(ArticleId("new"));
    QVERIFY(valid(set, "old"));
    set.put(document("new", {"old"}), "", 1);
    set.put(document("new"), "", 1); // edited: it replaces nothing any more
    QVERIFY(valid(set, "old"));
}

void TestDocumentSet::inACircleTheNewestStands()
{
    DocumentSet set;
    Document a = document("a", {"b"});
    Document b = document("b", {"c"});
    Document c = document("c", {"a"});
    b.updatedAt = day("2026-05-01");
    for (const Document& one : {a, b, c})
        set.put(one, "", 1);
    QVERIFY(valid(set, "b"));
    QVERIFY(!valid(set, "c"));
    const int standing = (valid(set, "a") ? 1 : 0) + (valid(set, "b") ? 1 : 0) + (valid(set, "c") ? 1 : 0);
    QCOMPARE(standing, 1);
}

void TestDocumentSet::aDocumentThatSupersedesItselfStands()
{
    DocumentSet set;
    set.put(document("a", {"a"}), "", 1);
    QVERIFY(valid(set, "a"));
}

void TestDocumentSet::aDocumentEndsAfterItsLastMomentOrWhenItIsReplaced()
{
    DocumentSet set;
    Document old = document("old");
    old.validUntil = day("2026-09-01") - Milliseconds(1);
    set.put(old, "", 1);
    QCOMPARE(set.endOf(ArticleId("old"), day("2026-11-01")), std::optional(day("2026-09-01")));

    // Replaced before its time was over.
    Document replacement = document("new", {"old"});
    replacement.validFrom = day("2026-08-15");
    set.put(replacement, "", 1);
    QCOMPARE(set.endOf(ArticleId("old"), day("2026-11-01")), std::optional(day("2026-08-15")));

    set.put(document("older"), "", 1);
    Document newer = document("newer", {"older"});
    newer.validFrom = day("2026-03-01");
    set.put(newer, "", 1);
    QCOMPARE(set.endOf(ArticleId("older"), day("2026-11-01")), std::optional(day("2026-03-01")));
}

void TestDocumentSet::whatHoldsTodayHasNoEnd()
{
    DocumentSet set;
    Document limited = document("a");
    limited.validFrom = day("2026-02-01");
    limited.validUntil = day("2026-03-01");
    set.put(limited, "", 1);
    QVERIFY(!set.endOf(ArticleId("a"), day("2026-02-15")));
    QVERIFY(!set.endOf(ArticleId("a"), day("2026-03-01")));
    QVERIFY(!set.endOf(ArticleId("a"), day("2026-01-01"))); // not begun is not ended
    QVERIFY(!set.endOf(ArticleId("unknown"), day("2026-02-15")));
    // Replaced, and nobody said since when.
    set.put(document("b"), "", 1);
    set.put(document("c", {"b"}), "", 1);
    QVERIFY(!set.endOf(ArticleId("b"), day("2026-02-15")));
}

void TestDocumentSet::aTurnIsWhereADocumentBeginsOrHasEnded()
{
    DocumentSet set;
    QVERIFY(!set.lastTurn(day("2026-02-15")));
    Document limited = document("a");
    limited.validFrom = day("2026-02-01");
    limited.validUntil = day("2026-03-01");
    set.put(limited, "", 1);
    set.put(document("b"), "", 1);
    QVERIFY(!set.lastTurn(day("2026-01-31")));
    QCOMPARE(set.lastTurn(day("2026-02-01")), std::optional(day("2026-02-01")));
    QCOMPARE(set.lastTurn(day("2026-03-01")), std::optional(day("2026-02-01")));
    QCOMPARE(set.lastTurn(day("2026-03-01") + Milliseconds(1)), std::optional(day("2026-03-01") + Milliseconds(1)));
    limited.validFrom.reset();
    set.put(limited, "", 1); // replaced, not added to
    QVERIFY(!set.lastTurn(day("2026-03-01")));
    set.remove(ArticleId("a"));
    QVERIFY(!set.lastTurn(day("2027-01-01")));
}

void TestDocumentSet::whatRestsOnOthersHoldsAndIsForSomebodyOnlyWithAllOfThem()
{
    DocumentSet set;
    Document rule = document("rule");
    rule.plan = "business";
    rule.validUntil = day("2026-06-30");
    Document learned = document("learned");
    learned.restsOn = {ArticleId("rule")};
    Document next = document("next"); // learned from an answer that quoted what was learned
    next.restsOn = {ArticleId("learned")};
    learned.restsOn.push_back(ArticleId("next")); // a circle, however it came to be, ends
    set.put(learned, "", 1);
    set.put(next, "", 1);
    QVERIFY(!valid(set, "learned")); // what it rests on is not there
    QVERIFY(!set.isFor(ArticleId("next"), {"business", ""}));
    set.put(rule, "", 1);
    for (const char* id : {"learned", "next"}) {
        QVERIFY(valid(set, id, "2026-06-30"));
        QVERIFY(!valid(set, id, "2026-07-01"));
        QVERIFY(set.isFor(ArticleId(id), {"business", ""}));
        QVERIFY(!set.isFor(ArticleId(id), {"free", ""}));
        QCOMPARE(set.endOf(ArticleId(id), day("2026-08-01")), std::optional(day("2026-06-30") + Milliseconds(1)));
    }
    set.put(document("newer", {"rule"}), "", 1);
    QVERIFY(!valid(set, "next"));
    set.remove(ArticleId("newer"));
    QVERIFY(valid(set, "next"));
    set.remove(ArticleId("rule"));
    QVERIFY(!valid(set, "next"));
}

void TestDocumentSet::theArticleIsInThePassagesId()
{
    QCOMPARE(articleOf(PassageId("kb-1#12")), ArticleId("kb-1"));
    QCOMPARE(articleOf(PassageId("with#sign#3")), ArticleId("with#sign"));
}

QTEST_GUILESS_MAIN(TestDocumentSet)
#include "TestDocumentSet.moc"
