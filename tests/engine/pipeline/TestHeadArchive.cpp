// links: tandem_pipeline
#include "pipeline/learn/HeadArchive.h"
#include "pipeline/learn/ModelFile.h"
#include "support/SmallHeads.h"
#include "support/Strings.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace tandem;

// Where learned classifiers are kept, and going back.
class TestHeadArchive : public QObject {
    Q_OBJECT

    static constexpr std::uint64_t base = 18446744073709551615ULL; // no JSON number holds it exactly

    static HeadFile headOf(std::uint64_t data)
    {
        HeadFile file = smallShippedHead();
        file.dataHash = data;
        return file;
    }
    HeadRecord add(std::uint64_t data, std::uint64_t from = base)
    {
        HeadRecord record;
        record.base = from;
        record.at = TimePoint(Milliseconds(1700000000123));
        record.examples = 812;
        record.shipped = {0.5, 0.625, 1.25};
        record.learned = {0.75, 0.875, 0.5};
        record.gainLow = 0.125;
        record = valueOf(m_archive->add(headOf(data), record));
        succeed(m_archive->use(record));
        return record;
    }
    // The number of what is in use then.
    int back()
    {
        const auto earlier = valueOf(m_archive->earlier(base));
        succeed(m_archive->use(earlier));
        return earlier ? earlier->number : 0;
    }
    void damage(const char* file) const { std::filesystem::resize_file(folder() / file, 0); }
    std::filesystem::path folder() const { return path(*m_directory) / "models"; }
    int usedNumber() const
    {
        const auto used = valueOf(m_archive->used());
        return used ? used->number : 0;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<HeadArchive> m_archive;

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_archive = std::make_unique<HeadArchive>(folder(), "category");
    }

    void anEmptyWorkspaceUsesTheShippedOne()
    {
        QVERIFY(!valueOf(m_archive->used()));
        QCOMPARE(m_archive->earlier(base).error().code, ErrorCode::Conflict);
        QVERIFY(!std::filesystem::exists(folder()));
    }

    void aHeadComesBackWithItsRecord()
    {
        add(7);
        const HeadArchive again(folder(), "category");
        const auto used = valueOf(again.used());
        QVERIFY(used.has_value());
        QCOMPARE(used->number, 1);
        QCOMPARE(used->before, 0);
        QCOMPARE(used->base, base);
        QCOMPARE(used->data, std::uint64_t(7));
        QCOMPARE(used->at, TimePoint(Milliseconds(1700000000123)));
        QCOMPARE(used->examples, std::int64_t(812));
        QCOMPARE(used->shipped.logLoss, 1.25);
        QCOMPARE(used->learned.macroF1, 0.75);
        QCOMPARE(used->gainLow, 0.125);
        QCOMPARE(valueOf(again.load(*used)).fingerprint(), headOf(7).fingerprint());
        for (const auto& entry : std::filesystem::directory_iterator(folder()))
            QVERIFY(!entry.path().string().ends_with(".new"));
    }

    void oneGoesBackStepByStep()
    {
        add(1);
        add(2);
        QCOMPARE(usedNumber(), 2);
        QCOMPARE(back(), 1);
        QCOMPARE(usedNumber(), 1);
        QCOMPARE(add(3).before, 1); // the next number, and after the one in use
        QCOMPARE(usedNumber(), 3);
        QCOMPARE(back(), 1);
        QCOMPARE(back(), 0);
        QCOMPARE(usedNumber(), 0);
        QCOMPARE(m_archive->earlier(base).error().code, ErrorCode::Conflict);
    }

    void whatGrewFromAnotherShippedHeadIsPassedOver()
    {
        add(1);
        add(2, 5);
        add(3);
        QCOMPARE(back(), 1);
    }

    void onlyAFewAreKept()
    {
        for (const std::uint64_t data : {1U, 2U, 3U, 4U, 5U})
            add(data);
        QVERIFY(!std::filesystem::exists(folder() / "category-2.head"));
        QVERIFY(!std::filesystem::exists(folder() / "category-2.json"));
        QVERIFY(std::filesystem::exists(folder() / "category-3.head"));
        QCOMPARE(back(), 4);
        QCOMPARE(back(), 3);
        QCOMPARE(back(), 0);
    }

    void aDamagedRecordIsSaidAndCanBeLeft()
    {
        add(1);
        std::ofstream(folder() / "category-1.json") << "{";
        QCOMPARE(m_archive->used().error().code, ErrorCode::Corrupt);
        QCOMPARE(back(), 0);
        QVERIFY(!valueOf(m_archive->used()));
    }

    void aHeadThatIsNotItsRecordsIsNotLoaded()
    {
        const HeadRecord first = add(1);
        add(2);
        std::filesystem::copy_file(
            folder() / "category-2.head", folder() / "category-1.head", std::filesystem::copy_options::overwrite_existing);
        QCOMPARE(m_archive->load(first).error().code, ErrorCode::Corrupt);
        QCOMPARE(back(), 0); // so one goes past it
    }

    void whatIsKeptIsNotUsedUntilItIsTold()
    {
        add(1);
        const HeadRecord second = valueOf(m_archive->add(headOf(2), {}));
        QCOMPARE(usedNumber(), 1);
        succeed(m_archive->use(second));
        QCOMPARE(usedNumber(), 2);
    }

    void aDamagedRecordDoesNotHideWhatWasBeforeIt_data()
    {
        QTest::addColumn<QString>("damaged");
        QTest::addColumn<int>("earlier");
        QTest::newRow("in use") << QStringLiteral("category-3.json") << 2;
        QTest::newRow("before") << QStringLiteral("category-2.json") << 1;
        QTest::newRow("which is in use") << QStringLiteral("category.json") << 3;
        QTest::newRow("a head") << QStringLiteral("category-2.head") << 1;
    }
    void aDamagedRecordDoesNotHideWhatWasBeforeIt()
    {
        QFETCH(QString, damaged);
        QFETCH(int, earlier);
        add(1);
        add(2);
        add(3);
        damage(damaged.toStdString().c_str());
        QCOMPARE(back(), earlier);
        QCOMPARE(usedNumber(), earlier);
    }

    void learningAnewKeepsWhatADamagedRecordStandsBefore()
    {
        add(1);
        add(2);
        damage("category-2.json");
        add(3);
        QVERIFY(std::filesystem::exists(folder() / "category-1.head"));
        QCOMPARE(back(), 1);
    }

    void aNumberBeyondAllMeasureIsDamage()
    {
        add(1);
        std::ofstream(folder() / "category.json") << "{\"used\":1e300}";
        QCOMPARE(m_archive->used().error().code, ErrorCode::Corrupt);
    }

    void whatCannotBeWrittenSaysWhy()
    {
        const auto refused = replaceModelFile(folder() / "missing" / "a.head", "x");
        QCOMPARE(refused.error().code, ErrorCode::Io);
        QVERIFY(refused.error().message.find("No such file") != std::string::npos);
    }

    void nobodyElseReadsTheFolder()
    {
        add(1);
        using std::filesystem::perms;
        QCOMPARE(std::filesystem::status(folder()).permissions() & (perms::group_all | perms::others_all), perms::none);
    }
};

QTEST_GUILESS_MAIN(TestHeadArchive)
#include "TestHeadArchive.moc"
