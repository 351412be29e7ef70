#pragma once

#include "services/embedding/ModelDirectory.h"
#include "support/Strings.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace tandem {

// A llama-server of its own on a free port of 127.0.0.1, with the small chat model: a server that we did not write. ./dev test
// builds the one and fetches the other (cmake/fetch-models.sh). It ends with its owner.
class ModelServer {
public:
    static std::filesystem::path program()
    {
        std::filesystem::path root = qgetenv("XDG_CACHE_HOME").toStdString();
        if (root.empty())
            root = std::filesystem::path(qgetenv("HOME").toStdString()) / ".cache";
        return root / "tandem" / "llama-server" / "llama-server";
    }
    static std::filesystem::path chatModel() { return defaultModelDirectory() / "SmolLM2-135M-Instruct.Q4_1.gguf"; }

    // Why there can be none here, in a sentence; "" = nothing is missing.
    static std::string missing()
    {
        for (const std::filesystem::path& file : {program(), chatModel()}) {
            if (!std::filesystem::exists(file))
                return "there is no " + file.string() + ": ./dev test makes it where the package index can be reached";
        }
        return {};
    }

    // `arguments` stand after those that every server here gets, and so win over them.
    explicit ModelServer(const QStringList& arguments = {})
        : m_log(m_directory.filePath(QStringLiteral("log")))
    {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.setStandardOutputFile(m_log); // a pipe that nobody reads would stop it
        m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
        m_process.start(qt(program().string()),
            QStringList{QStringLiteral("--model"), qt(chatModel().string()), QStringLiteral("--alias"), QStringLiteral("smol"),
                QStringLiteral("--host"), QStringLiteral("127.0.0.1"), QStringLiteral("--port"), QStringLiteral("0"),
                QStringLiteral("--ctx-size"), QStringLiteral("2048"), QStringLiteral("--parallel"), QStringLiteral("2"),
                QStringLiteral("--threads"), QStringLiteral("1"), QStringLiteral("--temp"), QStringLiteral("0")}
                + arguments);
    }
    ModelServer(const ModelServer&) = delete;
    ModelServer& operator=(const ModelServer&) = delete;
    ~ModelServer() { kill(); }

    // Once it has its model and answers.
    bool isReady(int milliseconds = 60000)
    {
        const QRegularExpression line(QStringLiteral("listening on http://127\\.0\\.0\\.1:(\\d+)"));
        QElapsedTimer timer;
        timer.start();
        do {
            if (m_process.state() == QProcess::NotRunning && m_process.error() == QProcess::FailedToStart)
                return false;
            if (m_port == 0)
                m_port = line.match(qt(log())).captured(1).toUShort();
            if (m_port != 0 && get("/health").starts_with("HTTP/1.1 200"))
                return true;
            QTest::qSleep(20);
        } while (timer.elapsed() < milliseconds);
        return false;
    }

    // Whether none of its slots is at work, or none any more within that time.
    [[nodiscard]] bool rests(int milliseconds) const
    {
        QElapsedTimer timer;
        timer.start();
        do {
            const std::string slots = get("/slots");
            if (slots.starts_with("HTTP/1.1 200") && !slots.contains("\"is_processing\":true"))
                return true;
            QTest::qSleep(20);
        } while (timer.elapsed() < milliseconds);
        return false;
    }

    // Whether it logs that, after the first `since` bytes of its log, within some seconds: it writes from a thread of its own.
    [[nodiscard]] bool says(std::string_view what, std::size_t since) const
    {
        constexpr int patience = 10'000; // milliseconds
        QElapsedTimer timer;
        timer.start();
        do {
            if (log().find(what, since) != std::string::npos)
                return true;
            QTest::qSleep(20);
        } while (timer.elapsed() < patience);
        return false;
    }

    // At once and without a word.
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] std::string url(std::string_view target = "") const
    {
        return "http://127.0.0.1:" + std::to_string(m_port) + std::string(target);
    }
    [[nodiscard]] std::string log() const
    {
        QFile file(m_log);
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
    }

private:
    // The whole answer, head and body; "" when it does not come.
    [[nodiscard]] std::string get(std::string_view target) const
    {
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(m_port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval patience{10, 0};
        ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        const std::string request = "GET " + std::string(target) + " HTTP/1.0\r\nHost: localhost\r\n\r\n";
        std::string answer;
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the socket interface asks for it
        if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0
            && ::send(socket, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size())) {
            std::array<char, 8192> block{};
            for (ssize_t count = 0; (count = ::recv(socket, block.data(), block.size(), 0)) > 0;)
                answer.append(block.data(), static_cast<std::size_t>(count));
        }
        ::close(socket);
        return answer;
    }

    QTemporaryDir m_directory;
    QString m_log;
    QProcess m_process;
    std::uint16_t m_port = 0;
};

} // namespace tandem
