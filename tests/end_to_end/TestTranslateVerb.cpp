// links: tandem_base
// tandemctl translate, line by line and as one batch, against a provider on loopback.
#include "support/Batch.h"
#include "support/ScriptedServer.h"

#include <QTest>

using namespace tandem;

namespace {

const QByteArray twoLines = "{\"id\":1,\"text\":\"Please pay €12 now\",\"from\":\"en\",\"to\":\"de\"}\n"
                            "{\"id\":2,\"text\":\"Please pay €12 now\",\"to\":\"xx\"}\n"
                            "{\"id\":3,\"text\":\"FILE-507\",\"from\":\"en\",\"to\":\"de\"}\n";

const std::string german = "Bitte zahlen Sie jetzt ⟦1⟧";

std::string streamed()
{
    return "data: "
           "{\"type\":\"message_start\",\"message\":{\"model\":\"m\",\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}\n\n"
           "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\""
        + german
        + "\"}}\n\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
          "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":7}}\n\n"
          "data: {\"type\":\"message_stop\"}\n\n";
}

// Messages, and batches that have ended at the first look.
std::string answered(const ReceivedRequest& request, std::string& entry)
{
    if (request.target == "/v1/messages")
        return Script::answerText(200, streamed(), {{"Content-Type", "text/event-stream"}});
    if (request.target == "/v1/messages/batches") {
        const Json body = Json::parse(request.body);
        entry = body["requests"].size() == 1 ? body["requests"][0]["custom_id"].get<std::string>() : "";
        return Script::answerText(
            200, "{\"id\":\"msgbatch_7\",\"processing_status\":\"in_progress\",\"request_counts\":{\"processing\":1}}");
    }
    if (request.target == "/v1/messages/batches/msgbatch_7")
        return Script::answerText(200, "{\"id\":\"msgbatch_7\",\"processing_status\":\"ended\"}");
    if (request.target == "/v1/messages/batches/msgbatch_7/results")
        return Script::answerText(200,
            "{\"custom_id\":\"" + entry
                + "\",\"result\":{\"type\":\"succeeded\",\"message\":{\"model\":\"m\",\"stop_reason\":\"end_turn\",\"content\":[{"
                  "\"type\":\"text\",\"text\":\""
                + german + "\"}],\"usage\":{\"input_tokens\":9,\"output_tokens\":7}}}}\n");
    return Script::answerText(404, "{}");
}

} // namespace

class TestTranslateVerb : public QObject {
    Q_OBJECT

    QMap<QString, QString> environment() const
    {
        return {{QStringLiteral("LLM_PROVIDER"), QStringLiteral("anthropic")},
            {QStringLiteral("ANTHROPIC_API_KEY"), QStringLiteral("sk-test")},
            {QStringLiteral("ANTHROPIC_BASE_URL"), qt(m_server.url(""))}};
    }
    static void isAnswered(const Finished& finished)
    {
        const auto all = text::lines(text::trim(finished.output));
        QVERIFY2(all.size() == 3, (finished.output + finished.errors).c_str());
        const Json first = valueOf(parseJson(all[0]));
        QVERIFY2(hasMembers(first, {"id", "text", "from", "to", "provider", "model", "ms"}), finished.output.c_str());
        QVERIFY2(first["id"] == 1 && first["text"] == "Bitte zahlen Sie jetzt €12", finished.output.c_str());
        const Json second = valueOf(parseJson(all[1]));
        QVERIFY2(second["id"] == 2 && second.contains("error"), finished.output.c_str());
        const Json third = valueOf(parseJson(all[2]));
        QVERIFY2(third["text"] == "FILE-507" && third["provider"] == "", finished.output.c_str());
    }

private Q_SLOTS:
    void linesAreTranslatedOneByOne()
    {
        const Finished finished = runControl(m_workspace, {QStringLiteral("translate")}, twoLines, environment());
        isAnswered(finished);
        QCOMPARE(finished.status, 0);
        QCOMPARE(m_server.requests().back().target, std::string("/v1/messages"));
        QVERIFY2(!m_server.requests().back().body.contains("12"), "amounts stay here");
    }

    void linesAreTranslatedAsOneBatch()
    {
        const Finished finished = runControl(m_workspace,
            {QStringLiteral("translate"), QStringLiteral("--set"), QStringLiteral("llm.batch=true")}, twoLines, environment());
        isAnswered(finished);
        QVERIFY2(finished.errors.contains("--batch msgbatch_7"), finished.errors.c_str());
        QVERIFY(!m_entry.empty());
        const Finished again = runControl(m_workspace,
            {QStringLiteral("translate"), QStringLiteral("--batch"), QStringLiteral("msgbatch_7")}, twoLines, environment());
        isAnswered(again);
        int created = 0;
        for (const ReceivedRequest& request : m_server.requests())
            created += request.target == "/v1/messages/batches" ? 1 : 0;
        QCOMPARE(created, 1);
        const Finished egress = runControl(m_workspace, {QStringLiteral("egress"), QStringLiteral("list")}, {}, environment());
        QVERIFY2(egress.status == 0 && egress.output.contains("127.0.0.1"), egress.errors.c_str());
    }

    void withoutAProviderEachLineSaysWhy()
    {
        const Finished finished = runControl(m_workspace, {QStringLiteral("translate")}, twoLines);
        QVERIFY2(finished.output.contains("no chat model is configured"), finished.output.c_str());
    }

private:
    std::string m_entry; // the id of the batch's only one
    ScriptedServer m_server{{}, Script().serve([this](const ReceivedRequest& request) { return answered(request, m_entry); })};
    const QTemporaryDir m_directory;
    const QString m_workspace = m_directory.path() + QStringLiteral("/workspace");
};

QTEST_GUILESS_MAIN(TestTranslateVerb)
#include "TestTranslateVerb.moc"
