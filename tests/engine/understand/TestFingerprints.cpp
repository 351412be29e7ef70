// links: tandem_pipeline
#include "pipeline/understand/CategoryHead.h"
#include "pipeline/understand/Fingerprints.h"
#include "pipeline/understand/Understanding.h"
#include "support/Strings.h"

#include <fstream>

using namespace tandem;

// By what a message was read, told apart by every byte.
class TestFingerprints : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;

    void write(const std::string& file, const std::string& content) const
    {
        const std::filesystem::path target = path(m_directory) / file;
        std::filesystem::create_directories(target.parent_path());
        std::ofstream(target, std::ios::binary) << content;
    }
    std::map<std::string, std::string> prints() const { return valueOf(readingFingerprints(path(m_directory))); }

private Q_SLOTS:
    void init()
    {
        for (const char* model :
            {"injection.head", "injection.net", "language.bin", "sentiment.head", "signals.head", "urgency.head"})
            write(std::string("models/") + model, std::string("content of ") + model + "checksum");
        write("lexicons/refund.tsv", "en\tmoney back\n");
        write("lexicons/abuse.tsv", "en\tidiot\n");
    }

    void aPatternMoreIsAnotherLexicon()
    {
        const auto before = prints();
        QCOMPARE(before.at("lexicons").size(), std::size_t(16));
        QCOMPARE(prints(), before);
        write("lexicons/abuse.tsv", "en\tidiots\n");
        auto after = prints();
        QVERIFY(after.at("lexicons") != before.at("lexicons"));
        after["lexicons"] = before.at("lexicons");
        QCOMPARE(after, before);
    }

    void whatIsNoPatternDoesNotCount()
    {
        const auto before = prints();
        write("lexicons/README.md", "How patterns are written");
        QCOMPARE(prints(), before);
    }

    void aPatternThatMovedToAnotherFileIsAnotherLexicon()
    {
        const auto before = prints();
        write("lexicons/refund.tsv", "en\tidiot\n");
        write("lexicons/abuse.tsv", "en\tmoney back\n");
        QVERIFY(prints() != before);
    }

    void aModelIsToldByItsChecksum()
    {
        const auto before = prints();
        write("models/signals.head", "content of signals.headCHECKSUM");
        const auto after = prints();
        QVERIFY(after.at("signals") != before.at("signals"));
        QCOMPARE(after.at("urgency"), before.at("urgency"));
    }

    void aMissingOrEmptyModelIsNamed()
    {
        write("models/urgency.head", "short");
        const auto cut = readingFingerprints(path(m_directory));
        QVERIFY(!cut && cut.error().message.contains("urgency.head"));
        std::filesystem::remove(path(m_directory) / "models" / "urgency.head");
        QVERIFY(!readingFingerprints(path(m_directory)));
    }

    void theCategoryHeadInUseIsToldWithTheRest()
    {
        const auto understanding = valueOf(Understanding::load(TANDEM_RESOURCES));
        const auto before = understanding->fingerprints();
        for (const char* name : {"category", "signals", "sentiment", "urgency", "injection", "language", "lexicons"})
            QVERIFY2(before.contains(name) && before.at(name).size() == 16, name);
        HeadFile learned = understanding->categoryHead().shipped();
        learned.dataHash ^= 1U;
        succeed(understanding->categoryHead().use(std::move(learned)));
        QVERIFY(understanding->fingerprints().at("category") != before.at("category"));
        understanding->categoryHead().useShipped();
        QCOMPARE(understanding->fingerprints(), before);
    }
};

QTEST_GUILESS_MAIN(TestFingerprints)
#include "TestFingerprints.moc"
