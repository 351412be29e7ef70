#include "ui/shell/OutboxSender.h"

#include "ui/widgets/Strings.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace tandem::ui {

namespace {

constexpr int firstPause = 5000; // ms
constexpr int longestPause = 60000;
constexpr std::size_t lanesAtOnce = 2; // the connector's threads are there for reading, too

using Item = PendingReplies::Item;

// The way is cut, something else than the desk answers, the console closes or the token is no longer taken: the same again may
// succeed.
bool mayWait(const Error& error)
{
    return error.retryable || error.code == ErrorCode::Unauthenticated || error.code == ErrorCode::Cancelled;
}

} // namespace

OutboxSender::OutboxSender(Connector& connector, PendingReplies& pending, QObject* parent)
    : QObject(parent)
    , m_connector(connector)
    , m_pending(pending)
{
    m_retry.setSingleShot(true);
    m_retry.setInterval(firstPause);
    connect(&m_retry, &QTimer::timeout, this, [this] {
        m_retry.setInterval(std::min(m_retry.interval() * 2, longestPause));
        startRound();
    });
    connect(&m_connector, &Connector::resynchronised, this, &OutboxSender::sendWaiting);
    connect(&m_connector, &Connector::stateChanged, this, &OutboxSender::follow);
    connect(&m_pending, &PendingReplies::settled, this, &OutboxSender::settled);
    connect(&m_pending, &PendingReplies::notWritten, this, &OutboxSender::notKept);
}

bool OutboxSender::isOfAnother(const Item& item) const
{
    const ActorId me = m_connector.actor().id;
    return !item.author.empty() && !me.empty() && item.author != me;
}

int OutboxSender::waitingCount() const
{
    return static_cast<int>(std::ranges::count_if(m_pending.items(), [this](const Item& item) {
        return item.refusal.empty() && !isOfAnother(item) && !m_fresh.contains(item.reply.idempotencyKey);
    }));
}

int OutboxSender::ofAnotherCount() const
{
    return static_cast<int>(
        std::ranges::count_if(m_pending.items(), [this](const Item& item) { return item.refusal.empty() && isOfAnother(item); }));
}

int OutboxSender::refusedCount() const
{
    return static_cast<int>(std::ranges::count_if(m_pending.items(), [](const Item& item) { return !item.refusal.empty(); }));
}

void OutboxSender::send(Item item)
{
    item.author = m_connector.actor().id;
    m_fresh.insert(item.reply.idempotencyKey);
    m_pending.add(std::move(item));
    startRound(); // what waits already; this one goes when it is on disk
}

void OutboxSender::settled()
{
    if (m_connector.state() != ConnectionState::Online || !m_inVain.empty())
        letGo(); // nobody waits for the answer of a desk that is known to be away
    pump();
}

void OutboxSender::follow(ConnectionState state)
{
    if (state != ConnectionState::Online)
        letGo();
    Q_EMIT changed(); // it may be another person now
}

void OutboxSender::sendWaiting()
{
    m_retry.stop();
    m_retry.setInterval(firstPause);
    startRound();
}

void OutboxSender::startRound()
{
    m_paused = false;
    m_inVain.clear();
    pump();
}

void OutboxSender::tryAgain(const std::string& key)
{
    const Item* item = m_pending.find(key);
    if (item == nullptr || isSending(key))
        return;
    if (!item->refusal.empty())
        m_pending.refuse(key, {});
    startRound();
    Q_EMIT changed();
}

void OutboxSender::sendAsMe(const std::string& key)
{
    const ActorId me = m_connector.actor().id;
    if (me.empty() || isSending(key))
        return;
    m_pending.adopt(key, me);
    tryAgain(key);
}

void OutboxSender::discard(const std::string& key)
{
    if (isSending(key))
        return;
    m_pending.remove(key);
    Q_EMIT changed();
}

// Starts the oldest message of each ticket that has none on its way.
void OutboxSender::pump()
{
    // Before somebody is let in it is not known whose messages may go.
    const ActorId me = m_connector.actor().id;
    if (me.empty() || m_connector.state() == ConnectionState::Refused)
        return;
    m_pending.claim(me);
    std::set<TicketId> seen;
    for (const Item& item : std::vector(m_pending.items())) {
        if (m_paused || m_lanes.size() >= lanesAtOnce)
            return;
        if (!item.refusal.empty() || isOfAnother(item) || !seen.insert(item.ticket).second)
            continue;
        if (m_lanes.contains(item.ticket) || m_inVain.contains(item.ticket) || !m_pending.isSettled(item.reply.idempotencyKey))
            continue;
        start(item);
    }
}

void OutboxSender::start(const Item& item)
{
    m_sending.insert(item.reply.idempotencyKey);
    m_lanes.insert(item.ticket);
    m_connector.ask(
        this,
        [actor = m_connector.actor(), item](Desk& desk) {
            return item.note ? desk.conversations.note(actor, item.ticket, item.reply.text, item.reply.idempotencyKey)
                             : desk.conversations.reply(actor, item.ticket, item.reply);
        },
        [this, item](const Result<Message>& message) { answered(item, message); });
    Q_EMIT changed();
}

void OutboxSender::answered(const Item& item, const Result<Message>& message)
{
    const std::string& key = item.reply.idempotencyKey;
    m_sending.erase(key);
    m_lanes.erase(item.ticket);
    if (message) {
        m_retry.setInterval(firstPause);
        m_pending.remove(key);
        const bool waited = m_fresh.erase(key) == 0;
        if (!waited)
            Q_EMIT taken(qt(key));
        Q_EMIT arrived(item.note, waited);
    } else if (mayWait(message.error())) {
        pause(item.ticket);
    } else {
        refuse(item, message.error().message);
    }
    Q_EMIT changed();
    pump();
}

void OutboxSender::pause(const TicketId& ticket)
{
    m_inVain.insert(ticket);
    m_paused = m_paused || m_connector.state() != ConnectionState::Online;
    if (!m_retry.isActive())
        m_retry.start();
    letGo();
}

// What the composer still holds waits from now on, if the disk has it.
void OutboxSender::letGo()
{
    std::vector<std::string> fresh;
    std::ranges::copy_if(m_fresh, std::back_inserter(fresh), [this](const std::string& key) { return m_pending.isSettled(key); });
    for (const std::string& key : fresh)
        m_fresh.erase(key);
    for (const std::string& key : fresh)
        Q_EMIT taken(qt(key));
    if (!fresh.empty()) {
        Q_EMIT waits();
        Q_EMIT changed();
    }
}

void OutboxSender::refuse(const Item& item, const std::string& why)
{
    const std::string& key = item.reply.idempotencyKey;
    if (m_fresh.erase(key) > 0) {
        m_pending.remove(key);
        Q_EMIT notTaken(qt(key), qt(why));
        return;
    }
    m_pending.refuse(key, why);
    Q_EMIT refused(qt(why));
}

} // namespace tandem::ui
