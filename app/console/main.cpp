// tandem: the console.
#include "app/console/CommandLine.h"
#include "app/console/Console.h"
#include "app/console/Screen.h"

#include <QApplication>

#include <algorithm>
#include <string_view>

namespace {

// What only prints is answered without a display.
bool needsNoDisplay(int count, char** arguments)
{
    return std::any_of(arguments + 1, arguments + count,
        [](std::string_view argument) { return argument == "--help" || argument == "-h" || argument == "--version"; });
}

tandem::app::Exit run(const tandem::app::ConsoleOptions& options)
{
    using namespace tandem::app;
    const auto screen = Screen::open();
    if (!screen) {
        refused(screen.error());
        sayNotStarted(screen.error());
        return Exit::Failure;
    }
    const tandem::SystemClock clock;
    const auto console = Console::open(options, clock, (*screen)->theme());
    if (!console) {
        refused(console.error());
        if (console.error().code != tandem::ErrorCode::Cancelled)
            (*screen)->sayNotStarted(console.error());
        return Exit::Failure;
    }
    return QApplication::exec() == 0 ? Exit::Success : Exit::Failure;
}

} // namespace

int main(int argc, char** argv)
{
    using namespace tandem::app;
    if (needsNoDisplay(argc, argv))
        return static_cast<int>(consoleOptions(argc, argv).error());
    QApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication::setApplicationName(QStringLiteral("tandem"));
    QApplication::setApplicationDisplayName(QStringLiteral("Tandem"));
    QApplication::setOrganizationName(QStringLiteral("Tandem"));
    const QApplication application(argc, argv);
    keepNumbersPlain();
    const auto options = consoleOptions(argc, argv);
    if (!options)
        return static_cast<int>(options.error());
    return static_cast<int>(run(*options));
}
