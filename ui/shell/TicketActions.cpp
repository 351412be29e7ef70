#include "ui/shell/TicketActions.h"

#include "ui/conversation/Words.h"
#include "ui/widgets/Strings.h"

#include <utility>

namespace tandem::ui {

TicketActions::TicketActions(Connector& connector, PendingReplies& pending, QObject* parent)
    : QObject(parent)
    , m_connector(connector)
    , m_outbox(connector, pending)
{
    connectOutbox();
}

void TicketActions::connectOutbox()
{
    connect(&m_outbox, &OutboxSender::taken, this, &TicketActions::sent);
    connect(&m_outbox, &OutboxSender::notTaken, this, &TicketActions::notSent);
    connect(&m_outbox, &OutboxSender::arrived, this, [this](bool note, bool waited) {
        Q_EMIT done(waited ? tr("Sent what was waiting.") : note ? tr("Note kept.") : tr("Sent."));
    });
    connect(&m_outbox, &OutboxSender::waits, this,
        [this] { Q_EMIT noted(tr("Not sent yet. It goes out once, when the desk is back.")); });
    connect(&m_outbox, &OutboxSender::refused, this, [this](const QString& why) {
        Q_EMIT failed(tr("A waiting message was not taken and stays in the outbox: %1").arg(why));
    });
    connect(&m_outbox, &OutboxSender::notKept, this,
        [this] { Q_EMIT failed(tr("What waits cannot be written to the disk. Keep this window open until it is sent.")); });
}

void TicketActions::reply(const TicketId& id, const Reply& reply)
{
    send({id, false, reply});
}

void TicketActions::note(const TicketId& id, const QString& text, const QString& key)
{
    send({id, true, {utf8(text), utf8(key), TicketStatus::Pending, {}}});
}

void TicketActions::send(PendingReplies::Item item)
{
    if (m_labels) {
        const Label label = m_labels(item.ticket);
        item.number = label.number;
        item.subject = label.subject;
    }
    m_outbox.send(std::move(item));
}

void TicketActions::take(const Status& status, const QString& success, const QString& failure)
{
    if (status)
        Q_EMIT done(success);
    else
        Q_EMIT failed(QStringLiteral("%1: %2").arg(failure, qt(status.error().message)));
}

void TicketActions::assign(const TicketId& id, bool toMe)
{
    if (toMe && m_connector.actor().id.empty()) {
        Q_EMIT failed(tr("Not assigned: sign in first."));
        return;
    }
    m_connector.ask(
        this,
        [actor = m_connector.actor(), id, toMe](
            Desk& desk) { return desk.conversations.assign(actor, id, toMe ? std::optional(actor.id) : std::nullopt); },
        [this, toMe](
            const Status& status) { take(status, toMe ? tr("It is yours.") : tr("It is nobody's now."), tr("Not assigned")); });
}

void TicketActions::setCategory(const TicketId& id, Category category)
{
    m_connector.ask(
        this,
        [actor = m_connector.actor(), id, category](Desk& desk) { return desk.conversations.setCategory(actor, id, category); },
        [this, category](const Status& status) {
            take(status, tr("The category is %1.").arg(categoryWord(category)), tr("Category not set"));
        });
}

void TicketActions::resolve(const TicketId& id, Learn learn)
{
    m_connector.ask(
        this, [actor = m_connector.actor(), id, learn](Desk& desk) { return desk.conversations.resolve(actor, id, learn); },
        [this, learn](const Result<CandidateId>& candidate) {
            QString success = tr("Resolved.");
            if (candidate && learn == Learn::Yes) {
                success = candidate->empty() ? tr("Resolved. There was no answer by a person to learn from.")
                                             : tr("Resolved, and proposed in the library.");
            }
            take(candidate ? Status() : std::unexpected(candidate.error()), success, tr("Not resolved"));
        });
}

void TicketActions::reopen(const TicketId& id)
{
    m_connector.ask(
        this, [actor = m_connector.actor(), id](Desk& desk) { return desk.conversations.reopen(actor, id); },
        [this](const Status& status) { take(status, tr("Open again."), tr("Not reopened")); });
}

void TicketActions::rejectDraft(const TicketId& id, const DraftId& draft)
{
    m_connector.ask(
        this, [actor = m_connector.actor(), id, draft](Desk& desk) { return desk.reviews.reject(actor, id, draft, {}); },
        [this](const Status& status) {
            take(status, tr("The draft counts as wrong."), tr("The rejection of the draft was not written down"));
        });
}

void TicketActions::approve(const ApprovalId& id)
{
    m_connector.ask(
        this, [actor = m_connector.actor(), id](Desk& desk) { return desk.approvals.approve(actor, id, {}); },
        [this](const Status& status) {
            take(status, tr("Approved. The note on the ticket says what to carry out."), tr("Not approved"));
        });
}

void TicketActions::reject(const ApprovalId& id, const QString& reason)
{
    m_connector.ask(
        this,
        [actor = m_connector.actor(), id, text = utf8(reason)](Desk& desk) { return desk.approvals.reject(actor, id, text); },
        [this](const Status& status) { take(status, tr("Rejected."), tr("Not rejected")); });
}

} // namespace tandem::ui
