#include "app/server/StopSignals.h"

#include <pthread.h>

namespace tandem::app {

StopSignals::StopSignals()
{
    sigemptyset(&m_signals);
    sigaddset(&m_signals, SIGTERM);
    sigaddset(&m_signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &m_signals, nullptr);
    // A peer that closes its end is an error code where it is written to, not the end of the process.
    std::signal(SIGPIPE, SIG_IGN);
}

void StopSignals::wait()
{
    int received = 0;
    while (sigwait(&m_signals, &received) != 0) { }
    pthread_sigmask(SIG_UNBLOCK, &m_signals, nullptr);
}

} // namespace tandem::app
