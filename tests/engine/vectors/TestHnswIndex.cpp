// links: tandem_vectors
#include "VectorSamples.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <set>
#include <thread>

using namespace tandem;
using namespace tandem::samples;

class TestHnswIndex : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aVectorIsItsOwnNearest();
    void fewVectorsAreSearchedExactly();
    void aSearchWithoutAGraphIsTheExactOneEvenAmongNearlyEqualVectors();
    void aGraphFindsNearlyAllOfTheNearest();
    void aLargerGraphIsSearchedMoreWidely();
    void aReplacedVectorIsFoundAtItsNewPlaceOnly();
    void aRemovedPassageIsNotFound();
    void removedNeighboursDoNotHideThoseBehindThem();
    void theGraphIsBuiltAnewPastAFifthOfRemovedVectors();
    void aSmallIndexForgetsItsRemovedVectors();
    void changesDuringABuildAreInTheNewGraph();
    void wrongLengthsAndNumbersAreRefused();
    void searchesAndChangesRunTogether();
};

void TestHnswIndex::aVectorIsItsOwnNearest()
{
    const auto index = indexOf(100);
    const auto found = valueOf(index->search(unitVector(42), 3));
    QCOMPARE(found.size(), 3U);
    QCOMPARE(found[0].passage, passage(42));
    QVERIFY(std::abs(found[0].similarity - 1.0F) < 1e-5F);
    QVERIFY(found[0].similarity > found[1].similarity && found[1].similarity >= found[2].similarity);
}

void TestHnswIndex::fewVectorsAreSearchedExactly()
{
    const auto index = indexOf(500);
    QVERIFY(!index->hasGraph());
    QCOMPARE(recall(*index, upTo(500)), 1.0);
    QCOMPARE(valueOf(index->search(unitVector(1), 1000)).size(), 500U);
    QVERIFY(valueOf(index->search(unitVector(1), 0)).empty());
    QVERIFY(valueOf(indexOf(0)->search(unitVector(1), 5)).empty());
}

void TestHnswIndex::aGraphFindsNearlyAllOfTheNearest()
{
    const auto index = indexOf(3000, 1000);
    QVERIFY(index->hasGraph());
    QCOMPARE(index->size(), 3000U);
    QVERIFY(recall(*index, upTo(3000)) >= 0.95);
}

void TestHnswIndex::aLargerGraphIsSearchedMoreWidely()
{
    QCOMPARE(HnswIndex::effortFor(0), 96U);
    QCOMPARE(HnswIndex::effortFor(12'500), 96U);
    QCOMPARE(HnswIndex::effortFor(50'000), 192U);
    QCOMPARE(HnswIndex::effortFor(200'000), 384U);
    QCOMPARE(HnswIndex::effortFor(1'000'000), 858U);
    // Without an effort of its own an index takes the one of its size: a search that looks at six rows misses what this finds.
    const auto own = indexOf(3000, 1000);
    auto narrow = valueOf(HnswIndex::create("model-a", dimension, {.exactBelow = 1000, .effort = 6}));
    for (unsigned i = 0; i < 3000; ++i)
        QVERIFY(narrow->put(passage(i), unitVector(i)));
    narrow->settle();
    QVERIFY(narrow->hasGraph());
    QVERIFY(recall(*narrow, upTo(3000)) < recall(*own, upTo(3000)));
}

void TestHnswIndex::aSearchWithoutAGraphIsTheExactOneEvenAmongNearlyEqualVectors()
{
    auto index = valueOf(HnswIndex::create("model-a", dimension, {}));
    std::vector<std::vector<float>> vectors;
    for (unsigned i = 0; i < 3000; ++i) {
        // Thirty places with a hundred vectors each, which differ by less than a byte can tell.
        std::vector<float> vector = unitVector(i % 30);
        const std::vector<float> other = unitVector(i);
        for (std::size_t k = 0; k < vector.size(); ++k)
            vector[k] += 0.002F * other[k];
        succeed(index->put(passage(i), vector));
        vectors.push_back(std::move(vector));
    }
    for (unsigned q = 0; q < 30; ++q) {
        const std::vector<float> query = unitVector(q);
        std::vector<std::pair<double, unsigned>> exact;
        for (unsigned i = 0; i < 3000; ++i)
            exact.emplace_back(-std::inner_product(query.begin(), query.end(), vectors[i].begin(), 0.0), i);
        std::ranges::sort(exact);
        const auto found = valueOf(index->search(query, 10));
        for (std::size_t i = 0; i < 10; ++i) {
            // Floats may swap what differs in the seventh digit.
            QVERIFY(std::abs(static_cast<double>(found[i].similarity) + exact[i].first) < 1e-6);
            QVERIFY(std::ranges::any_of(
                exact.begin(), exact.begin() + 14, [&](const auto& each) { return passage(each.second) == found[i].passage; }));
        }
    }
}

void TestHnswIndex::aReplacedVectorIsFoundAtItsNewPlaceOnly()
{
    for (const std::size_t exactBelow : {100U, 20'000U}) {
        const auto index = indexOf(600, exactBelow);
        succeed(index->put(passage(7), unitVector(9999)));
        QCOMPARE(index->size(), 600U);
        QCOMPARE(valueOf(index->search(unitVector(9999), 1))[0].passage, passage(7));
        QVERIFY(valueOf(index->search(unitVector(7), 1))[0].passage != passage(7));
        const auto cosines = valueOf(index->similarities(unitVector(9999), {passage(7), PassageId("nowhere")}));
        QVERIFY(std::abs(cosines[0].value() - 1.0F) < 1e-5F);
        QVERIFY(!cosines[1]);
    }
}

void TestHnswIndex::aRemovedPassageIsNotFound()
{
    for (const std::size_t exactBelow : {100U, 20'000U}) {
        const auto index = indexOf(600, exactBelow);
        succeed(index->remove(passage(7)));
        succeed(index->remove(passage(7)));
        succeed(index->remove(PassageId("never there")));
        QCOMPARE(index->size(), 599U);
        for (const Neighbour& neighbour : valueOf(index->search(unitVector(7), 50)))
            QVERIFY(neighbour.passage != passage(7));
    }
}

void TestHnswIndex::removedNeighboursDoNotHideThoseBehindThem()
{
    const auto index = indexOf(3000, 1000);
    const std::vector<float> query = unitVector(77);
    std::set<unsigned> present = upTo(3000);
    // The nearest 500 are marked: a sixth of all, and everything around the query.
    const auto nearest = valueOf(index->search(query, 500));
    for (const Neighbour& neighbour : nearest) {
        succeed(index->remove(neighbour.passage));
        present.erase(static_cast<unsigned>(std::stoul(neighbour.passage.value().substr(1))));
    }
    QVERIFY(index->hasGraph());
    const auto found = valueOf(index->search(query, 10));
    QCOMPARE(found.size(), 10U);
    std::vector<std::pair<float, unsigned>> exact;
    for (const unsigned number : present) {
        const std::vector<float> vector = unitVector(number);
        exact.emplace_back(-std::inner_product(query.begin(), query.end(), vector.begin(), 0.0F), number);
    }
    std::ranges::sort(exact);
    QCOMPARE(found[0].passage, passage(exact[0].second));
    for (const Neighbour& neighbour : nearest)
        QVERIFY(!std::ranges::count(found, neighbour.passage, &Neighbour::passage));
}

void TestHnswIndex::theGraphIsBuiltAnewPastAFifthOfRemovedVectors()
{
    const auto index = indexOf(2000, 500);
    std::set<unsigned> present = upTo(2000);
    for (unsigned i = 0; i < 1200; ++i) {
        succeed(index->remove(passage(i)));
        present.erase(i);
    }
    index->settle();
    QVERIFY(index->hasGraph());
    QCOMPARE(index->size(), 800U);
    QVERIFY(recall(*index, present) >= 0.95);
}

void TestHnswIndex::aSmallIndexForgetsItsRemovedVectors()
{
    const QTemporaryDir folder;
    const auto index = indexOf(1000);
    std::set<unsigned> present = upTo(1000);
    for (unsigned i = 0; i < 900; ++i) {
        succeed(index->remove(passage(i)));
        present.erase(i);
    }
    QCOMPARE(index->size(), 100U);
    QCOMPARE(recall(*index, present), 1.0);
    succeed(index->save(path(folder) / "small"));
    // Fewer than a fifth or a few hundred removed rows are left in it.
    QVERIFY(std::filesystem::file_size(path(folder) / "small") < std::uintmax_t{400} * dimension * 6);
}

void TestHnswIndex::changesDuringABuildAreInTheNewGraph()
{
    auto index = valueOf(HnswIndex::create("model-a", dimension, {1500}));
    // The build starts at the 1,500th; what follows runs while it goes on.
    for (unsigned i = 0; i < 1500; ++i)
        succeed(index->put(passage(i), unitVector(i)));
    for (unsigned i = 1500; i < 1600; ++i)
        succeed(index->put(passage(i), unitVector(i)));
    for (unsigned i = 0; i < 50; ++i)
        succeed(index->remove(passage(i)));
    index->settle();
    QVERIFY(index->hasGraph());
    QCOMPARE(index->size(), 1550U);
    QCOMPARE(valueOf(index->search(unitVector(1555), 1))[0].passage, passage(1555));
    QVERIFY(valueOf(index->search(unitVector(20), 1))[0].passage != passage(20));
}

void TestHnswIndex::wrongLengthsAndNumbersAreRefused()
{
    QCOMPARE(HnswIndex::create("", dimension, {}).error().code, ErrorCode::InvalidArgument);
    QCOMPARE(HnswIndex::create("m", 0, {}).error().code, ErrorCode::InvalidArgument);
    const auto index = indexOf(3);
    const std::vector<float> tooShort(dimension - 1, 0.1F);
    QCOMPARE(index->put(passage(1), tooShort).error().code, ErrorCode::InvalidArgument);
    QCOMPARE(index->search(tooShort, 1).error().code, ErrorCode::InvalidArgument);
    std::vector<float> infinite(dimension, 0.1F);
    infinite[3] = std::numeric_limits<float>::quiet_NaN();
    QCOMPARE(index->put(passage(1), infinite).error().code, ErrorCode::InvalidArgument);
    QCOMPARE(index->size(), 3U);
}

void TestHnswIndex::searchesAndChangesRunTogether()
{
    const QTemporaryDir folder;
    const auto index = indexOf(900, 800);
    std::atomic<bool> wrong = false;
    {
        std::vector<std::jthread> threads;
        threads.emplace_back([&] {
            for (unsigned i = 0; i < 10; ++i)
                wrong = wrong || !index->save(path(folder) / "vectors.index");
        });
        for (unsigned thread = 0; thread < 2; ++thread) {
            threads.emplace_back([&, thread] {
                for (unsigned i = 0; i < 300; ++i) {
                    const auto found = index->search(unitVector(600 + (i + thread) % 200), 5);
                    wrong = wrong || !found || found->empty() || found->front().similarity < 0.99F;
                }
            });
        }
        threads.emplace_back([&] {
            for (unsigned i = 0; i < 500; ++i)
                wrong = wrong || !index->remove(passage(i)) || !index->put(passage(5000 + i), unitVector(5000 + i));
        });
    }
    index->settle();
    QVERIFY(!wrong);
    QCOMPARE(index->size(), 900U);
}

QTEST_GUILESS_MAIN(TestHnswIndex)
#include "TestHnswIndex.moc"
