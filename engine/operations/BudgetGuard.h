#pragma once

#include "operations/Budget.h"
#include "services/llm/SpendMeter.h"
#include "services/store/Store.h"
#include "services/telemetry/Metrics.h"

#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace tandem {

// Keeps the books of language models in the store, raises an alert (audit entry, metric, log line) when 80, 90 and 100 % of a
// budget are spent, each once, and admits no more calls from 100 % on. What is spent is read from the store, so a restart changes
// nothing. Calls that are under way when the budget ends still end, so what they cost comes on top. Thread-safe; each method is
// at most two units of work.
class BudgetGuard final : public SpendMeter {
public:
    // References outlive the object.
    BudgetGuard(Store& store, Metrics& metrics, const Clock& clock, const Budget& budget);

    // And, with a budget, an error of the store: what cannot be counted is not spent.
    Status admit(const std::string& model, PriceKnowledge price) override;
    Result<std::int64_t> room(const std::string& model, PriceKnowledge price) override;
    // What has a name and was booked under it before changes nothing. What cannot be written is kept and written with the next;
    // until then, a budget admits nothing.
    void spent(const ChatSpend& spend) override;

private:
    struct Standing {
        BudgetPeriod period;
        std::int64_t spent = 0;
    };

    struct Entry {
        TimePoint at{};
        ChatSpend spend;
    };

    Status writeBooks();
    Result<std::vector<Standing>> standings();
    void tell(const std::vector<Standing>& standings);
    Status raise(const Standing& standing, int level);

    Store& m_store;
    Metrics& m_metrics;
    const Clock& m_clock;
    const Budget m_budget;
    std::mutex m_mutex;
    std::vector<Entry> m_unwritten;
    std::set<std::string, std::less<>> m_told; // alerts of this process; the audit chain knows those before
};

} // namespace tandem
