#include "operations/OutboxDispatcher.h"

#include "base/Log.h"

namespace tandem {

namespace {

constexpr int batch = 100;
constexpr Milliseconds poll{1000};
constexpr Milliseconds retryPause{5000};

} // namespace

OutboxDispatcher::OutboxDispatcher(Store& store, Metrics& metrics, const Clock& clock, WakeUp& work)
    : m_store(store)
    , m_metrics(metrics)
    , m_clock(clock)
    , m_work(work)
{
}

void OutboxDispatcher::start()
{
    m_thread = std::jthread([this](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            const std::uint64_t seen = m_work.seen();
            const auto done = dispatchDue();
            if (!done)
                log::error("outbox_failed", {log::Field::reason(done.error().message)});
            if (!done || *done < batch)
                m_work.wait(seen, poll, stop);
        }
    });
}

void OutboxDispatcher::stop()
{
    m_thread = std::jthread(); // asks the old one to stop and joins it
}

Result<int> OutboxDispatcher::dispatchDue()
{
    const auto effects
        = TRY(readResult(m_store, [&](Transaction& transaction) { return transaction.outbox().due(m_clock.now(), batch); }));
    int done = 0;
    for (const Effect& effect : effects) {
        const Status delivered = carryOut(effect);
        m_metrics.count("tandem_effects_total", {{"result", delivered ? "done" : "failed"}}, 1);
        if (delivered) {
            ++done;
            continue;
        }
        log::warning("effect_failed",
            {{"ticket_id", effect.ticket}, {"effect_id", effect.id}, log::Field::reason(delivered.error().message)});
        TRY(m_store.write([&](Transaction& transaction) {
            return transaction.outbox().failed(
                effect.id, m_clock.now() + retryPause * (effect.attempts + 1), delivered.error().message);
        }));
    }
    return done;
}

Status OutboxDispatcher::carryOut(const Effect& effect)
{
    return m_store.write([&](Transaction& transaction) -> Status {
        TRY(effect.kind == EffectKind::SendMessage ? deliver(transaction, effect)
                                                   : executeHere(transaction, effect, m_clock.now()));
        return transaction.outbox().done(effect.id, m_clock.now());
    });
}

Status OutboxDispatcher::deliver(Transaction& transaction, const Effect& effect) const
{
    Message message;
    message.id = messageIdOf(effect.idempotencyKey);
    message.ticket = effect.ticket;
    message.author = Author::Ai;
    message.text = effect.payload;
    message.at = m_clock.now();
    return appendOnce(transaction, message);
}

} // namespace tandem
