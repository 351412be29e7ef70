// tandemctl: administration, and the engine's abilities as JSON lines.
#include "app/common/Setup.h"
#include "app/control/CommandLine.h"

#include <QCoreApplication>

#include <csignal>

int main(int argc, char** argv)
{
    std::signal(SIGPIPE, SIG_IGN); // a closed output is an error code where it is written to
    const QCoreApplication application(argc, argv); // the store's database drivers need one
    tandem::app::keepNumbersPlain();
    return static_cast<int>(tandem::app::runCommandLine(argc, argv));
}
