#include "operations/KnowledgeUpkeep.h"

#include "base/Log.h"

#include <utility>

namespace tandem {

namespace {

constexpr Milliseconds pause{60000};

} // namespace

Result<ReviewReport> tend(KnowledgeBase& knowledge, Store& store, TimePoint now, std::stop_token stop)
{
    // An import of nothing embeds what another model embedded, and saves the indexes.
    TRY(knowledge.importArticles({}, now, {}, stop));
    LibraryReview review(store, knowledge);
    return review.run(now, std::move(stop));
}

KnowledgeUpkeep::KnowledgeUpkeep(Store& store, MachineryLoader& machinery, const Clock& clock, int hour)
    : m_store(store)
    , m_machinery(machinery)
    , m_clock(clock)
    , m_hour(hour)
{
}

void KnowledgeUpkeep::start()
{
    if (m_hour < 0)
        return;
    m_thread = std::jthread([this](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            const auto run = runWhenDue(stop);
            if (!run && run.error().code != ErrorCode::Cancelled)
                log::error("knowledge_upkeep_failed", {log::Field::reason(run.error().message)});
            m_never.wait(m_never.seen(), pause, stop);
        }
    });
}

void KnowledgeUpkeep::stop()
{
    m_thread = std::jthread(); // asks the old one to stop and joins it
}

Result<bool> KnowledgeUpkeep::runWhenDue(const std::stop_token& stop)
{
    const TimePoint now = m_clock.now();
    const auto today = std::chrono::floor<std::chrono::days>(now);
    const auto hour = std::chrono::floor<std::chrono::hours>(now - today).count();
    if (hour != m_hour || m_lastRun == today)
        return false;
    const auto machinery = m_machinery.now();
    if (!machinery) {
        if (machinery.error().retryable)
            return false; // still loading: the next minute
        return std::unexpected(machinery.error());
    }
    // One that fails is tried again the next night, not each minute.
    m_lastRun = today;
    const ReviewReport report = TRY(tend(*(*machinery)->knowledge, m_store, now, stop));
    log::info("knowledge_tended", {{"compared", report.compared}, {"found", report.found}});
    return true;
}

} // namespace tandem
