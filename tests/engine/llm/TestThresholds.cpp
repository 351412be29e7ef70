// links: tandem_llm
#include "services/llm/Thresholds.h"

#include "ComposerRequests.h"

#include <QTest>

#include <algorithm>
#include <vector>

using namespace tandem;

namespace {

bool isFor(const QString& asked, const QString& rule, Language language)
{
    const AskedAmounts amounts(asked.toStdString(), language);
    const auto thresholds = thresholdsIn(rule.toStdString(), language);
    return std::ranges::all_of(thresholds, [&](const Threshold& threshold) { return amounts.fit(threshold); });
}

// Amounts below, at and above a threshold.
constexpr auto english = "We paid €400.|We paid €500.|We paid €600.";
constexpr auto seats = "We are 4 users.|We are 5 users.|We are 6 users.";
constexpr auto spanish = "Hemos pagado 400 €.|Hemos pagado 500 €.|Hemos pagado 600 €.";
constexpr auto french = "Nous avons payé 400 €.|Nous avons payé 500 €.|Nous avons payé 600 €.";
constexpr auto german = "Wir haben 400 € bezahlt.|Wir haben 500 € bezahlt.|Wir haben 600 € bezahlt.";
constexpr auto italian = "Abbiamo pagato 400 €.|Abbiamo pagato 500 €.|Abbiamo pagato 600 €.";
constexpr auto portuguese = "Pagamos 400 €.|Pagamos 500 €.|Pagamos 600 €.";
constexpr auto dutch = "We hebben € 400 betaald.|We hebben € 500 betaald.|We hebben € 600 betaald.";
constexpr auto polish = "Zapłaciliśmy 400 €.|Zapłaciliśmy 500 €.|Zapłaciliśmy 600 €.";
constexpr auto turkish = "400 € ödedik.|500 € ödedik.|600 € ödedik.";
constexpr auto arabic = "دفعنا 400 يورو.|دفعنا 500 يورو.|دفعنا 600 يورو.";
constexpr auto chinese = "我们付了400欧元。|我们付了500欧元。|我们付了600欧元。";
constexpr auto japanese = "400ユーロを支払いました。|500ユーロを支払いました。|600ユーロを支払いました。";

struct Rule {
    Language language;
    const char* fits; // which of the three: "<", "<=", ">=", ">"
    const char* text;
    const char* amounts;
};
const std::vector<Rule> rules{

    {Language::En, "<=", "Refunds of no more than €500 are paid at once.", english},
    {Language::En, "<=", "Refunds not exceeding €500 are paid at once.", english},
    {Language::En, "<=", "Refunds of €500 or less are paid at once.", english},
    {Language::En, "<=", "Refunds up to €500 are paid at once.", english},
    {Language::En, "<=", "Refunds of a maximum of €500 are paid at once.", english},
    {Language::En, "<", "Refunds under €500 are paid at once.", english},
    {Language::En, "<", "Refunds of less than €500 are paid at once.", english},
    {Language::En, ">", "Refunds of more than €500 are decided by a person.", english},
    {Language::En, ">", "Refunds above €500 are decided by a person.", english},
    {Language::En, ">=", "Refunds of no less than €500 are decided by a person.", english},
    {Language::En, ">=", "Refunds of at least €500 are decided by a person.", english},
    {Language::En, ">=", "Refunds of €500 or more are decided by a person.", english},
    {Language::En, ">=", "Refunds from €500 are decided by a person.", english},
    {Language::En, "<", "Teams of fewer than 5 users pay nothing.", seats},
    {Language::En, "<", "Teams under 5 users pay nothing.", seats},
    {Language::En, "<=", "Teams of no more than 5 users pay nothing.", seats},
    {Language::En, ">=", "Teams of 5 users or more pay.", seats},
    {Language::Es, "<=", "Los reembolsos de no más de 500 € se pagan enseguida.", spanish},
    {Language::Es, "<=", "Los reembolsos que no superen los 500 € se pagan enseguida.", spanish},
    {Language::Es, "<", "Los reembolsos de menos de 500 € se pagan enseguida.", spanish},
    {Language::Es, ">", "Los reembolsos de más de 500 € los decide una persona.", spanish},
    {Language::Es, ">=", "Los reembolsos de 500 € o más los decide una persona.", spanish},
    {Language::Fr, "<=", "Les remboursements de pas plus de 500 € sont payés tout de suite.", french},
    {Language::Fr, "<=", "Les remboursements jusqu’à 500 € sont payés tout de suite.", french},
    {Language::Fr, "<", "Les remboursements de moins de 500 € sont payés tout de suite.", french},
    {Language::Fr, ">", "Les remboursements de plus de 500 € sont décidés par une personne.", french},
    {Language::Fr, ">=", "Les remboursements d'au moins 500 € sont décidés par une personne.", french},
    {Language::De, "<=", "Erstattungen von nicht mehr als 500 € werden sofort gezahlt.", german},
    {Language::De, "<=", "Erstattungen bis zu 500 € werden sofort gezahlt.", german},
    {Language::De, "<", "Erstattungen von weniger als 500 € werden sofort gezahlt.", german},
    {Language::De, "<", "Erstattungen unter 500 € werden sofort gezahlt.", german},
    {Language::De, ">", "Erstattungen von mehr als 500 € entscheidet ein Mensch.", german},
    {Language::De, ">=", "Erstattungen ab 500 € entscheidet ein Mensch.", german},
    {Language::De, ">=", "Erstattungen von mindestens 500 € entscheidet ein Mensch.", german},
    {Language::It, "<=", "I rimborsi di non più di 500 € sono pagati subito.", italian},
    {Language::It, "<=", "I rimborsi fino a 500 € sono pagati subito.", italian},
    {Language::It, "<", "I rimborsi di meno di 500 € sono pagati subito.", italian},
    {Language::It, ">", "I rimborsi di più di 500 € sono decisi da una persona.", italian},
    {Language::Pt, "<=", "Os reembolsos de não mais de 500 € são pagos logo.", portuguese},
    {Language::Pt, "<=", "Os reembolsos de até 500 € são pagos logo.", portuguese},
    {Language::Pt, "<", "Os reembolsos de menos de 500 € são pagos logo.", portuguese},
    {Language::Pt, ">", "Os reembolsos de mais de 500 € são decididos por uma pessoa.", portuguese},
    {Language::Nl, "<=", "Terugbetalingen van niet meer dan € 500 worden meteen betaald.", dutch},
    {Language::Nl, "<=", "Terugbetalingen tot en met € 500 worden meteen betaald.", dutch},
    {Language::Nl, "<", "Terugbetalingen van minder dan € 500 worden meteen betaald.", dutch},
    {Language::Nl, ">", "Terugbetalingen van meer dan € 500 beslist een mens.", dutch},
    {Language::Pl, "<=", "Zwroty nie więcej niż 500 € są wypłacane od razu.", polish},
    {Language::Pl, "<=", "Zwroty do 500 € są wypłacane od razu.", polish},
    {Language::Pl, "<", "Zwroty poniżej 500 € są wypłacane od razu.", polish},
    {Language::Pl, ">", "O zwrotach powyżej 500 € decyduje człowiek.", polish},
    {Language::Tr, "<=", "En fazla 500 € tutarındaki iadeler hemen ödenir.", turkish},
    {Language::Tr, "<=", "500 €'ya kadar iadeler hemen ödenir.", turkish},
    {Language::Tr, "<", "500 €'dan az iadeler hemen ödenir.", turkish},
    {Language::Tr, ">", "500 €'dan fazla iadelere bir insan karar verir.", turkish},
    {Language::Tr, ">=", "En az 500 € tutarındaki iadelere bir insan karar verir.", turkish},
    {Language::Ar, "<=", "المبالغ التي لا تزيد عن 500 يورو ترد فورا.", arabic},
    {Language::Ar, "<=", "المبالغ حتى 500 يورو ترد فورا.", arabic},
    {Language::Ar, "<", "المبالغ أقل من 500 يورو ترد فورا.", arabic},
    {Language::Ar, ">", "المبالغ أكثر من 500 يورو يقررها شخص.", arabic},
    {Language::Zh, "<=", "不超过500欧元的退款会立即支付。", chinese},
    {Language::Zh, "<=", "最多500欧元的退款会立即支付。", chinese},
    {Language::Zh, "<", "低于500欧元的退款会立即支付。", chinese},
    {Language::Zh, ">", "超过500欧元的退款由人工决定。", chinese},
    {Language::Zh, ">=", "不少于500欧元的退款由人工决定。", chinese},
    {Language::Ja, "<=", "500ユーロ以下の返金はすぐに支払われます。", japanese},
    {Language::Ja, "<=", "500ユーロを超えない返金はすぐに支払われます。", japanese},
    {Language::Ja, "<", "500ユーロ未満の返金はすぐに支払われます。", japanese},
    {Language::Ja, ">", "500ユーロを超える返金は担当者が決めます。", japanese},
    {Language::Ja, ">=", "500ユーロ以上の返金は担当者が決めます。", japanese},
};

} // namespace

class TestThresholds final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRuleIsForTheAmountsOfItsSideAlone_data()
    {
        QTest::addColumn<Language>("language");
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("less");
        QTest::addColumn<QString>("same");
        QTest::addColumn<QString>("more");
        QTest::addColumn<QString>("fits");
        for (const Rule& rule : rules) {
            const QStringList each = QString::fromUtf8(rule.amounts).split(QLatin1Char('|'));
            QTest::newRow(rule.text) << rule.language << rule.text << each[0] << each[1] << each[2] << rule.fits;
        }
    }
    void aRuleIsForTheAmountsOfItsSideAlone()
    {
        QFETCH(Language, language);
        QFETCH(QString, rule);
        QFETCH(QString, less);
        QFETCH(QString, same);
        QFETCH(QString, more);
        QFETCH(QString, fits);
        QCOMPARE(isFor(less, rule, language), fits.startsWith(QLatin1Char('<')));
        QCOMPARE(isFor(same, rule, language), fits.endsWith(QLatin1Char('=')));
        QCOMPARE(isFor(more, rule, language), fits.startsWith(QLatin1Char('>')));
    }

    void theWordsOfOneLanguageSetNoThresholdInAnother()
    {
        QVERIFY(thresholdsIn("We ate 5 pizzas and do 5 runs.", Language::En).empty());
        QVERIFY(thresholdsIn("Wij hebben over 5 dagen een afspraak.", Language::Nl).empty());
        QVERIFY(thresholdsIn("Wir tot 5 Tage nichts.", Language::De).empty());
    }

    void whatIsOverAnAmountIsNotJustThatAmount()
    {
        QVERIFY(!isFor(QStringLiteral("We want more than €500 back."), QStringLiteral("Refunds up to €500 are paid at once."),
            Language::En));
        QVERIFY(isFor(QStringLiteral("We want more than €500 back."),
            QStringLiteral("Refunds above €500 are decided by a person."), Language::En));
        QVERIFY(isFor(QStringLiteral("We want no more than €500 back."), QStringLiteral("Refunds up to €500 are paid at once."),
            Language::En));
    }

    void numbersOfOtherThingsAreNotCompared()
    {
        QVERIFY(isFor(
            QStringLiteral("We have 12 seats. What about runs?"), QStringLiteral("More than 50 runs cost €10."), Language::En));
        QVERIFY(!isFor(
            QStringLiteral("We have 12 runs. What do they cost?"), QStringLiteral("More than 50 runs cost €10."), Language::En));
    }

    void ofTwoRulesTheOneForTheAmountIsQuoted()
    {
        const ScoredPassage rules = passage("kb-refunds", Language::En, "Refunds",
            {"Refunds of no more than €500 are paid by the support team.",
                "Refunds of more than €500 are paid by the finance team."});
        const Draft small = draftOf(request("Who pays our refund of €400?", Language::En, {rules}));
        QVERIFY2(says(small, "support team") && !says(small, "finance team"), small.text.c_str());
        const Draft large = draftOf(request("Who pays our refund of €600?", Language::En, {rules}));
        QVERIFY2(says(large, "finance team") && !says(large, "support team"), large.text.c_str());
    }
};

QTEST_GUILESS_MAIN(TestThresholds)
#include "TestThresholds.moc"
