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

    void anotherScriptIsEnglishWithoutConfidence()
    {
        for (const std::string_view text : {"मेरे खाते से दो बार पैसे कट गए हैं", "החשבון שלי נחסם ואני לא מצליח להיכנס",
                 "Верните мне деньги за прошлый месяц", "환불을 받고 싶습니다. 언제 되나요?", "Πότε θα γίνει η επιστροφή;",
                 "ฉันต้องการคืนเงิน", "حساب من مسدود شده است لطفاً کمک کنید، پول من چه شد؟"}) {
            const LanguageGuess guess = m_detector.detect(text);
            QCOMPARE(guess.language, Language::En);
            QVERIFY2(guess.confidence == 0, std::string(text).c_str());
        }
    }

    void aForeignNameChangesNothing()
    {
        const LanguageGuess guess = m_detector.detect("Bitte ändern Sie den Namen auf der Rechnung in Юрий Петров, vielen Dank.");
        QCOMPARE(guess.language, Language::De);
        QVERIFY(guess.confidence > 0.5);
    }

    void japaneseWithoutKanaIsTold()
    {
        for (const std::string_view text : {"返金希望", "領収書", "解約手続", "至急返信", "注文番号", "請求金額確認"})
            QVERIFY2(language(text) == "ja", std::string(text).c_str());
        for (const std::string_view text : {"退款", "你好", "申请退款", "取消", "账户密码", "人工", "我要退款", "发票"})
            QVERIFY2(language(text) == "zh", std::string(text).c_str());
        QVERIFY(m_detector.detect("退款").confidence < 0.9); // either might write it
    }

    void pastedCodeAndLogsDoNotCount_data()
    {
        QTest::addColumn<QString>("pasted");
        QTest::newRow("Java") << QStringLiteral(
            "Exception in thread \"main\" java.lang.NullPointerException: Cannot invoke \"Order.getTotal()\" because the order "
            "is "
            "null\n\tat com.example.shop.Cart.pay(Cart.java:42)\n\tat com.example.shop.Main.main(Main.java:12)\nCaused by: "
            "java.io.IOException: The underlying connection was closed unexpectedly\n\t... 12 more");
        QTest::newRow("Python") << QStringLiteral(
            "Traceback (most recent call last):\n  File \"/srv/app/export.py\", line 88, in run\n    return self.write(rows, "
            "header=True)\n  File \"/srv/app/writer.py\", line 12, in write\n    raise ValueError(\"the number of columns does "
            "not "
            "match the header\")\nValueError: the number of columns does not match the header");
        QTest::newRow("log") << QStringLiteral(
            "2026-03-04 10:11:12,345 ERROR [worker-3] Connection to the upstream server was refused\n2026-03-04 10:11:13,001 "
            "WARN "
            "[worker-3] Trying again in five seconds\n2026-03-04 10:11:18,020 ERROR [worker-3] Giving up after three attempts");
        QTest::newRow("fenced") << QStringLiteral(
            "```\nif the user is logged in then show the dashboard else go to the login page\nand write a line to the file\n```");
        QTest::newRow("JavaScript") << QStringLiteral("Uncaught TypeError: Cannot read properties of undefined (reading "
                                                      "'length')\n    at render (https://app.example/main.js:10:5)"
                                                      "\n    at updateTheWholeComponent (https://app.example/main.js:99:12)");
    }
    void pastedCodeAndLogsDoNotCount()
    {
        QFETCH(QString, pasted);
        for (const QString& question :
            {QStringLiteral("Warum kommt das?\n"), QStringLiteral("Hilfe, der Export geht nicht:\n\n")}) {
            const LanguageGuess guess = m_detector.detect((question + pasted).toStdString());
            QCOMPARE(qt(name(guess.language)), QStringLiteral("de"));
            QVERIFY(!guess.mixed);
        }
        QCOMPARE(language((pasted + QStringLiteral("\n\nPourquoi est-ce que cela arrive ?")).toStdString()), "fr");
        QVERIFY(m_detector.detect(pasted.toStdString()).confidence > 0); // nothing else is there: it is judged itself
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
