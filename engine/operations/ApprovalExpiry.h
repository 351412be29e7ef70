#pragma once

#include "base/Clock.h"
#include "operations/WakeUp.h"
#include "services/store/Store.h"

#include <thread>

namespace tandem {

// Writes down which approvals nobody decided in time. A ticket that waited for nothing else goes to the desk. Thread-safe.
class ApprovalExpiry {
public:
    // Both references outlive the object.
    ApprovalExpiry(Store& store, const Clock& clock);

    // How many expired. Called by the thread; a test may call it instead.
    Result<int> expireDue();
    // Starts the thread, which looks once a minute; it ends with stop() or the object.
    void start();
    void stop();

private:
    Result<bool> expire(Transaction& transaction, const ApprovalId& id) const;

    Store& m_store;
    const Clock& m_clock;
    WakeUp m_never; // what the thread waits on besides time
    std::jthread m_thread;
};

} // namespace tandem
