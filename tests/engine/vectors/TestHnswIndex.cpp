// links: tandem_vectors
#include "services/vectors/HnswIndex.h"
#include "support/Strings.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <fstream>
#include <limits>
#include <numeric>
#include <random>
#include <set>
#include <thread>

using namespace tandem;

namespace {

constexpr int dimension = 48;

std::vector<float> unitVector(unsigned seed)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> number;
    std::vector<float> vector(dimension);
    for (float& value : vector)
        value = number(random);
    const float norm = std::sqrt(std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0F));
    for (float& value : vector)
        value /= norm;
    return vector;
}

PassageId passage(unsigned number)
{
    return PassageId("p" + std::to_string(number));
}

std::unique_ptr<HnswIndex> indexOf(unsigned count, std::size_t exactBelow = 20'000)
{
    auto index = valueOf(HnswIndex::create("model-a", dimension, {exactBelow}));
    for (unsigned i = 0; i < count; ++i)
        succeed(index->put(passage(i), unitVector(i)));
    index->settle();
    return index;
}

// Share of the true ten nearest among the found ten.
double recall(const HnswIndex& index, const std::set<unsigned>& present)
{
    double found = 0;
    constexpr unsigned queries = 50;
    for (unsigned q = 0; q < queries; ++q) {
        const std::vector<float> query = unitVector(1'000'000 + q);
        std::vector<std::pair<float, unsigned>> exact;
        for (const unsigned number : present) {
            const std::vector<float> vector = unitVector(number);
            exact.emplace_back(-std::inner_product(query.begin(), query.end(), vector.begin(), 0.0F), number);
        }
        std::ranges::partial_sort(exact, exact.begin() + 10);
        const auto neighbours = valueOf(index.search(query, 10));
        for (int i = 0; i < 10; ++i)
            found += std::ranges::count(neighbours, passage(exact[static_cast<std::size_t>(i)].second), &Neighbour::passage);
    }
    return found / (queries * 10);
}

std::set<unsigned> upTo(unsigned count)
{
    std::set<unsigned> numbers;
    for (unsigned i = 0; i < count; ++i)
        numbers.insert(numbers.end(), i);
    return numbers;
}

} // namespace

class TestHnswIndex : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aVectorIsItsOwnNearest();
    void fewVectorsAreSearchedExactly();
    void aGraphFindsNearlyAllOfTheNearest();
    void aReplacedVectorIsFoundAtItsNewPlaceOnly();
    void aRemovedPassageIsNotFound();
    void theGraphIsBuiltAnewPastAFifthOfRemovedVectors();
    void changesDuringABuildAreInTheNewGraph();
    void wrongLengthsAndNumbersAreRefused();
    void aSavedIndexComesBack();
    void aDamagedFileIsNamed();
    void anotherModelsFileIsRefused();
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

void TestHnswIndex::aSavedIndexComesBack()
{
    const QTemporaryDir folder;
    const auto file = path(folder) / "vectors.index";
    for (const std::size_t exactBelow : {400U, 20'000U}) {
        const auto index = indexOf(1000, exactBelow);
        for (unsigned i = 0; i < 30; ++i)
            succeed(index->remove(passage(i)));
        succeed(index->save(file));
        const auto loaded = valueOf(HnswIndex::load(file, "model-a", dimension, {exactBelow}));
        QCOMPARE(loaded->size(), 970U);
        QCOMPARE(loaded->hasGraph(), index->hasGraph());
        for (unsigned q = 0; q < 20; ++q) {
            const auto before = valueOf(index->search(unitVector(5000 + q), 10));
            const auto after = valueOf(loaded->search(unitVector(5000 + q), 10));
            QCOMPARE(after.size(), before.size());
            for (std::size_t i = 0; i < before.size(); ++i)
                QCOMPARE(after[i].passage, before[i].passage);
        }
        // It is alive: removed ones stay away and new ones come in.
        succeed(loaded->put(passage(3), unitVector(3)));
        QCOMPARE(valueOf(loaded->search(unitVector(3), 1))[0].passage, passage(3));
    }
}

void TestHnswIndex::aDamagedFileIsNamed()
{
    const QTemporaryDir folder;
    const auto file = path(folder) / "vectors.index";
    succeed(indexOf(50)->save(file));
    {
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(2000);
        stream.put('x');
    }
    const auto loaded = HnswIndex::load(file, "model-a", dimension, {});
    QCOMPARE(loaded.error().code, ErrorCode::Corrupt);
    QVERIFY(qt(loaded.error().message).contains(QStringLiteral("vectors.index")));
    QCOMPARE(HnswIndex::load(path(folder) / "none", "model-a", dimension, {}).error().code, ErrorCode::NotFound);
}

void TestHnswIndex::anotherModelsFileIsRefused()
{
    const QTemporaryDir folder;
    const auto file = path(folder) / "vectors.index";
    succeed(indexOf(5)->save(file));
    const auto loaded = HnswIndex::load(file, "model-b", dimension, {});
    QCOMPARE(loaded.error().code, ErrorCode::InvalidArgument);
    QVERIFY(qt(loaded.error().message).contains(QStringLiteral("model-a")));
    QCOMPARE(HnswIndex::load(file, "model-a", dimension + 1, {}).error().code, ErrorCode::InvalidArgument);
}

void TestHnswIndex::searchesAndChangesRunTogether()
{
    const auto index = indexOf(900, 800);
    std::atomic<bool> wrong = false;
    {
        std::vector<std::jthread> threads;
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
