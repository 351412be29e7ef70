// links: tandem_knowledge
#include "base/Bytes.h"
#include "knowledge/KeywordIndex.h"
#include "services/vectors/CheckedFile.h"
#include "support/Strings.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <fstream>
#include <map>
#include <random>
#include <thread>

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

// Whether a search gives what scoring every passage gives.
bool isExact(const KeywordIndex& index, const KeywordQuery& query, const std::vector<PassageId>& all, std::size_t count,
    const KeywordIndex::Accepts& accepts)
{
    std::vector<std::pair<double, std::string>> expected;
    const auto matches = index.match(query, all);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (matches[i].score > 0 && (!accepts || accepts(all[i])))
            expected.emplace_back(-matches[i].score, all[i].value());
    }
    std::ranges::sort(expected);
    const auto hits = index.search(query, count, accepts);
    if (hits.size() != std::min(count, expected.size()))
        return false;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        if (hits[i].score != -expected[i].first || hits[i].passage.value() != expected[i].second)
            return false;
    }
    return true;
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
    void theBestStayExactWhilePassagesGrowLonger();
    void passagesThatScoreTheSameComeInTheOrderOfTheirIds();
    void allFormsOfAWordAreFound();
    void searchesRunWhilePassagesAreAdded();
    void aSavedIndexComesBack();
    void aLargeSavedIndexComesBackAndGoesOn();
    void aFileOfAnEarlierVersionIsRefused();
    void aWrongListUnderARightChecksumIsRefused();
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
    for (int i = 0; i < 6000; ++i) {
        all.emplace_back(std::to_string(i));
        index.put(all.back(), {"", "", randomText(random)});
    }
    for (int i = 0; i < 6000; i += 13)
        index.remove(all[static_cast<std::size_t>(i)]);
    const auto accepts = [&](const PassageId& id) { return id.value().back() != '7'; };
    for (int round = 0; round < 40; ++round) {
        // A rare word among frequent ones is what pruning is for.
        const KeywordQuery query = keywordQuery(randomText(random).substr(0, round < 20 ? 24 : 60));
        QVERIFY(isExact(index, query, all, 20, accepts));
        QVERIFY(isExact(index, query, all, 1, {}));
    }
}

void TestKeywordIndex::theBestStayExactWhilePassagesGrowLonger()
{
    std::mt19937 random(4);
    KeywordIndex index;
    std::vector<PassageId> all;
    for (std::size_t i = 0; i < 1200; ++i) {
        all.emplace_back(std::to_string(i));
        std::string text = randomText(random).substr(0, 12 + i / 2);
        while (text.size() < i / 2)
            text += randomText(random);
        index.put(all.back(), {"", "", text});
        if (i % 100 == 99)
            QVERIFY(isExact(index, keywordQuery(randomText(random).substr(0, 40)), all, 10, {}));
    }
}

void TestKeywordIndex::passagesThatScoreTheSameComeInTheOrderOfTheirIds()
{
    KeywordIndex index;
    for (int i = 999; i >= 0; --i)
        index.put(PassageId("p" + std::to_string(1000 + i)), {"", "", i % 2 == 0 ? "alpha beta" : "beta alpha gamma delta"});
    std::vector<std::string> expected;
    for (int i = 0; i < 20; i += 2)
        expected.push_back("p" + std::to_string(1000 + i));
    QCOMPARE(found(index, "alpha beta"), expected);
}

void TestKeywordIndex::allFormsOfAWordAreFound()
{
    KeywordIndex index;
    index.put(PassageId("de"), {"", "", "Alle Rechnungen liegen im Kundenbereich."});
    index.put(PassageId("ar"), {"", "", "يمكنك تنزيل الفواتير من حسابك"});
    index.put(PassageId("pl"), {"", "", "Subskrypcje można anulować w każdej chwili."});
    QCOMPARE(found(index, "Wo ist meine Rechnung?"), std::vector<std::string>{"de"});
    QCOMPARE(found(index, "فواتير"), std::vector<std::string>{"ar"});
    QCOMPARE(found(index, "subskrypcji"), std::vector<std::string>{"pl"});
}

void TestKeywordIndex::searchesRunWhilePassagesAreAdded()
{
    KeywordIndex index;
    std::atomic<bool> done = false;
    std::atomic<int> wrong = 0;
    {
        const auto look = [&] {
            std::size_t most = 0;
            while (!done) {
                const auto hits = index.search(keywordQuery("common rare"), 5000, {});
                wrong += hits.size() < most ? 1 : 0;
                most = hits.size();
                const auto matches = index.match(keywordQuery("common"), {PassageId("0")});
                wrong += most > 0 && matches[0].coverage < 0.99 ? 1 : 0;
            }
        };
        const std::jthread first(look);
        const std::jthread second(look);
        for (int i = 0; i < 1500; ++i)
            index.put(PassageId(std::to_string(i)), {"", "", "common " + std::string(i % 50 == 0 ? "rare" : ownWord(i % 600))});
        done = true;
    }
    QCOMPARE(wrong.load(), 0);
    QCOMPARE(found(index, "common", 5000).size(), 1500U);
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

void TestKeywordIndex::aLargeSavedIndexComesBackAndGoesOn()
{
    const QTemporaryDir folder;
    const auto file = path(folder) / "words.index";
    std::mt19937 random(8);
    KeywordIndex index;
    std::vector<PassageId> all;
    for (int i = 0; i < 1500; ++i) {
        all.emplace_back(std::to_string(i));
        index.put(all.back(), {"Title", "", randomText(random)});
    }
    for (int i = 0; i < 1500; i += 20)
        index.remove(all[static_cast<std::size_t>(i)]);
    succeed(index.save(file, ""));
    const auto loaded = valueOf(KeywordIndex::load(file, ""));
    QCOMPARE(loaded->size(), index.size());
    QCOMPARE(loaded->measured().postings, index.measured().postings);
    for (KeywordIndex* each : {&index, loaded.get()}) {
        std::mt19937 same(9);
        for (int i = 1500; i < 1800; ++i)
            each->put(PassageId(std::to_string(i)), {"Title", "", randomText(same)});
        each->remove(PassageId("1"));
    }
    for (int i = 1500; i < 1800; ++i)
        all.emplace_back(std::to_string(i));
    for (int round = 0; round < 10; ++round) {
        const KeywordQuery query = keywordQuery(randomText(random).substr(0, 30));
        QVERIFY(isExact(*loaded, query, all, 10, {}));
        const auto before = index.search(query, 10, {});
        const auto after = loaded->search(query, 10, {});
        QCOMPARE(after.size(), before.size());
        for (std::size_t i = 0; i < before.size(); ++i)
            QCOMPARE(after[i].passage, before[i].passage);
    }
}

void TestKeywordIndex::aFileOfAnEarlierVersionIsRefused()
{
    const QTemporaryDir folder;
    const auto file = path(folder) / "words.index";
    const std::array<std::string_view, 1> parts{"whatever it held"};
    succeed(writeChecked(file, FileKind{"TDMWORD\n", 1}, parts));
    QCOMPARE(KeywordIndex::load(file, "").error().code, ErrorCode::Corrupt);
}

void TestKeywordIndex::aWrongListUnderARightChecksumIsRefused()
{
    const QTemporaryDir folder;
    const auto file = path(folder) / "words.index";
    ByteWriter writer;
    writer.text("");
    writer.value(std::uint64_t{1});
    writer.text("p");
    writer.values(std::span<const float>(std::array<float, 1>{2.0F}));
    writer.value(std::uint64_t{1});
    writer.text("word");
    writer.value(std::uint32_t{1}); // one posting
    writer.value(std::uint16_t{1}); // of one byte
    const std::string begin = writer.written();
    for (const auto& [byte, isGood] : {std::pair{'\x00', true}, std::pair{'\x02', false}, std::pair{'\x80', false}}) {
        const std::string content = begin + byte; // slot 0; slot 1, which is not there; a number without an end
        const std::array<std::string_view, 1> parts{content};
        succeed(writeChecked(file, FileKind{"TDMWORD\n", 3}, parts));
        const auto loaded = KeywordIndex::load(file, "");
        QCOMPARE(loaded.has_value(), isGood);
        QVERIFY(isGood || loaded.error().code == ErrorCode::Corrupt);
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
