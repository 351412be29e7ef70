// links: tandem_llm tandem_cache
#include "TranslatorDesk.h"

#include <QTest>

#include <atomic>

using namespace tandem;

// Texts that nobody waits for.
class TestTranslationGroups : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aGroupIsOneBatch();
    void aGroupsSecondTriesAreAskedByThemselves();
    void aGroupKeepsTextsOfTicketsOutOfTheBatch();
    void eachOfAGroupHasItsOwnError();
    void withoutBatchesAGroupSaysSo();
};

void TestTranslationGroups::aGroupIsOneBatch()
{
    MemoryBatches batches([](const ChatRequest& request) { return reply(translated(textIn(request))); });
    PromptedTranslator::Settings settings;
    settings.batches = &batches;
    settings.patience = batches.patience();
    Desk desk(translating(), std::move(settings));
    std::vector<std::string> sent;
    const GroupWatch watch{.progress = [&](const GroupProgress& progress) { sent.push_back(progress.batch); }, .begun = {}};
    const auto all = valueOf(desk.translator->translateTogether(
        {task("Pay €12 now"), task("Good morning to you"), task("Pay €30 now"), task("FILE-507")}, watch, {}));
    QCOMPARE(all.size(), std::size_t(4));
    QCOMPARE(qt(all[0]->text), qt("now €12 Pay"));
    QCOMPARE(qt(all[1]->text), qt("you to morning Good"));
    QCOMPARE(qt(all[2]->text), qt("now €30 Pay"));
    QCOMPARE(qt(all[3]->text), qt("FILE-507"));
    QCOMPARE(batches.entries.size(), std::size_t(2)); // the same but for the amount
    QCOMPARE(sent.front(), std::string("msgbatch_1"));
    QCOMPARE(desk.server.calls(), std::size_t(0));
    valueOf(desk.translate("Pay €99 now"));
    QCOMPARE(desk.server.calls(), std::size_t(0)); // it was kept
}

void TestTranslationGroups::aGroupsSecondTriesAreAskedByThemselves()
{
    MemoryBatches batches([](const ChatRequest&) { return reply("lost"); });
    PromptedTranslator::Settings settings;
    settings.batches = &batches;
    settings.patience = batches.patience();
    Desk desk(translating(), std::move(settings));
    const auto all = valueOf(desk.translator->translateTogether({task("Pay €12 now")}, {}, {}));
    QCOMPARE(qt(all[0]->text), qt("now €12 Pay"));
    QCOMPARE(desk.server.calls(), std::size_t(1));
    QVERIFY(toText(desk.server.bodies().front()).contains("Marks of the text are missing"));
}

void TestTranslationGroups::aGroupKeepsTextsOfTicketsOutOfTheBatch()
{
    MemoryBatches batches([](const ChatRequest& request) { return reply(translated(textIn(request))); });
    PromptedTranslator::Settings settings;
    settings.batches = &batches;
    settings.patience = batches.patience();
    Desk desk(translating(), std::move(settings));
    TranslationTask ofTicket = task("Pay €12 now");
    ofTicket.request.ticket = TicketId("tic_1");
    QCOMPARE(qt(valueOf(desk.translator->translateTogether({ofTicket}, {}, {}))[0]->text), qt("now €12 Pay"));
    QCOMPARE(batches.entries.size(), std::size_t(0));
    QCOMPARE(desk.server.calls(), std::size_t(1));
}

void TestTranslationGroups::eachOfAGroupHasItsOwnError()
{
    MemoryBatches batches([](const ChatRequest& request) -> Result<ChatReply> {
        if (textIn(request) == "expires")
            return retryableFailure(ErrorCode::TimedOut, "The batch expired");
        return reply(translated(textIn(request)));
    });
    PromptedTranslator::Settings settings;
    settings.batches = &batches;
    settings.patience = batches.patience();
    Desk desk(translating(), std::move(settings));
    const auto all
        = valueOf(desk.translator->translateTogether({task("expires"), task(" "), task("Good morning to you")}, {}, {}));
    QCOMPARE(all[0].error().code, ErrorCode::TimedOut);
    QCOMPARE(all[1].error().code, ErrorCode::InvalidArgument);
    QCOMPARE(qt(all[2]->text), qt("you to morning Good"));
}

void TestTranslationGroups::withoutBatchesAGroupSaysSo()
{
    Desk desk(translating());
    const auto all = desk.translator->translateTogether({task("Good morning to you")}, {}, {});
    QVERIFY(!all && all.error().code == ErrorCode::Unavailable);
    QVERIFY2(all.error().message.contains("llm.provider"), all.error().message.c_str());
    QCOMPARE(desk.server.calls(), std::size_t(0));
}

QTEST_GUILESS_MAIN(TestTranslationGroups)
#include "TestTranslationGroups.moc"
