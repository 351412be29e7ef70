// links: tandem_embedded tandem_gateway
// A draft on the screen while a provider on loopback writes it, through the real window: with the engine inside, and connected to
// a server.
#include "Engine.h"
#include "gateway/Server.h"
#include "support/ScriptedServer.h"
#include "support/Strings.h"
#include "ui/connector/EmbeddedConnector.h"
#include "ui/connector/RemoteConnector.h"
#include "ui/conversation/DraftCard.h"
#include "ui/conversation/DraftView.h"
#include "ui/conversation/TicketColumn.h"
#include "ui/conversation/WritingCard.h"
#include "ui/conversation/WritingView.h"
#include "ui/shell/MainWindow.h"
#include "ui/support/Look.h"

#include <QEventLoop>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace tandem;
using namespace tandem::ui;

namespace {

constexpr int longestWait = 20000; // ms, for what other threads do
const Actor owner{ActorId("owner"), Role::Admin, "Ada Owner", {}};

std::string piece(const std::string& text)
{
    return "data: {\"model\":\"tiny\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
}

const std::string theEnd = "data: {\"model\":\"tiny\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                           "data: [DONE]\n\n";

// Writes the draft in three steps, each when the test says so.
class SlowProvider {
public:
    SlowProvider()
        : m_server({}, script(m_step))
    {
    }
    void goOn() { ++m_step; }
    [[nodiscard]] std::string url() const { return m_server.url("/v1"); }

private:
    static Script script(std::atomic<int>& step)
    {
        const auto at = [&step](int wanted) {
            return [&step, wanted] {
                for (int i = 0; i < 2000 && step < wanted; ++i)
                    std::this_thread::sleep_for(std::chrono::milliseconds(10));
            };
        };
        Script script;
        script.request().chunkedHead(200, {{"Content-Type", "text/event-stream"}});
        script.then(at(1)).chunk(piece("Its ribbon sits upside down [1.1]."));
        script.then(at(2)).chunk(piece(" Turn the ribbon over and print"));
        script.then(at(3)).chunk(piece(" a test badge [1.2].")).chunk(theEnd).lastChunk();
        return script;
    }

    std::atomic<int> m_step = 0;
    ScriptedServer m_server;
};

} // namespace

class TestWrittenDraft : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itGrowsOnTheScreenAndEndsAsTheCheckedDraft_data()
    {
        QTest::addColumn<bool>("connected");
        QTest::newRow("embedded") << false;
        QTest::newRow("connected") << true;
    }
    void itGrowsOnTheScreenAndEndsAsTheCheckedDraft();

    void cleanup()
    {
        m_window.reset();
        m_connector.reset();
        m_server.reset();
        m_engine.reset();
    }

private:
    void embed(const Config& config, const std::filesystem::path& workspace)
    {
        m_connector = valueOf(EmbeddedConnector::open({workspace, TANDEM_RESOURCES, config, owner}, m_clock));
    }
    void connectTo(const Config& config, const std::filesystem::path& workspace)
    {
        Engine::Options options;
        options.workspace = workspace;
        options.resources = TANDEM_RESOURCES;
        options.config = config;
        options.workers = WorkerMode::Run;
        m_engine = valueOf(Engine::create(std::move(options), m_clock));
        const std::string token = valueOf(m_engine->administration().createToken(owner, Role::Admin, "Ada Owner", std::nullopt));
        gateway::Settings settings;
        settings.port = 0;
        m_server = valueOf(gateway::Server::listen(settings,
            {m_engine->intake(), m_engine->conversations(), m_engine->administration(), m_engine->inbox(), m_engine->approvals(),
                m_engine->learning(), m_engine->library(), m_engine->feed(), m_engine->explainer(), m_engine->adaptation(),
                m_engine->egress(), m_engine->reviews(), m_engine->translations(), m_engine->drafts()}));
        m_connector = valueOf(RemoteConnector::open(
            QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server->port())), QByteArray::fromStdString(token)));
        QTRY_COMPARE_WITH_TIMEOUT(m_connector->state(), ConnectionState::Online, longestWait);
    }
    template <typename Work>
    auto asked(Work work) -> decltype(work(std::declval<ui::Desk&>()))
    {
        std::optional<decltype(work(std::declval<ui::Desk&>()))> value;
        QEventLoop loop;
        m_connector->ask(&loop, std::move(work), [&](auto result) {
            value = std::move(result);
            loop.quit();
        });
        loop.exec();
        return std::move(*value);
    }
    TicketId submit()
    {
        Document document;
        document.id = ArticleId("badge-printer");
        document.title = "Badge printer prints blank badges";
        document.body = "When the badge printer prints blank badges, its ribbon sits upside down. Turn the ribbon over and print "
                        "a test badge.";
        document.language = Language::En;
        const Actor me = m_connector->actor();
        // Knowledge is taken in once everything is loaded.
        bool stored = false;
        for (int i = 0; i < longestWait / 50 && !stored; ++i) {
            stored = asked([&](ui::Desk& desk) { return desk.library.put(me, document).has_value(); });
            if (!stored)
                QTest::qWait(50);
        }
        IncomingMessage message;
        message.customerId = "ada";
        message.customerName = "Ada Holm";
        message.subject = "Badge printer";
        message.text = "Why does the badge printer print blank badges?";
        return valueOf(asked([&](ui::Desk& desk) { return desk.intake.submit(me, message); })).id;
    }

    Look m_look;
    SystemClock m_clock;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<gateway::Server> m_server;
    std::unique_ptr<Connector> m_connector;
    std::unique_ptr<MainWindow> m_window;
};

void TestWrittenDraft::itGrowsOnTheScreenAndEndsAsTheCheckedDraft()
{
    QFETCH(bool, connected);
    SlowProvider provider;
    const QTemporaryDir directory;
    Config::Sources sources;
    sources.flags = {{"llm.provider", "openai"}, {"llm.openai.base_url", provider.url()}, {"llm.model", "tiny"}};
    const Config config = valueOf(Config::load(sources));
    if (connected)
        connectTo(config, path(directory) / "workspace");
    else
        embed(config, path(directory) / "workspace");
    m_window = std::make_unique<MainWindow>(*m_connector, m_look.theme(), directory.filePath(QStringLiteral("waiting.json")));
    m_window->resize(1280, 860);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    const TicketId ticket = submit();
    m_window->openTicket(ticket);
    auto& column = *m_window->findChild<TicketColumn*>();
    QTRY_COMPARE_WITH_TIMEOUT(column.ticket(), ticket, longestWait);

    QString before;
    for (const auto& words : {QStringLiteral("upside down."), QStringLiteral("over and print")}) {
        provider.goOn();
        QTRY_VERIFY2_WITH_TIMEOUT(
            column.writing().view().text().contains(words), qPrintable(column.writing().view().text()), longestWait);
        QVERIFY(column.writing().isVisible());
        QVERIFY(!column.draft().isVisible());
        QVERIFY2(column.writing().view().text().startsWith(before), qPrintable(before));
        before = column.writing().view().text();
        keepPicture(*m_window, QStringLiteral("writing-%1-%2").arg(connected).arg(before.size()));
    }
    QVERIFY2(before.startsWith(QStringLiteral("Hello")), qPrintable(before));
    provider.goOn();
    QTRY_VERIFY_WITH_TIMEOUT(column.draft().isVisible(), longestWait);
    QVERIFY(!column.writing().isVisible());
    const QString checked = column.draft().sentences().layoutOfSentences().text().text;
    QVERIFY2(checked.contains(QStringLiteral("Turn the ribbon over and print a test badge.")), qPrintable(checked));
}

QTEST_MAIN(TestWrittenDraft)
#include "TestWrittenDraft.moc"
