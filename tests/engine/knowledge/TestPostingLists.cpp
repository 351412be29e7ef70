// links: tandem_knowledge
#include "knowledge/PostingCursor.h"
#include "knowledge/PostingLists.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

using namespace tandem;

namespace {

constexpr std::size_t slotCount = 200'000;
const Bm25 formula(20);

const std::vector<float>& lengths()
{
    static const std::vector<float> each = [] {
        std::mt19937 random(5);
        std::vector<float> some(slotCount);
        for (float& length : some)
            length = static_cast<float>(2 + random() % 60);
        return some;
    }();
    return each;
}

// Gaps of every size, frequencies mostly small.
std::vector<Posting> postings(std::size_t count, std::uint32_t gap, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<Posting> all;
    std::uint32_t slot = random() % gap;
    for (std::size_t i = 0; i < count && slot < slotCount; ++i) {
        all.push_back({slot, random() % 50 == 0 ? 1 + static_cast<std::uint32_t>(random() % 3000) : 2});
        slot += 1 + static_cast<std::uint32_t>(random() % gap);
    }
    return all;
}

void append(PostingLists& lists, std::uint32_t list, const std::vector<Posting>& all)
{
    for (const Posting& posting : all)
        lists.append(list, posting, formula, lengths());
}

bool same(const std::vector<Posting>& left, const std::vector<Posting>& right)
{
    return std::ranges::equal(
        left, right, [](const Posting& a, const Posting& b) { return a.slot == b.slot && a.frequency == b.frequency; });
}

} // namespace

class TestPostingLists : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsAppendedComesBack();
    void listsThatGrowInTurnDoNotDisturbEachOther();
    void blocksKnowTheirMost();
    void aFrequencyBeyondAllMeasureIsHeldDown();
    void writtenListsAreReadAgainAndGoOn();
    void whatIsNoListIsRefused();
    void aCursorFindsEachPassageAndNoOther();
    void aCursorAddsExactlyWhatLiesBetween();
};

void TestPostingLists::whatIsAppendedComesBack()
{
    for (const std::size_t count : {1, 2, 127, 128, 129, 256, 1000}) {
        for (const std::uint32_t gap : {1, 2, 100, 60'000}) {
            const std::vector<Posting> all = postings(count, gap, 3);
            PostingLists lists;
            append(lists, 0, all);
            QCOMPARE(lists.size(0), all.size());
            QCOMPARE(lists.blocks(0).size(), all.size() / PostingLists::blockSize);
            QVERIFY(same(lists.all(0), all));
        }
    }
}

void TestPostingLists::listsThatGrowInTurnDoNotDisturbEachOther()
{
    constexpr std::uint32_t count = 40;
    PostingLists lists;
    std::vector<std::vector<Posting>> all;
    for (std::uint32_t list = 0; list < count; ++list)
        all.push_back(postings(600, 1 + list * 7, list));
    for (std::size_t i = 0; i < 600; ++i) {
        for (std::uint32_t list = 0; list < count; ++list) {
            if (i < all[list].size())
                lists.append(list, all[list][i], formula, lengths());
        }
    }
    for (std::uint32_t list = 0; list < count; ++list)
        QVERIFY(same(lists.all(list), all[list]));
    // Less than three bytes each, of which the lists' own records are a part.
    QVERIFY(lists.bytes() < 3 * 600 * count + 65'536);
}

void TestPostingLists::blocksKnowTheirMost()
{
    const std::vector<Posting> all = postings(256, 30, 9);
    PostingLists lists;
    append(lists, 0, all);
    const auto mostBy = [&](const Bm25& by, std::size_t block) {
        float most = 0;
        for (std::size_t i = block * 128; i < (block + 1) * 128; ++i)
            most = std::max(most, by.contribution<float>(all[i].frequency, lengths()[all[i].slot]));
        return most;
    };
    QCOMPARE(lists.blocks(0)[1].most, mostBy(formula, 1));
    const Bm25 longer(60);
    lists.weigh(longer, lengths());
    QCOMPARE(lists.blocks(0)[0].most, mostBy(longer, 0));
    QVERIFY(mostBy(longer, 0) > mostBy(formula, 0));
    QVERIFY(mostBy(longer, 0) <= mostBy(formula, 0) * 3);
}

void TestPostingLists::aFrequencyBeyondAllMeasureIsHeldDown()
{
    PostingLists lists;
    for (std::uint32_t slot = 0; slot < 128; ++slot)
        lists.append(0, {slot, slot == 5 ? 1'000'000U : 2U}, formula, lengths());
    lists.append(1, {7, 1'000'000}, formula, lengths());
    QCOMPARE(lists.all(0)[5].frequency, Posting::mostFrequency);
    QCOMPARE(lists.all(0)[6].frequency, 2U);
    QCOMPARE(lists.all(1)[0].frequency, Posting::mostFrequency);
}

void TestPostingLists::writtenListsAreReadAgainAndGoOn()
{
    for (const std::size_t count : {1, 100, 128, 700}) {
        const std::vector<Posting> all = postings(count, 50, 8);
        PostingLists lists;
        append(lists, 0, all);
        ByteWriter writer;
        lists.write(0, writer);
        ByteReader reader(writer.written());
        PostingLists read;
        QVERIFY(read.read(reader, formula, lengths()));
        QVERIFY(reader.good() && reader.atEnd());
        std::vector<Posting> more = all;
        more.push_back({all.back().slot + 3, 4});
        read.append(0, more.back(), formula, lengths());
        QVERIFY(same(read.all(0), more));
    }
}

void TestPostingLists::whatIsNoListIsRefused()
{
    PostingLists lists;
    append(lists, 0, postings(300, 50, 8));
    ByteWriter writer;
    lists.write(0, writer);
    // Whatever one byte is changed to, reading neither crashes nor gives a slot that has no length.
    int refused = 0;
    for (std::size_t at = 0; at < writer.written().size(); ++at) {
        for (const char change : {'\x01', '\x80', '\x7F'}) {
            std::string bytes = writer.written();
            bytes[at] = static_cast<char>(bytes[at] ^ change);
            ByteReader reader(bytes);
            PostingLists read;
            if (!read.read(reader, formula, lengths()) || !reader.atEnd()) {
                ++refused;
                continue;
            }
            for (const Posting& posting : read.all(0))
                QVERIFY(posting.slot < slotCount);
        }
    }
    QVERIFY(refused > 20);
    for (const std::size_t length : {0, 3, 4, 20, 100}) {
        ByteReader reader(std::string_view(writer.written()).substr(0, length));
        PostingLists read;
        QVERIFY(!read.read(reader, formula, lengths()) || !reader.good());
    }
}

void TestPostingLists::aCursorFindsEachPassageAndNoOther()
{
    const std::vector<Posting> all = postings(1000, 40, 4);
    std::map<std::uint32_t, std::uint32_t> frequencies;
    for (const Posting& posting : all)
        frequencies[posting.slot] = posting.frequency;
    PostingLists lists;
    append(lists, 0, all);
    const PostingCursor::Weighing weighing{formula, lengths(), 1};
    for (const std::uint32_t step : {1U, 7U, 500U, 9000U}) {
        PostingCursor cursor(lists, 0, weighing, 1);
        for (std::uint32_t slot = 0; slot < slotCount; slot += step) {
            const auto found = frequencies.find(slot);
            QCOMPARE(cursor.frequencyAt(slot), found == frequencies.end() ? 0U : found->second);
            QCOMPARE(cursor.frequencyAt(slot), found == frequencies.end() ? 0U : found->second);
        }
    }
}

void TestPostingLists::aCursorAddsExactlyWhatLiesBetween()
{
    const std::vector<Posting> all = postings(700, 25, 6);
    PostingLists lists;
    append(lists, 0, all);
    const PostingCursor::Weighing weighing{formula, lengths(), 1};
    for (const std::uint32_t width : {64U, 1000U, 100'000U}) {
        PostingCursor cursor(lists, 0, weighing, 2);
        for (std::uint32_t begin = 0; begin <= all.back().slot; begin += width) {
            const float most = cursor.between(begin, begin + width).most;
            std::vector<float> sums(width, 0.0F);
            std::vector<float> expected(width, 0.0F);
            for (const Posting& posting : all) {
                if (posting.slot >= begin && posting.slot < begin + width)
                    expected[posting.slot - begin] = 2 * formula.contribution<float>(posting.frequency, lengths()[posting.slot]);
            }
            cursor.addBetween(begin, begin + width, sums.data());
            for (std::uint32_t i = 0; i < width; ++i) {
                QVERIFY(std::abs(sums[i] - expected[i]) < 1e-5F);
                QVERIFY(sums[i] <= most * 1.00001F);
            }
        }
        QCOMPARE(cursor.nextFrom(all.back().slot + 1), PostingCursor::noSlot);
    }
}

QTEST_GUILESS_MAIN(TestPostingLists)
#include "TestPostingLists.moc"
