// tandem: the console.
#include "app/console/CommandLine.h"
#include "app/console/Console.h"

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
    const tandem::SystemClock clock;
    const auto console = Console::open(*options, clock);
    if (!console)
        return static_cast<int>(refused(console.error()));
    return QApplication::exec();
}
