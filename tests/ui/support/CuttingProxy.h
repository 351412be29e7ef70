#pragma once

#include <QByteArray>
#include <QHash>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

#include <cstdint>

namespace tandem::ui {

// A way to a server of this machine that breaks at the worst moment. Works while the test's event loop runs.
class CuttingProxy {
public:
    explicit CuttingProxy(std::uint16_t target)
        : m_target(target)
    {
        m_server.listen(QHostAddress::LocalHost);
        m_port = m_server.serverPort();
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket* near = m_server.nextPendingConnection())
                join(near);
        });
    }

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] bool isCut() const { return !m_server.isListening(); }

    // The next request whose first line holds `path` reaches the server; its answer never reaches the client, for then every
    // connection breaks and none is taken any more.
    void cutAtAnswerTo(const QByteArray& path) { m_path = path; }
    void mend() { m_server.listen(QHostAddress::LocalHost, m_port); }

    void cut()
    {
        m_path.clear();
        m_server.close();
        for (const QPointer<QTcpSocket>& socket : std::exchange(m_sockets, {})) {
            if (socket)
                socket->abort();
        }
    }

private:
    void join(QTcpSocket* near)
    {
        auto* far = new QTcpSocket(near);
        m_sockets << near << far;
        far->connectToHost(QHostAddress::LocalHost, m_target);
        QObject::connect(near, &QTcpSocket::readyRead, far, [this, near, far] {
            const QByteArray bytes = near->readAll();
            if (!m_path.isEmpty() && bytes.startsWith("POST ") && bytes.left(bytes.indexOf('\r')).contains(m_path))
                far->setProperty("lost", true);
            far->write(bytes);
        });
        QObject::connect(far, &QTcpSocket::readyRead, near, [this, near, far] {
            const QByteArray bytes = far->readAll();
            if (far->property("lost").toBool())
                cut();
            else
                near->write(bytes);
        });
        QObject::connect(near, &QTcpSocket::disconnected, near, &QObject::deleteLater);
        QObject::connect(far, &QTcpSocket::disconnected, near, [near] { near->disconnectFromHost(); });
    }

    const std::uint16_t m_target;
    std::uint16_t m_port = 0;
    QTcpServer m_server;
    QByteArray m_path;
    QList<QPointer<QTcpSocket>> m_sockets;
};

} // namespace tandem::ui
