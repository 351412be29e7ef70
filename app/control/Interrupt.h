#pragma once

#include <stop_token>
#include <thread>

namespace tandem::app {

// While it lives, the first Ctrl+C (or SIGTERM) asks the token's holders to stop; a second one ends the process. One at a time.
class Interrupt {
public:
    Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;
    ~Interrupt();

    [[nodiscard]] std::stop_token token() const { return m_stop.get_token(); }

private:
    int m_read = -1; // of a pipe that the signal's handler writes to
    std::stop_source m_stop;
    std::thread m_waiting;
};

} // namespace tandem::app
