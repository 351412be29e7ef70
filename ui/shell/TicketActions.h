#pragma once

#include "ui/connector/Connector.h"
#include "ui/shell/OutboxSender.h"
#include "ui/shell/PendingReplies.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <functional>
#include <string>

namespace tandem::ui {

// Carries what a person does to a ticket to the desk, and says what came of it. Replies and notes go through the outbox. UI
// thread; both references outlive it.
class TicketActions : public QObject {
    Q_OBJECT

public:
    struct Label {
        std::int64_t number = 0; // 0 = not known
        std::string subject;
    };

    TicketActions(Connector& connector, PendingReplies& pending, QObject* parent = nullptr);

    // What a ticket is called, as far as it is known without asking the desk.
    void setLabels(std::function<Label(const TicketId&)> labels) { m_labels = std::move(labels); }
    [[nodiscard]] OutboxSender& outbox() { return m_outbox; }

    void reply(const TicketId& id, const Reply& reply);
    void note(const TicketId& id, const QString& text, const QString& key);
    void assign(const TicketId& id, bool toMe); // else to nobody
    void setCategory(const TicketId& id, Category category);
    void resolve(const TicketId& id, Learn learn);
    void reopen(const TicketId& id);
    void rejectDraft(const TicketId& id, const DraftId& draft);
    void approve(const ApprovalId& id);
    void reject(const ApprovalId& id, const QString& reason);

Q_SIGNALS:
    // The reply or note with this key arrived or waits in the outbox; or why not.
    void sent(const QString& key);
    void notSent(const QString& key, const QString& why);
    void done(const QString& text); // the ticket changed; "" = it shows by itself
    void failed(const QString& text);
    void noted(const QString& text); // neither of both: it waits

private:
    void send(PendingReplies::Item item);
    void connectOutbox();
    void take(const Status& status, const QString& success, const QString& failure);

    Connector& m_connector;
    OutboxSender m_outbox;
    std::function<Label(const TicketId&)> m_labels;
};

} // namespace tandem::ui
