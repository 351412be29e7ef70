// links: tandem_llm
#include "services/llm/Calculation.h"

#include "ComposerRequests.h"

#include <QTest>

using namespace tandem;

namespace {

const ScoredPassage& prices()
{
    static const ScoredPassage made = passage("kb-plans", Language::En, "Plans",
        {"The Team plan costs €12 per seat a month. The Business plan costs €24 per seat a month. Extra storage costs €8 per "
         "100 GB a month. Extra runs cost €10 per pack of 5,000 runs.",
            "Registered non-profit organisations receive a discount of 40%.",
            "A closed workspace can be restored by an owner for 28 days.", "A CSV import can contain at most 10,000 rows.",
            "Fernway emails the owner 30 days before a renewal."});
    return made;
}

struct Pair {
    Language language;
    const char* rule;
    const char* question;
    const char* calculation = "";
};

void addPairs(const std::vector<Pair>& pairs)
{
    QTest::addColumn<Language>("language");
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QString>("question");
    QTest::addColumn<QString>("calculation");
    for (const Pair& pair : pairs)
        QTest::newRow(pair.rule) << pair.language << pair.rule << pair.question << pair.calculation;
}

Draft answerTo(const QString& question, const QString& rule, Language language)
{
    return draftOf(request(question.toStdString(), language, {passage("kb-rule", language, "Help", {rule.toStdString()})}));
}

constexpr auto tenSeats = "What does the Team plan cost a month for 10 seats?";

const std::vector<Pair> noPrices{

    // A minimum, a maximum or a volume is no pack.
    {Language::En, "The Team plan costs €20 per seat a month with a minimum of 5 seats.", tenSeats},
    {Language::En, "The Team plan costs €20 per seat a month for at least 5 seats.", tenSeats},
    {Language::En, "The Team plan costs €20 per seat a month up to 5 seats.", tenSeats},
    {Language::En, "From 5 seats the Team plan costs €20 per seat a month.", tenSeats},
    {Language::En, "For teams of more than 5 seats, the Team plan costs €20 per seat a month.", tenSeats},
    {Language::En, "The Team plan costs €20 per seat a month and holds 5 seats at first.", tenSeats},
    {Language::De, "Der Team-Tarif kostet 20 € pro Platz im Monat bei mindestens 5 Plätzen.",
        "Was kostet der Team-Tarif im Monat für 10 Plätze?"},
    {Language::Es, "El plan Team cuesta 20 € por puesto al mes con un mínimo de 5 puestos.",
        "¿Cuánto cuesta el plan Team al mes para 10 puestos?"},
    {Language::Fr, "L'offre Team coûte 20 € par poste et par mois avec un minimum de 5 postes.",
        "Combien coûte l'offre Team par mois pour 10 postes ?"},
    {Language::It, "Il piano Team costa 20 € per posto al mese con un minimo di 5 posti.",
        "Quanto costa il piano Team al mese per 10 posti?"},
    {Language::Pl, "Plan Team kosztuje 20 € za stanowisko miesięcznie, minimum 5 stanowisk.",
        "Ile kosztuje plan Team miesięcznie dla 10 stanowisk?"},
    {Language::Zh, "Team套餐每个席位每月20欧元，至少5个席位。", "Team套餐10个席位每月多少钱？"},
    // What a price is a bound or an estimate of is no price.
    {Language::En, "The Team plan costs no more than €20 per seat a month.", tenSeats},
    {Language::En, "The Team plan costs from €20 per seat a month.", tenSeats},
    {Language::En, "The Team plan costs about €20 per seat a month.", tenSeats},
    {Language::De, "Der Team-Tarif kostet ab 20 € pro Platz im Monat.", "Was kostet der Team-Tarif im Monat für 10 Plätze?"},
    // What is not so, or no longer.
    {Language::En, "The Team plan no longer costs €20 per seat a month.", tenSeats},
    {Language::De, "Der Team-Tarif kostet nicht 20 € pro Platz im Monat.", "Was kostet der Team-Tarif im Monat für 10 Plätze?"},
    // The price of another thing, or of two things at once.
    {Language::En, "The Team plan costs €20 a month and has seats for everybody.", tenSeats},
    {Language::En, "The Team plan costs €20 per workspace a month and its seats are free.", tenSeats},
    {Language::En, "The Team plan costs €20 per seat and workspace a month.", tenSeats},
    {Language::En, "The Business plan costs €20 per seat a month.", tenSeats},
    {Language::De, "Der Business-Tarif kostet 20 € pro Platz im Monat.", "Was kostet der Team-Tarif im Monat für 10 Plätze?"},
    {Language::En, "Each additional seat costs €20 a month on the Team plan.", tenSeats},
    {Language::En, "The Team plan costs €20 per seat a month.", "What does the Team plan cost a week for 10 seats?"},
    {Language::En, "The Team plan costs €20 per seat a month. It is sold for at least 20 seats.", tenSeats},
    {Language::En, "The Team plan costs €20 per seat a month. The Team plan is €15 per seat a month from 8 seats.", tenSeats},
    {Language::En, "The Team plan costs €20 per seat a month.",
        "We have 10 seats. What does one more seat cost a month on the Team plan?"},
    {Language::En, "The Team plan costs €20 per seat a month.", "How much storage do 10 seats have on the Team plan?"},
    {Language::En, "The Team plan costs €20 per seat a month.", "Can I pay the Team plan by card for 10 seats?"},
    {Language::En, "The Team plan costs €20 per seat a month.",
        "We have 10 guests and want seats. What does the Team plan cost a month?"},
    {Language::En, "Extra storage costs €8 per 100 GB a month.", "What does traffic of 300 GB cost a month?"},
    // Fees for other reasons, shares of a price, and what comes with it.
    {Language::En, "The Team plan costs €20 for 5 seats a month.", tenSeats},
    {Language::En, "The Team plan costs €20 a month including 5 seats.", tenSeats},
    {Language::En, "The Team plan used to cost €20 per seat a month.", tenSeats},
    {Language::En, "The Team plan costs nearly €20 per seat a month.", tenSeats},
    {Language::En, "The Team plan costs €20 per seat a month. Teams of more than 8 seats pay €15 per seat a month.", tenSeats},
    {Language::Es, "El plan Team cuesta desde 20 € por puesto al mes.", "¿Cuánto cuesta el plan Team al mes para 10 puestos?"},
    {Language::Es, "El plan Team ya no cuesta 20 € por puesto al mes.", "¿Cuánto cuesta el plan Team al mes para 10 puestos?"},
    {Language::Es, "Cada puesto adicional del plan Team cuesta 20 € al mes.",
        "¿Cuánto cuesta el plan Team al mes para 10 puestos?"},
    {Language::Fr, "L'offre Team coûte à partir de 20 € par poste et par mois.",
        "Combien coûte l'offre Team par mois pour 10 postes ?"},
    {Language::Fr, "Chaque poste supplémentaire de l'offre Team coûte 20 € par mois.",
        "Combien coûte l'offre Team par mois pour 10 postes ?"},
    {Language::It, "Il piano Team costa al massimo 20 € per posto al mese.", "Quanto costa il piano Team al mese per 10 posti?"},
    {Language::Pt, "O plano Team custa cerca de 20 € por lugar por mês.", "Quanto custa o plano Team por mês para 10 lugares?"},
    {Language::Pt, "O plano Team custa 20 € por lugar por mês, com um mínimo de 5 lugares.",
        "Quanto custa o plano Team por mês para 10 lugares?"},
    {Language::Nl, "Het Team-abonnement kost vanaf € 20 per gebruiker per maand.",
        "Wat kost het Team-abonnement per maand voor 10 gebruikers?"},
    {Language::Pl, "Plan Team kosztuje 20 € za stanowisko rocznie.", "Ile kosztuje plan Team miesięcznie dla 10 stanowisk?"},
    {Language::Tr, "Team planı kullanıcı başına aylık en az 20 € tutar.", "Team planı 10 kullanıcı için aylık ne kadar?"},
    {Language::Ar, "تكلفة خطة الفريق لا تقل عن 20 يورو لكل مستخدم شهريا.", "كم تكلفة خطة الفريق شهريا لعدد 10 مستخدمين؟"},
    {Language::Zh, "Team套餐每个席位每年20欧元。", "Team套餐10个席位每月多少钱？"},
    {Language::Zh, "Team套餐每个空间每月20欧元，席位免费。", "Team套餐10个席位每月多少钱？"},
    {Language::Ja, "Teamプランは1ユーザーあたり年額20ユーロです。", "Teamプランは10ユーザーで月額いくらですか？"},
    {Language::Ja, "Teamプランは1ユーザーあたり月額20ユーロからです。", "Teamプランは10ユーザーで月額いくらですか？"},
};

const std::vector<Pair> noLimits{
    // What lies above the limit is asked for, not how often the limit goes into it.
    {Language::En, "A workspace has up to 2,000 runs a month.", "How many extra runs do we need for 12,000 runs?"},
    {Language::De, "Ein Arbeitsbereich hat bis zu 2.000 Läufe im Monat.",
        "Wie viele zusätzliche Läufe brauchen wir bei 12.000 Läufen?"},
    {Language::En, "An import takes at most 2,000 rows.", "How many minutes does it take to read 12,000 rows?"},
    {Language::En, "A file does not hold at most 2,000 rows any more.", "How many files do I need for 12,000 rows?"},
    {Language::En, "A workspace has up to 2,000 runs a month.", "How many more runs do we have to buy for 12,000 runs?"},
    {Language::En, "A file has at most 2,000 rows.", "We sent 12,000 rows. How many rows were lost?"},
    {Language::En, "A file has at most 2 GB.", "How many colours can a file of 12 GB have?"},
    {Language::It, "Uno spazio ha fino a 2.000 esecuzioni al mese.",
        "Quante esecuzioni aggiuntive servono per 12.000 esecuzioni?"},
    {Language::Pt, "Um espaço tem até 2.000 execuções por mês.", "Quantas execuções a mais são precisas para 12.000 execuções?"},
    {Language::Nl, "Een werkruimte heeft tot 2.000 runs per maand.", "Hoeveel extra runs hebben we nodig voor 12.000 runs?"},
    {Language::Pl, "Przestrzeń ma do 2000 przebiegów miesięcznie.",
        "Ile dodatkowych przebiegów potrzebujemy do 12000 przebiegów?"},
    {Language::Tr, "Bir çalışma alanında ayda en fazla 2.000 çalıştırma vardır.",
        "12.000 çalıştırma için kaç ek çalıştırma gerekir?"},
    // Words of another language: "ile" and "do" are no cues in English, "co" none in Italian.
    {Language::En, "The ILE server can do 2,000 rows.", "Which ILE file holds 12,000 rows?"},
};

const std::vector<Pair> sure{
    {Language::En, "Each seat on the Team plan costs €20 a month.", "What does the Team plan cost a month for 10 seats?",
        "10 × €20 = €200"},
    {Language::En, "A pack of 5,000 runs costs €10.", "What do 12,000 runs cost?", "12,000 ÷ 5,000, rounded up = 3 × €10 = €30"},
    {Language::En, "Each additional seat costs €20 a month on the Team plan.",
        "What do 10 additional seats cost a month on the Team plan?", "10 × €20 = €200"},
    {Language::Es, "El plan Team cuesta 20 € por puesto al mes.", "¿Cuánto cuesta el plan Team al mes para 10 puestos?",
        "10 × 20 € = 200 €"},
    {Language::Fr, "L'offre Team coûte 20 € par poste et par mois.", "Combien coûte l'offre Team par mois pour 10 postes ?",
        "10 × 20 € = 200 €"},
    {Language::De, "Der Team-Tarif kostet 20 € pro Platz im Monat.", "Was kostet der Team-Tarif im Monat für 10 Plätze?",
        "10 × 20 € = 200 €"},
    {Language::It, "Il piano Team costa 20 € per posto al mese.", "Quanto costa il piano Team al mese per 10 posti?",
        "10 × 20 € = 200 €"},
    {Language::Pt, "O plano Team custa 20 € por lugar por mês.", "Quanto custa o plano Team por mês para 10 lugares?",
        "10 × 20 € = 200 €"},
    {Language::Nl, "Het Team-abonnement kost € 20 per gebruiker per maand.",
        "Wat kost het Team-abonnement per maand voor 10 gebruikers?", "10 × €20 = €200"},
    {Language::Pl, "Plan Team kosztuje 20 € za stanowisko miesięcznie.", "Ile kosztuje plan Team miesięcznie dla 10 stanowisk?",
        "10 × 20 € = 200 €"},
    {Language::Tr, "Team planı kullanıcı başına aylık 20 € tutar.", "Team planı 10 kullanıcı için aylık ne kadar?", "10 × "},
    {Language::Ar, "تكلفة خطة الفريق 20 يورو لكل مستخدم شهريا.", "كم تكلفة خطة الفريق شهريا لعدد 10 مستخدمين؟", "10 × "},
    {Language::Zh, "Team套餐每个席位每月20欧元。", "Team套餐10个席位每月多少钱？", "10 × "},
    {Language::Ja, "Teamプランは1ユーザーあたり月額20ユーロです。", "Teamプランは10ユーザーで月額いくらですか？", "10 × "},
    {Language::De, "Eine Datei hat höchstens 2.000 Zeilen.", "Wie viele Dateien brauche ich für 12.000 Zeilen?",
        "12.000 ÷ 2.000 = 6"},
    {Language::Fr, "Un fichier contient au maximum 2 000 lignes.", "Combien de fichiers faut-il pour 12 000 lignes ?", " = 6"},
    {Language::Es, "Un archivo contiene como máximo 2.000 filas.", "¿Cuántos archivos necesito para 12.000 filas?", " = 6"},
};

} // namespace

class TestCalculation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatTheQuestionAsksForIsCalculatedFromTheRule_data()
    {
        QTest::addColumn<QString>("question");
        QTest::addColumn<QString>("calculation");
        const auto row
            = [](const char* question, const char* calculation) { QTest::newRow(question) << question << calculation; };
        row("What does the Team plan cost a month for 14 seats?", "14 × €12 = €168");
        row("How much is the Business plan per month for 35 users?", "35 × €24 = €840");
        row("How much does 300 GB of extra storage cost?", "300 GB ÷ 100 GB × €8 = €24");
        row("How much do 12,000 extra runs cost?", "12,000 ÷ 5,000, rounded up = 3 × €10 = €30");
        row("Our bill is €240. How much is the non-profit discount of it for registered organisations?", "€240 × 40% = €96");
        row("We closed the workspace on 10 November 2026. Until when can an owner restore it?",
            "10 November 2026 + 28 days = 8 December 2026");
        row("How many CSV imports do I need for 45,000 rows?", "45,000 ÷ 10,000, rounded up = 5");
    }
    void whatTheQuestionAsksForIsCalculatedFromTheRule()
    {
        QFETCH(QString, question);
        QFETCH(QString, calculation);
        const DraftRequest asked = request(question.toStdString(), Language::En, {prices()});
        const Draft draft = draftOf(asked);
        QVERIFY2(says(draft, "With your figures: " + calculation.toStdString() + "."), draft.text.c_str());
        for (const DraftSentence& sentence : draft.sentences)
            QVERIFY(!sentence.factual || !sentence.citations.empty());
    }

    void nothingIsCalculatedWhenTheRuleIsNotCertain_data()
    {
        QTest::addColumn<QString>("question");
        const auto row = [](const char* question) { QTest::newRow(question) << question; };
        row("What does a plan cost a month for 14 seats?"); // which plan?
        row("What does the Team plan cost a year for 14 seats?"); // no price of a year
        row("What does the Team plan cost a month for 14 seats and 3 guests?");
        row("What does the Team plan cost a month?");
        row("How much does 250 GB of extra storage cost?"); // half a block: nobody said what it costs
        row("Our renewal is on 10 November 2026. By when does Fernway email the owner before a renewal?");
        row("Can 14 seats share the Team plan?");
    }
    void nothingIsCalculatedWhenTheRuleIsNotCertain()
    {
        QFETCH(QString, question);
        const Draft draft = draftOf(request(question.toStdString(), Language::En, {prices()}));
        QVERIFY2(!says(draft, " = "), draft.text.c_str());
    }

    // Each of these once led to a wrong sum, or would have.
    void aSumIsNotMadeOfWhatOnlyLooksLikeAPrice_data() { addPairs(noPrices); }
    void aSumIsNotMadeOfWhatOnlyLooksLikeAPrice()
    {
        QFETCH(Language, language);
        QFETCH(QString, rule);
        QFETCH(QString, question);
        const Draft draft = answerTo(question, rule, language);
        QVERIFY2(!says(draft, " = "), draft.text.c_str());
    }

    void aSumIsNotMadeOfWhatOnlyLooksLikeALimit_data() { addPairs(noLimits); }
    void aSumIsNotMadeOfWhatOnlyLooksLikeALimit()
    {
        QFETCH(Language, language);
        QFETCH(QString, rule);
        QFETCH(QString, question);
        const Draft draft = answerTo(question, rule, language);
        QVERIFY2(!says(draft, " = "), draft.text.c_str());
    }

    void aDateIsNotMovedByAPeriodOfSomethingElse_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("question");
        const auto row = [](const char* rule, const char* question) { QTest::newRow(rule) << rule << question; };
        row("You can cancel a plan within 14 days of its renewal.",
            "We bought the plan on 10 November 2026. Until when can we cancel it?");
        row("A plan cannot be cancelled within at least 14 days.",
            "We bought the plan on 10 November 2026. Until when can we cancel it?");
        row("A plan can be cancelled after more than 14 days.",
            "We bought the plan on 10 November 2026. Until when can we cancel it?");
    }
    void aDateIsNotMovedByAPeriodOfSomethingElse()
    {
        QFETCH(QString, rule);
        QFETCH(QString, question);
        const ScoredPassage evidence = passage("kb-rule", Language::En, "Help", {rule.toStdString()});
        const Draft draft = draftOf(request(question.toStdString(), Language::En, {evidence}));
        QVERIFY2(!says(draft, " = "), draft.text.c_str());
    }

    void whatIsSureIsCalculatedInEveryLanguage_data() { addPairs(sure); }
    void whatIsSureIsCalculatedInEveryLanguage()
    {
        QFETCH(Language, language);
        QFETCH(QString, rule);
        QFETCH(QString, question);
        QFETCH(QString, calculation);
        const Draft draft = answerTo(question, rule, language);
        QVERIFY2(says(draft, calculation.toStdString()), draft.text.c_str());
    }

    void aCalculationIsWrittenInTheLanguageOfTheAnswer()
    {
        const ScoredPassage german
            = passage("kb-tarife", Language::De, "Tarife", {"Der Team-Tarif kostet 12,50 € pro Platz im Monat."});
        const Draft draft = draftOf(request("Was kostet der Team-Tarif im Monat für 140 Plätze?", Language::De, {german}));
        QVERIFY2(says(draft, "Mit Ihren Angaben: 140 × 12,50 € = 1.750 €."), draft.text.c_str());
    }
};

QTEST_GUILESS_MAIN(TestCalculation)
#include "TestCalculation.moc"
