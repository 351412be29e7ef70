// links: tandem_knowledge
#include "knowledge/KeywordIndex.h"
#include "support/Strings.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <random>

using namespace tandem;

namespace {

std::vector<std::string> found(const KeywordIndex& index, const char* query, std::size_t count = 10)
{
    std::vector<std::string> ids;
    for (const KeywordHit& hit : index.search(keywordQuery(query), count, {}))
        ids.push_back(hit.passage.value());
    return ids;
}

void fill(KeywordIndex& index)
{
    index.put(PassageId("limits"), {"File upload limits", "", "The maximum size of a file on the Free plan is 25 MB."});
    index.put(PassageId("error"), {"Errors", "", "FILE-507 means that the file is too large for the plan."});
    index.put(PassageId("refund"), {"Refunds", "Duplicate charges", "A duplicate charge is paid back within 5 days."});
}

// A word that nothing else holds.
std::string ownWord(int number)
{
    return "own" + std::string(1, static_cast<char>('a' + number / 26)) + std::string(1, static_cast<char>('a' + number % 26));
}

// A passage of random words, the first ones of the alphabet being frequent.
std::string randomText(std::mt19937& random)
{
    std::geometric_distribution<int> word(0.08);
    std::string text;
    for (int i = 0; i < 40; ++i)
        text += "w" + std::string(1, static_cast<char>('a' + word(random) % 26))
            + std::string(1, static_cast<char>('a' + word(random) % 26)) + " ";
    return text;
}

} // namespace

class TestKeywordIndex : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSealedFileHoldsNoReadableWord();
    void theRarestWordDecides();
    void anErrorCodeIsFoundByItsNumberAndWhole();
    void titlesAndHeadingsAreSearched();
    void coverageIsTheShareOfTheQueryThatIsThere();
    void aReplacedPassageIsFoundByItsNewWordsOnly();
    void removedPassagesAreGoneAlsoAfterCleaning();
    void aFilterLeavesPassagesOut();
    void theBestAreThoseOfACompleteScan();
    void aSavedIndexComesBack();
    void aDamagedFileOrAnotherStampIsRefused();
    void nothingIsFoundInNothing();
};

void TestKeywordIndex::theRarestWordDecides()
{
    KeywordIndex index;
    fill(index);
    QCOMPARE(found(index, "what about the duplicate charge").front(), std::string("refund"));
    QCOMPARE(found(index, "largest file of the free plan").front(), std::string("limits"));
}

void TestKeywordIndex::anErrorCodeIsFoundByItsNumberAndWhole()
{
    KeywordIndex index;
    fill(index);
    for (const char* query : {"FILE-507", "error 507?", "file507", "file_507"})
        QCOMPARE(found(index, query).front(), std::string("error"));
    QVERIFY(keywordQuery("what is FILE-507").holdsIdentifier());
    QVERIFY(index.knowsIdentifierOf(keywordQuery("what is FILE-507")));
    QVERIFY(!index.knowsIdentifierOf(keywordQuery("what is FILE-999")));
    QVERIFY(!index.knowsIdentifierOf(keywordQuery("what is a file")));
}

void TestKeywordIndex::titlesAndHeadingsAreSearched()
{
    KeywordIndex index;
    fill(index);
    QCOMPARE(found(index, "upload"), std::vector<std::string>{"limits"});
    QCOMPARE(found(index, "charges"), std::vector<std::string>{"refund"});
}

void TestKeywordIndex::coverageIsTheShareOfTheQueryThatIsThere()
{
    KeywordIndex index;
    fill(index);
    const KeywordQuery query = keywordQuery("duplicate charge");
    const auto matches = index.match(query, {PassageId("refund"), PassageId("limits"), PassageId("nowhere")});
    QVERIFY(std::abs(matches[0].coverage - 1) < 1e-9);
    QCOMPARE(matches[1].coverage, 0.0);
    QCOMPARE(matches[2].score, 0.0);
    QVERIFY(std::abs(matches[0].score - index.search(query, 1, {})[0].score) < 1e-9);
    const auto half = index.match(keywordQuery("duplicate zebra"), {PassageId("refund")});
    QVERIFY(half[0].coverage > 0.2 && half[0].coverage < 0.6);
}

void TestKeywordIndex::aReplacedPassageIsFoundByItsNewWordsOnly()
{
    KeywordIndex index;
    fill(index);
    index.put(PassageId("refund"), {"Refunds", "", "Gift cards cannot be paid back."});
    QCOMPARE(index.size(), 3U);
    QVERIFY(found(index, "duplicate").empty());
    QCOMPARE(found(index, "gift"), std::vector<std::string>{"refund"});
}

void TestKeywordIndex::removedPassagesAreGoneAlsoAfterCleaning()
{
    KeywordIndex index;
    for (int i = 0; i < 200; ++i)
        index.put(PassageId(std::to_string(i)), {"", "", "common " + ownWord(i)});
    for (int i = 0; i < 150; ++i) {
        index.remove(PassageId(std::to_string(i)));
        QVERIFY(found(index, ownWord(i).c_str()).empty());
        QCOMPARE(found(index, ownWord(199).c_str()), std::vector<std::string>{"199"});
    }
    index.remove(PassageId("never there"));
    QCOMPARE(index.size(), 50U);
    QCOMPARE(found(index, "common", 100).size(), 50U);
}

void TestKeywordIndex::aFilterLeavesPassagesOut()
{
    KeywordIndex index;
    fill(index);
    const auto hits = index.search(keywordQuery("file plan"), 10, [](const PassageId& id) { return id != PassageId("limits"); });
    QCOMPARE(hits.size(), 1U);
    QCOMPARE(hits[0].passage, PassageId("error"));
}

void TestKeywordIndex::theBestAreThoseOfACompleteScan()
{
    std::mt19937 random(3);
    KeywordIndex index;
    std::vector<PassageId> all;
    for (int i = 0; i < 3000; ++i) {
        all.emplace_back(std::to_string(i));
        index.put(all.back(), {"", "", randomText(random)});
    }
    for (int i = 0; i < 3000; i += 13)
        index.remove(all[static_cast<std::size_t>(i)]);
    for (int round = 0; round < 40; ++round) {
        // A rare word among frequent ones is what pruning is for.
        const std::string text = randomText(random).substr(0, 24);
        const KeywordQuery query = keywordQuery(text);
        const auto accepts = [&](const PassageId& id) { return id.value().back() != '7'; };
        std::vector<std::pair<double, std::string>> expected;
        const auto matches = index.match(query, all);
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (matches[i].score > 0 && accepts(all[i]))
                expected.emplace_back(-matches[i].score, all[i].value());
        }
        std::ranges::sort(expected);
        const auto hits = index.search(query, 20, accepts);
        QCOMPARE(hits.size(), std::min<std::size_t>(20, expected.size()));
        for (std::size_t i = 0; i < hits.size(); ++i)
            QVERIFY(std::abs(hits[i].score + expected[i].first) < 1e-6);
    }
}

void TestKeywordIndex::aSavedIndexComesBack()
{
    const QTemporaryDir folder;
    const auto file = path(folder) / "words.index";
    KeywordIndex index;
    fill(index);
    index.remove(PassageId("limits"));
    succeed(index.save(file, "revision 7"));
    const auto loaded = valueOf(KeywordIndex::load(file, "revision 7"));
    QCOMPARE(loaded->size(), 2U);
    for (const char* query : {"file 507", "duplicate charge", "maximum"}) {
        const auto before = index.search(keywordQuery(query), 5, {});
        const auto after = loaded->search(keywordQuery(query), 5, {});
        QCOMPARE(after.size(), before.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            QCOMPARE(after[i].passage, before[i].passage);
            QVERIFY(std::abs(after[i].score - before[i].score) < 1e-9);
        }
    }
}

void TestKeywordIndex::aDamagedFileOrAnotherStampIsRefused()
{
    const QTemporaryDir folder;
    const auto file = path(folder) / "words.index";
    KeywordIndex index;
    fill(index);
    succeed(index.save(file, "revision 7"));
    QCOMPARE(KeywordIndex::load(file, "revision 8").error().code, ErrorCode::Corrupt);
    {
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(120);
        stream.put('~');
    }
    QCOMPARE(KeywordIndex::load(file, "revision 7").error().code, ErrorCode::Corrupt);
    QCOMPARE(KeywordIndex::load(path(folder) / "none", "").error().code, ErrorCode::NotFound);
}

void TestKeywordIndex::nothingIsFoundInNothing()
{
    const KeywordIndex empty;
    QVERIFY(found(empty, "anything").empty());
    KeywordIndex index;
    fill(index);
    QVERIFY(found(index, "").empty());
    QVERIFY(found(index, "?!").empty());
    QVERIFY(found(index, "file", 0).empty());
}

void TestKeywordIndex::aSealedFileHoldsNoReadableWord()
{
    const QTemporaryDir folder;
    const std::filesystem::path file = path(folder) / "words.index";
    const Seal seal = valueOf(Seal::open(path(folder) / "one.key"));
    const Seal other = valueOf(Seal::open(path(folder) / "other.key"));
    KeywordIndex index;
    index.put(PassageId("a#0"), {"Title", "", "quirinius lost the zumbolino"});
    succeed(index.save(file, "revision 7", &seal));
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
    QVERIFY(!bytes.contains("quirinius") && !bytes.contains("zumbolino"));
    const auto loaded = valueOf(KeywordIndex::load(file, "revision 7", &seal));
    QCOMPARE(loaded->search(keywordQuery("zumbolino"), 1, {}).size(), std::size_t(1));
    QCOMPARE(KeywordIndex::load(file, "revision 7", &other).error().code, ErrorCode::Corrupt);
    QCOMPARE(KeywordIndex::load(file, "revision 7").error().code, ErrorCode::Corrupt);
}

QTEST_GUILESS_MAIN(TestKeywordIndex)
#include "TestKeywordIndex.moc"
