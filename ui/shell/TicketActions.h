#pragma once

#include "ui/connector/Connector.h"
#include "ui/shell/PendingReplies.h"

#include <QObject>
#include <QString>

namespace tandem::ui {

// Carries what a person does to a ticket to the desk, and says what came of it. What cannot be sent because the way is cut waits
// in `pending` and goes out, once, when the desk is back. UI thread; both references outlive it.
class TicketActions : public QObject {
    Q_OBJECT

public:
    TicketActions(Connector& connector, PendingReplies& pending, QObject* parent = nullptr);

    void reply(const TicketId& id, const Reply& reply);
    void note(const TicketId& id, const QString& text, const QString& key);
    void assign(const TicketId& id, bool toMe); // else to nobody
    void resolve(const TicketId& id, Learn learn);
    void reopen(const TicketId& id);
    void approve(const ApprovalId& id);
    void reject(const ApprovalId& id, const QString& reason);
    // Tries again what waits.
    void sendPending();

Q_SIGNALS:
    // The reply or note with this key is on its way for good; or why not.
    void sent(const QString& key);
    void notSent(const QString& key, const QString& why);
    void done(const QString& text); // the ticket changed; "" = it shows by itself
    void failed(const QString& text);
    void pendingChanged();

private:
    void send(const PendingReplies::Item& item);
    void retry(const PendingReplies::Item& item);
    void take(const Status& status, const QString& success, const QString& failure);

    Connector& m_connector;
    PendingReplies& m_pending;
};

} // namespace tandem::ui
