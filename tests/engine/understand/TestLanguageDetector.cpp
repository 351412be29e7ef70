// links: tandem_pipeline
#include "pipeline/understand/LanguageDetector.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

class TestLanguageDetector final : public QObject {
    Q_OBJECT

private:
    LanguageDetector m_detector = valueOf(LanguageDetector::load(TANDEM_RESOURCES "/models"));

    std::string language(std::string_view text) const { return std::string(name(m_detector.detect(text).language)); }

private Q_SLOTS:
    void aSentenceOfEachLanguageIsRecognised_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("language");
        const std::array<std::pair<const char*, const char*>, 12> sentences{{{"The invoice for March is missing from my account.",
                                                                                 "en"},
            {"La factura de marzo no aparece en mi cuenta.", "es"}, {"La facture de mars n'apparaît pas dans mon compte.", "fr"},
            {"Die Rechnung für März fehlt in meinem Konto.", "de"}, {"La fattura di marzo non si trova nel mio account.", "it"},
            {"A fatura de março não aparece na minha conta.", "pt"}, {"De factuur van maart ontbreekt in mijn account.", "nl"},
            {"Na moim koncie brakuje faktury za marzec.", "pl"}, {"Mart ayı faturası hesabımda görünmüyor.", "tr"},
            {"فاتورة شهر مارس غير موجودة في حسابي.", "ar"}, {"我的账户里找不到三月的发票。", "zh"},
            {"3月の請求書がアカウントに見当たりません。", "ja"}}};
        for (const auto& [text, code] : sentences)
            QTest::newRow(code) << QString::fromUtf8(text) << QString::fromUtf8(code);
    }
    void aSentenceOfEachLanguageIsRecognised()
    {
        QFETCH(QString, text);
        QFETCH(QString, language);
        const LanguageGuess guess = m_detector.detect(text.toStdString());
        QCOMPARE(qt(name(guess.language)), language);
        QVERIFY(guess.confidence > 0.8);
        QVERIFY(!guess.mixed);
    }

    void aShortChatMessageIsRecognised()
    {
        QCOMPARE(language("hilfe"), "de");
        QCOMPARE(language("bonjour"), "fr");
        QCOMPARE(language("dziękuję"), "pl");
        QCOMPARE(language("não funciona"), "pt");
        QCOMPARE(language("teşekkürler"), "tr");
        QCOMPARE(language("你好"), "zh");
        QCOMPARE(language("ありがとう"), "ja");
    }

    void aPlainWordIsNeverWithoutALanguage()
    {
        for (const std::string_view word : {"the", "el", "xyzzy", "q", "ß"})
            QVERIFY2(m_detector.detect(word).confidence > 0, std::string(word).c_str());
    }

    void textWithoutLettersIsEnglishWithoutConfidence()
    {
        for (const std::string_view text : {"", "   ", "12345 !!", "😀😀", "\xFF\xFE"}) {
            const LanguageGuess guess = m_detector.detect(text);
            QCOMPARE(guess.language, Language::En);
            QVERIFY(guess.confidence < 0.5);
        }
    }

    void twoLanguagesInOneMessageAreFlagged()
    {
        QVERIFY(m_detector
                .detect("The upload fails every time I try it on my laptop. Ich habe es schon dreimal mit einem anderen Browser "
                        "versucht.")
                .mixed);
        QVERIFY(m_detector.detect("アプリが起動しません。 Please help me as soon as possible, thank you").mixed);
    }

    void aNameOfAProductDoesNotMakeATextMixed()
    {
        QVERIFY(!m_detector.detect("Seit dem Update öffnet sich das Dashboard in Chrome nicht mehr.").mixed);
        QVERIFY(!m_detector.detect("更新之后 API 打不开了，请帮忙看看。").mixed);
    }

    void aHugeTextIsJudgedByItsBeginning()
    {
        std::string text = "Bonjour, je ne peux plus ouvrir mon compte. ";
        while (text.size() < 1'000'000)
            text += "je ne peux plus ";
        QCOMPARE(language(text), "fr");
        QCOMPARE(m_detector.detect(std::string(100'000, 'a')).mixed, false);
    }

    void aModelOfAnotherKindIsRefused()
    {
        QTemporaryDir directory;
        std::filesystem::copy_file(TANDEM_RESOURCES "/models/category.head", path(directory) / "language.bin");
        const auto loaded = LanguageDetector::load(path(directory));
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::Corrupt);
        QVERIFY(loaded.error().message.contains("language.bin"));
    }
};

QTEST_GUILESS_MAIN(TestLanguageDetector)
#include "TestLanguageDetector.moc"
