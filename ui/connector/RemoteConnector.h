#pragma once

#include "base/Error.h"
#include "ui/connector/Connector.h"
#include "ui/connector/RemoteHttp.h"
#include "ui/connector/RemoteStream.h"

#include <QThreadPool>
#include <QTimer>
#include <QUrl>

#include <memory>

namespace tandem::ui {

// The desk behind a tandemd: calls over HTTP, changes over its stream. Online means both: the token is taken and changes are
// heard. A cut link is said (state()), tried again for ever, and followed by resynchronised().
class RemoteConnector final : public Connector {
    Q_OBJECT

public:
    // `server`: https://host[:port][/path]; plain http to this machine alone, because the token travels with every request.
    static Result<std::unique_ptr<RemoteConnector>> open(
        const QUrl& server, const QByteArray& token, RemoteHttp::Patience patience = {});
    RemoteConnector(const RemoteConnector&) = delete;
    RemoteConnector& operator=(const RemoteConnector&) = delete;
    ~RemoteConnector() override;

    // Whose token it is: known once the server has said so, which is before state() is Online; until then nobody.
    [[nodiscard]] Actor actor() const override { return m_actor; }
    [[nodiscard]] ConnectionState state() const override { return m_state; }
    [[nodiscard]] QString place() const override;
    void watchDraft(const TicketId& ticket) override { m_stream.watch(ticket); }
    [[nodiscard]] QUrl server() const { return m_http.settings().server; }
    // Why it is not Online, in a sentence; "" = it is, or nothing was heard yet.
    [[nodiscard]] QString problem() const { return m_problem; }
    // Goes on with another token, and nobody until it is taken; what comes of it is said by stateChanged, always. Calls made
    // before keep the token they were made with.
    void signIn(const QByteArray& token);

protected:
    void run(std::function<void(Desk&)> work) override;

private:
    RemoteConnector(const QUrl& server, const QByteArray& token, RemoteHttp::Patience patience);
    void introduce();
    void introduced(const Result<Actor>& actor);
    void cut();
    void hear(RemoteHttp::Reach reach);
    void enter(ConnectionState state);

    RemoteHttp m_http;
    QByteArray m_token;
    RemoteStream m_stream;
    QThreadPool m_pool;
    QTimer m_introduction; // asks again who we are: it was not said, or the way is cut since
    Actor m_actor;
    QString m_problem;
    int m_signIns = 0; // counts tokens: a late answer to an old one is dropped
    int m_pause; // ms, until the next one after a cut
    bool m_asking = false; // an introduction is out
    bool m_known = false; // the server has told who we are since the last cut
    ConnectionState m_state = ConnectionState::Connecting;
};

} // namespace tandem::ui
