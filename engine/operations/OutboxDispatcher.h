#pragma once

#include "base/Clock.h"
#include "operations/ActionExecution.h"
#include "operations/WakeUp.h"
#include "services/store/Store.h"
#include "services/telemetry/Metrics.h"

#include <stop_token>
#include <thread>

namespace tandem {

// Carries out what the outbox holds, in order, on one thread. A message to a customer who reads the desk itself (API, chat) is
// delivered by writing it into the conversation in the same unit of work that marks the effect done: exactly once. A person's
// answer stands there already, written together with its effect under the id messageIdOf(), and is not written again. Channels
// with a transport of their own get the message's idempotency key.
// A tag and a contact are changed here; any other action is handed to a person: the engine moves no money and closes nothing. The
// ticket gets a note that says what was approved by whom and where to carry it out, and the audit log "action.executed". Calls of
// hooks are HookDispatcher's.
class OutboxDispatcher {
public:
    // All references outlive the dispatcher.
    OutboxDispatcher(Store& store, Metrics& metrics, const Clock& clock, WakeUp& work);

    // Everything that is due now; how many were done. Called by the thread; a test may call it instead.
    Result<int> dispatchDue();
    // Starts the thread; it ends with stop() or the object.
    void start();
    void stop();

private:
    Status carryOut(const Effect& effect);
    Status deliver(Transaction& transaction, const Effect& effect) const;

    Store& m_store;
    Metrics& m_metrics;
    const Clock& m_clock;
    WakeUp& m_work;
    std::jthread m_thread;
};

} // namespace tandem
