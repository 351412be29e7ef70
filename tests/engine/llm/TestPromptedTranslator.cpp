// links: tandem_llm tandem_cache
#include "TranslatorDesk.h"

#include <QTest>

#include <atomic>

using namespace tandem;

namespace {

// The first answer as given, then a good one.
BillingServer::Answer firstSaying(const std::string& first, std::atomic<int>& calls)
{
    return [&calls, first](const Json& body) { return ++calls == 1 ? Said{first} : translating()(body); };
}

} // namespace

class TestPromptedTranslator : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theTextComesBackWholeWithWhatMustStay();
    void nothingPersonalAndNothingFixedLeaves();
    void theRequestSaysBothLanguagesAndAPromptThatIsTheSameForAll();
    void aTranslationThatDoesNotHoldIsAskedOnceMore_data();
    void aTranslationThatDoesNotHoldIsAskedOnceMore();
    void afterTheSecondTryThereIsNone();
    void refusalsAndCutAnswersAreNoTranslation_data();
    void refusalsAndCutAnswersAreNoTranslation();
    void theProvidersErrorIsTold();
    void theSameTextIsNotAskedAgain();
    void whatWasKeptHoldsForOtherPersonsOfTheSameText();
    void anotherLanguageIsAskedAnew();
    void withoutALifeNothingIsKept();
    void aLongTextIsAskedInPieces();
    void whatNeedsNoTranslationIsNotAsked_data();
    void whatNeedsNoTranslationIsNotAsked();
    void whatIsNoTextIsRefused();
    void aTextThatIsTooLongIsRefused();
    void itCanBeCancelled();
};

void TestPromptedTranslator::theTextComesBackWholeWithWhatMustStay()
{
    Desk desk(translating());
    const Translation translation = valueOf(desk.translate("  Fernway sends €12 to ada@example.com\n\nwithin 3 days\n"));
    QCOMPARE(qt(translation.text), qt("  ada@example.com to €12 sends Fernway\n\ndays 3 within\n"));
    QVERIFY(translation.from == Language::En && translation.to == Language::De);
    QCOMPARE(qt(translation.provider), qt("anthropic"));
    QCOMPARE(qt(translation.model), qt("claude-haiku-5-5"));
}

void TestPromptedTranslator::nothingPersonalAndNothingFixedLeaves()
{
    Desk desk(translating());
    const std::string text
        = "Dear Ms Holm, your card 4111 1111 1111 1111 was charged €720 by Fernway, see https://x.example.com/a. Ada";
    const Translation translation = valueOf(desk.translate(text));
    const std::string sent = toText(desk.server.bodies().at(0));
    for (const char* secret : {"Holm", "4111", "720", "Fernway", "x.example", "Ada"})
        QVERIFY2(!sent.contains(secret), secret);
    for (const char* whole : {"Holm", "4111 1111 1111 1111", "€720", "Fernway", "https://x.example.com/a", "Ada"})
        QVERIFY2(translation.text.contains(whole), translation.text.c_str());
}

void TestPromptedTranslator::theRequestSaysBothLanguagesAndAPromptThatIsTheSameForAll()
{
    Desk desk(translating());
    valueOf(desk.translate("Good morning to you", Language::De));
    valueOf(desk.translate("Good evening to you", Language::Ja));
    const auto bodies = desk.server.bodies();
    QCOMPARE(toText(bodies.at(0)["system"]), toText(bodies.at(1)["system"]));
    const std::string first = bodies.at(0)["messages"][0]["content"][0]["text"];
    QVERIFY2(first.starts_with("Translate from English into German.\n<text>\nGood morning"), first.c_str());
    QVERIFY(toText(bodies.at(1)["messages"]).contains("into Japanese"));
    QCOMPARE(bodies.at(0)["temperature"].get<double>(), 0.0);
}

void TestPromptedTranslator::aTranslationThatDoesNotHoldIsAskedOnceMore_data()
{
    QTest::addColumn<std::string>("first");
    QTest::addColumn<std::string>("reproach");
    const auto row = [](const char* what, const char* first, const char* reproach) {
        QTest::newRow(what) << std::string(first) << std::string(reproach);
    };
    row("a mark is missing", "In Tagen zahlen Sie bitte ⟦1⟧.", "Marks of the text are missing");
    row("a mark stands twice", "In ⟦2=25⟧ ⟦2=25⟧ Tagen zahlen Sie bitte ⟦1⟧.", "Marks of the text are missing");
    row("a mark is invented", "In ⟦2=25⟧ Tagen zahlen Sie ⟦1⟧ ⟦3⟧.", "Marks of the text are missing");
    row("an introduction", "Here it is:\nIn ⟦2=25⟧ Tagen zahlen Sie ⟦1⟧.", "more or fewer lines");
    row("nothing was done", "Please pay us ⟦1⟧ within ⟦2=25⟧ days.", "the text itself");
    row("a link", "In ⟦2=25⟧ Tagen zahlen Sie ⟦1⟧ auf https://evil.example/pay", "a link or an address");
    row("an address", "In ⟦2=25⟧ Tagen zahlen Sie ⟦1⟧ an evil@example.org", "a link or an address");
    row("a number", "In ⟦2=25⟧ oder 30 Tagen zahlen Sie bitte ⟦1⟧.", "a number that the text does not have");
    row("a number in other digits", "In ⟦2=25⟧ oder ٣٠ Tagen zahlen Sie bitte ⟦1⟧.", "a number that the text does not have");
    row("an amount", "In ⟦2=25⟧ Tagen zahlen Sie bitte ⟦1⟧ plus 5,50 €.", "a number that the text does not have");
    row("a digit beside a mark", "In ⟦2=25⟧ Tagen zahlen Sie bitte ⟦1⟧0.", "a number that the text does not have");
    row("marks that make another number", "Binnen ⟦1⟧⟦2=25⟧ Tagen zahlen Sie bitte.", "a number that the text does not have");
    row("a placeholder", "In ⟦2=25⟧ Tagen zahlen Sie {name} bitte ⟦1⟧.", "a placeholder, a tag or code");
    row("a tag", "In ⟦2=25⟧ Tagen zahlen Sie <b>bitte</b> ⟦1⟧.", "a placeholder, a tag or code");
    row("another language", "Payez ⟦1⟧ dans les ⟦2=25⟧ jours.", "another language");
    row("nothing", "", "Marks of the text are missing");
}

void TestPromptedTranslator::aTranslationThatDoesNotHoldIsAskedOnceMore()
{
    QFETCH(std::string, first);
    QFETCH(std::string, reproach);
    std::atomic<int> calls = 0;
    Desk desk(firstSaying(first, calls));
    desk.languageOf = [](std::string_view text) { return text.contains("Payez") ? std::optional(Language::Fr) : std::nullopt; };
    const Translation translation = valueOf(desk.translate("Please pay us €12 within 25 days."));
    QCOMPARE(qt(translation.text), qt("days. 25 within €12 us pay Please"));
    const auto bodies = desk.server.bodies();
    QCOMPARE(bodies.size(), std::size_t(2));
    const std::string said = bodies.at(1)["messages"].back()["content"][0]["text"];
    QVERIFY2(said.contains(reproach), said.c_str());
}

void TestPromptedTranslator::afterTheSecondTryThereIsNone()
{
    Desk desk([](const Json&) { return Said{"In 25 Tagen zahlen Sie 12 Euro."}; });
    const auto translation = desk.translate("Please pay us €12 within 25 days.");
    QCOMPARE(desk.server.calls(), std::size_t(2));
    QVERIFY(!translation && translation.error().code == ErrorCode::Unavailable && !translation.error().retryable);
    QVERIFY2(translation.error().message.contains("lost or repeated"), translation.error().message.c_str());
    QCOMPARE(desk.cache.size(), std::size_t(0));
}

void TestPromptedTranslator::refusalsAndCutAnswersAreNoTranslation_data()
{
    QTest::addColumn<std::string>("reason");
    for (const char* reason : {"refusal", "max_tokens", "model_context_window_exceeded"})
        QTest::newRow(reason) << std::string(reason);
}

void TestPromptedTranslator::refusalsAndCutAnswersAreNoTranslation()
{
    QFETCH(std::string, reason);
    Desk desk([&](const Json& body) { return Said{translated(textIn(body["messages"][0])), reason}; });
    const auto translation = desk.translate("Good morning to you");
    QVERIFY(!translation && translation.error().code == ErrorCode::Unavailable);
    QCOMPARE(desk.server.calls(), std::size_t(1));
    QCOMPARE(desk.cache.size(), std::size_t(0));
}

void TestPromptedTranslator::theProvidersErrorIsTold()
{
    Desk desk([](const Json&) { return Said{"", "", 401}; });
    const auto translation = desk.translate("Good morning to you");
    QVERIFY(!translation && translation.error().code == ErrorCode::Unauthenticated);
}

void TestPromptedTranslator::theSameTextIsNotAskedAgain()
{
    Desk desk(translating());
    const Translation first = valueOf(desk.translate("Pay €12 now"));
    const Translation second = valueOf(desk.translate("Pay €12 now"));
    QCOMPARE(desk.server.calls(), std::size_t(1));
    QCOMPARE(qt(second.text), qt(first.text));
    QCOMPARE(qt(second.provider), qt("anthropic"));
    QCOMPARE(qt(second.model), qt("claude-haiku-5-5"));
    desk.clock.advance(std::chrono::minutes(10));
    valueOf(desk.translate("Pay €12 now"));
    QCOMPARE(desk.server.calls(), std::size_t(2));
}

void TestPromptedTranslator::whatWasKeptHoldsForOtherPersonsOfTheSameText()
{
    Desk desk(translating());
    QCOMPARE(qt(valueOf(desk.translate("We wrote to ada@example.com")).text), qt("ada@example.com to wrote We"));
    QCOMPARE(qt(valueOf(desk.translate("We wrote to bob@example.org")).text), qt("bob@example.org to wrote We"));
    QCOMPARE(desk.server.calls(), std::size_t(1));
}

void TestPromptedTranslator::anotherLanguageIsAskedAnew()
{
    Desk desk(translating());
    valueOf(desk.translate("Pay €12 now", Language::De));
    valueOf(desk.translate("Pay €12 now", Language::Fr));
    QCOMPARE(desk.server.calls(), std::size_t(2));
}

void TestPromptedTranslator::withoutALifeNothingIsKept()
{
    PromptedTranslator::Settings settings;
    settings.life = Milliseconds(0);
    Desk desk(translating(), std::move(settings));
    valueOf(desk.translate("Pay €12 now"));
    valueOf(desk.translate("Pay €12 now"));
    QCOMPARE(desk.server.calls(), std::size_t(2));
}

void TestPromptedTranslator::aLongTextIsAskedInPieces()
{
    PromptedTranslator::Settings settings;
    settings.job.pieceBytes = 100;
    Desk desk(translating(), std::move(settings));
    std::string text;
    std::string expected;
    for (int i = 0; i < 10; ++i) {
        text += "Step " + std::to_string(i) + " asks you to open the settings of your account.\n\n";
        expected += "account. your of settings the open to you asks " + std::to_string(i) + " Step\n\n";
    }
    QCOMPARE(qt(valueOf(desk.translate(text)).text), qt(expected));
    // Pieces that differ by a number alone are different texts, for its value decides on the words beside it.
    QCOMPARE(desk.server.calls(), std::size_t(10));
}

void TestPromptedTranslator::whatNeedsNoTranslationIsNotAsked_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<int>("to");
    QTest::newRow("the same language") << std::string("Good morning") << static_cast<int>(Language::En);
    QTest::newRow("no word") << std::string("FILE-507: €12 !") << static_cast<int>(Language::De);
}

void TestPromptedTranslator::whatNeedsNoTranslationIsNotAsked()
{
    QFETCH(std::string, text);
    QFETCH(int, to);
    Desk desk(translating());
    const Translation translation = valueOf(desk.translate(text, static_cast<Language>(to)));
    QCOMPARE(qt(translation.text), qt(text));
    QCOMPARE(qt(translation.provider), qt(""));
    QCOMPARE(desk.server.calls(), std::size_t(0));
}

void TestPromptedTranslator::whatIsNoTextIsRefused()
{
    Desk desk(translating());
    for (const char* text : {"", " \n ", "\xff\xfe"}) {
        const auto translation = desk.translate(text);
        QVERIFY(!translation && translation.error().code == ErrorCode::InvalidArgument);
    }
    TranslationTask task;
    task.request.text = "Good morning";
    const auto unknown = desk.translator->translate(task, {});
    QVERIFY(!unknown && unknown.error().code == ErrorCode::InvalidArgument);
}

void TestPromptedTranslator::aTextThatIsTooLongIsRefused()
{
    PromptedTranslator::Settings settings;
    settings.longest = 20;
    Desk desk(translating(), std::move(settings));
    const auto translation = desk.translate("Good morning to all of you");
    QVERIFY(!translation && translation.error().code == ErrorCode::TooLarge);
    QVERIFY2(translation.error().message.contains("26 bytes"), translation.error().message.c_str());
}

void TestPromptedTranslator::itCanBeCancelled()
{
    Desk desk(translating());
    std::stop_source stop;
    stop.request_stop();
    TranslationTask task;
    task.request = {"Good morning", Language::En, Language::De, {}};
    const auto translation = desk.translator->translate(task, stop.get_token());
    QVERIFY(!translation && translation.error().code == ErrorCode::Cancelled);
    QCOMPARE(desk.server.calls(), std::size_t(0));
}

QTEST_GUILESS_MAIN(TestPromptedTranslator)
#include "TestPromptedTranslator.moc"
