// links: tandem_pipeline
#include "pipeline/understand/LanguageDetector.h"
#include "pipeline/understand/Sentiment.h"
#include "support/Strings.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace tandem;

class TestSentiment : public QObject {
    Q_OBJECT

private:
    Lexicon m_lexicon = valueOf(Lexicon::load(TANDEM_RESOURCES "/lexicons"));
    LanguageDetector m_languages = valueOf(LanguageDetector::load(TANDEM_RESOURCES "/models"));

    [[nodiscard]] double lexical(const std::string& text) const
    {
        const Tokens tokens = tokensOf(text);
        return lexicalSentiment(tokens, m_lexicon.matches(tokens, m_languages.detect(text)));
    }

private Q_SLOTS:
    void everydayWordsAreFeltInEveryLanguage_data()
    {
        QTest::addColumn<QString>("happy");
        QTest::addColumn<QString>("unhappy");
        const auto row = [](const char* language, const char* happy, const char* unhappy) {
            QTest::newRow(language) << QString::fromUtf8(happy) << QString::fromUtf8(unhappy);
        };
        row("en", "What a gorgeous evening, we laughed all the way home",
            "The funeral was yesterday and everybody is heartbroken");
        row("es", "Qué preciosa tarde, nos hicieron reír muchísimo", "Murió ayer y toda la familia está muy triste");
        row("fr", "Quelle magnifique soirée, que de sourires", "Il est décédé hier, c'est affreux et tellement triste");
        row("de", "Was für ein herrlicher Abend, alle haben gelacht, wunderschön", "Er ist gestern gestorben, alle sind traurig");
        row("it", "Che splendida serata, quante risate e che gioia", "È morto ieri, una tragedia, siamo tutti tristi");
        row("pt", "Que noite maravilhosa, quanta alegria e que festa linda", "Morreu ontem, que tragédia, estamos todos tristes");
        row("nl", "Wat een prachtige avond, zo gezellig en grappig", "Hij is gisteren overleden, iedereen huilt van verdriet");
        row("pl", "Jaki cudowny wieczór, pełen śmiechu i radości", "Zmarł wczoraj, to tragedia, wszyscy płaczą");
        row("tr", "Ne kadar muhteşem bir akşamdı, çok güldük, harikaydı", "Dün vefat etti, herkes çok üzgün ve ağlıyor");
        row("ar", "يا لها من أمسية رائعة وجميلة", "مات أمس وكلنا في حزن ودموع");
        row("zh", "今晚真开心，大家笑得很幸福", "他昨天去世了，大家都很难过");
        row("ja", "とても楽しい夜でした、最高に幸せ", "昨日亡くなりました。悲しくて辛いです");
    }

    void everydayWordsAreFeltInEveryLanguage()
    {
        QFETCH(QString, happy);
        QFETCH(QString, unhappy);
        QVERIFY2(lexical(happy.toStdString()) > 0.2, qPrintable(happy));
        QVERIFY2(lexical(unhappy.toStdString()) < -0.2, qPrintable(unhappy));
    }

    void whatIsUsualInTicketsIsNotFelt_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"Hello support, on which day is the invoice sent?", "The import finished successfully.",
                 "¿A qué hora abre la oficina de atención?", "Cher support, où se trouve le réglage de la langue ?",
                 "Könnten Sie mir bitte die Anleitung für den Drucker schicken?", "Il consiglio comunale si riunisce giovedì.",
                 "Gostaria de saber o horário da loja.", "Waar staat de knop voor de taal?", "Gdzie znajdę numer klienta?",
                 "Fatura hangi gün gönderiliyor?", "ما هي الحلول المتوفرة لديكم؟", "麻烦发一下说明书。",
                 "神戸の店舗は何時からですか。"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }

    void whatIsUsualInTicketsIsNotFelt()
    {
        QFETCH(QString, text);
        QVERIFY2(std::abs(lexical(text.toStdString())) < 0.25, qPrintable(QString::number(lexical(text.toStdString()))));
    }

    void manyWordsStayFiniteAndBounded()
    {
        std::string very;
        std::string awful;
        for (int i = 0; i < 4000; ++i) {
            very += "非常";
            awful += "not very awful ";
        }
        for (const std::string& text : {very + "恶心", very + "喜欢", awful}) {
            const double value = lexical(text);
            QVERIFY(std::isfinite(value) && std::abs(value) <= 1);
        }
    }

    void signsSpeakWithoutWords()
    {
        QVERIFY(lexical("😍😍") > 0.5);
        QVERIFY(lexical("😡") < -0.3);
        QVERIFY(lexical("ok :)") > 0.1);
        QVERIFY(lexical("ok :(") < -0.1);
    }

    void aLinkIsNoFrown()
    {
        QCOMPARE(lexical("https://example.org/a:/b"), 0.0);
        QCOMPARE(lexical("C:/temp and http://x"), 0.0);
    }

    void wordsMoveTheHeadsView()
    {
        const std::array<double, 3> undecided{0.35, 0.35, 0.3};
        QCOMPARE(feelingOf(undecided, 0.8, 3).sentiment(), Sentiment::Positive);
        QCOMPARE(feelingOf(undecided, -0.8, 3).sentiment(), Sentiment::Negative);
        QCOMPARE(feelingOf({0.01, 0.98, 0.01}, -0.3, 3).sentiment(), Sentiment::Neutral);
    }

    void chancesSumToOne()
    {
        for (const double lexical : {-1.0, -0.2, 0.0, 1.0}) {
            const Feeling feeling = feelingOf({0.2, 0.5, 0.3}, lexical, 3);
            QVERIFY(std::abs(std::accumulate(feeling.chances.begin(), feeling.chances.end(), 0.0) - 1) < 1e-12);
            QVERIFY(std::abs(feeling.score) <= 1);
        }
        QCOMPARE(feelingOf({0, 0, 0}, 0.5, 3).sentiment(), Sentiment::Neutral);
    }

    void theNewestMessageWeighsMost()
    {
        const Feeling happy = feelingOf({0, 0.1, 0.9}, 0.5, 1);
        const Feeling angry = feelingOf({0.9, 0.1, 0}, -0.5, 1);
        QCOMPARE(conversationFeeling({happy, angry}).sentiment(), Sentiment::Negative);
        QCOMPARE(conversationFeeling({angry, happy}).sentiment(), Sentiment::Positive);
        QVERIFY(conversationFeeling({happy, angry}).score > angry.score);
        QCOMPARE(conversationFeeling({}).sentiment(), Sentiment::Neutral);
        QCOMPARE(conversationSentiment({}), 0.0);
    }

    void aTrendNeedsThreeMessages()
    {
        QCOMPARE(sentimentTrend({}), 0.0);
        QCOMPARE(sentimentTrend({0.9, -0.9}), 0.0);
        QVERIFY(sentimentTrend({0.9, 0, -0.9}) < -0.8);
    }

    void aTrendIsTheSlopeOfAllMessages()
    {
        QVERIFY(std::abs(sentimentTrend({0.6, 0.2, -0.2, -0.6}) + 0.4) < 1e-9);
        QVERIFY(std::abs(sentimentTrend({-0.3, -0.3, -0.3})) < 1e-12);
        // One bad moment in the middle is no trend.
        QCOMPARE(sentimentTrend({0.2, -0.9, 0.2}), 0.0);
    }

    void whatWasLongAgoIsNoTrend()
    {
        std::vector<double> messages{0.9, 0.9, 0.9, 0.9};
        messages.insert(messages.end(), 8, -0.2);
        QVERIFY(std::abs(sentimentTrend(messages)) < 1e-12);
    }
};

QTEST_GUILESS_MAIN(TestSentiment)
#include "TestSentiment.moc"
