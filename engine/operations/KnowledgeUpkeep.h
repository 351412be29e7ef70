#pragma once

#include "base/Clock.h"
#include "operations/Machinery.h"
#include "operations/WakeUp.h"
#include "pipeline/review/LibraryReview.h"
#include "services/store/Store.h"

#include <optional>
#include <stop_token>
#include <thread>

namespace tandem {

// What the library needs now and then: articles that another model embedded are embedded anew, new and changed ones compared with
// the others, indexes saved. What is done before a stop (Cancelled) is kept.
Result<ReviewReport> tend(KnowledgeBase& knowledge, Store& store, TimePoint now, std::stop_token stop);

// Does so once a night, at an hour when the desk is quiet. Thread-safe.
class KnowledgeUpkeep {
public:
    // `hour`: of UTC, 0…23; below 0 never. References outlive the object.
    KnowledgeUpkeep(Store& store, MachineryLoader& machinery, const Clock& clock, int hour);

    // Whether it ran: in its hour, once a day, with everything loaded. Called by the thread; a test may call it instead, but not
    // while the thread runs.
    Result<bool> runWhenDue(const std::stop_token& stop);
    // Starts the thread, which looks once a minute; it ends with stop() or the object, and stops what runs.
    void start();
    void stop();

private:
    Store& m_store;
    MachineryLoader& m_machinery;
    const Clock& m_clock;
    const int m_hour;
    std::optional<std::chrono::sys_days> m_lastRun;
    WakeUp m_never; // what the thread waits on besides time
    std::jthread m_thread;
};

} // namespace tandem
