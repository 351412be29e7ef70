// links: tandem_pipeline
#include "pipeline/understand/NewestText.h"
#include "support/Strings.h"

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
    void emptyTextStaysEmpty() { QCOMPARE(qt(newestText("")), QString()); }
};

QTEST_GUILESS_MAIN(TestNewestText)
#include "TestNewestText.moc"
