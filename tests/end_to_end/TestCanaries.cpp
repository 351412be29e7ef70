// links: tandem_base
// What a customer entrusts to the desk stays in sealed columns: a ticket full of canaries goes through the built server, and none
// of them may stand in its log, its metrics or any byte of its workspace.
#include "support/Programs.h"

#include <QDirIterator>

#include <algorithm>
#include <array>
#include <memory>

using namespace tandem;

namespace {

struct Canary {
    const char* name;
    const char* text;
};

// As they are written, and the parts of them that an index or a fold to lower case would leave.
constexpr std::array canaries{Canary{"name", "Zebulon"}, Canary{"family", "Quillfeather"},
    Canary{"folded family", "quillfeather"}, Canary{"mail", "zq.nightjar"}, Canary{"card", "4539 1488 0343 6467"},
    Canary{"card's digits", "4539148803436467"}, Canary{"key", "sk_live_Qz7Nightjar81kd0Xw3"},
    Canary{"folded key", "sk_live_qz7nightjar"}, Canary{"customer", "nightjar-77120"}, Canary{"password", "Bittern#2031"},
    Canary{"metadata", "metadata-nightjar"}, Canary{"attempt", "nightjar"}};

Json ticket()
{
    return {{"customer_id", "nightjar-77120"}, {"subject", "Zebulon Quillfeather: card 4539 1488 0343 6467 charged twice"},
        {"description",
            "Hello, I am Zebulon Quillfeather (zq.nightjar@quillfeather.example). My card 4539148803436467 was charged twice, "
            "please refund it. Our key sk_live_Qz7Nightjar81kd0Xw3 was in the mail too, and my password is Bittern#2031."},
        {"channel", "email"}, {"metadata", {{"note", "metadata-nightjar"}}},
        {"customer", {{"name", "Zebulon Quillfeather"}, {"email", "zq.nightjar@quillfeather.example"}, {"tier", "team"}}}};
}

// Whether a text holds one of them; which, never the text itself.
std::string heldBy(const std::string& text)
{
    for (const Canary& canary : canaries) {
        if (text.find(canary.text) != std::string::npos)
            return canary.name;
    }
    return {};
}

} // namespace

class TestCanaries : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theDeskItselfReadsThem();
    void theLogHoldsNone();
    void theMetricsHoldNone();
    void noFileOfTheWorkspaceHoldsOne();

private:
    void lookThroughFiles() const;

    QTemporaryDir m_directory;
    QString m_workspace;
    std::string m_token;
    std::unique_ptr<ServerProcess> m_server;
    Json m_ticket;
};

void TestCanaries::initTestCase()
{
    m_workspace = m_directory.filePath(QStringLiteral("workspace"));
    const Finished imported = runControl(
        m_workspace, {QStringLiteral("import"), QStringLiteral("articles"), QStringLiteral(TANDEM_RESOURCES "/demo/articles")});
    QVERIFY2(imported.status == 0, imported.errors.c_str());
    m_token = newToken(m_workspace);
    QVERIFY(m_token.starts_with("tdm_"));
    const Finished agent = runControl(m_workspace,
        {QStringLiteral("token"), QStringLiteral("create"), QStringLiteral("--role"), QStringLiteral("agent"),
            QStringLiteral("--name"), QStringLiteral("Marta")});
    QCOMPARE(agent.status, 0);
    m_server = std::make_unique<ServerProcess>(
        m_workspace, QStringList(), QMap<QString, QString>{{QStringLiteral("LOG_LEVEL"), QStringLiteral("debug")}});
    QVERIFY2(m_server->listens() && m_server->isReady(), m_server->log().c_str());
    const RestCaller caller(m_server->port(), m_token);
    const Json finished = caller.answered(ticket());
    QVERIFY2(finished.is_object(), "the ticket was not finished in time");
    m_ticket = RestCaller(m_server->port(), std::string(text::trim(agent.output))).ticket(finished["id"].get<std::string>());
    // What is refused is told of as well.
    Json bad = ticket();
    bad["channel"] = "nightjar";
    QCOMPARE(caller.post(bad).status, 422);
    const auto statusOf = [this](const char* path, const std::string& token) {
        return HttpClient(m_server->port()).request("GET", path, {{"Authorization", "Bearer " + token}}).status;
    };
    QCOMPARE(statusOf("/api/v1/tickets/nightjar-77120", m_token), 404);
    QCOMPARE(statusOf("/api/v1/tickets?card=4539148803436467", m_token), 422);
    QCOMPARE(statusOf("/api/v1/tickets/x", "tdm_nightjar"), 401);
}

// The canaries are where they belong: otherwise the rest of this test would prove nothing.
void TestCanaries::theDeskItselfReadsThem()
{
    const std::string shown = toText(m_ticket);
    for (const char* text : {"Zebulon Quillfeather", "4539148803436467", "sk_live_Qz7Nightjar81kd0Xw3", "Bittern#2031"})
        QVERIFY2(shown.find(text) != std::string::npos, text);
    const Json& classification = m_ticket["classification"];
    QVERIFY(classification["pii_message"] == m_ticket["messages"][0]["id"]);
    for (const char* type : {"card", "email", "person", "secret"}) {
        const auto isOfType = [type](const Json& span) { return span["type"] == type; };
        QVERIFY2(std::ranges::any_of(classification["pii"], isOfType), type);
    }
    QVERIFY(std::ranges::any_of(classification["subject_pii"], [](const Json& span) { return span["type"] == "card"; }));
}

void TestCanaries::theLogHoldsNone()
{
    const std::string log = m_server->log();
    QVERIFY2(log.find("\"debug\"") != std::string::npos || log.size() > 1000, "hardly anything was logged");
    QCOMPARE(qt(heldBy(log)), QString());
}

void TestCanaries::theMetricsHoldNone()
{
    const HttpReply metrics = HttpClient(m_server->port()).request("GET", "/metrics");
    QCOMPARE(metrics.status, 200);
    QVERIFY(metrics.body.find("tandem_tickets_total") != std::string::npos);
    QCOMPARE(qt(heldBy(metrics.body)), QString());
}

void TestCanaries::lookThroughFiles() const
{
    qint64 bytes = 0;
    QDirIterator files(m_workspace, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        bytes += content.size();
        const std::string held = heldBy(content.toStdString());
        QVERIFY2(held.empty(), (held + " in " + file.fileName().toStdString()).c_str());
    }
    QVERIFY2(bytes > 100000, "the workspace is hardly there");
}

void TestCanaries::noFileOfTheWorkspaceHoldsOne()
{
    lookThroughFiles(); // with the write-ahead log as it is
    QCOMPARE(m_server->stop(), 0);
    lookThroughFiles(); // and as it is left behind
    QCOMPARE(qt(heldBy(m_server->log())), QString());
}

QTEST_GUILESS_MAIN(TestCanaries)
#include "TestCanaries.moc"
