#include "operations/OutboxDispatcher.h"

#include "base/Log.h"
#include "operations/ActorNames.h"

#include <algorithm>

namespace tandem {

namespace {

constexpr int batch = 100;
constexpr Milliseconds poll{1000};
constexpr Milliseconds retryPause{5000};

// Notes are for the desk's people, who share one language.
std::string noteFor(const Approval& approval, const std::string& decider)
{
    const auto [what, where] = [&]() -> std::pair<std::string, std::string> {
        if (approval.action == "refund")
            return {"Refund", "in the billing system"};
        if (approval.action == "plan_downgrade_credit")
            return {"Plan downgrade with credit", "in the billing system"};
        if (approval.action == "account_closure")
            return {"Account closure", "in the account administration"};
        if (approval.action == "data_deletion")
            return {"Data deletion", "in the account administration"};
        return {approval.action, "with the tool that does it"};
    }();
    const std::string amount = approval.amount.empty() ? "" : " (" + approval.amount + ")";
    return what + amount + " approved by " + decider + ": carry it out " + where + ". Tandem has not done it by itself.";
}

// A message that is there already was delivered before.
Status appendOnce(Transaction& transaction, const Message& message)
{
    const auto known = TRY(transaction.tickets().messages(message.ticket));
    if (std::ranges::find(known, message.id, &Message::id) != known.end())
        return {};
    return transaction.tickets().append(message);
}

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
        TRY(effect.kind == EffectKind::SendMessage ? deliver(transaction, effect) : handOver(transaction, effect));
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

Status OutboxDispatcher::handOver(Transaction& transaction, const Effect& effect) const
{
    const TimePoint now = m_clock.now();
    constexpr std::string_view prefix = "approval:";
    if (!effect.idempotencyKey.starts_with(prefix))
        return failure(ErrorCode::InvalidArgument, "An action without an approval is not carried out");
    const Approval approval = TRY(transaction.decisions().approval(ApprovalId(effect.idempotencyKey.substr(prefix.size()))));
    if (approval.state != ApprovalState::Approved)
        return failure(ErrorCode::Forbidden, "The action of approval " + approval.id.value() + " was not approved");
    Ticket ticket = TRY(transaction.tickets().get(approval.ticket));
    if (ticket.draft) {
        for (ProposedAction& action : ticket.draft->actions) {
            if (action.type == approval.action)
                action.state = ActionState::Done;
        }
    }
    ticket.updatedAt = now;
    TRY(transaction.tickets().update(ticket));
    const auto names = TRY(actorNames(transaction));
    const auto decider = names.find(approval.decidedBy);
    Message note;
    note.id = messageIdOf(effect.idempotencyKey);
    note.ticket = ticket.id;
    note.author = Author::Ai;
    note.visibility = Visibility::Internal;
    note.text = noteFor(approval, decider == names.end() ? approval.decidedBy.value() : decider->second);
    note.at = now;
    TRY(appendOnce(transaction, note));
    return transaction.audit().append(
        {0, now, ActorId("engine"), "action.executed", ticket.id.value(), approval.action + " " + approval.id.value(), ""});
}

} // namespace tandem
