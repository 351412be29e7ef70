// links: tandem_pipeline
#include "pipeline/understand/NewestText.h"
#include "support/Strings.h"

#include <QElapsedTimer>
#include <QTest>

using namespace tandem;

class TestNewestText final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void quotedMailIsLeftOut_data()
    {
        QTest::addColumn<QString>("introduction");
        int n = 0;
        for (const char* line :
            {"On Mon, 3 Feb 2025 at 10:12, Tandem <help@example.org> wrote:", "Am 3. Februar 2025 schrieb Tandem Support:",
                "Le lun. 3 févr. 2025 à 10:12, Tandem <aide@example.org> a écrit :",
                "El lun, 3 feb 2025 a las 10:12, Tandem escribió:", "Il giorno lun 3 feb 2025 alle 10:12 Tandem ha scritto:",
                "Em seg., 3 de fev. de 2025, Tandem escreveu:", "Op ma 3 feb 2025 om 10:12 schreef Tandem via help schreef:",
                "3 lutego 2025 10:12 Tandem napisał(a):", "-----Original Message-----", "-----Ursprüngliche Nachricht-----",
                "> an earlier line"})
            QTest::newRow(std::to_string(n++).c_str()) << QString::fromUtf8(line);
    }
    void quotedMailIsLeftOut()
    {
        QFETCH(QString, introduction);
        const std::string text = "It works now.\n\n" + introduction.toStdString() + "\n> I want a refund\n";
        QCOMPARE(qt(newestText(text)), QStringLiteral("It works now."));
    }
    void theSignatureIsLeftOut()
    {
        QCOMPARE(qt(newestText("The upload fails.\n-- \nAnn Lee\nAcme Ltd")), QStringLiteral("The upload fails."));
        QCOMPARE(qt(newestText("Der Upload geht nicht.\n\nMit freundlichen Grüßen\nAnna Berg\nMusterweg 3")),
            QStringLiteral("Der Upload geht nicht.\n\nMit freundlichen Grüßen"));
    }
    void whatIsSaidAfterTheClosingIsKept()
    {
        QVERIFY(newestText("It fails.\nBest regards,\nAnn\nP.S. I also want a refund").contains("refund"));
        QVERIFY(newestText("It fails.\nBest regards,\nAnn\n\nAnd when will the invoice come?").contains("invoice"));
    }
    void aWishBelowWhatLooksLikeAClosingIsKept_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("wish");
        int n = 0;
        for (const auto& [text, wish] : {
                 std::pair("Hi,\nCheers for getting back to me.\nI still want my money back.", "money back"),
                 {"Hello\nRegards my order 1234 from last week.\nPlease refund it, I want to speak to a manager.", "manager"},
                 {"Hello,\nOn 12 March your agent wrote:\n\"We will refund you\"\nNothing came. I want my money back now",
                     "money back"},
                 {"Hallo,\nAm 12. März schrieb Ihr Kollege:\n\"Wir erstatten.\"\nIch will mein Geld zurück", "Geld"},
                 {"Merhaba\niyi çalışmalar\nHesabımı ve tüm verilerimi silmenizi istiyorum. Bir yetkiliyle görüşmek istiyorum.",
                     "silmenizi"},
                 {"お世話になっております。\nよろしくお願いいたします。\n返金してください", "返金"},
                 {"您好\n此致\n请给我退款", "退款"},
                 {"Hallo\nViele Grüße aus Köln\nBitte erstatten Sie den Betrag", "erstatten"},
                 {"Hola\nSaludos desde Sevilla\nQuiero que me devuelvan el dinero", "dinero"},
                 {"Hallo\nGroeten uit Utrecht\nIk wil mijn geld terug", "geld"},
                 {"مرحبا\nمع تحياتي لكم جميعا\nأريد استرداد المبلغ كاملا الآن", "استرداد"},
                 {"Order 1234 details\n--\nPlease refund it. I want to speak to a human.", "refund"},
                 {"It fails.\nBest regards,\nAnn Lee\nOne more thing: please also delete my account and all my data.", "delete"},
                 {"It fails.\nKind regards\nAnn\nplease refund me asap", "refund"},
                 {"Hi.\nSent from my old address by mistake.\nPlease close my account and refund me.", "close my account"},
                 {"It fails.\nSent from my iPhone\nI forgot: please refund me.", "refund"},
                 {"Hello\n________________________________\nI want a refund", "refund"},
             })
            QTest::newRow(std::to_string(n++).c_str()) << QString::fromUtf8(text) << QString::fromUtf8(wish);
    }
    void aWishBelowWhatLooksLikeAClosingIsKept()
    {
        QFETCH(QString, text);
        QFETCH(QString, wish);
        QVERIFY2(qt(newestText(text.toStdString())).contains(wish), qPrintable(qt(newestText(text.toStdString()))));
    }
    void signaturesInManyFormsAreLeftOut_data()
    {
        QTest::addColumn<QString>("below");
        int n = 0;
        for (const char* below : {"Best regards,\nAnn Lee\nHead of Sales, Acme Ltd.\n+44 20 7946 0000\nSECRET",
                 "Cheers, Ann\nSECRET", "Mit freundlichen Grüßen Anna Berg\nSECRET GmbH\nMusterweg 3, 10115 Berlin",
                 "Saludos,\nJosé SECRET", "Cordialement\n\nMarie SECRET\nResponsable Achats", "Pozdrawiam serdecznie,\nSECRET",
                 "Saygılarımla,\nSECRET", "よろしくお願いいたします。\n株式会社SECRET\n田中", "--\nAnn Lee\nSECRET Ltd",
                 "________________________________\nFrom: Ann <ann@example.org>\nSECRET"})
            QTest::newRow(std::to_string(n++).c_str()) << QString::fromUtf8(below);
    }
    void signaturesInManyFormsAreLeftOut()
    {
        QFETCH(QString, below);
        const QString rest = qt(newestText("The upload fails since Monday.\n" + below.toStdString()));
        QVERIFY2(!rest.contains(QStringLiteral("SECRET")), qPrintable(rest));
    }
    void manyClosingsAboveManyBlankLinesTakeNoLongerThanTheText()
    {
        std::string text = "It fails.\n";
        for (int i = 0; i < 20000; ++i)
            text += "lg\n";
        text += std::string(40000, '\n') + "a?";
        QElapsedTimer timer;
        timer.start();
        QVERIFY(newestText(text).ends_with("a?"));
        QVERIFY2(timer.elapsed() < 3000, std::to_string(timer.elapsed()).c_str());
    }
    void aLineThatOnlyBeginsLikeAClosingIsKept()
    {
        QVERIFY(newestText("Hello\nLG TV app does not start\nplease help").contains("please help"));
    }
    void aTextOfQuotesAloneStays()
    {
        QCOMPARE(qt(newestText("> only\n> quoted")), QStringLiteral("> only\n> quoted"));
        QCOMPARE(qt(newestText("On Mon, 3 Feb 2025, Ann wrote:\n> hello")), QStringLiteral("On Mon, 3 Feb 2025, Ann wrote:"));
    }
    void theSubjectOfAReplyIsTold()
    {
        for (const char* subject :
            {"Re: Refund", "RE:Refund", "AW: Kündigung", "  Fwd: contract", "Odp: zwrot", "回复：退款", "رد: فاتورة"})
            QVERIFY2(isReplySubject(subject), subject);
        for (const char* subject : {"Refund", "Regarding my refund", "", "Rechnung: falsch", "Reset: how?"})
            QVERIFY2(!isReplySubject(subject), subject);
    }
    void whatNobodySeesIsNotRead()
    {
        QCOMPARE(qt(newestText("I want\xE2\x80\x8C a re\xE2\x80\x8B"
                               "fund\xE2\x80\x8E")),
            QStringLiteral("I want a refund"));
    }
    void emptyTextStaysEmpty() { QCOMPARE(qt(newestText("")), QString()); }
};

QTEST_GUILESS_MAIN(TestNewestText)
#include "TestNewestText.moc"
