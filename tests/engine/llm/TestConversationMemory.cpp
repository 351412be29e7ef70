// links: tandem_llm
#include "services/llm/ConversationMemory.h"
#include "support/Strings.h"

#include <QTest>

using namespace tandem;

namespace {

std::string joined(std::string_view message, const std::vector<text::Span>& spans)
{
    std::string all;
    for (const text::Span& span : spans)
        all += (all.empty() ? "" : "|") + std::string(span.of(message));
    return all;
}

std::string sentences(std::string_view message, Author author = Author::Customer, Language language = Language::En)
{
    return joined(message, factSentences(message, language, author));
}

std::string facts(std::string_view message)
{
    return joined(message, bareFacts(message));
}

} // namespace

class TestConversationMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sentencesWithFactsAreKeptAndTalkIsNot()
    {
        QCOMPARE(
            qt(sentences("Hello there! I am quite unhappy. I paid 38.00 EUR on 12 March. Version 4.2.1 fails. Why is that?")),
            qt("I paid 38.00 EUR on 12 March.|Version 4.2.1 fails."));
    }

    void codesNamesAndLinksAreFacts()
    {
        QCOMPARE(
            qt(sentences("It says ERR_TIMEOUT. I feel bad. The board \"Spring plan\" is gone. See https://x.org/a for more.")),
            qt("It says ERR_TIMEOUT.|The board \"Spring plan\" is gone.|See https://x.org/a for more."));
        QCOMPARE(qt(sentences("A well-known e-mail problem. The us-east zone. Ticket QA-ABC.")), qt("Ticket QA-ABC."));
    }

    void whatTheDeskPromisedIsKept()
    {
        const std::string said = "Thank you for waiting. We will call you back. Have a nice day.";
        QCOMPARE(qt(sentences(said, Author::Agent)), qt("We will call you back."));
        QCOMPARE(qt(sentences(said, Author::Ai)), qt("We will call you back."));
        QCOMPARE(qt(sentences(said, Author::Customer)), QString());
    }

    void promisesAreKnownInTheTwelveLanguages()
    {
        const std::pair<Language, std::string_view> said[] = {{Language::En, "We'll write to you."},
            {Language::Es, "Le enviaremos una respuesta."}, {Language::Fr, "Nous allons vérifier."},
            {Language::De, "Wir werden das prüfen."}, {Language::It, "Le invieremo una risposta."},
            {Language::Pt, "Enviaremos uma resposta."}, {Language::Nl, "Wij zullen u terugbellen."},
            {Language::Pl, "Obiecujemy odpowiedź."}, {Language::Tr, "Size geri döneceğiz."}, {Language::Ar, "سوف نتصل بك."},
            {Language::Zh, "我们会尽快回复您。"}, {Language::Ja, "担当者よりご連絡いたします。"}};
        for (const auto& [language, sentence] : said)
            QCOMPARE(qt(sentences(sentence, Author::Agent, language)), qt(sentence));
    }

    void digitsOfOtherScriptsAreDigits()
    {
        QCOMPARE(qt(sentences("مرحبا. دفعت ٣٨ يورو. شكرا.", Author::Customer, Language::Ar)), qt("دفعت ٣٨ يورو."));
    }

    void bareFactsAreKeptExactlyAndOnce()
    {
        QCOMPARE(qt(facts("I paid €38.00, again €38.00, on 12 March 2026, for (INV-204) and \"Spring plan\".")),
            qt("€38.00|12 March 2026|INV-204|\"Spring plan\""));
        QCOMPARE(qt(facts("Nothing of note, really.")), QString());
        QCOMPARE(qt(facts("It took 38 EUR\nTwice")), qt("38 EUR"));
        QCOMPARE(qt(facts("")), QString());
    }

    void anOpenQuoteQuotesNothing()
    {
        QCOMPARE(qt(facts("He said \"no")), QString());
        QCOMPARE(qt(facts(std::string("\"") + std::string(200, 'x') + "\"")), QString());
    }
};

QTEST_GUILESS_MAIN(TestConversationMemory)
#include "TestConversationMemory.moc"
