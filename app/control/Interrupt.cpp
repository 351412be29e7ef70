#include "app/control/Interrupt.h"

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace tandem::app {

namespace {

volatile std::sig_atomic_t writeEnd = -1;

constexpr char stopByte = 's';
constexpr char endByte = 'e';

void send(char byte)
{
    const int before = errno;
    [[maybe_unused]] const ssize_t written = ::write(writeEnd, &byte, 1);
    errno = before;
}

void noteInterrupt(int /*signal*/)
{
    send(stopByte);
}

} // namespace

Interrupt::Interrupt()
{
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return; // Ctrl+C ends the process, as it does without this
    m_read = ends[0];
    writeEnd = ends[1];
    m_waiting = std::thread([this] {
        char byte = 0;
        while (true) {
            const ssize_t count = ::read(m_read, &byte, 1);
            if (count < 0 && errno == EINTR)
                continue;
            if (count != 1 || byte == endByte)
                return;
            m_stop.request_stop();
        }
    });
    struct sigaction action{};
    action.sa_handler = noteInterrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

Interrupt::~Interrupt()
{
    if (!m_waiting.joinable())
        return;
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    send(endByte);
    m_waiting.join();
    ::close(writeEnd);
    ::close(m_read);
    writeEnd = -1;
}

} // namespace tandem::app
