#pragma once

#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>
#include <QWebSocket>
#include <QWebSocketServer>

#include <utility>

namespace tandem::ui {

// As much of a tandemd as signing in needs: it says who a token's owner is, and speaks on the stream. Works while the test's
// event loop runs.
class Doorkeeper {
public:
    Doorkeeper()
        : m_stream(QStringLiteral("tandemd"), QWebSocketServer::NonSecureMode)
    {
        m_server.listen(QHostAddress::LocalHost);
        m_port = m_server.serverPort();
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket* socket = m_server.nextPendingConnection())
                receive(socket);
        });
        QObject::connect(&m_stream, &QWebSocketServer::newConnection, &m_stream, [this] {
            QWebSocket* socket = m_stream.nextPendingConnection();
            socket->setParent(&m_stream);
            socket->sendTextMessage(QStringLiteral(R"({"type":"hello","sequence":0})"));
            m_streams << socket;
        });
    }

    [[nodiscard]] QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port)); }
    // The token in which a path was last asked for; "" = not asked.
    [[nodiscard]] QByteArray tokenAt(const QByteArray& path) const { return m_tokens.value(path); }

    // Nobody is there any more, until open().
    void close()
    {
        m_server.close();
        for (const QPointer<QWebSocket>& socket : std::exchange(m_streams, {})) {
            if (socket)
                socket->abort();
        }
    }
    void open() { m_server.listen(QHostAddress::LocalHost, m_port); }

    QByteArray token = "tdm_right"; // the one it takes
    QHash<QByteArray, QByteArray> answers; // by path; elsewhere it says who the owner is
    QByteArray unknownParameter; // a query that has it is answered 422, as by a server that does not know it

private:
    void receive(QTcpSocket* socket)
    {
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
            const QByteArray head = socket->peek(8192);
            if (!head.contains("\r\n\r\n"))
                return;
            socket->disconnect(SIGNAL(readyRead()));
            const qsizetype at = head.indexOf("Authorization: Bearer ") + 22;
            const QByteArray asked = head.mid(at, head.indexOf('\r', at) - at);
            m_tokens[head.split(' ').value(1)] = asked;
            const bool known = asked == token;
            if (known && head.startsWith("GET /api/v1/stream")) {
                m_stream.handleConnection(socket);
                return;
            }
            socket->readAll();
            const QByteArray target = head.split(' ').value(1);
            if (known && !unknownParameter.isEmpty() && target.mid(target.indexOf('?')).contains(unknownParameter + '=')) {
                answer(socket, "422 Unprocessable Content",
                    R"({"status":422,"title":"Unprocessable","detail":"That is no parameter known here.","correlation_id":"c-1"})");
                return;
            }
            const QByteArray body = known
                ? answers.value(target, R"({"id":"ada","role":"agent","name":"Ada Owner","customer":null})")
                : R"({"status":401,"title":"Unauthorized","detail":"The token is not known.","correlation_id":"c-1"})";
            answer(socket, known ? "200 OK" : "401 Unauthorized", body);
        });
    }

    static void answer(QTcpSocket* socket, const QByteArray& status, const QByteArray& body)
    {
        socket->write("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: "
            + QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
        socket->disconnectFromHost();
    }

    QTcpServer m_server;
    QWebSocketServer m_stream;
    quint16 m_port = 0;
    QList<QPointer<QWebSocket>> m_streams;
    QHash<QByteArray, QByteArray> m_tokens; // by path
};

} // namespace tandem::ui
