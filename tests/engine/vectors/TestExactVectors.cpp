// links: tandem_vectors
#include "services/vectors/ExactVectors.h"
#include "support/Strings.h"

#include <QTemporaryDir>
#include <QTest>

#include <array>

using namespace tandem;

namespace {

constexpr int dimension = 6;
constexpr FileKind kind{"TESTVECT", 1};

std::vector<float> vectorOf(unsigned number)
{
    std::vector<float> vector(dimension);
    for (unsigned i = 0; i < dimension; ++i)
        vector[i] = static_cast<float>(number * 10 + i) / 3;
    return vector;
}

std::vector<float> rowOf(const ExactVectors& vectors, std::uint32_t row)
{
    std::vector<float> result(dimension);
    succeed(vectors.read(row, result));
    return result;
}

std::vector<std::uint32_t> every(std::uint32_t step, std::uint32_t end)
{
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < end; row += step)
        rows.push_back(row);
    return rows;
}

ExactVectors::Saved saved(const std::filesystem::path& file, const ExactVectors& vectors, std::size_t rows)
{
    std::string bytes;
    for (std::uint32_t row = 0; row < rows; ++row) {
        const auto vector = rowOf(vectors, row);
        bytes.append(reinterpret_cast<const char*>(vector.data()), vector.size() * sizeof(float));
    }
    const std::array<std::string_view, 2> parts{"something before", bytes};
    succeed(writeChecked(file, kind, parts));
    return {std::make_shared<const CheckedFile>(valueOf(CheckedFile::open(file, kind))), 1, rows};
}

} // namespace

class TestExactVectors : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rowsAreReadAsTheyWereGivenFromMemoryAndFromTheFile();
    void rowsThatCameAfterSavingStayInMemory();
    void aSelectionKeepsItsRowsWhileBothGrow();
    void aSelectionOfFewDoesNotHoldTheOthersInMemory();
    void aFileThatLostItsEndIsAnError();
};

void TestExactVectors::rowsAreReadAsTheyWereGivenFromMemoryAndFromTheFile()
{
    const QTemporaryDir folder;
    ExactVectors vectors(dimension);
    for (unsigned i = 0; i < 3000; ++i)
        vectors.append(vectorOf(i));
    const auto query = vectorOf(7);
    const float before = valueOf(vectors.product(query.data(), 2500));
    QVERIFY(vectors.rowsInMemory() >= 3000);
    succeed(vectors.adopt(saved(path(folder) / "a", vectors, 3000)));
    QCOMPARE(vectors.rowsInMemory(), 0U);
    QCOMPARE(valueOf(vectors.product(query.data(), 2500)), before);
    for (unsigned i = 0; i < 3000; i += 7)
        QCOMPARE(rowOf(vectors, i), vectorOf(i));
}

void TestExactVectors::rowsThatCameAfterSavingStayInMemory()
{
    const QTemporaryDir folder;
    ExactVectors vectors(dimension);
    for (unsigned i = 0; i < 2000; ++i)
        vectors.append(vectorOf(i));
    const auto file = saved(path(folder) / "a", vectors, 1500);
    succeed(vectors.adopt(file));
    for (unsigned i = 2000; i < 2100; ++i)
        vectors.append(vectorOf(i));
    QCOMPARE(vectors.rows(), 2100U);
    for (unsigned i = 0; i < 2100; ++i)
        QCOMPARE(rowOf(vectors, i), vectorOf(i));
    // The next file takes the name of the one that is still being read.
    succeed(vectors.adopt(saved(path(folder) / "a", vectors, 2100)));
    QCOMPARE(vectors.rowsInMemory(), 0U);
    QCOMPARE(rowOf(vectors, 2050), vectorOf(2050));
    QVERIFY(!ExactVectors(dimension).adopt(file)); // more than there are
}

void TestExactVectors::aSelectionKeepsItsRowsWhileBothGrow()
{
    const QTemporaryDir folder;
    ExactVectors vectors(dimension);
    for (unsigned i = 0; i < 1500; ++i)
        vectors.append(vectorOf(i));
    succeed(vectors.adopt(saved(path(folder) / "a", vectors, 700)));
    ExactVectors selection = vectors.selected(every(2, 1500));
    for (unsigned i = 0; i < 400; ++i) {
        vectors.append(vectorOf(10'000 + i));
        selection.append(vectorOf(20'000 + i));
    }
    for (unsigned i = 0; i < 750; ++i)
        QCOMPARE(rowOf(selection, i), vectorOf(2 * i));
    for (unsigned i = 0; i < 400; ++i) {
        QCOMPARE(rowOf(selection, 750 + i), vectorOf(20'000 + i));
        QCOMPARE(rowOf(vectors, 1500 + i), vectorOf(10'000 + i));
    }
}

void TestExactVectors::aSelectionOfFewDoesNotHoldTheOthersInMemory()
{
    const QTemporaryDir folder;
    ExactVectors vectors(dimension);
    for (unsigned i = 0; i < 10'000; ++i)
        vectors.append(vectorOf(i));
    succeed(vectors.adopt(saved(path(folder) / "a", vectors, 100)));
    ExactVectors selection = vectors.selected(every(10, 10'000));
    QVERIFY(selection.rowsInMemory() < 3000);
    selection.append(vectorOf(77'777));
    for (unsigned i = 0; i < 1000; ++i)
        QCOMPARE(rowOf(selection, i), vectorOf(10 * i));
    QCOMPARE(rowOf(selection, 1000), vectorOf(77'777));
}

void TestExactVectors::aFileThatLostItsEndIsAnError()
{
    const QTemporaryDir folder;
    ExactVectors vectors(dimension);
    for (unsigned i = 0; i < 100; ++i)
        vectors.append(vectorOf(i));
    succeed(vectors.adopt(saved(path(folder) / "a", vectors, 100)));
    std::filesystem::resize_file(path(folder) / "a", 200);
    const auto query = vectorOf(1);
    QCOMPARE(vectors.product(query.data(), 99).error().code, ErrorCode::Corrupt);
}

QTEST_GUILESS_MAIN(TestExactVectors)
#include "TestExactVectors.moc"
