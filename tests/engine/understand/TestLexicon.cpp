// links: tandem_pipeline
#include "pipeline/understand/Lexicon.h"
#include "support/Strings.h"

#include <QTest>

#include <fstream>

using namespace tandem;

class TestLexicon final : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_directory;

    // A directory of lexicons that are empty but for one.
    Result<Lexicon> withRefunds(const std::string& lines) const
    {
        for (const char* name : {"choices", "human_requested", "legal_regulatory", "refund", "account_closure", "data_deletion",
                 "plan_downgrade_credit", "churn_threat", "abuse", "repeated_question", "negation", "urgency", "sentiment",
                 "injection"})
            std::ofstream(path(m_directory) / (std::string(name) + ".tsv")) << "# empty\n";
        std::ofstream(path(m_directory) / "choices.tsv") << "en\twant\twant|would like\n";
        std::ofstream(path(m_directory) / "refund.tsv") << lines;
        return Lexicon::load(path(m_directory));
    }
    int count(const std::string& lines, std::string_view text, Language language = Language::En) const
    {
        return static_cast<int>(valueOf(withRefunds(lines)).matches(tokensOf(text), {language, 0.9, false}).size());
    }

private Q_SLOTS:
    void aWordMatchesInAnyCaseAndAccent() { QCOMPARE(count("fr\tremboursé\t1\n", "REMBOURSE", Language::Fr), 1); }
    void aStarStandsForAnyEnding()
    {
        QCOMPARE(count("en\trefund*\t1\n", "refunding"), 1);
        QCOMPARE(count("en\trefund\t1\n", "refunding"), 0);
    }
    void aGapHoldsAtMostThreeWordsAndNoFullStop()
    {
        QCOMPARE(count("en\tgive … back\t1\n", "give me my money back"), 1);
        QCOMPARE(count("en\tgive … back\t1\n", "give one two three four back"), 0);
        QCOMPARE(count("en\tgive …… back\t1\n", "give one two three four back"), 1);
        QCOMPARE(count("en\tgive … back\t1\n", "give up. back"), 0);
    }
    void choicesAreExpanded()
    {
        const std::string lines = "en\t@want (a|the|) (refund|reimbursement)\t1\n";
        QCOMPARE(count(lines, "I would like a refund"), 1);
        QCOMPARE(count(lines, "we want reimbursement"), 1);
        QCOMPARE(count(lines, "we want your refund"), 0);
    }
    void chineseIsFoundInsideText()
    {
        QCOMPARE(count("zh\t给我…退款\t1\n", "请马上给我办理退款！", Language::Zh), 1);
        QCOMPARE(count("zh\t给我…退款\t1\n", "给我看看。退款呢", Language::Zh), 0);
    }
    void aSingleWordOfAnotherLanguageDoesNotMatch()
    {
        QCOMPARE(count("de\tgut\t1\n", "my gut feeling", Language::En), 0);
        QCOMPARE(count("de\tgeld zurück\t1\n", "geld zurück please", Language::En), 1);
    }
    void theArabicArticleDoesNotMatter() { QCOMPARE(count("ar\tمحامي\t1\n", "سأكلم المحامي", Language::Ar), 1); }
    void aBadLineIsNamed_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("unknown language") << QStringLiteral("xx\trefund\t1");
        QTest::newRow("no weight") << QStringLiteral("en\trefund");
        QTest::newRow("weight is no number") << QStringLiteral("en\trefund\tmuch");
        QTest::newRow("open bracket") << QStringLiteral("en\t(refund\t1");
        QTest::newRow("unknown choice") << QStringLiteral("en\t@nothing refund\t1");
        QTest::newRow("empty") << QStringLiteral("en\t…\t1");
    }
    void aBadLineIsNamed()
    {
        QFETCH(QString, line);
        const auto loaded = withRefunds("# first\nen\tgood\t1\n" + line.toStdString() + "\n");
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::Corrupt);
        QVERIFY2(loaded.error().message.contains("refund.tsv, line 3"), loaded.error().message.c_str());
    }
    void aMissingFileIsNamed()
    {
        QTemporaryDir empty;
        const auto loaded = Lexicon::load(path(empty));
        QVERIFY(!loaded);
        QVERIFY(loaded.error().message.contains("choices.tsv"));
    }
};

QTEST_GUILESS_MAIN(TestLexicon)
#include "TestLexicon.moc"
