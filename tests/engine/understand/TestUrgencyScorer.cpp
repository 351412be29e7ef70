// links: tandem_pipeline
#include "pipeline/understand/LanguageDetector.h"
#include "pipeline/understand/UrgencyScorer.h"
#include "support/Strings.h"

#include <QTest>

#include <algorithm>

using namespace tandem;

class TestUrgencyScorer : public QObject {
    Q_OBJECT

private:
    Lexicon m_lexicon = valueOf(Lexicon::load(TANDEM_RESOURCES "/lexicons"));
    LanguageDetector m_languages = valueOf(LanguageDetector::load(TANDEM_RESOURCES "/models"));

    // By words alone.
    [[nodiscard]] UrgencyJudgement judged(const std::string& text) const
    {
        const Tokens tokens = tokensOf(text);
        return judgeUrgency(tokens, m_lexicon.matches(tokens, m_languages.detect(text)), 0, 0);
    }

    static bool names(const UrgencyJudgement& judgement, std::string_view note)
    {
        return std::ranges::any_of(judgement.reasons, [&](const std::string& each) { return each.starts_with(note); });
    }

private Q_SLOTS:
    void reasonsQuoteTheCustomersWords()
    {
        const UrgencyJudgement judgement = judged("Our whole shop is offline and the audit is due today.");
        QVERIFY(judgement.pressing);
        QVERIFY(names(judgement, "impact: "));
        for (const std::string& reason : judgement.reasons) {
            const std::string words = reason.substr(reason.find(": ") + 2);
            QVERIFY2(std::string_view("Our whole shop is offline and the audit is due today.").contains(words), reason.c_str());
        }
        QVERIFY(names(judgement, "deadline: "));
    }

    void urgencyDeniedIsNoUrgency_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"This is not urgent.", "No es urgente.", "C'est pas urgent.", "Es ist nicht dringend.",
                 "Non è urgente.", "Não é urgente.", "Het is niet dringend.", "To nie pilne.", "Acil değil.", "الأمر غير عاجل."})
            QTest::newRow(text) << QString::fromUtf8(text);
    }

    void urgencyDeniedIsNoUrgency()
    {
        QFETCH(QString, text);
        const UrgencyJudgement judgement = judged(text.toStdString());
        QVERIFY(!names(judgement, "tone"));
        QVERIFY(names(judgement, "calm"));
        QVERIFY(!judgement.pressing);
        QVERIFY(judgement.score < judged("x").score);
    }

    void aNameThatSoundsUrgentIsNone()
    {
        QVERIFY(!judged("Does the critical illness cover apply to part-time staff?").pressing);
        QVERIFY(!judged("How do I change my emergency contact?").pressing);
    }

    void whatMightHappenIsCalmerThanWhatHappens_data()
    {
        QTest::addColumn<QString>("happens");
        QTest::addColumn<QString>("mightHappen");
        const auto row = [](const char* language, const char* happens, const char* mightHappen) {
            QTest::newRow(language) << QString::fromUtf8(happens) << QString::fromUtf8(mightHappen);
        };
        row("en", "The server is down, nobody can work", "Hypothetically, whom would we ring at night?");
        row("es", "El servidor está caído y no podemos trabajar", "Por curiosidad, ¿qué pasaría con los datos?");
        row("fr", "Le serveur est en panne, on ne peut plus travailler", "Par curiosité, que se passerait-il la nuit ?");
        row("de", "Der Server ist ausgefallen, wir können nicht arbeiten", "Was würde passieren, rein theoretisch?");
        row("it", "Il server è fermo, non possiamo lavorare", "Per curiosità, cosa succederebbe di notte?");
        row("pt", "O servidor caiu e não conseguimos trabalhar", "Por curiosidade, o que aconteceria de noite?");
        row("nl", "De server ligt plat, we kunnen niet werken", "Hypothetisch: wat gebeurt er als het nacht is?");
        row("pl", "Serwer nie działa, nie możemy pracować", "Teoretycznie, co by było w nocy?");
        row("tr", "Sunucu çöktü, çalışamıyoruz", "Diyelim gece oldu, ne olurdu?");
        row("ar", "الخادم متوقف ولا نستطيع العمل", "للفضول فقط، ماذا يحدث لو جاء الليل؟");
        row("zh", "服务器宕机了，没法工作", "假设是半夜，该找谁？写风险评估用。");
        row("ja", "サーバーが停止して業務ができません", "仮に夜中だったら誰に連絡しますか");
    }

    void whatMightHappenIsCalmerThanWhatHappens()
    {
        QFETCH(QString, happens);
        QFETCH(QString, mightHappen);
        const double now = judged(happens.toStdString()).score;
        const double perhaps = judged(mightHappen.toStdString()).score;
        QVERIFY2(now > perhaps + 0.2, qPrintable(QString::number(now) + QStringLiteral(" ") + QString::number(perhaps)));
    }

    void theHeadsShareIsTaken()
    {
        const Tokens tokens = tokensOf("hello");
        QCOMPARE(judgeUrgency(tokens, {}, 0.9, 1).score, 0.9);
        QVERIFY(judgeUrgency(tokens, {}, 0.9, 0.5).score < 0.9);
    }

    void tierAndPriorityAreNamed()
    {
        QCOMPARE(
            customersReasons(Tier::Enterprise, Urgency::High), (std::vector<std::string>{"tier: enterprise", "priority: high"}));
        QVERIFY(customersReasons(Tier::Free, {}).empty());
        QVERIFY(customersReasons(Tier::Team, Urgency::Medium).empty());
        QVERIFY(withCustomersWord(0.3, Tier::Enterprise, {}) > withCustomersWord(0.3, Tier::Free, {}));
    }

    void priorityAloneIsNeverCritical()
    {
        for (const double score : {0.0, 0.2, 0.4, 0.5, 0.55})
            QVERIFY(urgencyOf(withCustomersWord(score, Tier::Free, Urgency::Critical)) != Urgency::Critical);
    }

    void levelsRiseWithTheScore()
    {
        QCOMPARE(urgencyOf(0), Urgency::Low);
        QCOMPARE(urgencyOf(1), Urgency::Critical);
        Urgency before = Urgency::Low;
        for (double score = 0; score <= 1; score += 0.01) {
            QVERIFY(urgencyOf(score) >= before);
            before = urgencyOf(score);
        }
    }

    void theMostUrgentSentenceIsFound()
    {
        const std::string text = "Good morning. The ovens are cold and guests wait. Kind thoughts.";
        const Tokens tokens = tokensOf(text);
        const auto judge = [](std::string_view sentence) { return sentence.contains("ovens") ? 0.9 : 0.1; };
        QCOMPARE(mostUrgentSentence(tokens, judge), std::string_view("The ovens are cold and guests wait"));
        QVERIFY(mostUrgentSentence(tokensOf(""), judge).empty());
        QVERIFY(mostUrgentSentence(tokensOf("?! …"), judge).empty());
    }

    void aQuoteStaysShortAndWhole()
    {
        std::string text;
        for (int i = 0; i < 400; ++i)
            text += "ördek ";
        const std::string_view quote = mostUrgentSentence(tokensOf(text), [](std::string_view) { return 1.0; });
        QVERIFY(!quote.empty() && quote.size() <= 160);
        QCOMPARE(QString::fromUtf8(quote.data(), static_cast<qsizetype>(quote.size())).toUtf8().size(),
            static_cast<qsizetype>(quote.size()));
    }
};

QTEST_GUILESS_MAIN(TestUrgencyScorer)
#include "TestUrgencyScorer.moc"
