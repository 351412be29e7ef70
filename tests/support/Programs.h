#pragma once

#include "support/HttpClient.h"
#include "support/Strings.h"

#include "base/Config.h"
#include "base/Json.h"
#include "base/Text.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStringList>
#include <QTemporaryDir>

#include <csignal>
#include <functional>
#include <optional>
#include <string>
#include <sys/prctl.h>

// The built programs as a person runs them: other processes, their arguments, their output. For tests/end_to_end.
namespace tandem {

inline QString programPath(const QString& name)
{
    return QStringLiteral(TANDEM_BIN "/") + name;
}

// A process of ours that sees nothing of the tester's own configuration and does not outlive the test.
inline void prepare(QProcess& process, const QMap<QString, QString>& environment)
{
    QProcessEnvironment clean = QProcessEnvironment::systemEnvironment();
    for (const Setting& setting : Config::settings()) {
        if (!setting.environment.empty() && setting.environment != "TANDEM_MODELS")
            clean.remove(qt(setting.environment));
    }
    clean.remove(QStringLiteral("TANDEM_RESOURCES"));
    for (auto variable = environment.begin(); variable != environment.end(); ++variable)
        clean.insert(variable.key(), variable.value());
    process.setProcessEnvironment(clean);
    process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

struct Finished {
    int status = -1; // -1: it crashed or took too long
    std::string output;
    std::string errors;
};

inline Finished runProgram(const QString& name, const QStringList& arguments, const QByteArray& input = {},
    const QMap<QString, QString>& environment = {}, int milliseconds = 120000)
{
    QProcess process;
    prepare(process, environment);
    process.start(programPath(name), arguments);
    process.write(input);
    process.closeWriteChannel();
    Finished finished;
    if (!process.waitForFinished(milliseconds))
        process.kill();
    else if (process.exitStatus() == QProcess::NormalExit)
        finished.status = process.exitCode();
    finished.output = process.readAllStandardOutput().toStdString();
    finished.errors = process.readAllStandardError().toStdString();
    return finished;
}

inline Finished runControl(
    const QString& workspace, const QStringList& arguments, const QByteArray& input = {}, const QMap<QString, QString>& env = {})
{
    return runProgram(QStringLiteral("tandemctl"), QStringList{QStringLiteral("--data"), workspace} + arguments, input, env);
}

// A fresh token of the workspace, which must not be open elsewhere; an empty one fails the test that uses it.
inline std::string newToken(const QString& workspace)
{
    const Finished made = runControl(workspace,
        {QStringLiteral("token"), QStringLiteral("create"), QStringLiteral("--role"), QStringLiteral("service"),
            QStringLiteral("--name"), QStringLiteral("test")});
    return made.status == 0 ? std::string(text::trim(made.output)) : std::string();
}

// Tries again until `attempt` gives a value or the time is up. Waiting for another process is the one place where a test waits
// for real time.
template <typename Value>
std::optional<Value> eventually(int milliseconds, const std::function<std::optional<Value>()>& attempt)
{
    QElapsedTimer timer;
    timer.start();
    do {
        if (auto value = attempt())
            return value;
        QTest::qSleep(20);
    } while (timer.elapsed() < milliseconds);
    return std::nullopt;
}

// tandemd on a workspace and a free port, or the one that is asked for. The methods that ask it over HTTP may be called by
// several threads at once.
class ServerProcess {
public:
    explicit ServerProcess(const QString& workspace, const QStringList& arguments = {},
        const QMap<QString, QString>& environment = {}, std::uint16_t port = 0)
        : m_logFile(workspace + QStringLiteral("/../tandemd.log"))
    {
        prepare(m_process, environment);
        m_process.setStandardErrorFile(m_logFile, QIODevice::Append);
        m_process.start(programPath(QStringLiteral("tandemd")),
            QStringList{QStringLiteral("--data"), workspace, QStringLiteral("--listen"), QStringLiteral("127.0.0.1:%1").arg(port)}
                + arguments);
    }
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;
    ~ServerProcess()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    // True once it has said where it listens.
    bool listens()
    {
        const QRegularExpression line(QStringLiteral("^listening on http://127\\.0\\.0\\.1:(\\d+)\\n$"));
        QByteArray output;
        while (!output.endsWith('\n')) {
            if (!m_process.waitForReadyRead(30000))
                return false;
            output += m_process.readAllStandardOutput();
        }
        const auto match = line.match(QString::fromUtf8(output));
        m_port = match.captured(1).toUShort();
        return match.hasMatch();
    }

    [[nodiscard]] std::uint16_t port() const { return m_port; }

    [[nodiscard]] bool isReady(int milliseconds = 60000) const
    {
        return eventually<bool>(milliseconds, [this] {
            return HttpClient(m_port).request("GET", "/ready").status == 200 ? std::optional(true) : std::nullopt;
        }).has_value();
    }

    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    // Asks it to stop; its exit status, -1 when it did not come.
    int stop(int milliseconds = 40000)
    {
        m_process.terminate();
        return exitStatus(milliseconds);
    }

    int exitStatus(int milliseconds)
    {
        const bool ended = m_process.state() == QProcess::NotRunning || m_process.waitForFinished(milliseconds);
        return ended && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }

    // Everything that servers of this workspace have logged so far.
    [[nodiscard]] std::string log() const
    {
        QFile file(m_logFile);
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
    }

    [[nodiscard]] long residentKilobytes() const
    {
        QFile status(QStringLiteral("/proc/%1/status").arg(m_process.processId()));
        if (!status.open(QIODevice::ReadOnly))
            return -1;
        const auto match = QRegularExpression(QStringLiteral("VmRSS:\\s+(\\d+) kB")).match(QString::fromUtf8(status.readAll()));
        return match.captured(1).toLong();
    }

private:
    QString m_logFile;
    QProcess m_process;
    std::uint16_t m_port = 0;
};

// Somebody with a token at a server.
class RestCaller {
public:
    RestCaller(std::uint16_t port, std::string token)
        : m_port(port)
        , m_token(std::move(token))
    {
    }

    // Each request on a connection of its own. `key`: Idempotency-Key, "" = none.
    [[nodiscard]] HttpReply post(const Json& ticket, const std::string& key = "") const
    {
        std::vector<std::pair<std::string, std::string>> headers{
            {"Authorization", "Bearer " + m_token}, {"Content-Type", "application/json"}};
        if (!key.empty())
            headers.emplace_back("Idempotency-Key", key);
        return HttpClient(m_port).request("POST", "/api/v1/tickets", headers, toText(ticket));
    }

    // The ticket as it is now; null when it is not there.
    [[nodiscard]] Json ticket(const std::string& id) const
    {
        const HttpReply reply
            = HttpClient(m_port).request("GET", "/api/v1/tickets/" + id, {{"Authorization", "Bearer " + m_token}});
        return reply.status == 200 ? parseJson(reply.body).value_or(Json()) : Json();
    }

    // The ticket once the engine is done with it and has told the customer what there was to tell; null when that takes too long.
    [[nodiscard]] Json finished(const std::string& id, int milliseconds = 60000) const
    {
        return eventually<Json>(milliseconds, [&]() -> std::optional<Json> {
            Json now = ticket(id);
            const std::string status = now.is_object() ? now["status"].get<std::string>() : "";
            const bool handedOver = status == "escalated" || status == "awaiting_approval";
            if (status == "awaiting_review" || (handedOver && now["messages"].size() > 1))
                return now;
            return std::nullopt;
        }).value_or(Json());
    }

    // Posts and waits.
    [[nodiscard]] Json answered(const Json& ticket) const
    {
        const HttpReply reply = post(ticket);
        const Json receipt = parseJson(reply.body).value_or(Json());
        return reply.status == 202 && receipt.contains("id") ? finished(receipt["id"].get<std::string>()) : Json();
    }

private:
    std::uint16_t m_port;
    std::string m_token;
};

} // namespace tandem
