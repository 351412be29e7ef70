#pragma once

#include "base/Error.h"
#include "desk/DraftFeed.h"
#include "desk/Feed.h"
#include "desk/Wire.h"

#include <QObject>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>

namespace tandem::ui {

// The server's stream of changes over a WebSocket, opened again whenever it breaks: after 1 s, then twice as long each time, at
// most 30 s. UI thread.
class RemoteStream : public QObject {
    Q_OBJECT

public:
    RemoteStream(const QUrl& server, QByteArray token, QObject* parent = nullptr);
    RemoteStream(const RemoteStream&) = delete;
    RemoteStream& operator=(const RemoteStream&) = delete;
    ~RemoteStream() override;

    void open();
    // Tries at once when it waits for the next try, or was paused.
    void retryNow();
    // Closes it, without a word, until open() or retryNow().
    void pause();
    // For the next time it is opened.
    void setToken(const QByteArray& token) { m_token = token; }
    // Whose draft is told while it is written, now and after each time it is opened anew; an empty id: nobody's.
    void watch(const TicketId& ticket);
    [[nodiscard]] bool isOpen() const { return m_open; }

Q_SIGNALS:
    void opened(); // the server said hello
    void closed(); // cut, or could not be opened
    void changed(const tandem::Change& change);
    void draft(const tandem::DraftNews& news); // of the ticket that is watched
    void resync(); // changes were left out

private:
    void connectNow();
    void lost();
    void read(const QString& text);
    void say(wire::StreamRequest::Kind kind, const TicketId& ticket);

    QUrl m_url;
    QByteArray m_token;
    QWebSocket m_socket;
    TicketId m_watched;
    QTimer m_retry;
    QTimer m_silence; // the server pings; a link that says nothing is cut
    int m_seconds = 1;
    bool m_asked = false; // a ping is out
    bool m_open = false; // the server said hello
    bool m_paused = false;
};

} // namespace tandem::ui
