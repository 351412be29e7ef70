#pragma once

#include <QString>

#include <array>
#include <cstddef>
#include <string>

#include <fcntl.h>
#include <pty.h>
#include <unistd.h>

namespace tandem {

// A pseudo terminal that a process may have as its standard error.
class Terminal {
public:
    Terminal()
    {
        if (::openpty(&m_own, &m_other, nullptr, nullptr, nullptr) != 0)
            qFatal("no pseudo terminal");
        ::fcntl(m_own, F_SETFL, O_NONBLOCK);
        std::array<char, 128> name{};
        if (::ttyname_r(m_other, name.data(), name.size()) != 0)
            qFatal("a pseudo terminal without a name");
        m_name = QString::fromLocal8Bit(name.data());
    }
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;
    ~Terminal()
    {
        ::close(m_own);
        ::close(m_other);
    }
    [[nodiscard]] const QString& name() const { return m_name; }
    // What came since the start.
    const std::string& read()
    {
        std::array<char, 4096> buffer{};
        for (ssize_t count = 0; (count = ::read(m_own, buffer.data(), buffer.size())) > 0;)
            m_shown.append(buffer.data(), static_cast<std::size_t>(count));
        return m_shown;
    }

private:
    int m_own = -1;
    int m_other = -1;
    QString m_name;
    std::string m_shown;
};

} // namespace tandem
