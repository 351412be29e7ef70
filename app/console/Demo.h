#pragma once

#include "ui/connector/Connector.h"

#include <QObject>
#include <QString>
#include <QTemporaryDir>

#include <filesystem>
#include <functional>

namespace tandem::app {

// Fills a workspace with the demo company while the console is open already: articles, resolutions, colleagues, tickets with
// their conversations so far. `said` is called on the UI thread with what goes on and at last with "". Errors are said too.
void seedDemo(ui::Connector& connector, const std::filesystem::path& resources, QObject* context,
    const std::function<void(const QString&)>& said);

} // namespace tandem::app
