#pragma once

#include "ui/connector/Connector.h"
#include "ui/shell/PendingReplies.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <set>
#include <string>

namespace tandem::ui {

// Brings replies and notes to the desk, each once. A message is on disk before it is sent; it leaves `pending` when it has
// arrived, or when the desk refuses it at the first try and the composer still holds it. What meets a cut way waits and is tried
// again by itself; messages to one ticket go in the order in which they were written. What is refused later stays, with the
// reason, until the person tries again or discards it. UI thread; both references outlive it.
class OutboxSender : public QObject {
    Q_OBJECT

public:
    OutboxSender(Connector& connector, PendingReplies& pending, QObject* parent = nullptr);

    // A message just written; its author is filled in here, or when it is known who works here.
    void send(PendingReplies::Item item);
    // Tries what waits; what was refused is left alone.
    void sendWaiting();
    void tryAgain(const std::string& key);
    // One of another author goes out in the name of who works here now. The desk cannot tell then whether it arrived before.
    void sendAsMe(const std::string& key);
    // Its text is gone then. Not while it is on its way.
    void discard(const std::string& key);

    [[nodiscard]] const PendingReplies& pending() const { return m_pending; }
    [[nodiscard]] bool isSending(const std::string& key) const { return m_sending.contains(key); }
    // What goes out by itself; not counting messages whose first try is still out.
    [[nodiscard]] int waitingCount() const;
    [[nodiscard]] int refusedCount() const;
    [[nodiscard]] int ofAnotherCount() const;
    // Whether it was written under a token of another person, or an earlier one of the same: the desk cannot tell.
    [[nodiscard]] bool isOfAnother(const PendingReplies::Item& item) const;

Q_SIGNALS:
    // The message with this key arrived or waits, so the composer may let go of it; or was refused, and it may not.
    void taken(const QString& key);
    void notTaken(const QString& key, const QString& why);
    void arrived(bool note, bool waited);
    void waits(); // a message just written could not be sent yet
    void refused(const QString& why); // one that had waited
    void notKept(); // a message waits, but in memory alone: the file could not be written
    void changed();

private:
    void follow(ConnectionState state);
    void settled();
    void pump();
    void start(const PendingReplies::Item& item);
    void answered(const PendingReplies::Item& item, const Result<Message>& message);
    void startRound();
    void pause(const TicketId& ticket);
    void letGo();
    void refuse(const PendingReplies::Item& item, const std::string& why);

    Connector& m_connector;
    PendingReplies& m_pending;
    std::set<std::string> m_fresh; // keys that the composer waits for
    std::set<std::string> m_sending; // keys
    std::set<TicketId> m_lanes; // tickets with a message on its way
    std::set<TicketId> m_inVain; // tickets to leave alone until the next round
    bool m_paused = false; // until the next round: the desk is away
    QTimer m_retry;
};

} // namespace tandem::ui
