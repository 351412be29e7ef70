#pragma once

#include <csignal>

namespace tandem::app {

// SIGTERM and SIGINT as something to wait for. Made in main before any other thread, so that all threads leave them alone.
class StopSignals {
public:
    StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;
    ~StopSignals() = default;

    // Returns when the first one comes. From then on the next one ends the process at once.
    void wait();

private:
    sigset_t m_signals{};
};

} // namespace tandem::app
