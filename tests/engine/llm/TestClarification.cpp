// links: tandem_llm
#include "services/llm/Clarification.h"

#include "ComposerRequests.h"

#include <QTest>

using namespace tandem;

class TestClarification : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneQuestionIsAskedWhenNothingTellsTheCaseApart()
    {
        DraftRequest asked = request("How long do deleted items stay in the Trash?", Language::En, {trash()});
        const Draft open = draftOf(asked);
        QVERIFY(!open.abstained);
        QVERIFY(factual(open).empty());
        QVERIFY2(open.text.ends_with("Team, Business?") || open.text.ends_with("Business, Team?"), open.text.c_str());
        QVERIFY(open.confidence > 0);

        asked.tier = Tier::Business;
        QCOMPARE(factual(draftOf(asked)),
            (std::vector<std::string>{"Deleted items stay in the Trash for 90 days on the Business plan."}));
        asked.tier.reset();
        asked.question = "How long do deleted items stay in the Trash on the Team plan?";
        QVERIFY(says(draftOf(asked), "30 days on the Team plan"));
    }

    void aComplaintThatNamesNothingIsAskedAbout()
    {
        DraftRequest asked = request("It doesn't work.", Language::En, {});
        QVERIFY(!draftOf(asked).abstained);
        QVERIFY(says(draftOf(asked), "the exact error message?"));
        asked.question = "Es funktioniert nicht!";
        asked.language = Language::De;
        QVERIFY(says(draftOf(asked), "Fehlermeldung?"));
        // What was said before may tell what does not work.
        asked.history.emplace_back();
        QVERIFY(draftOf(asked).abstained);
        QVERIFY(draftOf(request("SAML doesn't work.", Language::En, {})).abstained);
    }

    void aReplyThatNamesTheCaseGetsItsAnswer()
    {
        DraftRequest asked = afterTheQuestion("How long do deleted items stay in the Trash?\nBusiness", Language::En);
        QCOMPARE(factual(draftOf(asked)),
            (std::vector<std::string>{"Deleted items stay in the Trash for 90 days on the Business plan."}));
        asked.question = "How long do deleted items stay in the Trash?\nThe team one, please.";
        QCOMPARE(
            factual(draftOf(asked)), (std::vector<std::string>{"Deleted items stay in the Trash for 30 days on the Team plan."}));
    }

    void nobodyIsAskedTheSameQuestionTwice_data()
    {
        QTest::addColumn<int>("asked");
        for (const Language language : allLanguages)
            QTest::newRow(std::string(name(language)).c_str()) << static_cast<int>(language);
    }
    void nobodyIsAskedTheSameQuestionTwice()
    {
        QFETCH(int, asked);
        // Who does not say which gets the answer for each.
        const Draft draft = draftOf(
            afterTheQuestion("How long do deleted items stay in the Trash?\nI do not know.", static_cast<Language>(asked)));
        QVERIFY(!says(draft, "which of these"));
        QCOMPARE(factual(draft),
            (std::vector<std::string>{"Deleted items stay in the Trash for 30 days on the Team plan.",
                "Deleted items stay in the Trash for 90 days on the Business plan."}));
    }

    void whatACustomerQuotesWasNotAsked()
    {
        DraftRequest asked = afterTheQuestion("How long do deleted items stay in the Trash?", Language::En);
        asked.history.back().author = Author::Customer;
        QVERIFY(says(draftOf(asked), "which of these do you mean"));
        asked.history.back().author = Author::Agent;
        asked.history.back().text = "We will look into it. Which of these do you mean?";
        QVERIFY(says(draftOf(asked), "which of these do you mean"));
    }

    void aFirstMessageThatSaysNothingIsAskedAbout_data()
    {
        QTest::addColumn<int>("language");
        QTest::addColumn<std::string>("message");
        const auto rows = [](Language language, std::initializer_list<const char*> messages) {
            for (const char* const message : messages)
                QTest::newRow(message) << static_cast<int>(language) << std::string(message);
        };
        rows(Language::En,
            {"It does not work.", "help", "hello?", "Help!!", "I need help please", "Can someone help me?", "It's broken", "???",
                "Nothing works anymore", "Good morning", "Is anyone there?"});
        rows(Language::Es, {"No funciona.", "ayuda", "¿Hola?", "Necesito ayuda por favor", "Buenos días"});
        rows(Language::Fr, {"Ça ne marche pas.", "Aide", "Bonjour ?", "J'ai besoin d'aide", "Ça ne fonctionne plus"});
        rows(Language::De, {"Es geht nicht.", "Hilfe", "Hallo?", "Ich brauche Hilfe", "Es funktioniert nichts mehr, Fehler!"});
        rows(Language::It, {"Non funziona.", "Aiuto", "Ciao?", "Ho bisogno di aiuto", "Buongiorno"});
        rows(Language::Pt, {"Não funciona.", "Ajuda", "Olá?", "Preciso de ajuda", "Bom dia"});
        rows(Language::Nl, {"Het werkt niet.", "Hulp", "Hallo?", "Ik heb hulp nodig"});
        rows(Language::Pl, {"Nie działa.", "Pomoc", "Halo?", "Potrzebuję pomocy", "Dzień dobry"});
        rows(Language::Tr, {"Çalışmıyor.", "Yardım", "Merhaba?", "Yardıma ihtiyacım var"});
        rows(Language::Ar, {"لا يعمل.", "مساعدة", "مرحبا؟", "أحتاج إلى مساعدة"});
        rows(Language::Zh, {"不能用了。", "救命", "你好？", "请帮忙", "有人吗？"});
        rows(Language::Ja, {"動きません。", "助けて", "こんにちは？", "助けてください", "エラーです"});
    }
    void aFirstMessageThatSaysNothingIsAskedAbout()
    {
        QFETCH(int, language);
        QFETCH(std::string, message);
        DraftRequest asked = request(message, static_cast<Language>(language), {trash()});
        asked.passages.front().sentenceSimilarity = {0.99F, 0.99F}; // a passage that looks like an answer
        const Draft draft = draftOf(asked);
        QVERIFY(!draft.abstained);
        QVERIFY2(factual(draft).empty(), draft.text.c_str());
        QVERIFY2(says(draft,
                     valueOf(ReplyTemplates::load(std::filesystem::path(TANDEM_RESOURCES) / "templates" / "replies.json"))
                         .phrase(Phrase::ClarifyWhat, asked.language)),
            draft.text.c_str());
    }

    void whatSaysSomethingIsNotAskedAbout_data()
    {
        QTest::addColumn<std::string>("message");
        for (const char* const message :
            {"SAML doesn't work.", "Thank you!", "Thanks, hello", "Help with my invoice", "Error 500", "The export does not work",
                "Vielen Dank", "Danke!", "Merci", "Export funktioniert nicht", "La factura no funciona", "Eksport nie działa",
                "请帮忙导出", "エクスポートが動きません", "谢谢", "ありがとうございます", "It works", "refund", "", "  "})
            QTest::newRow(message) << std::string(message);
    }
    void whatSaysSomethingIsNotAskedAbout()
    {
        QFETCH(std::string, message);
        QVERIFY(!saysNothing(message));
    }

private:
    static ScoredPassage trash()
    {
        return passage("kb-trash", Language::En, "How long deleted items are kept",
            {"Deleted items stay in the Trash for 30 days on the Team plan. Deleted items stay in the Trash for 90 days on the "
             "Business plan."});
    }
    // The desk asked which plan, in a language, as a person would send it.
    static DraftRequest afterTheQuestion(const std::string& question, Language language)
    {
        DraftRequest asked = request(question, Language::En, {trash()});
        Message first;
        first.text = "How long do deleted items stay in the Trash?";
        Message back;
        back.author = Author::Agent;
        back.text = "Hello Ada,\n\nthanks for asking! "
            + valueOf(ReplyTemplates::load(std::filesystem::path(TANDEM_RESOURCES) / "templates" / "replies.json"))
                  .clarifyWhich({"Team", "Business"}, language)
            + "\n\nBest, Tom";
        asked.history = {first, back};
        return asked;
    }
};

QTEST_GUILESS_MAIN(TestClarification)
#include "TestClarification.moc"
