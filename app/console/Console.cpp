#include "app/console/Console.h"

#include "app/console/Demo.h"
#include "app/console/Screen.h"
#include "ui/connector/EmbeddedConnector.h"

#include <QCryptographicHash>
#include <QDir>
#include <QStandardPaths>

#include <cstdlib>

namespace tandem::app {

namespace {

// Who sits at this machine: its owner may do everything in its own workspace.
Actor owner()
{
    const char* user = std::getenv("USER"); // NOLINT(concurrency-mt-unsafe): before threads
    const std::string name = user == nullptr || *user == '\0' ? "Owner" : user;
    return {ActorId("owner"), Role::Admin, name, {}};
}

// What the desk is called on screen.
QString workspaceName(const ConsoleOptions& options, const ui::Connector& connector)
{
    if (options.demo)
        return QStringLiteral("Fernway");
    if (!options.server.empty())
        return connector.place();
    return options.flags.data.empty() ? QStringLiteral("Tandem") : QDir(QString::fromStdString(options.flags.data)).dirName();
}

} // namespace

Result<std::unique_ptr<Console>> Console::open(const ConsoleOptions& options, const Clock& clock, ui::Theme& theme)
{
    std::unique_ptr<Console> console(new Console);
    console->m_resources = TRY(resourceDirectory());
    if (options.server.empty())
        TRY(console->embed(options, clock));
    else
        TRY(console->connectTo(options));
    console->m_window = std::make_unique<ui::MainWindow>(*console->m_connector, theme, console->pendingFile());
    ui::MainWindow* window = console->m_window.get();
    window->setWorkspace(workspaceName(options, *console->m_connector));
    if (console->m_remote != nullptr) {
        console->m_signIn = std::make_unique<ui::SignIn>(*console->m_remote, *window);
        QObject::connect(window, &ui::MainWindow::signInWanted, console->m_signIn.get(), &ui::SignIn::ask);
    }
    window->show();
    if (options.demo) {
        seedDemo(
            *console->m_connector, console->m_resources, window, [window](const QString& text) { window->sayProgress(text); });
    }
    return console;
}

// Where replies wait: in the workspace, or one file for each server that this person works on.
QString Console::pendingFile() const
{
    if (m_remote == nullptr)
        return QDir(QString::fromStdString(m_workspace.string())).filePath(QStringLiteral("waiting.json"));
    const QByteArray place = m_remote->server().adjusted(QUrl::NormalizePathSegments | QUrl::StripTrailingSlash).toEncoded();
    const QByteArray hash = QCryptographicHash::hash(place, QCryptographicHash::Sha256).toHex().left(16);
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    return QDir(folder).filePath(QStringLiteral("waiting-%1.json").arg(QString::fromLatin1(hash)));
}

Status Console::connectTo(const ConsoleOptions& options)
{
    const std::string token = TRY(tokenOf(options));
    const QUrl server(QString::fromStdString(options.server), QUrl::StrictMode);
    auto connector = ui::RemoteConnector::open(server, QByteArray::fromStdString(token));
    // A wrong address is said at once; a missing token can be asked for.
    const bool askable = !connector && connector.error().code == ErrorCode::Unauthenticated && canBeSeen();
    if (!connector && !askable)
        return std::unexpected(connector.error());
    std::unique_ptr<ui::RemoteConnector> remote = connector ? std::move(*connector) : ui::signIn(server.toString(), QString());
    if (!remote)
        return failure(ErrorCode::Cancelled, "Not signed in to " + server.host().toStdString());
    m_remote = remote.get();
    m_connector = std::move(remote);
    return {};
}

Status Console::embed(const ConsoleOptions& options, const Clock& clock)
{
    ui::EmbeddedConnector::Settings settings;
    settings.resources = m_resources;
    settings.config = TRY(loadConfig(options.flags));
    setLogLevel(settings.config);
    settings.owner = owner();
    if (options.demo) {
        m_throwAway.emplace();
        if (!m_throwAway->isValid())
            return failure(ErrorCode::Io, "The demo's workspace cannot be made in the temporary folder");
        m_workspace = m_throwAway->path().toStdString();
    } else {
        m_workspace = TRY(workspaceOf(options.flags));
    }
    settings.workspace = m_workspace;
    m_connector = TRY(ui::EmbeddedConnector::open(std::move(settings), clock));
    return {};
}

Console::~Console()
{
    m_signIn.reset();
    m_window.reset();
    m_connector.reset();
}

} // namespace tandem::app
