#include "operations/HookDispatcher.h"

#include "base/Log.h"
#include "operations/ActionExecution.h"

#include <algorithm>
#include <utility>

namespace tandem {

namespace {

constexpr int batch = 20;
constexpr Milliseconds poll{1000};
constexpr Milliseconds firstPause{5000}; // doubles
constexpr Milliseconds longestPause = std::chrono::hours(1);
constexpr std::size_t answerLimit = 64U << 10U; // bytes; nothing of an answer is read but its status
constexpr Milliseconds connectTimeout{5000};

Milliseconds pauseAfter(int attempts)
{
    return std::min(longestPause, firstPause * (std::int64_t{1} << std::clamp(attempts, 0, 20)));
}

std::string reasonOf(const Result<HttpResponse>& response)
{
    if (response)
        return "answered_" + std::to_string(response->status);
    switch (response.error().code) {
    case ErrorCode::TimedOut: return "timed_out";
    case ErrorCode::TooLarge: return "answer_too_large";
    case ErrorCode::Unavailable: return "unreachable";
    case ErrorCode::InvalidArgument: return "bad_address";
    default: return "failed";
    }
}

} // namespace

// What became of one call.
struct HookDispatcher::Attempt {
    enum class End : std::uint8_t { Done, Failed, Hopeless, Cancelled };
    End end = End::Failed;
    int status = 0;
    std::string reason = {}; // a code
};

HookDispatcher::HookDispatcher(
    Store& store, HttpClient& client, Metrics& metrics, const Clock& clock, WakeUp& work, Settings settings)
    : m_store(store)
    , m_client(client)
    , m_metrics(metrics)
    , m_clock(clock)
    , m_work(work)
    , m_settings(std::move(settings))
{
}

void HookDispatcher::start()
{
    m_thread = std::jthread([this](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            const std::uint64_t seen = m_work.seen();
            const auto done = dispatchDue(stop);
            if (!done)
                log::error("hooks_failed", {log::Field::reason(done.error().message)});
            if (!done || *done < batch)
                m_work.wait(seen, poll, stop);
        }
    });
}

void HookDispatcher::stop()
{
    m_thread = std::jthread(); // asks the old one to stop and joins it
}

Result<int> HookDispatcher::dispatchDue(const std::stop_token& stop)
{
    const auto effects
        = TRY(readResult(m_store, [&](Transaction& transaction) { return transaction.outbox().hooksDue(m_clock.now(), batch); }));
    int done = 0;
    for (const Effect& effect : effects) {
        if (stop.stop_requested())
            break;
        const auto carried = carryOut(effect, stop);
        if (carried && *carried) {
            ++done;
            continue;
        }
        if (carried)
            continue; // it was put off, or nobody waits any more
        log::warning("effect_failed",
            {{"ticket_id", effect.ticket}, {"effect_id", effect.id}, log::Field::reason(carried.error().message)});
        TRY(m_store.write([&](Transaction& transaction) {
            return transaction.outbox().failed(effect.id, m_clock.now() + pauseAfter(effect.attempts), carried.error().message);
        }));
    }
    return done;
}

Result<bool> HookDispatcher::carryOut(const Effect& effect, const std::stop_token& stop)
{
    const Attempt attempt = TRY(this->attempt(effect, stop));
    if (attempt.end == Attempt::End::Cancelled)
        return false;
    m_metrics.count("tandem_effects_total", {{"result", attempt.end == Attempt::End::Done ? "done" : "failed"}}, 1);
    if (attempt.end == Attempt::End::Done) {
        TRY(m_store.write([&](Transaction& transaction) -> Status {
            TRY(completeByHook(transaction, effect, effect.payload, attempt.status, m_clock.now()));
            return transaction.outbox().done(effect.id, m_clock.now());
        }));
        return true;
    }
    if (attempt.end == Attempt::End::Failed && effect.attempts + 1 < m_settings.attempts) {
        TRY(postpone(effect, attempt.reason));
        return false;
    }
    TRY(giveUp(effect, attempt.reason));
    return true;
}

Result<HookDispatcher::Attempt> HookDispatcher::attempt(const Effect& effect, const std::stop_token& stop)
{
    const auto target = m_settings.targets.find(effect.payload);
    if (target == m_settings.targets.end())
        return Attempt{Attempt::End::Hopeless, 0, "no_hook"};
    // The snapshot is let go before anything is sent.
    HttpRequest request = TRY(readResult(m_store, [&](Transaction& transaction) -> Result<HttpRequest> {
        const Approval approval = TRY(approvedAction(transaction, effect));
        const Ticket ticket = TRY(transaction.tickets().get(approval.ticket));
        const auto customer = TRY(transaction.customers().find(ticket.customer));
        return webhookRequest(target->second, approval, ticket, customer.value_or(Customer{}), m_clock.now());
    }));
    request.timeout = m_settings.timeout;
    request.silence = m_settings.timeout;
    request.connectTimeout = std::min(connectTimeout, m_settings.timeout);
    request.answerLimit = answerLimit;
    const auto response = m_client.send(request, {}, stop);
    if (response && response->status >= 200 && response->status < 300)
        return Attempt{Attempt::End::Done, response->status};
    if (!response && response.error().code == ErrorCode::Cancelled)
        return Attempt{Attempt::End::Cancelled};
    if (!response && response.error().code == ErrorCode::Forbidden) // until somebody changes the configuration
        return Attempt{Attempt::End::Hopeless, 0, "egress_off"};
    return Attempt{Attempt::End::Failed, response ? response->status : 0, reasonOf(response)};
}

Status HookDispatcher::postpone(const Effect& effect, const std::string& reason)
{
    return m_store.write([&](Transaction& transaction) -> Status {
        Approval approval = TRY(approvedAction(transaction, effect));
        approval.executionReason = reason;
        TRY(transaction.decisions().put(approval));
        TRY(transaction.audit().append({0, m_clock.now(), ActorId("engine"), "action.failed", approval.ticket.value(),
            approval.action + " " + approval.id.value() + " try " + std::to_string(effect.attempts + 1) + " " + reason, ""}));
        return transaction.outbox().failed(effect.id, m_clock.now() + pauseAfter(effect.attempts), reason);
    });
}

Status HookDispatcher::giveUp(const Effect& effect, const std::string& reason)
{
    return m_store.write([&](Transaction& transaction) -> Status {
        const Approval approval = TRY(approvedAction(transaction, effect));
        TRY(transaction.audit().append({0, m_clock.now(), ActorId("engine"), "action.failed", approval.ticket.value(),
            approval.action + " " + approval.id.value() + " try " + std::to_string(effect.attempts + 1) + " " + reason, ""}));
        TRY(handOver(transaction, effect, reason, m_clock.now()));
        return transaction.outbox().done(effect.id, m_clock.now());
    });
}

} // namespace tandem
