// links: tandem_knowledge
#include "knowledge/import/ZipArchive.h"
#include "support/MadeFiles.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

namespace {

QString faultOf(const std::vector<Zipped>& files)
{
    const std::string bytes = zipOf(files);
    const auto archive = ZipArchive::open(bytes);
    if (!archive)
        return qt(archive.error().message);
    return qt(archive->entries().at(0).fault);
}

// A megabyte and more of zeros in about a kilobyte, as deflate packs it.
std::string packedZeros(std::size_t blocks)
{
    // One block with a fixed code: a zero byte, then runs of 258 that repeat it; made by hand, bit by bit.
    std::string out;
    unsigned bits = 0;
    unsigned count = 0;
    const auto put = [&](unsigned value, unsigned length) {
        for (unsigned i = 0; i < length; ++i) {
            bits |= ((value >> i) & 1U) << count;
            if (++count == 8) {
                out += static_cast<char>(bits);
                bits = 0;
                count = 0;
            }
        }
    };
    const auto putCode = [&](unsigned code, unsigned length) { // Huffman codes begin with their highest bit
        for (unsigned i = length; i-- > 0;)
            put((code >> i) & 1U, 1);
    };
    put(1, 1);
    put(1, 2);
    putCode(0x30, 8); // the literal 0
    for (std::size_t i = 0; i < blocks; ++i) {
        putCode(0xC5, 8); // length 258
        putCode(0, 5); // distance 1
    }
    putCode(0, 7); // end
    if (count > 0)
        out += static_cast<char>(bits);
    return out;
}

} // namespace

class TestZipArchive : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filesAreReadInTheirOrder();
    void namesThatLeadOutAreRefused_data();
    void namesThatLeadOutAreRefused();
    void linksAndEncryptedFilesAreRefused();
    void whatIsNoZipIsRefused_data();
    void whatIsNoZipIsRefused();
    void tooManyFilesAreRefused();
    void whatGrowsBeyondReasonIsRefused();
    void anArchiveThatLiesAboutSizesIsFoundOut();
    void allFilesTogetherHaveALimit();
};

void TestZipArchive::filesAreReadInTheirOrder()
{
    const std::string bytes = zipOf(std::vector<Zipped>{{"b/two.md", "second"}, {"a.md", "first"}, {"empty/", "", 040755}});
    ZipArchive archive = valueOf(ZipArchive::open(bytes));
    QCOMPARE(archive.entries().size(), 3U);
    QCOMPARE(qt(archive.entries()[0].name), QStringLiteral("b/two.md"));
    QCOMPARE(qt(valueOf(archive.read(archive.entries()[0], 100))), QStringLiteral("second"));
    QCOMPARE(qt(valueOf(archive.read(*archive.find("a.md"), 5))), QStringLiteral("first"));
    QCOMPARE(archive.read(*archive.find("a.md"), 4).error().code, ErrorCode::TooLarge);
    QVERIFY(archive.entries()[2].isFolder && archive.entries()[2].fault.empty());
    QVERIFY(!archive.read(archive.entries()[2], 10));
    QVERIFY(!archive.find("c.md"));
}

void TestZipArchive::namesThatLeadOutAreRefused_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"../evil.md", "a/../../evil.md", "/etc/evil.md", "..\\evil.md", "C:\\evil.md", "C:evil.md", "a/.."})
        QTest::newRow(name) << QString::fromUtf8(name);
}

void TestZipArchive::namesThatLeadOutAreRefused()
{
    QFETCH(QString, name);
    QVERIFY(!isInside(name.toStdString()));
    const QString fault = faultOf({{name.toStdString(), "x"}});
    QVERIFY2(fault.contains(QStringLiteral("leads out")), qPrintable(fault));
    QVERIFY(isInside("a/b..c/..d.md"));
}

void TestZipArchive::linksAndEncryptedFilesAreRefused()
{
    QVERIFY(faultOf({{"link.md", "/etc/passwd", 0120777}}).contains(QStringLiteral("link")));
    QVERIFY(faultOf({{"device.md", "", 0060644}}).contains(QStringLiteral("special")));
    QVERIFY(faultOf({{"secret.md", "0123456789abcdef", 0100644, 1}}).contains(QStringLiteral("encrypted")));
    QVERIFY(faultOf({{"odd.md", "x", 0100644, 0, 97}}).contains(QStringLiteral("not supported")));
    QVERIFY(faultOf({{"plain.md", "x"}}).isEmpty());
}

void TestZipArchive::whatIsNoZipIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray whole = QByteArray::fromStdString(zipOf(std::vector<Zipped>{{"a.md", "first"}, {"b.md", "second"}}));
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("text") << QByteArray("# Not a zip");
    QTest::newRow("the first half") << whole.first(whole.size() / 2);
    QTest::newRow("without its end") << whole.first(whole.size() - 10);
    QByteArray lost = whole;
    lost.remove(0, 20);
    QTest::newRow("without its beginning") << lost;
}

void TestZipArchive::whatIsNoZipIsRefused()
{
    QFETCH(QByteArray, bytes);
    const std::string copy = bytes.toStdString();
    auto archive = ZipArchive::open(copy);
    const auto content = archive ? archive->read(archive->entries().at(0), 100) : std::unexpected(archive.error());
    QVERIFY(!content);
    QVERIFY2(content.error().message.find("damaged") != std::string::npos, content.error().message.c_str());
}

void TestZipArchive::tooManyFilesAreRefused()
{
    std::vector<Zipped> many;
    for (int i = 0; i < 12; ++i)
        many.push_back({std::to_string(i) + ".md", "x"});
    const std::string bytes = zipOf(many);
    QVERIFY(ZipArchive::open(bytes, {12, 1000, 200}));
    const auto refused = ZipArchive::open(bytes, {11, 1000, 200});
    QVERIFY(!refused && refused.error().code == ErrorCode::TooLarge);
    QVERIFY(refused.error().message.find("12 files") != std::string::npos);
}

void TestZipArchive::whatGrowsBeyondReasonIsRefused()
{
    const std::size_t blocks = 8000;
    Zipped bomb{"bomb.md", packedZeros(blocks), 0100644, 0, 8, static_cast<std::uint32_t>(1 + 258 * blocks),
        crc32Of(std::string(1 + 258 * blocks, '\0'))};
    const std::string honest = zipOf(std::vector<Zipped>{bomb});
    const auto refused = ZipArchive::open(honest, {100, 1'000'000'000, 100});
    QVERIFY(refused && refused->entries()[0].fault.find("100 times") != std::string::npos);
    QCOMPARE(
        valueOf(ZipArchive::open(honest)->read(ZipArchive::open(honest)->entries()[0], 10'000'000)).size(), 1 + 258 * blocks);
    // One that says it is small is read no further than it may be.
    bomb.size = 1000;
    const std::string bytes = zipOf(std::vector<Zipped>{bomb});
    auto archive = ZipArchive::open(bytes);
    QVERIFY(archive && archive->entries()[0].fault.empty());
    const auto content = archive->read(archive->entries()[0], 100'000);
    QVERIFY(!content);
}

void TestZipArchive::anArchiveThatLiesAboutSizesIsFoundOut()
{
    const std::string bytes = zipOf(std::vector<Zipped>{{"a.md", "content", 0100644, 0, 0, 3}});
    auto archive = ZipArchive::open(bytes);
    QVERIFY(!archive || !archive->read(archive->entries()[0], 100));
}

void TestZipArchive::allFilesTogetherHaveALimit()
{
    const std::string bytes = zipOf(std::vector<Zipped>{{"a.md", std::string(600, 'a')}, {"b.md", std::string(600, 'b')}});
    const auto refused = ZipArchive::open(bytes, {100, 1000, 200});
    QVERIFY(!refused && refused.error().code == ErrorCode::TooLarge);
    QVERIFY(ZipArchive::open(bytes, {100, 1200, 200}));
}

QTEST_GUILESS_MAIN(TestZipArchive)
#include "TestZipArchive.moc"
