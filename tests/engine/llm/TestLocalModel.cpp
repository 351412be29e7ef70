// links: tandem_llm tandem_embedding
#include "services/llm/LocalModel.h"

#include "base/Json.h"
#include "services/embedding/ModelDirectory.h"
#include "services/llm/PromptedWriter.h"
#include "support/ManualClock.h"
#include "support/Strings.h"

#include <QTest>

#include <atomic>
#include <fstream>
#include <thread>

using namespace tandem;

namespace {

const SystemClock systemClock;

std::filesystem::path modelFile()
{
    return defaultModelDirectory() / "SmolLM2-135M-Instruct.Q4_1.gguf";
}

std::unique_ptr<ChatModel> model(int contextTokens = 1024, std::size_t contexts = 1, const Clock& clock = systemClock)
{
    LocalModel::Settings settings;
    settings.file = modelFile();
    settings.contextTokens = contextTokens;
    settings.contexts = contexts;
    settings.threads = 1;
    return valueOf(LocalModel::load(settings, clock));
}

ChatRequest request(std::string_view question, int outputTokens = 24)
{
    ChatRequest made;
    made.system = "You are a helpful assistant. Answer in one short sentence.";
    made.messages = {{ChatRole::User, redact(question)}};
    made.outputTokens = outputTokens;
    made.temperature = 0;
    return made;
}

} // namespace

// The model itself is judged nowhere here: it is small and invents.
class TestLocalModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        const std::string test = QTest::currentTestFunction();
        if (test.starts_with("aFile"))
            return;
        if (const auto loaded = LocalModel::load({.file = modelFile()}, systemClock);
            !loaded && loaded.error().code == ErrorCode::Unavailable)
            QSKIP(("no local chat model: " + loaded.error().message).c_str());
    }

    void aFileThatIsNotThereIsUnavailable()
    {
        QCOMPARE(LocalModel::load({.file = "/nowhere/model.gguf"}, systemClock).error().code, ErrorCode::Unavailable);
    }

    void aFileThatIsNoModelIsCorrupt()
    {
        const QTemporaryDir directory;
        const auto file = path(directory) / "model.gguf";
        std::ofstream(file) << "GGUF and nothing more";
        const auto loaded = LocalModel::load({.file = file}, systemClock);
        QVERIFY(!loaded);
        if (loaded.error().code == ErrorCode::Unavailable)
            QSKIP("this build has no llama.cpp");
        QCOMPARE(loaded.error().code, ErrorCode::Corrupt);
        QVERIFY(loaded.error().message.contains("model.gguf"));
    }

    void anAnswerIsHeardAsItIsWritten()
    {
        const auto local = model();
        std::string heard;
        int pieces = 0;
        int usages = 0;
        const ChatReply reply = valueOf(local->reply(request("What is the capital of France?"),
            {.text =
                    [&](std::string_view text) {
                        heard += text;
                        ++pieces;
                    },
                .startsOver = {},
                .usage =
                    [&](const std::string& provider, const std::string&, const TokenUsage& usage) {
                        ++usages;
                        QCOMPARE(qt(provider), qt("local"));
                        QVERIFY(usage.input > 10 && usage.output > 1);
                    }},
            {}));
        QVERIFY2(reply.text.contains("Paris"), reply.text.c_str());
        QCOMPARE(qt(heard), qt(reply.text));
        QVERIFY(pieces > 1);
        QCOMPARE(usages, 1);
        QCOMPARE(reply.stop, ChatStop::Finished);
        QCOMPARE(qt(reply.provider), qt("local"));
        QVERIFY(!reply.model.empty());
    }

    void theSameRequestAndSeedGiveTheSameAnswer()
    {
        ChatRequest asked = request("Tell me something.");
        asked.temperature = 0.9;
        const std::string one = valueOf(model()->reply(asked, {}, {})).text;
        const std::string other = valueOf(model()->reply(asked, {}, {})).text;
        QVERIFY(!one.empty());
        QCOMPARE(qt(one), qt(other));
    }

    void whatTwoRequestsBeginWithIsReadOnce()
    {
        const auto local = model();
        const TokenUsage first = valueOf(local->reply(request("What is the capital of France?"), {}, {})).usage;
        const TokenUsage second = valueOf(local->reply(request("What is the capital of Spain?"), {}, {})).usage;
        QCOMPARE(first.cacheRead, std::int64_t{0});
        QVERIFY(second.cacheRead > 10);
        QCOMPARE(first.totalInput(), second.totalInput());
    }

    void anAnswerAtItsLimitSaysSo()
    {
        const ChatReply reply = valueOf(model()->reply(request("Count from one to one hundred.", 5), {}, {}));
        QCOMPARE(reply.stop, ChatStop::OutputLimit);
        QCOMPARE(reply.usage.output, std::int64_t{5});
    }

    void aFullContextEndsTheAnswerAndTooLongAPromptIsRefused()
    {
        const auto local = model(64);
        ChatRequest asked = request("Write a very long story about a king and his three sons.", 500);
        asked.system.clear();
        const ChatReply reply = valueOf(local->reply(asked, {}, {}));
        QCOMPARE(reply.stop, ChatStop::ContextFull);
        const auto tooLong = local->reply(request(std::string(2000, 'x') + " " + std::string(2000, 'y')), {}, {});
        QCOMPARE(tooLong.error().code, ErrorCode::TooLarge);
    }

    void anAnswerFollowsItsSchema()
    {
        ChatRequest asked = request("The customer is angry about a double charge of 38 dollars. Classify it.", 120);
        asked.schema
            = "{\"type\":\"object\",\"properties\":{\"mood\":{\"enum\":[\"angry\",\"calm\"]},"
              "\"amount\":{\"type\":\"number\"},\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"maxLength\":12},"
              "\"maxItems\":2},\"urgent\":{\"type\":\"boolean\"}},\"required\":[\"mood\",\"amount\",\"tags\",\"urgent\"]}";
        for (const double temperature : {0.0, 1.5}) {
            asked.temperature = temperature;
            const ChatReply reply = valueOf(model()->reply(asked, {}, {}));
            QVERIFY2(reply.stop == ChatStop::Finished, reply.text.c_str());
            const Json json = valueOf(parseJson(reply.text));
            QCOMPARE(json.size(), std::size_t{4});
            QVERIFY(json["mood"] == "angry" || json["mood"] == "calm");
            QVERIFY(json["amount"].is_number() && json["urgent"].is_boolean());
            QVERIFY(json["tags"].is_array() && json["tags"].size() <= 2);
        }
    }

    void aSchemaItDoesNotKnowIsRefused()
    {
        ChatRequest asked = request("Hi");
        asked.schema = "{\"type\":\"string\",\"pattern\":\"a\"}";
        QCOMPARE(model()->reply(asked, {}, {}).error().code, ErrorCode::InvalidArgument);
    }

    void aStopInsideTheAnswerEndsIt()
    {
        std::stop_source source;
        int pieces = 0;
        int usages = 0;
        const auto reply = model()->reply(request("Count from one to one hundred.", 400),
            {.text =
                    [&](std::string_view) {
                        if (++pieces == 3)
                            source.request_stop();
                    },
                .startsOver = {},
                .usage = [&](const std::string&, const std::string&, const TokenUsage&) { ++usages; }},
            source.get_token());
        QCOMPARE(reply.error().code, ErrorCode::Cancelled);
        QCOMPARE(pieces, 3);
        QCOMPARE(usages, 1);
    }

    void theTimeOfTheRequestIsItsLimit()
    {
        ManualClock clock;
        const auto local = model(1024, 1, clock);
        ChatRequest asked = request("Count from one to one hundred.", 400);
        asked.timeout = Milliseconds{1'000};
        int pieces = 0;
        const auto reply = local->reply(asked,
            {.text =
                    [&](std::string_view) {
                        if (++pieces == 3)
                            clock.advance(Milliseconds{1'000});
                    },
                .startsOver = {},
                .usage = {}},
            {});
        QCOMPARE(reply.error().code, ErrorCode::TimedOut);
        QVERIFY(reply.error().retryable);
        QCOMPARE(pieces, 3);
        // The context is as good as new.
        QVERIFY(valueOf(local->reply(request("What is the capital of France?"), {}, {})).text.contains("Paris"));
    }

    void aCallWaitsForAContextAndGivesUpWhenStopped()
    {
        const auto local = model();
        std::stop_source waiter;
        std::optional<ErrorCode> outcome;
        std::jthread second;
        const ChatReply reply = valueOf(local->reply(request("Count from one to ten.", 30),
            {.text =
                    [&](std::string_view) {
                        if (second.joinable())
                            return;
                        // This call holds the only context until its listener returns.
                        second
                            = std::jthread([&] { outcome = local->reply(request("Hi"), {}, waiter.get_token()).error().code; });
                        waiter.request_stop();
                        second.join();
                        second = std::jthread([] { });
                    },
                .startsOver = {},
                .usage = {}},
            {}));
        QVERIFY(!reply.text.empty());
        QCOMPARE(outcome.value(), ErrorCode::Cancelled);
    }

    void severalCallsRunAtOnce()
    {
        const auto local = model(512, 2);
        std::atomic<int> answered = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i)
                threads.emplace_back(
                    [&] { answered += local->reply(request("What is the capital of France?"), {}, {}) ? 1 : 0; });
        }
        QCOMPARE(answered.load(), 4);
    }

    void whatTheModelCitesIsCitation()
    {
        // Whether so small a model cites is chance; that no marker of a sentence that is there stays in the text is not.
        ChatRequest asked = request("How long do refunds take?", 60);
        ChatDocument document;
        document.title = redact("Refunds");
        document.sentences = {redact("Refunds take five days."), redact("They go to the card.")};
        asked.documents = {document};
        const ChatReply reply = valueOf(model()->reply(asked, {}, {}));
        QVERIFY(!reply.text.contains("[1.1]") && !reply.text.contains("[1.2]"));
        for (const ChatCitation& citation : reply.citations)
            QVERIFY(citation.document == 0 && citation.endSentence <= 2 && citation.begin < citation.end
                && citation.end <= reply.text.size());
    }

    void aWholeDraftIsWrittenWithTheDesksPrompt()
    {
        const std::filesystem::path resources(TANDEM_RESOURCES);
        const auto local = model(4096);
        const auto writer = valueOf(PromptedWriter::create(*local, valueOf(Prompt::load(resources / "prompts" / "answer.md")),
            valueOf(ReplyTemplates::load(resources / "templates" / "replies.json")),
            {.company = "ACME", .outputTokens = 200, .temperature = 0}));
        DraftRequest asked;
        asked.question = "How long do refunds take? I am at rosa@x.org.";
        asked.customerName = "Rosa Blum";
        asked.evidence = 0.9;
        asked.passages.resize(1);
        asked.passages[0].passage.id = PassageId("refunds#0");
        asked.passages[0].passage.text = "Refunds take five days. They go to the card that was charged.";
        std::string heard;
        asked.onText = [&](std::string_view text) { heard += text; };
        asked.startsOver = [&] { heard.clear(); };
        const auto draft = writer->draft(asked, {});
        if (!draft) { // so small a model may talk on to its limit: then nothing it said stands
            QCOMPARE(draft.error().code, ErrorCode::Unavailable);
            QVERIFY(heard.empty());
            return;
        }
        QCOMPARE(qt(heard), qt(draft->text));
        QVERIFY(draft->text.starts_with("Hello Rosa Blum,\n\n"));
        QVERIFY(draft->usage.inputTokens > 500 && draft->usage.promptVersion.starts_with("answer "));
        for (const DraftSentence& sentence : draft->sentences) {
            QVERIFY(draft->text.contains(sentence.text));
            for (const Citation& citation : sentence.citations)
                QVERIFY(asked.passages[0].passage.text.contains(citation.quote));
        }
    }
};

QTEST_GUILESS_MAIN(TestLocalModel)
#include "TestLocalModel.moc"
