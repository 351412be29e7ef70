#pragma once

#include "app/console/CommandLine.h"
#include "base/Clock.h"
#include "ui/connector/RemoteConnector.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/SignIn.h"
#include "ui/theme/Theme.h"

#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace tandem::app {

// The console put together: the way to a desk, and the window. UI thread.
class Console {
public:
    // Shows the window; asks for a token first when a server needs one. Cancelled: the person did not sign in. `theme` outlives
    // it and is the style's.
    static Result<std::unique_ptr<Console>> open(const ConsoleOptions& options, const Clock& clock, ui::Theme& theme);
    ~Console();
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;

private:
    Console() = default;
    Status embed(const ConsoleOptions& options, const Clock& clock);
    Status connectTo(const ConsoleOptions& options);
    [[nodiscard]] QString pendingFile() const;

    std::optional<QTemporaryDir> m_throwAway; // the demo's workspace
    std::filesystem::path m_resources;
    std::filesystem::path m_workspace; // "" = a server's
    std::unique_ptr<ui::Connector> m_connector;
    ui::RemoteConnector* m_remote = nullptr; // m_connector, when the desk is a server's
    std::unique_ptr<ui::MainWindow> m_window;
    std::unique_ptr<ui::SignIn> m_signIn;
};

} // namespace tandem::app
