// links: tandem_vectors
#include "VectorSamples.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>

using namespace tandem;
using namespace tandem::samples;

class TestHnswIndexFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSavedIndexComesBack();
    void savingChangesNoScore();
    void anIndexThatWasSavedBeforeItsGraphGetsItIntoTheFile();
    void aDamagedGraphIsBuiltAnew();
    void whatChangesWhileTheGraphIsReadIsFound();
    void aDamagedFileIsNamed();
    void anotherModelsFileIsRefused();
};

void TestHnswIndexFile::aSavedIndexComesBack()
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
        // It answers before its graph is there.
        QCOMPARE(valueOf(loaded->search(unitVector(500), 1))[0].passage, passage(500));
        loaded->settle();
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

void TestHnswIndexFile::savingChangesNoScore()
{
    const QTemporaryDir folder;
    const auto index = indexOf(700, 600);
    const auto before = valueOf(index->search(unitVector(9), 20));
    for (int time = 0; time < 3; ++time) {
        succeed(index->save(path(folder) / "vectors.index"));
        const auto after = valueOf(index->search(unitVector(9), 20));
        QCOMPARE(after.size(), before.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            QCOMPARE(after[i].passage, before[i].passage);
            QCOMPARE(after[i].similarity, before[i].similarity);
            QCOMPARE(valueOf(index->similarities(unitVector(9), {before[i].passage}))[0].value(), before[i].similarity);
        }
        succeed(index->put(passage(5000), unitVector(5000)));
        QCOMPARE(valueOf(index->search(unitVector(5000), 1))[0].passage, passage(5000));
        succeed(index->remove(passage(5000)));
    }
}

void TestHnswIndexFile::anIndexThatWasSavedBeforeItsGraphGetsItIntoTheFile()
{
    const QTemporaryDir folder;
    const auto file = path(folder) / "vectors.index";
    auto index = valueOf(HnswIndex::create("model-a", dimension, {2000}));
    for (unsigned i = 0; i < 2000; ++i)
        succeed(index->put(passage(i), unitVector(i)));
    succeed(index->save(file)); // the graph has just been begun
    index->settle();
    // So many are needed that this one builds none itself.
    const auto loaded = valueOf(HnswIndex::load(file, "model-a", dimension, {1'000'000}));
    loaded->settle();
    QVERIFY(loaded->hasGraph());
}

void TestHnswIndexFile::aDamagedGraphIsBuiltAnew()
{
    const QTemporaryDir folder;
    const auto file = path(folder) / "vectors.index";
    succeed(indexOf(1000, 500)->save(file));
    {
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(-3000, std::ios::end);
        stream.put('x');
    }
    QVERIFY(!readChecked(file, {"TDMVECT\n", 2}));
    const auto loaded = valueOf(HnswIndex::load(file, "model-a", dimension, {500}));
    QCOMPARE(loaded->size(), 1000U);
    loaded->settle();
    QVERIFY(loaded->hasGraph());
    QVERIFY(recall(*loaded, upTo(1000)) >= 0.95);
    QVERIFY(readChecked(file, {"TDMVECT\n", 2})); // and the file is whole again
}

void TestHnswIndexFile::whatChangesWhileTheGraphIsReadIsFound()
{
    const QTemporaryDir folder;
    const auto file = path(folder) / "vectors.index";
    succeed(indexOf(2000, 500)->save(file));
    const auto loaded = valueOf(HnswIndex::load(file, "model-a", dimension, {500}));
    for (unsigned i = 0; i < 30; ++i) {
        succeed(loaded->remove(passage(i)));
        succeed(loaded->put(passage(9000 + i), unitVector(9000 + i)));
    }
    loaded->settle();
    QVERIFY(loaded->hasGraph());
    QCOMPARE(loaded->size(), 2000U);
    QCOMPARE(valueOf(loaded->search(unitVector(9007), 1))[0].passage, passage(9007));
    QVERIFY(valueOf(loaded->search(unitVector(7), 1))[0].passage != passage(7));
}

void TestHnswIndexFile::aDamagedFileIsNamed()
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

void TestHnswIndexFile::anotherModelsFileIsRefused()
{
    const QTemporaryDir folder;
    const auto file = path(folder) / "vectors.index";
    succeed(indexOf(5)->save(file));
    const auto loaded = HnswIndex::load(file, "model-b", dimension, {});
    QCOMPARE(loaded.error().code, ErrorCode::InvalidArgument);
    QVERIFY(qt(loaded.error().message).contains(QStringLiteral("model-a")));
    QCOMPARE(HnswIndex::load(file, "model-a", dimension + 1, {}).error().code, ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestHnswIndexFile)
#include "TestHnswIndexFile.moc"
