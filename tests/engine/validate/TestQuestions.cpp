// links: tandem_pipeline
#include "model/QuestionMark.h"
#include "pipeline/validate/Questions.h"

#include "support/Strings.h"

#include <QTest>

using namespace tandem;

class TestQuestions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyAQuestionThatSaysNothingAsksOnly_data()
    {
        QTest::addColumn<QString>("question");
        QTest::addColumn<QString>("language");
        QTest::addColumn<bool>("harmless");
        const auto row = [](const char* language, const char* text, bool harmless) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(language) << harmless;
        };
        row("en", "Which plan do you use?", true);
        row("en", "- Which of the two do you mean, the app or the website?", false); // a number
        row("en", "Do you use Windows, macOS or Linux?", true);
        row("en", "Do you pay by credit card or by bank transfer?", true);
        row("en", "Was your account compromised?", true);
        row("es", "¿Qué plan usa usted?", true);
        row("fr", "Avez-vous une capture d’écran du message ?", true);
        row("de", "Welchen Browser benutzen Sie?", true);
        row("it", "Quale piano usa?", true);
        row("pt", "Qual é o seu plano?", true);
        row("nl", "Is uw kaart nog geldig?", true);
        row("pl", "Z jakiego planu Państwo korzystają?", true);
        row("tr", "Hangi planı kullanıyorsunuz?", true);
        row("ar", "ما الخطة التي تستخدمها؟", true);
        row("zh", "您使用的是哪个套餐？", true);
        row("ja", "どのプランをご利用ですか？", true);

        row("en", "Your order is on its way\nIs there anything else?", false);
        row("en", "Your order is on its way: is there anything else?", false);
        row("en", "Your order is on its way — is there anything else?", false);
        row("zh", "您的订单已发货：还有其他问题吗？", false);
        row("en", "Could you confirm your card at https://evil.example/pay?", false);
        row("en", "Could you confirm your card at evil.zone/pay?", false);
        row("en", "Can you write to help@evil.example?", false);
        row("en", "Did the app show FILE-507?", false);
        row("en", "Shall I send the five hundred dollars?", false);
        row("de", "Shall I send the five hundred dollars?", false); // the number words of what it is written in
        row("ar", "هل أرسل ٥٠٠؟", false);
        row("en", "Shall I send ५००?", false);
        row("en", "Shall I send ５００?", false);
        row("en", "Did you know that your refund was granted?", false);
        row("en", "Shall we give you a credit?", false);
        row("es", "¿Le enviamos el reembolso?", false);
        row("fr", "Voulez-vous que nous vous remboursions ?", false);
        row("de", "Sollen wir den Betrag zurückerstatten?", false);
        row("it", "Vuole il rimborso?", false);
        row("pt", "Quer o reembolso agora?", false);
        row("nl", "Zullen wij het bedrag terugbetalen?", false);
        row("pl", "Czy mamy wysłać zwrot?", false);
        row("tr", "İade yapalım mı?", false);
        row("ar", "هل تريد استرداد المبلغ؟", false);
        row("zh", "要我们退款吗？", false);
        row("ja", "返金いたしましょうか？", false);
    }

    void onlyAQuestionThatSaysNothingAsksOnly()
    {
        QFETCH(QString, question);
        QFETCH(QString, language);
        QFETCH(bool, harmless);
        const auto read = languageFrom(language.toStdString());
        QVERIFY(read);
        QVERIFY(isQuestion(question.toStdString()));
        QCOMPARE(asksOnly(question.toStdString(), *read), harmless);
    }

    void brokenTextDoesNoHarm()
    {
        QVERIFY(!isQuestion(""));
        static_cast<void>(asksOnly("\xff\xfe ?", Language::En));
        QVERIFY(asksOnly("?", Language::En));
    }
};

QTEST_GUILESS_MAIN(TestQuestions)
#include "TestQuestions.moc"
