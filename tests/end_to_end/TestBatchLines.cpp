// links: tandem_base
// The batch verbs' lines: order, ids, bad ones, long ones; and the command line around them.
#include "support/Batch.h"

using namespace tandem;

class TestBatchLines : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_workspace = m_directory.filePath(QStringLiteral("workspace")); }
    void linesKeepTheirOrderAndTheirIds();
    void aBadLineIsOneErrorLine();
    void aLineOfFourMegabytesIsRead();
    void oneLineIsAnsweredBeforeTheNextIsSent();
    void globalFlagsStandBeforeAndAfterTheVerb();
    void secretsAreMasked();
    void whatIsNotThereYetSaysSo();

private:
    QTemporaryDir m_directory;
    QString m_workspace;
};

void TestBatchLines::linesKeepTheirOrderAndTheirIds()
{
    const std::vector<Json> ids{1, -2.5, "x", true, nullptr, {1, 2}, {{"a", "b"}}, "\U0001F600", 9007199254740993LL};
    QByteArray input;
    for (int i = 0; i < 300; ++i) { // some are long, so that short ones overtake them when order is not kept
        const std::size_t words = i % 7 == 0 ? 2000 : 1;
        std::string text;
        for (std::size_t word = 0; word < words; ++word)
            text += "mail a" + std::to_string(word) + "@example.com ";
        input += lines({{{"id", ids[static_cast<std::size_t>(i) % ids.size()]}, {"text", text + std::to_string(i)}}});
    }
    const auto answers = runBatch(m_workspace, "redact", input, {QStringLiteral("--set"), QStringLiteral("workers=4")});
    QCOMPARE(answers.size(), std::size_t(300));
    for (std::size_t i = 0; i < answers.size(); ++i) {
        QVERIFY(answers[i]["id"] == ids[i % ids.size()]);
        QVERIFY(answers[i]["text"].get<std::string>().ends_with(" " + std::to_string(i)));
    }
}

void TestBatchLines::aBadLineIsOneErrorLine()
{
    const QByteArray good = "{\"id\":\"good\",\"text\":\"x\"}\n";
    const std::vector<std::pair<QByteArray, Json>> bad{{"not json", nullptr}, {"{\"id\":1,\"text\":", nullptr}, {"[1]", nullptr},
        {"17", nullptr}, {"", nullptr}, {"{\"id\":2}", 2}, {"{\"id\":3,\"text\":null}", 3}, {"{\"id\":[4],\"text\":5}", {4}},
        {"{\"id\":5,\"text\":\"br\xC3\x28ken\"}", 5}, {"\xFF\xFE", nullptr},
        {"{\"id\":6,\"text\":" + QByteArray(100000, '[') + "}", nullptr}, {QByteArray("{\"id\":7,\"text\":\"\0\"}", 19), nullptr},
        {"{\"id\":1e999,\"text\":\"x\"}", nullptr}};
    QByteArray input;
    for (const auto& [line, id] : bad)
        input += line + '\n' + good;
    const auto answers = runBatch(m_workspace, "redact", input);
    QCOMPARE(answers.size(), bad.size() * 2);
    for (std::size_t i = 0; i < bad.size(); ++i) {
        const std::string shown = bad[i].first.left(60).toStdString() + " → " + answers[2 * i].dump();
        QVERIFY2(hasMembers(answers[2 * i], {"id", "error"}) && answers[2 * i]["id"] == bad[i].second, shown.c_str());
        QVERIFY2(answers[2 * i]["error"].is_string() && !answers[2 * i]["error"].get<std::string>().empty(), shown.c_str());
        QVERIFY2(answers[2 * i + 1]["id"] == "good" && answers[2 * i + 1].contains("spans"), shown.c_str());
    }
}

void TestBatchLines::aLineOfFourMegabytesIsRead()
{
    const std::string frame = R"({"id":1,"text":""})";
    const std::size_t most = 4U << 20U;
    const auto lineOf = [&](std::size_t bytes) {
        return QByteArray(R"({"id":1,"text":")") + QByteArray(static_cast<qsizetype>(bytes - frame.size()), 'a') + "\"}\n";
    };
    const QByteArray last = R"({"id":3,"text":"x"})"; // without an end of line
    const auto answers = runBatch(m_workspace, "redact", lineOf(most) + lineOf(most + 1) + last);
    QCOMPARE(answers.size(), std::size_t(3));
    QCOMPARE(answers[0]["text"].get<std::string>().size(), most - frame.size());
    QVERIFY2(answers[1]["id"].is_null() && answers[1].contains("error"), answers[1].dump().c_str());
    QVERIFY2(answers[2]["id"] == 3 && answers[2]["text"] == "x", answers[2].dump().c_str());
}

void TestBatchLines::oneLineIsAnsweredBeforeTheNextIsSent()
{
    QProcess process;
    prepare(process, {});
    process.start(programPath(QStringLiteral("tandemctl")), {QStringLiteral("redact"), QStringLiteral("--data"), m_workspace});
    for (int i = 0; i < 3; ++i) {
        process.write(lines({{{"id", i}, {"text", "x"}}}));
        while (!process.canReadLine())
            QVERIFY2(process.waitForReadyRead(30000), "no answer while the input is open");
        QVERIFY(valueOf(parseJson(text::trim(process.readLine().toStdString())))["id"] == i);
    }
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
}

void TestBatchLines::globalFlagsStandBeforeAndAfterTheVerb()
{
    const QByteArray input = "{\"id\":1,\"text\":\"x\"}\n";
    const QString verb = QStringLiteral("redact");
    const QString program = QStringLiteral("tandemctl");
    const QString data = QStringLiteral("--data");
    const QStringList set{QStringLiteral("--set"), QStringLiteral("workers=1")};
    for (const QStringList& arguments : {QStringList{data, m_workspace, verb} + set, QStringList{verb, data, m_workspace} + set,
             set + QStringList{verb, data + QStringLiteral("=") + m_workspace},
             set + set + QStringList{data, m_workspace, verb}}) {
        const Finished finished = runProgram(program, arguments, input);
        QVERIFY2(finished.status == 0, finished.errors.c_str());
        QVERIFY2(finished.output.starts_with("{"), finished.output.c_str());
    }
}

void TestBatchLines::secretsAreMasked()
{
    const QMap<QString, QString> environment{{QStringLiteral("OPENAI_API_KEY"), QStringLiteral("sk-secret-of-mine")}};
    const QStringList show{
        QStringLiteral("config"), QStringLiteral("show"), QStringLiteral("--set"), QStringLiteral("workers=1")};
    const Finished table = runControl(m_workspace, show, {}, environment);
    const Finished shown = runControl(m_workspace, show + QStringList{QStringLiteral("--json")}, {}, environment);
    QVERIFY2(table.output.find("****") != std::string::npos, table.output.c_str());
    for (const std::string& output : {table.output, shown.output})
        QVERIFY(output.find("sk-secret-of-mine") == std::string::npos);
    for (const Json& setting : valueOf(parseJson(shown.output))) {
        if (setting["key"] == "workers")
            QVERIFY2(setting["value"] == "1" && setting["origin"] == "flag", setting.dump().c_str());
        if (setting["key"] == "llm.openai.api_key")
            QVERIFY2(setting["value"] == "****" && setting["origin"] == "environment", setting.dump().c_str());
    }
}

void TestBatchLines::whatIsNotThereYetSaysSo()
{
    const Finished help = runProgram(QStringLiteral("tandemctl"), {QStringLiteral("--help")});
    QCOMPARE(help.status, 0);
    for (const char* verb : {"user", "import tickets", "export customer", "erase customer", "retention run", "backup", "restore",
             "audit verify", "evaluate", "models add", "parse-mail"}) {
        const Finished later
            = runControl(m_workspace, qt(verb).split(QLatin1Char(' ')) + QStringList{QStringLiteral("--x"), QStringLiteral("y")});
        QVERIFY2(later.status == 2 && later.output.empty(), verb);
        QVERIFY2(later.errors.find("not available yet") != std::string::npos, verb);
        QVERIFY2(help.output.find(verb) != std::string::npos, verb);
    }
}

QTEST_GUILESS_MAIN(TestBatchLines)
#include "TestBatchLines.moc"
