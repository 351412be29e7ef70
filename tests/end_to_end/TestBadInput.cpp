// links: tandem_base
// What is wrong is refused with a reason, said in the log once and without its text, and costs no memory.
#include "support/Programs.h"

#include <QDir>
#include <QDirIterator>

#include <algorithm>
#include <array>
#include <memory>
#include <sys/resource.h>

using namespace tandem;

namespace {

constexpr auto secretWords = "xylophone-quartz-marmalade"; // stands in every bad body and must stand in no log

struct BadRequest {
    const char* name;
    int status;
    std::string method;
    std::string path;
    std::string token; // "" = no header
    std::string body;
};

std::string body(const std::string& description)
{
    return toText({{"customer_id", "c-1"}, {"subject", secretWords}, {"description", description}, {"channel", "email"}});
}

std::vector<BadRequest> badRequests(const std::string& token)
{
    const std::string tickets = "/api/v1/tickets";
    const std::string quoted = std::string("\"") + secretWords + "\"";
    const std::string deep = R"({"customer_id":"c-1","metadata":)" + std::string(100000, '[') + std::string(100000, ']') + "}";
    const std::string stranger = "tdm_" + std::string(43, 'x');
    std::string broken = body("broken");
    broken.replace(broken.find("broken"), 6, std::string("br\xC3\x28ken"));
    const std::string nul = R"({"customer_id":"c-1","subject":)" + quoted + R"(,"description":"a\u0000b","channel":"email"})";
    const std::string wrongType = R"({"customer_id":17,"subject":)" + quoted + R"(,"description":"x","channel":"email"})";
    const std::string unknown
        = R"({"customer_id":"c","subject":"s","description":"d","channel":"email","colour":)" + quoted + "}";
    return {
        {"malformed JSON", 400, "POST", tickets, token, std::string("{\"subject\":") + quoted + ",,}"},
        {"no JSON at all", 400, "POST", tickets, token, secretWords},
        {"an array", 422, "POST", tickets, token, "[" + quoted + "]"},
        {"a wrong type", 422, "POST", tickets, token, wrongType},
        {"a missing member", 422, "POST", tickets, token, "{\"subject\":" + quoted + "}"},
        {"an unknown member", 422, "POST", tickets, token, unknown},
        {"an unknown channel", 422, "POST", tickets, token,
            R"({"customer_id":"c","subject":"s","description":"d","channel":)" + quoted + "}"},
        {"10 MB", 413, "POST", tickets, token, body(std::string(10U << 20U, 'a'))},
        {"broken UTF-8", 400, "POST", tickets, token, broken},
        {"a NUL character", 400, "POST", tickets, token, nul},
        {"a raw NUL byte", 400, "POST", tickets, token, std::string("{\"a\":\"\0\"}", 9)},
        {"100,000 levels", 400, "POST", tickets, token, deep},
        {"no token", 401, "POST", tickets, "", body("x")},
        {"a wrong token", 401, "POST", tickets, stranger, body("x")},
        {"an unknown path", 404, "GET", "/api/v1/nothing", token, ""},
        {"an unknown ticket", 404, "GET", tickets + "/01k3x0m9d2t7r4n8v6q5w1y0zb", token, ""},
        {"a wrong method", 405, "DELETE", tickets, token, ""},
    };
}

HttpReply sent(std::uint16_t port, const BadRequest& request)
{
    std::vector<std::pair<std::string, std::string>> headers{{"Content-Type", "application/json"}};
    if (!request.token.empty())
        headers.emplace_back("Authorization", "Bearer " + request.token);
    return HttpClient(port).request(request.method, request.path, headers, request.body);
}

int occurrences(const std::string& text, const std::string& part)
{
    int count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size()))
        ++count;
    return count;
}

} // namespace

class TestBadInput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyBadRequestIsAProblemWithAReasonAndOneLogLine_data();
    void everyBadRequestIsAProblemWithAReasonAndOneLogLine();
    void badRequestsLeaveNoMemoryBehind();
    void aSecondProcessOnTheWorkspaceSaysSoAndEnds();
    void aLowLimitOfOpenFilesIsRaisedBeforeConnectionsNeedIt();
    void aGoodRequestStillWorks();
    void aDamagedIndexIsNamedAndBuiltAnew();
    void aDamagedModelIsNamedAndRefused();
    void whatCannotBeImportedIsNamedAndTheRestGoesIn();
    void wrongArgumentsAndConfigurationAreNamed();

private:
    QTemporaryDir m_directory;
    QString m_workspace;
    std::string m_token;
    std::unique_ptr<ServerProcess> m_server;
};

void TestBadInput::initTestCase()
{
    m_workspace = m_directory.filePath(QStringLiteral("workspace"));
    const QString articles = QStringLiteral(TANDEM_RESOURCES "/demo/articles/");
    const Finished imported = runControl(m_workspace,
        {QStringLiteral("import"), QStringLiteral("articles"), articles + QStringLiteral("kb-account-password-reset.md"),
            articles + QStringLiteral("kb-files-upload-limits.md")});
    QVERIFY2(imported.status == 0, imported.errors.c_str());
    m_token = newToken(m_workspace);
    m_server = std::make_unique<ServerProcess>(m_workspace);
    QVERIFY2(m_server->listens(), m_server->log().c_str());
    QVERIFY2(m_server->isReady(), m_server->log().c_str());
}

void TestBadInput::everyBadRequestIsAProblemWithAReasonAndOneLogLine_data()
{
    QTest::addColumn<int>("index");
    const auto requests = badRequests("");
    for (std::size_t i = 0; i < requests.size(); ++i)
        QTest::newRow(requests[i].name) << static_cast<int>(i);
}

void TestBadInput::everyBadRequestIsAProblemWithAReasonAndOneLogLine()
{
    QFETCH(int, index);
    const BadRequest request = badRequests(m_token)[static_cast<std::size_t>(index)];
    const HttpReply reply = sent(m_server->port(), request);
    QCOMPARE(reply.status, request.status);
    QCOMPARE(qt(reply.header("content-type")), QStringLiteral("application/problem+json"));
    const Json problem = valueOf(parseJson(reply.body));
    QVERIFY2(problem["status"] == request.status && !problem["title"].get<std::string>().empty(), reply.body.c_str());
    QVERIFY2(!problem["detail"].get<std::string>().empty(), reply.body.c_str());
    const std::string correlation = problem["correlation_id"].get<std::string>();
    QVERIFY(!correlation.empty());
    QCOMPARE(qt(correlation), qt(reply.header("x-correlation-id")));
    const auto log = eventually<std::string>(60000, [&]() -> std::optional<std::string> {
        std::string text = m_server->log();
        return occurrences(text, correlation) > 0 ? std::optional(std::move(text)) : std::nullopt;
    });
    QVERIFY2(log.has_value(), "not in the log");
    QCOMPARE(occurrences(*log, correlation), 1);
    QCOMPARE(occurrences(*log, secretWords), 0);
}

void TestBadInput::badRequestsLeaveNoMemoryBehind()
{
#ifdef __SANITIZE_ADDRESS__
    QSKIP("the address sanitizer keeps freed memory on purpose");
#endif
    const auto requests = badRequests(m_token);
    const auto sendAll = [&](int count) {
        for (int i = 0; i < count; ++i)
            sent(m_server->port(), requests[static_cast<std::size_t>(i) % requests.size()]);
    };
    sendAll(100); // until every thread and cache has what it keeps
    const long before = m_server->residentKilobytes();
    sendAll(200);
    const long after = m_server->residentKilobytes();
    QVERIFY(before > 0);
    QVERIFY2(after - before < 8192, qPrintable(QStringLiteral("%1 KiB, then %2 KiB").arg(before).arg(after)));
}

void TestBadInput::aSecondProcessOnTheWorkspaceSaysSoAndEnds()
{
    const QString listen = QStringLiteral("127.0.0.1:0");
    const Finished server = runProgram(
        QStringLiteral("tandemd"), {QStringLiteral("--data"), m_workspace, QStringLiteral("--listen"), listen}, {}, {}, 20000);
    const Finished control = runControl(m_workspace, {QStringLiteral("redact")}, "{\"id\":1,\"text\":\"x\"}\n");
    for (const Finished& second : {server, control}) {
        QCOMPARE(second.status, 1);
        QVERIFY2(second.output.empty(), second.output.c_str());
        QVERIFY2(second.errors.find(m_workspace.toStdString()) != std::string::npos, second.errors.c_str());
        QVERIFY2(second.errors.find("is using the workspace") != std::string::npos, second.errors.c_str());
    }
}

void TestBadInput::aLowLimitOfOpenFilesIsRaisedBeforeConnectionsNeedIt()
{
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit low{64, before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &low), 0);
    const QTemporaryDir other;
    QVERIFY(QDir(other.path()).mkdir(QStringLiteral("workspace")));
    ServerProcess server(other.filePath(QStringLiteral("workspace")));
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &before), 0);
    QVERIFY2(server.listens(), server.log().c_str());
    std::vector<std::unique_ptr<HttpClient>> clients;
    for (int i = 0; i < 100; ++i) {
        clients.push_back(std::make_unique<HttpClient>(server.port()));
        QCOMPARE(clients.back()->request("GET", "/health").status, 200);
    }
}

void TestBadInput::aGoodRequestStillWorks()
{
    const Json ticket = RestCaller(m_server->port(), m_token)
                            .answered({{"customer_id", "c-1"}, {"subject", "After all that"},
                                {"description", "I want to talk to a person."}, {"channel", "chat"}});
    QVERIFY2(ticket.is_object() && ticket["status"] == "escalated", ticket.dump().c_str());
    QCOMPARE(m_server->stop(), 0);
}

void TestBadInput::aDamagedIndexIsNamedAndBuiltAnew()
{
    QDirIterator files(m_workspace + QStringLiteral("/indexes"), QDir::Files, QDirIterator::Subdirectories);
    int damaged = 0;
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        for (qsizetype at = bytes.size() / 2; at < std::min(bytes.size(), bytes.size() / 2 + 16); ++at)
            bytes[at] = static_cast<char>(~bytes[at]);
        QVERIFY(file.seek(0) && file.write(bytes) == bytes.size());
        ++damaged;
    }
    QVERIFY(damaged > 0);
    const QByteArray question = "{\"id\":1,\"query\":\"How long is a password reset link valid?\"}\n";
    const Finished found = runControl(m_workspace, {QStringLiteral("search")}, question);
    QCOMPARE(found.status, 0);
    QVERIFY2(found.errors.find(m_workspace.toStdString() + "/indexes") != std::string::npos, found.errors.c_str());
    const Json line = valueOf(parseJson(text::trim(found.output)));
    QVERIFY2(line["results"][0]["article_id"] == "kb-account-password-reset", found.output.c_str());
    const Finished again = runControl(m_workspace, {QStringLiteral("search")}, question);
    QVERIFY2(again.errors.find("/indexes") == std::string::npos, again.errors.c_str()); // built anew and kept
}

void TestBadInput::aDamagedModelIsNamedAndRefused()
{
    const QDir original(QStringLiteral(TANDEM_RESOURCES));
    const QDir copy(m_directory.filePath(QStringLiteral("resources")));
    QVERIFY(QDir().mkpath(copy.filePath(QStringLiteral("models"))));
    for (const QString& name : original.entryList(QDir::AllEntries | QDir::NoDotAndDotDot)) {
        if (name != QStringLiteral("models"))
            QVERIFY(QFile::link(original.filePath(name), copy.filePath(name)));
    }
    const QStringList heads = QDir(original.filePath(QStringLiteral("models"))).entryList(QDir::Files);
    if (heads.isEmpty())
        QSKIP("no head is trained (./dev train)");
    for (const QString& head : heads) {
        QFile file(original.filePath(QStringLiteral("models/") + head));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        bytes[bytes.size() / 2] = static_cast<char>(~bytes[bytes.size() / 2]);
        QFile damaged(copy.filePath(QStringLiteral("models/") + head));
        QVERIFY(damaged.open(QIODevice::WriteOnly) && damaged.write(bytes) == bytes.size());
    }
    const QMap<QString, QString> environment{{QStringLiteral("TANDEM_RESOURCES"), copy.path()}};
    const Finished doctor = runControl(m_workspace, {QStringLiteral("doctor")}, {}, environment);
    QCOMPARE(doctor.status, 1);
    QVERIFY2(
        doctor.output.find(copy.filePath(QStringLiteral("models")).toStdString()) != std::string::npos, doctor.output.c_str());
    const Finished batch = runControl(m_workspace, {QStringLiteral("analyze")}, "{\"id\":1,\"text\":\"Hello\"}\n", environment);
    const Json line = valueOf(parseJson(text::trim(batch.output)));
    QVERIFY2(line["id"] == 1 && line.contains("error") && batch.status == 1, batch.output.c_str());
}

void TestBadInput::whatCannotBeImportedIsNamedAndTheRestGoesIn()
{
    const auto written = [&](const char* name, const QByteArray& content) {
        const QString path = m_directory.filePath(QString::fromLatin1(name));
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() ? path : QString();
    };
    const QString good = written("good.md", "---\nid: good\ntitle: Good\nlang: en\n---\n\nThe office opens at nine.\n");
    const QString open = written("open.md", "---\nid: open\ntitle: Open\n");
    const QString binary = written("binary.md", QByteArray("\x7F\x45LF\0\1\2\3\0\0", 10));
    const QString missing = m_directory.filePath(QStringLiteral("missing.md"));
    const QStringList import{QStringLiteral("import"), QStringLiteral("articles")};
    const Finished mixed = runControl(m_workspace, import + QStringList{good, open, binary, missing});
    QCOMPARE(mixed.status, 0);
    QCOMPARE(qt(mixed.output), QStringLiteral("1 added, 0 changed, 0 unchanged, 3 refused\n"));
    for (const QString& refused : {open, binary, missing})
        QVERIFY2(mixed.errors.find(refused.toStdString() + ": ") != std::string::npos, mixed.errors.c_str());
    QCOMPARE(runControl(m_workspace, import + QStringList{open, missing}).status, 1);
}

void TestBadInput::wrongArgumentsAndConfigurationAreNamed()
{
    const QString file = m_directory.filePath(QStringLiteral("tandem.toml"));
    QFile config(file);
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write("workers = 2\n[llm]\ntemprature = 0.5\n");
    config.close();
    const Finished unknownKey
        = runControl(m_workspace, {QStringLiteral("config"), QStringLiteral("check"), QStringLiteral("--config"), file});
    QCOMPARE(unknownKey.status, 1);
    for (const std::string& part : {file.toStdString(), std::string("line 3"), std::string("llm.temprature")})
        QVERIFY2(unknownKey.errors.find(part) != std::string::npos, unknownKey.errors.c_str());
    const Finished badValue = runControl(m_workspace,
        {QStringLiteral("--set"), QStringLiteral("workers=many"), QStringLiteral("config"), QStringLiteral("check")});
    QCOMPARE(badValue.status, 1);
    QVERIFY2(badValue.errors.find("workers") != std::string::npos, badValue.errors.c_str());
    QCOMPARE(runControl(m_workspace, {QStringLiteral("frobnicate")}).status, 2);
    const Finished later = runControl(m_workspace, {QStringLiteral("backup"), QStringLiteral("file.tar")});
    QCOMPARE(later.status, 2);
    QVERIFY2(later.errors.find("not available yet") != std::string::npos && later.output.empty(), later.errors.c_str());
    const Finished address = runProgram(QStringLiteral("tandemd"),
        {QStringLiteral("--data"), m_workspace, QStringLiteral("--listen"), QStringLiteral("127.0.0.1:99999")});
    QCOMPARE(address.status, 2);
}

QTEST_GUILESS_MAIN(TestBadInput)
#include "TestBadInput.moc"
