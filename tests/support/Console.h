#pragma once

#include "support/Programs.h"

#include "base/Clock.h"
#include "ui/connector/EmbeddedConnector.h"
#include "ui/connector/RemoteConnector.h"
#include "ui/shell/MainWindow.h"
#include "ui/theme/TandemStyle.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"

#include <QApplication>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <string>

namespace tandem {

// A console as main makes it, on a fresh workspace: with the engine inside, or connected to a tandemd of its own. One a process
// at a time.
class TestConsole {
public:
    TestConsole()
        : m_theme(QStringLiteral(TANDEM_RESOURCES "/icons"))
    {
        QApplication::setStyle(new ui::TandemStyle(m_theme));
    }
    TestConsole(const TestConsole&) = delete;
    TestConsole& operator=(const TestConsole&) = delete;
    ~TestConsole()
    {
        m_window.reset();
        m_connector.reset();
        m_server.reset();
        QApplication::setStyle(QStringLiteral("Fusion"));
    }

    bool embed()
    {
        ui::EmbeddedConnector::Settings settings;
        settings.workspace = m_directory.filePath(QStringLiteral("workspace")).toStdString();
        settings.resources = TANDEM_RESOURCES;
        auto config = Config::load({});
        if (!config)
            return refuse(config.error());
        settings.config = std::move(*config);
        settings.owner = Actor{ActorId("owner"), Role::Admin, "Ada Owner", {}};
        auto connector = ui::EmbeddedConnector::open(std::move(settings), m_clock);
        if (!connector)
            return refuse(connector.error());
        m_connector = std::move(*connector);
        return open();
    }

    bool connectToServer()
    {
        return startServer() && openConnected(m_server->port())
            && QTest::qWaitFor([this] { return m_connector->state() == ui::ConnectionState::Online; }, 20000);
    }

    // A tandemd of its own on this console's workspace; on the port of the one before, if there was one.
    bool startServer()
    {
        const QString workspace = m_directory.filePath(QStringLiteral("workspace"));
        if (m_token.empty()) {
            QDir(m_directory.path()).mkdir(QStringLiteral("workspace"));
            const Finished made = runControl(workspace,
                {QStringLiteral("token"), QStringLiteral("create"), QStringLiteral("--role"), QStringLiteral("supervisor"),
                    QStringLiteral("--name"), QStringLiteral("Ada Owner")});
            m_token = std::string(text::trim(made.output));
            m_problem = made.errors;
        }
        const std::uint16_t port = m_server ? m_server->port() : std::uint16_t(0);
        m_server.reset();
        m_server = std::make_unique<ServerProcess>(workspace, QStringList(), QMap<QString, QString>(), port);
        if (!m_token.empty() && m_server->listens() && m_server->isReady())
            return true;
        m_problem += m_server->log();
        return false;
    }

    // The console, connected to what listens at `port` of this machine. Does not wait.
    bool openConnected(std::uint16_t port)
    {
        auto connector = ui::RemoteConnector::open(
            QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port)), QByteArray::fromStdString(m_token));
        if (!connector)
            return refuse(connector.error());
        m_connector = std::move(*connector);
        return open();
    }
    // The person closes the console; what waits stays on disk.
    void leave()
    {
        m_window.reset();
        m_connector.reset();
    }

    [[nodiscard]] const std::string& problem() const { return m_problem; }
    [[nodiscard]] ui::MainWindow& window() { return *m_window; }
    [[nodiscard]] ui::Connector& connector() { return *m_connector; }
    [[nodiscard]] ui::Theme& theme() { return m_theme; }
    [[nodiscard]] const std::string& token() const { return m_token; }
    [[nodiscard]] ServerProcess* server() { return m_server.get(); }

    template <typename Widget>
    Widget& find()
    {
        auto* found = m_window->findChild<Widget*>();
        if (found == nullptr)
            qFatal("the window has no such widget");
        return *found;
    }
    // The visible, enabled button whose text begins so; null when there is none.
    static ui::Button* button(const QWidget& inside, const QString& text)
    {
        for (ui::Button* candidate : inside.findChildren<ui::Button*>()) {
            if (candidate->isVisible() && candidate->isEnabled() && candidate->text().startsWith(text))
                return candidate;
        }
        return nullptr;
    }

    // What the desk says, waited for while the window goes on working.
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

    TicketId submit(const IncomingMessage& message)
    {
        const auto receipt
            = asked([message, actor = m_connector->actor()](ui::Desk& desk) { return desk.intake.submit(actor, message); });
        if (!receipt)
            qWarning("%s", receipt.error().message.c_str());
        return receipt ? receipt->id : TicketId();
    }
    TicketView view(const TicketId& id)
    {
        auto view = asked([id, actor = m_connector->actor()](ui::Desk& desk) { return desk.conversations.ticket(actor, id); });
        return view ? std::move(*view) : TicketView();
    }
    bool hasPublicAnswer(const TicketId& id, std::string_view text)
    {
        for (const Message& message : view(id).messages) {
            if (message.author == Author::Agent && message.visibility == Visibility::Public && message.text == text)
                return true;
        }
        return false;
    }
    int waitingApprovals()
    {
        const auto cards = asked([actor = m_connector->actor()](ui::Desk& desk) { return desk.approvals.waiting(actor, 100); });
        return cards ? static_cast<int>(cards->size()) : -1;
    }
    int candidates(CandidateState state)
    {
        const auto list = asked(
            [state, actor = m_connector->actor()](ui::Desk& desk) { return desk.learning.candidates(actor, state, 100); });
        return list ? static_cast<int>(list->size()) : -1;
    }

private:
    bool refuse(const Error& error)
    {
        m_problem = error.message;
        return false;
    }
    bool open()
    {
        m_window = std::make_unique<ui::MainWindow>(*m_connector, m_theme, m_directory.filePath(QStringLiteral("waiting.json")));
        m_window->show();
        m_window->activateWindow();
        return QTest::qWaitForWindowExposed(m_window.get());
    }

    QTemporaryDir m_directory;
    SystemClock m_clock;
    ui::Theme m_theme;
    std::unique_ptr<ServerProcess> m_server;
    std::unique_ptr<ui::Connector> m_connector;
    std::unique_ptr<ui::MainWindow> m_window;
    std::string m_token;
    std::string m_problem;
};

} // namespace tandem
