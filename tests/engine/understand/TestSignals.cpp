// links: tandem_pipeline
#include "pipeline/understand/LanguageDetector.h"
#include "pipeline/understand/SignalFinder.h"
#include "support/Strings.h"

#include <QTest>

#include <fstream>
#include <set>

using namespace tandem;

class TestSignals final : public QObject {
    Q_OBJECT

private:
    Lexicon m_lexicon = valueOf(Lexicon::load(TANDEM_RESOURCES "/lexicons"));
    LanguageDetector m_languages = valueOf(LanguageDetector::load(TANDEM_RESOURCES "/models"));

    std::vector<Signal> signalsOf(std::string_view text) const
    {
        const Tokens tokens = tokensOf(text);
        return findSignals(tokens, m_lexicon.matches(tokens, m_languages.detect(text)));
    }
    // "human_requested high_stakes_action:refund": codes in order.
    QString codes(std::string_view text) const
    {
        std::string all;
        for (const Signal& signal : signalsOf(text)) {
            all += (all.empty() ? "" : " ") + std::string(name(signal.code));
            if (signal.action != HighStakesAction::None)
                all += ":" + std::string(name(signal.action));
        }
        return qt(all);
    }
    static void row(const char* text, const char* expected)
    {
        static int n = 0;
        QTest::newRow((std::to_string(n++) + " " + expected).c_str()) << QString::fromUtf8(text) << QString::fromUtf8(expected);
    }

    // With these own patterns in human_requested.tsv: what rules find, and the desk's word on the wish for a human.
    struct Told {
        bool isFound = false;
        bool says = false;
        bool denies = false;
    };
    Told told(const std::string& own, std::string_view text) const
    {
        const QTemporaryDir desk;
        std::ofstream(path(desk) / "human_requested.tsv") << own;
        const Lexicon lexicon = valueOf(Lexicon::load(TANDEM_RESOURCES "/lexicons", path(desk)));
        const Tokens tokens = tokensOf(text);
        const std::vector<PatternMatch> matches = lexicon.matches(tokens, {Language::En, 0.9, false});
        const std::vector<Signal> found = findSignals(tokens, matches);
        const DeskWord word = deskWord(tokens, matches, found);
        return {flagsOf(found)[0], word.says[0], word.denies[0]};
    }

private Q_SLOTS:
    void whatIsSaidIsHeard_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        row("Can I please talk to a human being about this?", "human_requested");
        row("Quiero hablar con una persona de verdad.", "human_requested");
        row("Je voudrais parler à un conseiller.", "human_requested");
        row("Ich möchte mit einem Mitarbeiter sprechen.", "human_requested");
        row("Vorrei parlare con un operatore.", "human_requested");
        row("Quero falar com um atendente.", "human_requested");
        row("Ik wil graag met een medewerker spreken.", "human_requested");
        row("Chcę porozmawiać z konsultantem.", "human_requested");
        row("Bir temsilciyle görüşmek istiyorum.", "human_requested");
        row("أريد التحدث مع موظف.", "human_requested");
        row("请帮我转人工客服。", "human_requested");
        row("担当者と話したいです。", "human_requested");
        row("Our solicitor will be in touch.", "legal_regulatory");
        row("Under the GDPR I want to know what you store.", "legal_regulatory");
        row("Ich werde das meinem Anwalt übergeben.", "legal_regulatory");
        row("Pondré una denuncia ante la agencia de protección de datos.", "legal_regulatory");
        row("我会向消费者协会投诉。", "legal_regulatory");
        row("消費者センターに相談します。", "legal_regulatory");
        row("I was charged twice, give me my money back.", "high_stakes_action:refund");
        row("Quisiera que me devuelvan el dinero.", "high_stakes_action:refund");
        row("Bitte erstatten Sie mir den Betrag zurück.", "high_stakes_action:refund");
        row("Je demande le remboursement de ma commande.", "high_stakes_action:refund");
        row("Vorrei un rimborso per l'ultimo pagamento.", "high_stakes_action:refund");
        row("Proszę o zwrot pieniędzy.", "high_stakes_action:refund");
        row("Paramı iade edin lütfen.", "high_stakes_action:refund");
        row("请给我退款。", "high_stakes_action:refund");
        row("返金をお願いします。", "high_stakes_action:refund");
        row("Please close my account.", "high_stakes_action:account_closure");
        row("Ich möchte mein Konto kündigen.", "high_stakes_action:account_closure");
        row("Por favor, cancelen nuestra suscripción.", "high_stakes_action:account_closure");
        row("我要注销账号。", "high_stakes_action:account_closure");
        row("Delete all my personal data, please.", "high_stakes_action:data_deletion");
        row("Löschen Sie bitte alle meine Daten.", "high_stakes_action:data_deletion");
        row("Close our workspace and erase all our data.", "high_stakes_action:data_deletion");
        row("Veuillez supprimer toutes mes données personnelles.", "high_stakes_action:data_deletion");
        row("Downgrade us to the Team plan and credit the unused months.", "high_stakes_action:plan_downgrade_credit");
        row("If this is not solved we will switch to a competitor.", "churn_threat");
        row("Sonst wechseln wir zur Konkurrenz.", "churn_threat");
        row("Si esto sigue así nos vamos a la competencia.", "churn_threat");
        row("You are a bunch of useless idiots.", "negative_sentiment");
        row("Ihr seid doch alle Betrüger!", "negative_sentiment");
        row("I already asked this twice and got no answer.", "repeated_question");
        row("Ich habe schon dreimal nachgefragt.", "repeated_question");
        row("J'ai déjà écrit la semaine dernière, toujours sans réponse.", "repeated_question");
    }
    void whatIsSaidIsHeard()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(codes(text.toStdString()), expected);
    }

    void whatOnlyLooksAlikeIsNot_data()
    {
        QTest::addColumn<QString>("text");
        int n = 0;
        for (const char* text : {"Where do I add someone from human resources?", "How do I invite a new agent to our workspace?",
                 "The verify you are human page never loads.", "There is a typo on the legal page.",
                 "Is there a tennis court calendar template?", "Where can I read your refund policy?",
                 "I do not want a refund, I just want it to work.", "Ich will keine Rückerstattung, nur eine Rechnung.",
                 "No quiero un reembolso, solo la factura.", "退款政策在哪里？", "Please delete one row in the table for me.",
                 "How do I close a browser tab in the app?", "Can I cancel the meeting invitation?",
                 "I want to switch to the dark theme.", "How do I leave a comment?",
                 "The app asks for my password again and again.", "The server gives no response on port 443.",
                 "I feel stupid, where is the export button?", "How do I change my credit card?",
                 "Downgrade the app to version 3 on Android"})
            QTest::newRow(std::to_string(n++).c_str()) << QString::fromUtf8(text);
    }
    void whatOnlyLooksAlikeIsNot()
    {
        QFETCH(QString, text);
        QCOMPARE(codes(text.toStdString()), QString());
    }

    void theWordsThatFiredAreVerbatim()
    {
        const std::vector<Signal> signals_ = signalsOf("Hello, I WANT to speak with a Manager. Thanks");
        QCOMPARE(signals_.size(), std::size_t(1));
        QVERIFY2(std::string_view("Hello, I WANT to speak with a Manager. Thanks").contains(signals_[0].words),
            signals_[0].words.c_str());
        QVERIFY(signals_[0].words.contains("Manager"));
    }

    void judgesKeepDropAndAddSignals()
    {
        SignalLikelihoods likely{};
        likely[0] = 0.9; // human_requested
        likely[2] = 0.2; // refund
        likely[6] = 0.7; // churn_threat
        std::array<std::string_view, signalCount> words{};
        words[6] = "we are gone";
        const std::vector<Signal> byRules{{EscalationCode::HumanRequested, HighStakesAction::None, "a person", 1},
            {EscalationCode::HighStakesAction, HighStakesAction::Refund, "refund", 1}};
        const std::vector<Signal> weighed = weighSignals(byRules, likely, words);
        QCOMPARE(weighed.size(), std::size_t(2));
        QCOMPARE(qt(weighed[0].words), QStringLiteral("a person"));
        QCOMPARE(weighed[0].score, 0.9);
        QVERIFY(weighed[1].code == EscalationCode::ChurnThreat);
        QCOMPARE(qt(weighed[1].words), QStringLiteral("we are gone"));
    }

    void aLikelyDeletionCoversAClosure()
    {
        SignalLikelihoods likely{};
        likely[3] = 0.9;
        likely[4] = 0.6;
        const std::vector<Signal> weighed = weighSignals({}, likely, {});
        QCOMPARE(weighed.size(), std::size_t(1));
        QVERIFY(weighed[0].action == HighStakesAction::DataDeletion);
    }

    void everySignalHasAName()
    {
        std::set<std::string_view> names;
        for (std::size_t i = 0; i < signalCount; ++i)
            names.insert(signalName(i));
        QCOMPARE(names.size(), signalCount);
        QVERIFY(names.contains("plan_downgrade_credit"));
    }

    void alikeMessagesOverlapAndOthersDoNot()
    {
        const std::string first = "When will the new invoice for March be ready?";
        const std::string second = "when will the new invoice for march be ready";
        const std::string third = "The upload of photos fails on my phone";
        QCOMPARE(wordOverlap(tokensOf(first), tokensOf(second)), 1.0);
        QVERIFY(wordOverlap(tokensOf(first), tokensOf(third)) < 0.2);
        QVERIFY(wordOverlap(tokensOf("请问发票什么时候能开好？"), tokensOf("请问发票什么时候能开好")) > 0.9);
        QCOMPARE(wordOverlap(tokensOf("ok"), tokensOf("ok")), 0.0);
    }

    void theDesksWordStandsByItself()
    {
        const Told told = this->told("en\tzorp desk\t1\n", "Who is at the zorp desk today?");
        QVERIFY(told.isFound && told.says && !told.denies);
        const Told without = this->told("", "Who is at the zorp desk today?");
        QVERIFY(!without.isFound && !without.says && !without.denies);
    }
    void halvesOfTheDeskSayNothingAlone() { QVERIFY(!told("en\tzorp desk\t0.5\n", "Who is at the zorp desk today?").says); }
    void aShippedLookAlikeDoesNotCoverTheDesksWord()
    {
        const char* text = "Where do I add someone from human resources?";
        QVERIFY(!told("", text).isFound);
        QVERIFY(told("en\thuman resources\t1\n", text).says);
    }
    void whatIsRefusedIsNotSaid() { QVERIFY(!told("en\tzorp desk\t1\n", "I do not want the zorp desk.").says); }
    void aLookAlikeOfTheDeskDenies()
    {
        const char* text = "I want to talk to a real person.";
        QVERIFY(told("", text).isFound);
        const Told told = this->told("en\treal person\t-2\n", text);
        QVERIFY(!told.isFound && !told.says && told.denies);
        // Elsewhere in the message it is said without the look-alike.
        QVERIFY(!this->told("en\treal person field\t-1\n", "Where is the real person field? I want to talk to a human.").denies);
    }
};

QTEST_GUILESS_MAIN(TestSignals)
#include "TestSignals.moc"
