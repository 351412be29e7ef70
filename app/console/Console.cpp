#include "app/console/Console.h"

#include "app/console/Demo.h"
#include "ui/connector/EmbeddedConnector.h"
#include "ui/connector/RemoteConnector.h"
#include "ui/theme/TandemStyle.h"

#include <QApplication>
#include <QDir>
#include <QSettings>
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

ui::Appearance savedAppearance()
{
    const QString saved = QSettings().value(QStringLiteral("appearance")).toString();
    if (!saved.isEmpty())
        return saved == QStringLiteral("dark") ? ui::Appearance::Dark : ui::Appearance::Light;
    // The desktop's own choice, as far as its palette tells.
    return QApplication::palette().color(QPalette::Window).lightness() < 128 ? ui::Appearance::Dark : ui::Appearance::Light;
}

// What the desk is called on screen.
QString workspaceName(const ConsoleOptions& options)
{
    if (options.demo)
        return QStringLiteral("Fernway");
    if (!options.server.empty())
        return QUrl(QString::fromStdString(options.server)).host();
    return options.flags.data.empty() ? QStringLiteral("Tandem") : QDir(QString::fromStdString(options.flags.data)).dirName();
}

QString pendingFile(const ConsoleOptions& options)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    const QByteArray place = QByteArray::fromStdString(options.server.empty() ? options.flags.data : options.server);
    return QDir(folder).filePath(QStringLiteral("waiting-%1.json").arg(qHash(place), 0, 16));
}

} // namespace

Result<std::unique_ptr<Console>> Console::open(const ConsoleOptions& options, const Clock& clock)
{
    std::unique_ptr<Console> console(new Console);
    console->m_resources = TRY(resourceDirectory());
    TRY(console->connectTo(options, clock));
    console->m_theme
        = std::make_unique<ui::Theme>(QString::fromStdString((console->m_resources / "icons").string()), savedAppearance());
    console->m_theme->setTextScale(QSettings().value(QStringLiteral("textScale"), 1.0).toDouble());
    QApplication::setStyle(new ui::TandemStyle(*console->m_theme));
    console->m_window = std::make_unique<ui::MainWindow>(*console->m_connector, *console->m_theme, pendingFile(options));
    console->m_window->setWorkspace(workspaceName(options));
    console->m_window->show();
    if (options.demo) {
        ui::MainWindow* window = console->m_window.get();
        seedDemo(
            *console->m_connector, console->m_resources, window, [window](const QString& text) { window->sayProgress(text); });
    }
    return console;
}

Status Console::connectTo(const ConsoleOptions& options, const Clock& clock)
{
    if (!options.server.empty()) {
        const std::string token = TRY(tokenOf(options));
        m_connector = TRY(ui::RemoteConnector::open(
            QUrl(QString::fromStdString(options.server), QUrl::StrictMode), QByteArray::fromStdString(token)));
        return {};
    }
    ui::EmbeddedConnector::Settings settings;
    settings.resources = m_resources;
    settings.config = TRY(loadConfig(options.flags));
    setLogLevel(settings.config);
    settings.owner = owner();
    if (options.demo) {
        m_throwAway.emplace();
        if (!m_throwAway->isValid())
            return failure(ErrorCode::Io, "The demo's workspace cannot be made in the temporary folder");
        settings.workspace = m_throwAway->path().toStdString();
    } else {
        settings.workspace = TRY(workspaceOf(options.flags));
    }
    m_connector = TRY(ui::EmbeddedConnector::open(std::move(settings), clock));
    return {};
}

Console::~Console()
{
    m_window.reset();
    m_connector.reset();
    QApplication::setStyle(QStringLiteral("Fusion")); // the theme's own style goes before the theme
}

} // namespace tandem::app
