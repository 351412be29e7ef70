#pragma once

#include "desk/Wire.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QTimer>
#include <QUrl>

#include <atomic>
#include <memory>
#include <utility>

namespace tandem {

// How a server that is none answers a request.
enum class Manner : std::uint8_t {
    Garbage,
    Silence,
    Page, // HTML
    WrongShape, // JSON, but not Tandem's
    Truncated,
    EndlessBody,
    EndlessHead,
    Redirect,
    Drip, // a byte now and then
    Failure, // 500 with a long page
    Me, // as it should be to /api/v1/me, nothing to anything else
};

// What it does with a stream.
enum class Stream : std::uint8_t {
    AsAnswer, // whatever the answers are
    WrongHandshake,
    EndlessHandshake,
    Garbage, // after a handshake that is right, as the rest
    ReservedBits,
    HugeFrame, // its head announces 2^62 bytes
    LongText, // more than is taken
    BrokenText, // not UTF-8
    EndlessFragments,
    OddJson,
    Flood, // of changes
};

inline QByteArray answered(const QByteArray& status, const QByteArray& type, const QByteArray& body)
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " + QByteArray::number(body.size())
        + "\r\n\r\n" + body;
}

inline QByteArray noise(int bytes)
{
    QByteArray made(bytes, Qt::Uninitialized);
    for (char& byte : made)
        byte = static_cast<char>(QRandomGenerator::global()->bounded(256));
    return made;
}

inline QByteArray frame(char first, const QByteArray& payload)
{
    QByteArray made(1, first);
    if (payload.size() < 126)
        made += static_cast<char>(payload.size());
    else if (payload.size() < 65536)
        made += QByteArray(1, 126) + static_cast<char>(payload.size() >> 8) + static_cast<char>(payload.size());
    else
        made += QByteArray(1, 127) + QByteArray(4, 0) + static_cast<char>(payload.size() >> 24)
            + static_cast<char>(payload.size() >> 16) + static_cast<char>(payload.size() >> 8)
            + static_cast<char>(payload.size());
    return made + payload;
}

inline constexpr char textFrame = static_cast<char>(0x81);

// Answers in one way to everybody, on a thread of its own.
class IllServer : public QObject {
public:
    IllServer(Manner answer, Stream stream, QByteArray elsewhere = {})
        : m_answer(answer)
        , m_stream(stream)
        , m_elsewhere(std::move(elsewhere))
    {
        moveToThread(&m_thread);
        m_thread.start();
        QMetaObject::invokeMethod(this, &IllServer::listen, Qt::BlockingQueuedConnection);
    }
    IllServer(const IllServer&) = delete;
    IllServer& operator=(const IllServer&) = delete;
    ~IllServer() override
    {
        QMetaObject::invokeMethod(this, [this] { delete m_server; }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

    [[nodiscard]] QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port.load())); }

    std::atomic<quint16> port = 0;
    std::atomic<int> asked = 0;
    std::atomic<int> opened = 0; // streams
    std::atomic<bool> tokenHeard = false;

private:
    void listen()
    {
        m_server = new QTcpServer;
        m_server->listen(QHostAddress::LocalHost);
        port = m_server->serverPort();
        connect(m_server, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* socket = m_server->nextPendingConnection();
            auto heard = std::make_shared<QByteArray>();
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            connect(socket, &QTcpSocket::readyRead, this, [this, socket, heard] {
                *heard += socket->readAll();
                tokenHeard = tokenHeard || heard->contains("tdm_secret");
                if (!heard->contains("\r\n\r\n"))
                    return;
                const QByteArray head = std::exchange(*heard, {});
                if (head.startsWith("GET /api/v1/stream")) {
                    ++opened;
                    if (m_stream == Stream::AsAnswer)
                        reply(socket, head);
                    else
                        stream(socket, head);
                } else if (head.startsWith("GET") || head.startsWith("P")) {
                    ++asked;
                    reply(socket, head);
                }
            });
        });
    }

    static void pour(QTcpSocket* socket, const QByteArray& first, const QByteArray& more)
    {
        socket->write(first);
        connect(socket, &QTcpSocket::bytesWritten, socket, [socket, more] {
            if (socket->bytesToWrite() < (1 << 20))
                socket->write(more);
        });
    }

    void reply(QTcpSocket* socket, const QByteArray& head)
    {
        const QByteArray some(64 << 10, 'x');
        switch (m_answer) {
        case Manner::Garbage: socket->write(noise(5000)); break;
        case Manner::Silence: return;
        case Manner::Page: socket->write(answered("200 OK", "text/html", "<html><h1>Welcome to nginx!</h1></html>")); return;
        case Manner::WrongShape:
            socket->write(
                answered("200 OK", "application/json", R"({"id":[],"tickets":{"a":1},"display_name":7,"role":"emperor"})"));
            return;
        case Manner::Truncated:
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{\"id\":\"a");
            break;
        case Manner::EndlessBody: return pour(socket, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", some);
        case Manner::EndlessHead: return pour(socket, "HTTP/1.1 200 OK\r\nX-Long: ", some);
        case Manner::Redirect:
            socket->write("HTTP/1.1 307 Temporary Redirect\r\nLocation: " + m_elsewhere + "\r\nContent-Length: 0\r\n\r\n");
            return;
        case Manner::Drip: {
            auto* timer = new QTimer(socket);
            connect(timer, &QTimer::timeout, socket, [socket] { socket->write("x"); });
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
            timer->start(100);
            return;
        }
        case Manner::Failure:
            socket->write(answered("500 Internal Server Error", "text/html", "<html>" + QByteArray(1 << 20, 'e') + "</html>"));
            return;
        case Manner::Me:
            if (head.startsWith("GET /api/v1/me ")) {
                const Actor me{ActorId("ada"), Role::Agent, "Ada", {}};
                socket->write(answered("200 OK", "application/json", QByteArray::fromStdString(toText(wire::toJson(me)))));
            } else {
                socket->write(answered("404 Not Found", "application/json", "{}"));
            }
            return;
        }
        socket->disconnectFromHost();
    }

    void stream(QTcpSocket* socket, const QByteArray& head)
    {
        if (m_stream == Stream::WrongHandshake) {
            socket->write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n");
            socket->write(noise(2000));
            return;
        }
        if (m_stream == Stream::EndlessHandshake)
            return pour(socket, "HTTP/1.1 101 Switching Protocols\r\nX-Long: ", QByteArray(64 << 10, 'x'));
        const qsizetype at = head.toLower().indexOf("sec-websocket-key:") + 18;
        const QByteArray key = head.mid(at, head.indexOf('\r', at) - at).trimmed();
        const QByteArray proof
            = QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1).toBase64();
        socket->write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
            + proof + "\r\n\r\n");
        wire::StreamEvent hello;
        socket->write(frame(textFrame, QByteArray::fromStdString(toText(wire::toJson(hello)))));
        frames(socket);
    }

    void frames(QTcpSocket* socket)
    {
        switch (m_stream) {
        case Stream::Garbage: socket->write(noise(5000)); break;
        case Stream::ReservedBits: socket->write(frame(static_cast<char>(0xF3), "x")); break;
        case Stream::HugeFrame: pour(socket, QByteArray("\x81\x7F\x40\0\0\0\0\0\0\0", 10), QByteArray(64 << 10, 'x')); break;
        case Stream::LongText: socket->write(frame(textFrame, QByteArray(1 << 20, 'x'))); break;
        case Stream::BrokenText: socket->write(frame(textFrame, "\xC3\x28\xFF")); break;
        case Stream::EndlessFragments:
            pour(socket, frame(0x01, QByteArray(1000, 'x')), frame(0x00, QByteArray(1000, 'x')));
            break;
        case Stream::OddJson:
            for (const char* odd :
                {"", "null", "[]", "{}", "{\"type\":7}", "{\"type\":\"change\"}", "{\"type\":\"hello\",\"sequence\":-1}",
                    "{\"type\":\"change\",\"sequence\":1e999,\"kind\":\"x\",\"ticket\":[]}", "[[[[[[[[[["})
                socket->write(frame(textFrame, odd));
            break;
        case Stream::Flood: {
            wire::StreamEvent event;
            event.kind = wire::StreamEvent::Kind::Change;
            event.change.ticket = TicketId("01");
            const QByteArray one = frame(textFrame, QByteArray::fromStdString(toText(wire::toJson(event))));
            QByteArray many;
            for (int i = 0; i < 200; ++i)
                many += one;
            pour(socket, many, many);
            break;
        }
        default: break;
        }
    }

    const Manner m_answer;
    const Stream m_stream;
    const QByteArray m_elsewhere;
    QThread m_thread;
    QTcpServer* m_server = nullptr;
};

} // namespace tandem
