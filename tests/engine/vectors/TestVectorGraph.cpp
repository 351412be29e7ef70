// links: tandem_vectors
#include "UnitVector.h"
#include "services/vectors/VectorGraph.h"
#include "support/Strings.h"

#include <QTest>

#include <algorithm>
#include <cstring>
#include <set>

using namespace tandem;

namespace {

constexpr int dimension = 32;

std::vector<float> unitVector(unsigned seed)
{
    return samples::unitVector(seed, dimension);
}

VectorCodes codesOf(unsigned count)
{
    VectorCodes codes(dimension);
    for (unsigned i = 0; i < count; ++i)
        codes.append(unitVector(i));
    return codes;
}

VectorGraph graphOf(const VectorCodes& codes)
{
    VectorGraph graph;
    while (graph.rows() < codes.rows())
        graph.add(codes);
    return graph;
}

std::vector<std::uint32_t> rowsOf(const std::vector<VectorGraph::Found>& found)
{
    std::vector<std::uint32_t> rows;
    for (const auto& each : found)
        rows.push_back(each.row);
    return rows;
}

} // namespace

class TestVectorGraph : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anEmptyGraphFindsNothing();
    void nearlyAllOfTheNearestAreFoundBestFirst();
    void everyRowIsReached();
    void manyCopiesOfOneTextHideNothing();
    void itComesBackFromItsBytes();
    void damagedBytesAreRefused();
};

void TestVectorGraph::anEmptyGraphFindsNothing()
{
    const VectorCodes codes(dimension);
    const VectorGraph graph;
    QVERIFY(graph.search(codes, codes.query(unitVector(1)), 10).empty());
    QCOMPARE(valueOf(VectorGraph::restored(graph.serialized(), 0)).rows(), 0U);
    const auto one = codesOf(1);
    QCOMPARE(graphOf(one).search(one, one.query(unitVector(9)), 10).size(), 1U);
    QVERIFY(graphOf(one).search(one, one.query(unitVector(9)), 0).empty());
}

void TestVectorGraph::nearlyAllOfTheNearestAreFoundBestFirst()
{
    const auto codes = codesOf(4000);
    const auto graph = graphOf(codes);
    std::size_t hits = 0;
    for (unsigned q = 0; q < 50; ++q) {
        const auto query = codes.query(unitVector(100'000 + q));
        std::vector<std::pair<float, std::uint32_t>> exact;
        for (std::uint32_t row = 0; row < codes.rows(); ++row)
            exact.emplace_back(-codes.estimate(query, row), row);
        std::ranges::partial_sort(exact, exact.begin() + 10);
        const auto found = graph.search(codes, query, 100);
        QCOMPARE(found.size(), 100U);
        QVERIFY(std::ranges::is_sorted(found, std::ranges::greater{}, &VectorGraph::Found::similarity));
        const auto rows = rowsOf(found);
        QCOMPARE(std::set<std::uint32_t>(rows.begin(), rows.end()).size(), 100U);
        for (std::size_t i = 0; i < 10; ++i)
            hits += static_cast<std::size_t>(std::count(rows.begin(), rows.begin() + 10, exact[i].second));
    }
    QVERIFY2(hits >= 475, std::to_string(hits).c_str());
}

void TestVectorGraph::everyRowIsReached()
{
    const auto codes = codesOf(2000);
    const auto graph = graphOf(codes);
    QCOMPARE(graph.search(codes, codes.query(unitVector(1)), 2000).size(), 2000U);
}

void TestVectorGraph::manyCopiesOfOneTextHideNothing()
{
    VectorCodes codes(dimension);
    for (unsigned i = 0; i < 600; ++i)
        codes.append(unitVector(i % 3 == 0 ? i : 1));
    const auto graph = graphOf(codes);
    for (unsigned i = 0; i < 600; i += 3)
        QCOMPARE(graph.search(codes, codes.query(unitVector(i)), 64).front().row, i);
    const auto copies = graph.search(codes, codes.query(unitVector(1)), 64);
    QCOMPARE(copies.size(), 64U);
    QVERIFY(std::ranges::all_of(rowsOf(copies), [](std::uint32_t row) { return row % 3 != 0; }));
    QCOMPARE(graph.search(codes, codes.query(unitVector(1)), 600).size(), 600U);
    const auto restored = valueOf(VectorGraph::restored(graph.serialized(), 600));
    QCOMPARE(rowsOf(restored.search(codes, codes.query(unitVector(1)), 64)), rowsOf(copies));
}

void TestVectorGraph::itComesBackFromItsBytes()
{
    auto codes = codesOf(1500);
    auto graph = graphOf(codes);
    auto restored = valueOf(VectorGraph::restored(graph.serialized(), 1500));
    codes.append(unitVector(9999));
    graph.add(codes);
    restored.add(codes);
    for (unsigned q = 0; q < 30; ++q) {
        const auto query = codes.query(unitVector(50'000 + q));
        QCOMPARE(rowsOf(restored.search(codes, query, 40)), rowsOf(graph.search(codes, query, 40)));
    }
    QCOMPARE(restored.search(codes, codes.query(unitVector(9999)), 40).front().row, 1500U);
}

void TestVectorGraph::damagedBytesAreRefused()
{
    const auto codes = codesOf(100);
    const std::string whole = graphOf(codes).serialized();
    for (std::size_t length = 0; length < whole.size(); length += 13)
        QVERIFY(!VectorGraph::restored(std::string_view(whole).substr(0, length), 100));
    QVERIFY(!VectorGraph::restored(whole + "more", 100));
    QVERIFY(!VectorGraph::restored(whole, 99));
    const auto with = [&whole](std::size_t at, std::uint32_t value) {
        std::string bytes = whole;
        std::memcpy(bytes.data() + at, &value, sizeof value);
        return VectorGraph::restored(bytes, 100);
    };
    QVERIFY(!with(20, 100)); // the way in
    QVERIFY(!with(16, 200)); // the highest level
    QVERIFY(!with(24, 33)); // more links than there is room for
    QVERIFY(!with(28, 100)); // a link past the last row
    QVERIFY(!with(whole.size() - 4, 100)); // a twin past it
    QCOMPARE(with(28, 100).error().code, ErrorCode::Corrupt);
}

QTEST_GUILESS_MAIN(TestVectorGraph)
#include "TestVectorGraph.moc"
