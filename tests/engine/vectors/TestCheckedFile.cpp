// links: tandem_vectors
#include "services/vectors/CheckedFile.h"
#include "support/Strings.h"

#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <fstream>
#include <sstream>

using namespace tandem;

namespace {

constexpr FileKind kind{"TESTKIND", 3};

void write(const std::filesystem::path& file, const std::string& bytes)
{
    std::ofstream(file, std::ios::binary) << bytes;
}

std::string read(const std::filesystem::path& file)
{
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

} // namespace

class TestCheckedFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void partsComeBackInOnePiece();
    void everyFlippedBitIsNoticed();
    void everyCutIsNoticed();
    void anotherKindOrVersionIsRefused();
    void aMissingFileIsNotFound();
    void aFailedWriteLeavesTheOldFile();
    void aReaderPastTheEndIsNotGood();
};

void TestCheckedFile::partsComeBackInOnePiece()
{
    const QTemporaryDir folder;
    const auto file = path(folder) / "made" / "on the way" / "index";
    const std::array<std::string_view, 3> parts{"one", "", "three"};
    succeed(writeChecked(file, kind, parts));
    QCOMPARE(qt(valueOf(readChecked(file, kind))), QStringLiteral("onethree"));
    QVERIFY(!std::filesystem::exists(file.string() + ".new"));
}

void TestCheckedFile::everyFlippedBitIsNoticed()
{
    const QTemporaryDir folder;
    const auto file = path(folder) / "index";
    const std::array<std::string_view, 2> parts{"some vectors", "and more of them"};
    succeed(writeChecked(file, kind, parts));
    const std::string whole = read(file);
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
        std::string damaged = whole;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
        write(file, damaged);
        const auto result = readChecked(file, kind);
        QVERIFY2(!result, std::to_string(bit).c_str());
        QCOMPARE(result.error().code, ErrorCode::Corrupt);
        QVERIFY(qt(result.error().message).contains(qt(file.string())));
    }
}

void TestCheckedFile::everyCutIsNoticed()
{
    const QTemporaryDir folder;
    const auto file = path(folder) / "index";
    const std::array<std::string_view, 1> parts{"some vectors"};
    succeed(writeChecked(file, kind, parts));
    const std::string whole = read(file);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        write(file, whole.substr(0, length));
        QVERIFY(!readChecked(file, kind));
    }
    write(file, whole + "x");
    QVERIFY(!readChecked(file, kind));
}

void TestCheckedFile::anotherKindOrVersionIsRefused()
{
    const QTemporaryDir folder;
    const auto file = path(folder) / "index";
    const std::array<std::string_view, 1> parts{"x"};
    succeed(writeChecked(file, kind, parts));
    QVERIFY(!readChecked(file, {"OTHERONE", 3}));
    QVERIFY(!readChecked(file, {"TESTKIND", 4}));
}

void TestCheckedFile::aMissingFileIsNotFound()
{
    const QTemporaryDir folder;
    QCOMPARE(readChecked(path(folder) / "nothing", kind).error().code, ErrorCode::NotFound);
}

void TestCheckedFile::aFailedWriteLeavesTheOldFile()
{
    const QTemporaryDir folder;
    const auto file = path(folder) / "index";
    const std::array<std::string_view, 1> parts{"old"};
    succeed(writeChecked(file, kind, parts));
    // The temporary file's place is taken by a folder, so it cannot be made.
    std::filesystem::create_directories(file.string() + ".new/in the way");
    QVERIFY(!writeChecked(file, kind, parts));
    QCOMPARE(qt(valueOf(readChecked(file, kind))), QStringLiteral("old"));
}

void TestCheckedFile::aReaderPastTheEndIsNotGood()
{
    ByteWriter writer;
    writer.value(std::uint64_t{1'000'000'000'000}); // a length that nothing follows
    ByteReader reader(writer.written());
    QVERIFY(reader.values<float>().empty());
    QVERIFY(!reader.good());
    ByteReader text(writer.written());
    QVERIFY(text.text().empty());
    QVERIFY(!text.good());
}

QTEST_GUILESS_MAIN(TestCheckedFile)
#include "TestCheckedFile.moc"
