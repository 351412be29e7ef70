#pragma once

#include "base/Clock.h"
#include "operations/WakeUp.h"
#include "services/store/Store.h"

#include <thread>

namespace tandem {

// Forgets what was sent to other machines when its time is over, also where nothing is sent any more (LedgeredClient forgets as
// it sends). The ledger's rows stay. Thread-safe.
class EgressRetention {
public:
    // `bodyTime`: how long texts are kept. References outlive the object.
    EgressRetention(Store& store, const Clock& clock, Milliseconds bodyTime);

    // How many were forgotten. Called by the thread; a test may call it instead.
    Result<int> forgetOld();
    // Starts the thread, which looks once an hour; it ends with stop() or the object.
    void start();
    void stop();

private:
    Store& m_store;
    const Clock& m_clock;
    const Milliseconds m_bodyTime;
    WakeUp m_never; // what the thread waits on besides time
    std::jthread m_thread;
};

} // namespace tandem
