// links: tandem_privacy
#include "privacy/Seal.h"
#include "support/Strings.h"

#include <fstream>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

using namespace tandem;

class TestSeal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSealedValueOpensWhereItStands();
    void aSealedValueDoesNotOpenInAnotherRow();
    void aSealedValueDoesNotOpenInAnotherPlace();
    void anyChangedByteIsFound();
    void aTruncatedValueIsCorrupt();
    void equalValuesAreSealedDifferently();
    void thePlainTextIsNotInTheSealedOne();
    void theKeyFileIsMadeOnceForItsOwnerAlone();
    void aKeyFileThatOthersMayReadIsRefused();
    void aDamagedKeyFileIsNotReplaced();
    void aKeyFileInAMissingFolderIsAnIoError();
    void anotherKeyDoesNotOpen();
    void theBlindIndexIsStableAndKeyed();
    void manyBytesComeBackAsTheyWere();
    void chunksCannotBeChangedMovedOrLeftOut();
    void chunksOfTwoSealingsDoNotMix();
    void sha256IsTheStandardOne();

private:
    static Seal sealIn(const QTemporaryDir& directory) { return valueOf(Seal::open(path(directory) / "key")); }
    static bool isCorrupt(const Result<std::string>& result) { return !result && result.error().code == ErrorCode::Corrupt; }
};

void TestSeal::aSealedValueOpensWhereItStands()
{
    const QTemporaryDir directory;
    const Seal seal = sealIn(directory);
    for (const std::string& plain : {std::string("Grüße"), std::string(), std::string("a\0b", 3), std::string(1000000, 'x')})
        QVERIFY(valueOf(seal.unseal(seal.seal(plain, "ticket.subject", "tic_1"), "ticket.subject", "tic_1")) == plain);
    QCOMPARE(valueOf(sealIn(directory).unseal(seal.seal("later", "a.b", "1"), "a.b", "1")), std::string("later"));
}

void TestSeal::aSealedValueDoesNotOpenInAnotherRow()
{
    const QTemporaryDir directory;
    const Seal seal = sealIn(directory);
    QVERIFY(isCorrupt(seal.unseal(seal.seal("text", "ticket.subject", "tic_1"), "ticket.subject", "tic_2")));
}

void TestSeal::aSealedValueDoesNotOpenInAnotherPlace()
{
    const QTemporaryDir directory;
    const Seal seal = sealIn(directory);
    const std::string sealed = seal.seal("text", "ticket.subject", "tic_1");
    QVERIFY(isCorrupt(seal.unseal(sealed, "ticket.metadata", "tic_1")));
    QVERIFY(isCorrupt(seal.unseal(sealed, "ticket.subjectt", "ic_1"))); // place and row do not run into one another
}

void TestSeal::anyChangedByteIsFound()
{
    const QTemporaryDir directory;
    const Seal seal = sealIn(directory);
    const std::string sealed = seal.seal("text", "a.b", "1");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        std::string changed = sealed;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        QVERIFY2(isCorrupt(seal.unseal(changed, "a.b", "1")), std::to_string(i).c_str());
    }
}

void TestSeal::aTruncatedValueIsCorrupt()
{
    const QTemporaryDir directory;
    const Seal seal = sealIn(directory);
    const std::string sealed = seal.seal("text", "a.b", "1");
    for (std::size_t size = 0; size < sealed.size(); ++size)
        QVERIFY(isCorrupt(seal.unseal(sealed.substr(0, size), "a.b", "1")));
}

void TestSeal::equalValuesAreSealedDifferently()
{
    const QTemporaryDir directory;
    const Seal seal = sealIn(directory);
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i)
        seen.insert(seal.seal("text", "a.b", "1").substr(1, 12));
    QCOMPARE(seen.size(), std::size_t{1000});
}

void TestSeal::thePlainTextIsNotInTheSealedOne()
{
    const QTemporaryDir directory;
    QVERIFY(sealIn(directory).seal("anna@example.org", "a.b", "1").find("anna") == std::string::npos);
}

void TestSeal::theKeyFileIsMadeOnceForItsOwnerAlone()
{
    const QTemporaryDir directory;
    const auto file = path(directory) / "key";
    const Seal first = sealIn(directory);
    struct stat about{};
    QCOMPARE(::stat(file.c_str(), &about), 0);
    QCOMPARE(static_cast<unsigned>(about.st_mode & 0777), 0600U);
    QCOMPARE(static_cast<int>(about.st_size), 65);
    QCOMPARE(std::distance(std::filesystem::directory_iterator(path(directory)), {}), 1); // nothing is left beside it
    const Seal second = sealIn(directory);
    QVERIFY(second.unseal(first.seal("text", "a.b", "1"), "a.b", "1").has_value());
}

void TestSeal::aKeyFileThatOthersMayReadIsRefused()
{
    const QTemporaryDir directory;
    (void)sealIn(directory);
    for (const mode_t mode : {0640U, 0604U, 0620U, 0601U}) {
        QCOMPARE(::chmod((path(directory) / "key").c_str(), mode), 0);
        const auto opened = Seal::open(path(directory) / "key");
        QVERIFY(!opened && opened.error().code == ErrorCode::Forbidden);
        QVERIFY(opened.error().message.find("chmod 600") != std::string::npos);
    }
}

void TestSeal::aDamagedKeyFileIsNotReplaced()
{
    const QTemporaryDir directory;
    const auto file = path(directory) / "key";
    const std::string digits(64, 'a');
    for (const std::string& text : {std::string(), digits.substr(1), digits + "a", digits.substr(1) + "g"}) {
        std::ofstream(file) << text;
        QCOMPARE(::chmod(file.c_str(), 0600), 0);
        const auto opened = Seal::open(file);
        QVERIFY2(!opened && opened.error().code == ErrorCode::Corrupt, text.c_str());
        QCOMPARE(std::filesystem::file_size(file), text.size());
    }
    std::ofstream(file) << digits << "\n";
    QVERIFY(Seal::open(file).has_value());
}

void TestSeal::aKeyFileInAMissingFolderIsAnIoError()
{
    const QTemporaryDir directory;
    const auto opened = Seal::open(path(directory) / "missing" / "key");
    QVERIFY(!opened && opened.error().code == ErrorCode::Io);
    const auto folder = Seal::open(path(directory));
    QVERIFY(!folder && folder.error().code == ErrorCode::InvalidArgument);
}

void TestSeal::anotherKeyDoesNotOpen()
{
    const QTemporaryDir one;
    const QTemporaryDir two;
    QVERIFY(isCorrupt(sealIn(two).unseal(sealIn(one).seal("text", "a.b", "1"), "a.b", "1")));
}

void TestSeal::theBlindIndexIsStableAndKeyed()
{
    const QTemporaryDir one;
    const QTemporaryDir two;
    const std::string index = sealIn(one).blindIndex("anna@example.org");
    QCOMPARE(index.size(), std::size_t{64});
    QCOMPARE(sealIn(one).blindIndex("anna@example.org"), index);
    QVERIFY(sealIn(one).blindIndex("anna@example.com") != index);
    QVERIFY(sealIn(two).blindIndex("anna@example.org") != index);
}

void TestSeal::manyBytesComeBackAsTheyWere()
{
    const QTemporaryDir directory;
    const Seal seal = sealIn(directory);
    constexpr std::size_t chunk = 1U << 20U;
    for (const std::size_t size : {std::size_t(0), std::size_t(1), chunk - 1, chunk, chunk + 1, 2 * chunk, 20 * chunk + 7}) {
        std::string plain(size, 'q');
        for (std::size_t i = 0; i < size; i += 977)
            plain[i] = static_cast<char>(i);
        const std::string sealed = seal.sealBytes(plain, "index.words");
        QVERIFY(valueOf(sealIn(directory).unsealBytes(sealed, "index.words")) == plain);
        QVERIFY(sealed.size() <= size + 17 + (size / chunk + 1) * 29);
        QVERIFY(sealed.find(std::string(20, 'q')) == std::string::npos);
        QVERIFY(isCorrupt(seal.unsealBytes(sealed, "index.vectors")));
    }
    const QTemporaryDir other;
    QVERIFY(isCorrupt(sealIn(other).unsealBytes(seal.sealBytes("text", "index.words"), "index.words")));
    QVERIFY(isCorrupt(seal.unsealBytes(seal.seal("text", "index.words", "1"), "index.words")));
}

void TestSeal::chunksCannotBeChangedMovedOrLeftOut()
{
    const QTemporaryDir directory;
    const Seal seal = sealIn(directory);
    constexpr std::size_t head = 17;
    constexpr std::size_t chunk = (1U << 20U) + 29;
    const std::string sealed = seal.sealBytes(std::string(3U << 20U, 'x'), "index.words");
    QCOMPARE(sealed.size(), head + 3 * chunk);
    const auto part = [&](std::size_t i) { return sealed.substr(head + i * chunk, chunk); };
    const std::string begin = sealed.substr(0, head);
    for (const std::string& changed : {begin + part(0) + part(1), begin + part(1) + part(0) + part(2), begin + part(0) + part(2),
             begin + part(0) + part(1) + part(1) + part(2), begin + part(2), begin, sealed.substr(0, sealed.size() - 1),
             sealed + "x", sealed + part(2), std::string()})
        QVERIFY(isCorrupt(seal.unsealBytes(changed, "index.words")));
    for (const std::size_t at : {std::size_t(0), std::size_t(5), head, head + chunk + 40, sealed.size() - 1}) {
        std::string changed = sealed;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        QVERIFY(isCorrupt(seal.unsealBytes(changed, "index.words")));
    }
}

void TestSeal::chunksOfTwoSealingsDoNotMix()
{
    const QTemporaryDir directory;
    const Seal seal = sealIn(directory);
    const std::string plain(2U << 20U, 'x');
    std::string newer = seal.sealBytes(plain, "index.words");
    const std::string older = seal.sealBytes(plain, "index.words");
    QVERIFY(newer != older);
    constexpr std::size_t second = 17 + (1U << 20U) + 29;
    newer.replace(second, newer.size() - second, older.substr(second));
    QVERIFY(isCorrupt(seal.unsealBytes(newer, "index.words")));
}

void TestSeal::sha256IsTheStandardOne()
{
    QCOMPARE(sha256Hex("abc"), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    QCOMPARE(sha256Hex(""), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
}

QTEST_GUILESS_MAIN(TestSeal)
#include "TestSeal.moc"
