// links: tandem_ui tandem_gateway
#include "engine/gateway/MemoryDesk.h"
#include "support/Strings.h"
#include "ui/connector/RemoteHttp.h"
#include "ui/connector/RemoteImport.h"
#include "ui/connector/RemoteServices.h"
#include "ui/support/Doorkeeper.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <future>

using namespace tandem;
using namespace tandem::ui;

namespace {

std::string contentOf(const std::filesystem::path& file)
{
    std::ifstream input(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(input), {}};
}

// Keeps what it is told to import, by kind.
class KeepingLibrary : public MemoryLibrary {
public:
    Result<ImportReport> importArticles(const Actor&, const std::vector<std::filesystem::path>& paths,
        const std::function<void(int, int)>&, std::stop_token) override
    {
        for (const std::filesystem::path& path : paths)
            articles.push_back(path.filename().string());
        return ImportReport{};
    }
    Result<ImportReport> importResolutions(const Actor&, const std::filesystem::path& folder,
        const std::function<void(int, int)>& progress, std::stop_token) override
    {
        ImportReport report;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            resolutions.push_back(contentOf(entry.path()));
            report.refused.push_back({entry.path().string() + ":2", "it has no answer"});
        }
        progress(2, 2);
        report.added = 1;
        return report;
    }

    std::vector<std::string> articles;
    std::vector<std::string> resolutions;
};

} // namespace

// Against a server of this process, over a real socket.
class TestRemoteImport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        const gateway::Desk all = m_people.desk();
        m_library = std::make_unique<KeepingLibrary>();
        m_server = valueOf(gateway::Server::listen(anyPort(),
            {all.intake, all.conversations, all.administration, all.inbox, all.approvals, all.learning, *m_library, all.feed,
                all.explainer, all.adaptation, all.egress, all.reviews, all.translations, all.drafts}));
        m_http = std::make_unique<RemoteHttp>(
            RemoteHttp::Settings{QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server->port()))});
    }
    void cleanup()
    {
        m_http.reset();
        m_server.reset();
    }

    void pastTicketsGoToTheServerAsSuch()
    {
        const RemoteSession session(*m_http, QByteArray::fromStdString(MemoryDesk::token(Role::Supervisor)));
        RemoteLibrary library(session);
        const auto file = made("solved.jsonl", "{\"id\":1}\n{\"id\":2}\n");
        const ImportReport report = valueOf(library.importResolutions({}, file, {}, {}));
        QCOMPARE(m_library->resolutions, std::vector<std::string>{"{\"id\":1}\n{\"id\":2}\n"});
        QVERIFY(m_library->articles.empty());
        QCOMPARE(report.added, 1);
        QCOMPARE(report.refused.front().file, std::string("solved.jsonl:2"));
    }

    void articlesStayArticles()
    {
        const RemoteSession session(*m_http, QByteArray::fromStdString(MemoryDesk::token(Role::Supervisor)));
        RemoteLibrary library(session);
        valueOf(library.importArticles({}, {made("help.md", "Within five days.")}, {}, {}));
        QCOMPARE(m_library->articles, std::vector<std::string>{"help.md"});
        QVERIFY(m_library->resolutions.empty());
    }

    void whatHoldsNoTicketsIsNotSent()
    {
        const RemoteSession session(*m_http, QByteArray::fromStdString(MemoryDesk::token(Role::Supervisor)));
        RemoteLibrary library(session);
        const ImportReport report = valueOf(library.importResolutions({}, made("help.pdf", "%PDF"), {}, {}));
        QCOMPARE(report.refused.size(), 1U);
        QCOMPARE(
            qt(report.refused.front().reason), QStringLiteral("not a kind of file that can be imported (CSV, JSON, JSONL, zip)"));
        QVERIFY(m_library->resolutions.empty());
    }

    // Such a server knows no parameters here, or takes every import for one of articles.
    void anOlderServerGetsNoPastTickets_data()
    {
        QTest::addColumn<QByteArray>("unknown");
        QTest::newRow("it refuses the query") << QByteArray("kind");
        QTest::newRow("it does not look at the query") << QByteArray();
    }
    void anOlderServerGetsNoPastTickets()
    {
        Doorkeeper door;
        QFETCH(const QByteArray, unknown);
        door.unknownParameter = unknown;
        const QByteArray imports = "/api/v1/knowledge/imports";
        door.answers[imports + "?kind=resolution"] = stateOf("open");
        RemoteHttp http(RemoteHttp::Settings{door.url()});
        const RemoteSession session(http, "tdm_right");
        auto import = std::async(std::launch::async,
            [&] { return RemoteLibrary(session).importResolutions({}, made("solved.csv", "id\n1\n"), {}, {}); });
        QTRY_COMPARE(import.wait_for(std::chrono::seconds(0)), std::future_status::ready);
        const auto report = import.get();
        QVERIFY(!report);
        QVERIFY2(report.error().message.find("too old") != std::string::npos, report.error().message.c_str());
        QVERIFY(door.tokenAt(imports + "/imp_1/begin").isEmpty());
    }

    void anOlderServerStillGetsArticles()
    {
        Doorkeeper door;
        door.unknownParameter = "kind";
        const QByteArray imports = "/api/v1/knowledge/imports";
        door.answers[imports] = stateOf("open");
        door.answers[imports + "/imp_1"] = stateOf("done", 1);
        RemoteHttp http(RemoteHttp::Settings{door.url()});
        const RemoteSession session(http, "tdm_right");
        auto import = std::async(std::launch::async,
            [&] { return RemoteLibrary(session).importArticles({}, {made("help.md", "Within five days.")}, {}, {}); });
        QTRY_COMPARE(import.wait_for(std::chrono::seconds(0)), std::future_status::ready);
        const ImportReport report = valueOf(import.get());
        QCOMPARE(report.added, 1);
        QVERIFY(report.refused.empty());
        QVERIFY(!door.tokenAt(imports + "/imp_1/files?name=help.md&offset=0").isEmpty());
    }

private:
    // As an older server says it, without a kind.
    static QByteArray stateOf(const QByteArray& stage, int added = 0)
    {
        QByteArray state = "{'id':'imp_1','state':'" + stage + "','done':0,'found':0,'added':" + QByteArray::number(added)
            + ",'changed':0,'unchanged':0,'refused':[]}";
        return state.replace('\'', '"');
    }

    std::filesystem::path made(const char* name, const char* content)
    {
        const auto file = path(m_folder) / name;
        std::ofstream(file, std::ios::binary) << content;
        return file;
    }

    QTemporaryDir m_folder;
    MemoryDesk m_people;
    std::unique_ptr<KeepingLibrary> m_library;
    std::unique_ptr<gateway::Server> m_server;
    std::unique_ptr<RemoteHttp> m_http;
};

QTEST_GUILESS_MAIN(TestRemoteImport)
#include "TestRemoteImport.moc"
