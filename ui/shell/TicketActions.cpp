#include "ui/shell/TicketActions.h"

#include "ui/widgets/Strings.h"

#include <QClipboard>
#include <QGuiApplication>

namespace tandem::ui {

namespace {

Result<Message> sentThrough(Desk& desk, const Actor& actor, const PendingReplies::Item& item)
{
    return item.note ? desk.conversations.note(actor, item.ticket, item.reply.text, item.reply.idempotencyKey)
                     : desk.conversations.reply(actor, item.ticket, item.reply);
}

// The way is cut or the desk is busy: the same again may succeed.
bool mayWait(const Error& error)
{
    return error.retryable && (error.code == ErrorCode::Unavailable || error.code == ErrorCode::TimedOut);
}

} // namespace

TicketActions::TicketActions(Connector& connector, PendingReplies& pending, QObject* parent)
    : QObject(parent)
    , m_connector(connector)
    , m_pending(pending)
{
}

void TicketActions::reply(const TicketId& id, const Reply& reply)
{
    send({id, false, reply});
}

void TicketActions::note(const TicketId& id, const QString& text, const QString& key)
{
    send({id, true, {utf8(text), utf8(key), TicketStatus::Pending, {}}});
}

void TicketActions::send(const PendingReplies::Item& item)
{
    m_connector.ask(
        this, [actor = m_connector.actor(), item](Desk& desk) { return sentThrough(desk, actor, item); },
        [this, item](const Result<Message>& message) {
            const QString key = qt(item.reply.idempotencyKey);
            if (message) {
                Q_EMIT sent(key);
                Q_EMIT done(item.note ? tr("Note kept.") : tr("Sent."));
            } else if (mayWait(message.error()) && m_pending.add(item)) {
                Q_EMIT sent(key);
                Q_EMIT pendingChanged();
                Q_EMIT failed(tr("Not sent yet. It goes out once, when the desk is back."));
            } else {
                Q_EMIT notSent(key, qt(message.error().message));
            }
        });
}

void TicketActions::sendPending()
{
    // A copy: answers take items out.
    for (const PendingReplies::Item& item : std::vector(m_pending.items()))
        retry(item);
}

void TicketActions::retry(const PendingReplies::Item& item)
{
    m_connector.ask(
        this, [actor = m_connector.actor(), item](Desk& desk) { return sentThrough(desk, actor, item); },
        [this, item](const Result<Message>& message) {
            if (!message && mayWait(message.error()))
                return; // still cut; the next return tries again
            m_pending.remove(item.reply.idempotencyKey);
            Q_EMIT pendingChanged();
            if (message) {
                Q_EMIT done(tr("Sent what was waiting."));
                return;
            }
            // Refused for good: its text must not vanish with it.
            QGuiApplication::clipboard()->setText(qt(item.reply.text));
            Q_EMIT failed(
                tr("A waiting message was refused: %1. Its text is on the clipboard.").arg(qt(message.error().message)));
        });
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
    m_connector.ask(
        this,
        [actor = m_connector.actor(), id, toMe](
            Desk& desk) { return desk.conversations.assign(actor, id, toMe ? std::optional(actor.id) : std::nullopt); },
        [this, toMe](
            const Status& status) { take(status, toMe ? tr("It is yours.") : tr("It is nobody's now."), tr("Not assigned")); });
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
