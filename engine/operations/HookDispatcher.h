#pragma once

#include "base/Clock.h"
#include "operations/WakeUp.h"
#include "operations/Webhook.h"
#include "services/http/HttpClient.h"
#include "services/store/Store.h"
#include "services/telemetry/Metrics.h"

#include <stop_token>
#include <string>
#include <thread>

namespace tandem {

// Calls the hooks that carry approved actions out, on a thread of its own: however long another server takes, messages are
// delivered meanwhile and no unit of work is open. A call counts when it is answered with 2xx. What fails is tried again, each
// time after twice the pause, with the same id, so that the other side can tell it from a second action; after `attempts` tries,
// or at once where sending is switched off, it is handed to a person. A crash after the answer repeats the call with that id:
// at least once.
class HookDispatcher {
public:
    struct Settings {
        HookTargets targets;
        int attempts = 8;
        Milliseconds timeout{10'000}; // of one call
    };

    // All references outlive the dispatcher. `client` keeps the egress ledger.
    HookDispatcher(Store& store, HttpClient& client, Metrics& metrics, const Clock& clock, WakeUp& work, Settings settings);

    // Every call that is due now, one after another; how many actions were carried out or handed over. Called by the thread; a
    // test may call it instead.
    Result<int> dispatchDue(const std::stop_token& stop = {});
    // Starts the thread; it ends with stop() or the object.
    void start();
    void stop();

private:
    struct Attempt;

    Result<bool> carryOut(const Effect& effect, const std::stop_token& stop);
    [[nodiscard]] Result<Attempt> attempt(const Effect& effect, const std::stop_token& stop);
    Status postpone(const Effect& effect, const std::string& reason);
    Status giveUp(const Effect& effect, const std::string& reason);

    Store& m_store;
    HttpClient& m_client;
    Metrics& m_metrics;
    const Clock& m_clock;
    WakeUp& m_work;
    const Settings m_settings;
    std::jthread m_thread;
};

} // namespace tandem
