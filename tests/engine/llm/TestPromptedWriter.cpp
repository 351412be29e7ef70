// links: tandem_llm
#include "services/llm/PromptedWriter.h"
#include "support/Strings.h"

#include <QTest>

#include <filesystem>

using namespace tandem;

namespace {

const std::filesystem::path resources(TANDEM_RESOURCES);

ReplyTemplates templates()
{
    return valueOf(ReplyTemplates::load(resources / "templates" / "replies.json"));
}

// Answers as the test says, a few bytes at a time, and remembers what it was asked.
class ScriptedModel final : public ChatModel {
public:
    [[nodiscard]] std::string provider() const override { return "scripted"; }
    Result<ChatReply> reply(const ChatRequest& request, const ChatListener& listener, std::stop_token) override
    {
        ++calls;
        asked = request;
        if (!falseStart.empty()) {
            listener.text(falseStart);
            listener.startsOver();
        }
        for (std::size_t at = 0; at < answer.text.size(); at += 3)
            listener.text(std::string_view(answer.text).substr(at, 3));
        if (error)
            return std::unexpected(*error);
        return answer;
    }

    // Cites sentences [first, end) of a document for a part of the answer.
    void cite(std::string_view part, std::size_t document, std::size_t first, std::size_t end)
    {
        const std::size_t at = answer.text.find(part);
        answer.citations.push_back({at, at + part.size(), document, first, end});
    }

    ChatReply answer{
        .text = {}, .citations = {}, .refusal = {}, .usage = {}, .provider = "anthropic", .model = "m-1", .requestId = "req_7"};
    std::string falseStart;
    std::optional<Error> error;
    ChatRequest asked;
    int calls = 0;
};

DraftRequest request(const std::string& question)
{
    DraftRequest made;
    made.question = question;
    made.evidence = 0.9;
    made.ticket = TicketId("tic_1");
    for (const std::string text :
        {"Refunds take 5 days. They go to the card.  Ask billing@x.org for more.", "The limit is 25 MB."}) {
        ScoredPassage scored;
        scored.passage.article = ArticleId("a" + std::to_string(made.passages.size()));
        scored.passage.id = PassageId(scored.passage.article.value() + "#0");
        scored.passage.text = text;
        scored.passage.sentences = text::sentences(text, "en");
        made.passages.push_back(scored);
    }
    return made;
}

// A writer, its model and what was heard.
struct Desk {
    ScriptedModel model;
    std::unique_ptr<PromptedWriter> writer = valueOf(PromptedWriter::create(
        model, valueOf(Prompt::load(resources / "prompts" / "answer.md")), templates(), {.company = "ACME"}));
    std::string heard;
    int startedOver = 0;

    [[nodiscard]] DraftRequest listening(DraftRequest request)
    {
        request.onText = [this](std::string_view text) { heard += text; };
        request.startsOver = [this] {
            heard.clear();
            ++startedOver;
        };
        return request;
    }
    Result<Draft> draft(const DraftRequest& request) { return writer->draft(listening(request), {}); }
};

std::string joined(const Draft& draft)
{
    std::string all;
    for (const DraftSentence& sentence : draft.sentences)
        all += (all.empty() ? "" : "|") + sentence.text;
    return all;
}

} // namespace

class TestPromptedWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAnswerBecomesADraftBetweenGreetingAndClosing()
    {
        Desk desk;
        desk.model.answer.text = "Refunds take 5 days. They go to your card.";
        const Draft draft = valueOf(desk.draft(request("When?")));
        QCOMPARE(qt(draft.text),
            qt("Hello,\n\nRefunds take 5 days. They go to your card.\n\n"
               "If anything is still unclear, just reply to this message."));
        QCOMPARE(qt(joined(draft)),
            qt("Hello,|Refunds take 5 days.|They go to your card.|"
               "If anything is still unclear, just reply to this message."));
        QVERIFY(!draft.abstained);
        QVERIFY(!draft.sentences.front().factual && !draft.sentences.back().factual);
        QVERIFY(draft.sentences[1].factual && !draft.sentences[1].supported);
        QCOMPARE(draft.confidence, 0.0);
        QCOMPARE(qt(desk.heard), qt(draft.text));
    }

    void citationsQuoteThePassageWordForWord()
    {
        Desk desk;
        desk.model.answer.text = "It takes five days and goes to the card. Write to [EMAIL_1]. Up to 25 MB.";
        desk.model.cite("It takes five days", 0, 0, 1);
        desk.model.cite("five days and goes to the card", 0, 0, 2);
        desk.model.cite(" Write to [EMAIL_1].", 0, 2, 3);
        desk.model.cite(" Write", 0, 2, 3); // said twice, quoted once
        desk.model.cite(".", 1, 0, 1); // a full stop rests on nothing
        const Draft draft = valueOf(desk.draft(request("When?")));
        QCOMPARE(draft.sentences[1].citations.size(), std::size_t{2});
        QCOMPARE(qt(draft.sentences[1].citations[0].quote), qt("Refunds take 5 days."));
        QCOMPARE(qt(draft.sentences[1].citations[1].quote), qt("Refunds take 5 days. They go to the card."));
        QCOMPARE(qt(draft.sentences[1].citations[0].article.value()), qt("a0"));
        QCOMPARE(qt(draft.sentences[1].citations[0].passage.value()), qt("a0#0"));
        QCOMPARE(qt(draft.sentences[2].text), qt("Write to billing@x.org."));
        QCOMPARE(draft.sentences[2].citations.size(), std::size_t{1});
        QCOMPARE(qt(draft.sentences[2].citations[0].quote), qt("Ask billing@x.org for more."));
        QVERIFY(draft.sentences[3].citations.empty());
        for (const DraftSentence& sentence : draft.sentences)
            QVERIFY(draft.text.contains(sentence.text));
    }

    void citationsOfNothingArePassedOver()
    {
        Desk desk;
        desk.model.answer.text = "Yes, it does.";
        desk.model.answer.citations = {{0, 13, 7, 0, 1}, {0, 13, 0, 2, 9}, {0, 13, 0, 1, 1}, {90, 99, 0, 0, 1}};
        QVERIFY(valueOf(desk.draft(request("When?"))).sentences[1].citations.empty());
    }

    void onlyAQuestionWithoutDigitsIsNotFactual()
    {
        Desk desk;
        desk.model.answer.text = "Which plan do you use? Shall we send the 500 we owe you? Is it big?";
        desk.model.cite("Is it big?", 1, 0, 1);
        const Draft draft = valueOf(desk.draft(request("When?")));
        QCOMPARE(draft.sentences[1].factual, false);
        QCOMPARE(draft.sentences[2].factual, true);
        QCOMPARE(draft.sentences[3].factual, true);
    }

    void whatIsAskedIsRedactedAndTheAnswerRestored()
    {
        Desk desk;
        DraftRequest asked = request("Is ana@x.org right? I am Rosa Blum.");
        asked.customerName = "Rosa Blum";
        desk.model.answer.text = "We have [EMAIL_1] as yours, [PERSON_1], and [CSV].";
        const Draft draft = valueOf(desk.draft(asked));
        QVERIFY(desk.model.asked.messages.back().text.text().contains("Is [EMAIL_1] right? I am [PERSON_1]."));
        QVERIFY(draft.text.starts_with("Hello Rosa Blum,\n\nWe have ana@x.org as yours, Rosa Blum, and [CSV]."));
        QCOMPARE(qt(desk.heard), qt(draft.text));
    }

    void anAnswerWithTheMarksOfItsRequestIsNotUsed()
    {
        for (const char* said :
            {"</customer_message>", "Refunds take 5 days. <customer_history>", "<SYSTEM> Refunds take 5 days."}) {
            Desk desk;
            desk.model.answer.text = said;
            const auto draft = desk.draft(request("When?"));
            QVERIFY2(!draft && draft.error().message.contains("repeated the marks of its request"), said);
        }
    }

    void anAnswerWithAnInventedPlaceholderIsNotUsed()
    {
        Desk desk;
        DraftRequest asked = request("Whom do I call?");
        asked.passages[1].passage.text = "Call [PHONE_3] or [PERSON].";
        asked.passages[1].passage.sentences = text::sentences(asked.passages[1].passage.text, "en");
        desk.model.answer.text = "Refunds take 5 days. Call [PHONE_3].";
        const auto draft = desk.draft(asked);
        QVERIFY(!desk.model.asked.documents[1].sentences[0].text().contains('['));
        QVERIFY(!draft);
        QCOMPARE(draft.error().code, ErrorCode::Unavailable);
        QVERIFY(!draft.error().retryable);
        QCOMPARE(qt(desk.heard), QString());
    }

    void thePromptIsOfTheAnswersLanguage()
    {
        Desk desk;
        desk.model.answer.text = "Ja.";
        DraftRequest asked = request("Wann?");
        asked.language = Language::De;
        const Draft draft = valueOf(desk.draft(asked));
        QVERIFY(desk.model.asked.messages.back().text.text().ends_with("Write in German."));
        QVERIFY(desk.model.asked.system.contains("ACME") && !desk.model.asked.system.contains("German"));
        QVERIFY(draft.text.starts_with("Guten Tag,"));
        QCOMPARE(draft.language, Language::De);
        QCOMPARE(qt(desk.model.asked.ticket.value()), qt("tic_1"));
    }

    void whatItCostAndWhoWroteItIsKept()
    {
        Desk desk;
        desk.model.answer.text = "Yes.";
        desk.model.answer.usage = {.input = 10, .cacheRead = 100, .cacheWrite = 1'000, .cacheWriteHour = 10'000, .output = 7};
        const Usage usage = valueOf(desk.draft(request("When?"))).usage;
        QCOMPARE(usage.inputTokens, 11'110);
        QCOMPARE(usage.outputTokens, 7);
        QCOMPARE(qt(usage.provider), qt("anthropic"));
        QCOMPARE(qt(usage.model), qt("m-1"));
        QCOMPARE(qt(usage.requestId), qt("req_7"));
        QVERIFY(usage.promptVersion.starts_with("answer 3 "));
    }

    void withoutAnAnswerInTheEvidenceItAbstains()
    {
        Desk desk;
        desk.model.answer.text = "NO_ANSWER";
        desk.model.answer.usage.output = 3;
        const Draft draft = valueOf(desk.draft(request("When?")));
        QVERIFY(draft.abstained);
        QVERIFY(draft.text.starts_with("Hello,\n\nThank you for your message. I could not find"));
        QCOMPARE(draft.usage.outputTokens, 3); // it was billed all the same
        QCOMPARE(qt(desk.heard), qt(draft.text));
    }

    void withoutEvidenceNobodyIsAsked()
    {
        Desk desk;
        DraftRequest little = request("When?");
        little.evidence = 0.05;
        DraftRequest none = request("When?");
        none.passages.clear();
        for (const DraftRequest& asked : {little, none}) {
            desk.heard.clear();
            const Draft draft = valueOf(desk.draft(asked));
            QVERIFY(draft.abstained);
            QCOMPARE(qt(desk.heard), qt(draft.text));
        }
        QCOMPARE(desk.model.calls, 0);
    }

    void whatCannotBeUsedIsUnavailable_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("stop");
        QTest::newRow("refused") << QStringLiteral("I") << static_cast<int>(ChatStop::Refused);
        QTest::newRow("empty") << QStringLiteral(" \n") << static_cast<int>(ChatStop::Finished);
        QTest::newRow("too long") << QStringLiteral("Half an") << static_cast<int>(ChatStop::OutputLimit);
        QTest::newRow("context") << QStringLiteral("Half an") << static_cast<int>(ChatStop::ContextFull);
    }

    void whatCannotBeUsedIsUnavailable()
    {
        QFETCH(QString, text);
        QFETCH(int, stop);
        Desk desk;
        desk.model.answer.text = text.toStdString();
        desk.model.answer.stop = static_cast<ChatStop>(stop);
        const auto draft = desk.draft(request("When?"));
        QCOMPARE(draft.error().code, ErrorCode::Unavailable);
        QVERIFY(!draft.error().retryable);
        QVERIFY(!draft.error().message.contains("Half"));
        QVERIFY(desk.heard.empty());
        QCOMPARE(desk.startedOver, text.trimmed().isEmpty() ? 0 : 1);
    }

    void anErrorOfTheModelIsHandedOnAndItsWordsAreVoid()
    {
        Desk desk;
        desk.model.answer.text = "Half";
        desk.model.error = Error{ErrorCode::RateLimited, "later", true};
        const auto draft = desk.draft(request("When?"));
        QCOMPARE(draft.error().code, ErrorCode::RateLimited);
        QCOMPARE(desk.startedOver, 1);
    }

    void anAnswerThatBeginsAnewIsHeardOnce()
    {
        Desk desk;
        desk.model.falseStart = "Something else [EMAIL";
        desk.model.answer.text = "Yes.";
        const Draft draft = valueOf(desk.draft(request("When?")));
        QCOMPARE(desk.startedOver, 1);
        QCOMPARE(qt(desk.heard), qt(draft.text));
    }

    void aStoppedDraftAsksNobody()
    {
        Desk desk;
        std::stop_source source;
        source.request_stop();
        QCOMPARE(desk.writer->draft(request("When?"), source.get_token()).error().code, ErrorCode::Cancelled);
        QCOMPARE(desk.model.calls, 0);
    }

    void aPromptWithOtherPlacesIsRefusedAtOnce()
    {
        ScriptedModel model;
        const Prompt prompt = valueOf(Prompt::parse("---\nname: a\nversion: 1\nplaces: tone\n---\n{{tone}}", "a.md"));
        QCOMPARE(PromptedWriter::create(model, prompt, templates(), {}).error().code, ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TestPromptedWriter)
#include "TestPromptedWriter.moc"
