#pragma once

#include "app/console/CommandLine.h"
#include "base/Clock.h"
#include "ui/connector/Connector.h"
#include "ui/shell/MainWindow.h"
#include "ui/theme/Theme.h"

#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace tandem::app {

// The console put together: theme and style, the way to a desk, the window. UI thread.
class Console {
public:
    // Shows the window. Needs the QApplication.
    static Result<std::unique_ptr<Console>> open(const ConsoleOptions& options, const Clock& clock);
    ~Console();

private:
    Console() = default;
    Status connectTo(const ConsoleOptions& options, const Clock& clock);

    std::optional<QTemporaryDir> m_throwAway; // the demo's workspace
    std::filesystem::path m_resources;
    std::unique_ptr<ui::Theme> m_theme;
    std::unique_ptr<ui::Connector> m_connector;
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace tandem::app
