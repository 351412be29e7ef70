// links: tandem_pipeline
#include "pipeline/validate/AskedTime.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

class TestAskedTime final : public QObject {
    Q_OBJECT

private:
    const TimePoint m_now = valueOf(parseTime("2026-11-23T10:00:00Z"));

    QString asked(const std::string& text, Language language = Language::En) const
    {
        const auto time = askedTime(text, language, m_now);
        return time ? qt(formatTime(*time).substr(0, 10)) : QString();
    }

private Q_SLOTS:
    void theDayOfAnOrderIsAskedAbout_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("text");
        for (const auto& [language, text] :
            {std::pair("en", "I paid for the annual plan on 12 July 2026. Can I still get a refund?"),
                {"de", "Ich habe am 12. Juli 2026 bezahlt. Welche Frist gilt?"},
                {"fr", "J'ai acheté l'abonnement le 12 juillet 2026, quel délai s'applique ?"},
                {"es", "Compré el plan el 12 de julio de 2026. ¿Qué plazo vale?"},
                {"it", "Ho acquistato il piano il 12 luglio 2026: quale termine vale?"},
                {"pt", "Comprei o plano em 12 de julho de 2026. Qual prazo vale?"},
                {"nl", "Ik heb op 12 juli 2026 betaald. Welke termijn geldt?"},
                {"pl", "Zapłaciłem 12 lipca 2026. Jaki termin obowiązuje?"},
                {"tr", "12 Temmuz 2026 tarihinde satın aldım. Hangi süre geçerli?"},
                {"ar", "دفعت في 12 يوليو 2026. ما المدة المطبقة؟"}, {"zh", "我在2026年7月12日付款，适用什么期限？"},
                {"ja", "2026年7月12日に購入しました。期限は何日ですか。"}})
            QTest::newRow(language) << QString::fromUtf8(language) << QString::fromUtf8(text);
    }
    void theDayOfAnOrderIsAskedAbout()
    {
        QFETCH(QString, language);
        QFETCH(QString, text);
        QCOMPARE(asked(text.toStdString(), languageFrom(language.toStdString()).value()), QStringLiteral("2026-07-12"));
    }
    void aDayWithoutAYearIsTheLastOne()
    {
        QCOMPARE(asked("We ordered it on 2 November."), QStringLiteral("2026-11-02"));
        QCOMPARE(asked("We ordered it on 2 December."), QStringLiteral("2025-12-02"));
    }
    void aMonthStandsForItsMiddle() { QCOMPARE(asked("The invoice is of August 2026."), QStringLiteral("2026-08-15")); }
    void aDayThatHasNotComeIsNotAskedAbout() { QCOMPARE(asked("We will pay on 3 January 2027."), QString()); }
    void aDayOfSomethingElseIsNotAskedAbout()
    {
        QCOMPARE(asked("The export failed on 12 July 2026."), QString());
        QCOMPARE(asked("I want a refund. The outage was on 12 July 2026."), QString());
    }
    void nothingIsAskedWithoutADay()
    {
        QCOMPARE(asked("I paid last week."), QString());
        QCOMPARE(asked("I paid 720 euros on 99.99.2026"), QString());
        QCOMPARE(asked(""), QString());
    }
};

QTEST_GUILESS_MAIN(TestAskedTime)
#include "TestAskedTime.moc"
