#include "pipeline/group/Bursts.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

namespace tandem {

namespace {

// The window with most different customers among those that hold `at` and half of whose customers are sure; reports are in the
// order of time.
Incident busiestWindow(const std::vector<Report>& reports, TimePoint at, std::chrono::minutes window)
{
    struct Count {
        int all = 0;
        int sure = 0;
    };
    Incident best;
    std::map<CustomerId, Count> customers;
    std::size_t begin = 0;
    for (std::size_t end = 0; end < reports.size(); ++end) {
        Count& newest = customers[reports[end].customer];
        ++newest.all;
        newest.sure += reports[end].isSure ? 1 : 0;
        for (; reports[begin].at + window < reports[end].at; ++begin) {
            Count& oldest = customers[reports[begin].customer];
            oldest.sure -= reports[begin].isSure ? 1 : 0;
            if (--oldest.all == 0)
                customers.erase(reports[begin].customer);
        }
        const auto sure = std::ranges::count_if(customers, [](const auto& each) { return each.second.sure > 0; });
        const bool holds = reports[begin].at <= at && at <= reports[end].at;
        const auto count = static_cast<int>(customers.size());
        if (holds && 2 * sure >= count && count > best.customers)
            best = {count, reports[begin].at, reports[end].at};
    }
    return best;
}

std::string spanWords(const Incident& incident)
{
    const auto minutes
        = std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::minutes>(incident.end - incident.begin).count());
    return std::to_string(minutes) + (minutes == 1 ? " minute" : " minutes");
}

} // namespace

std::optional<Burst> burstAround(
    const Report& report, const std::vector<Report>& similar, TimePoint since, const IncidentThresholds& thresholds)
{
    std::vector<Report> all = similar;
    all.push_back(report);
    std::ranges::stable_sort(all, {}, &Report::at);
    Burst burst;
    burst.incident = busiestWindow(all, report.at, thresholds.window);
    if (burst.incident.customers == 0)
        return std::nullopt;
    const TimePoint windowBegin = burst.incident.begin;
    const auto before = std::ranges::count_if(all, [&](const Report& each) { return each.at < windowBegin; });
    const std::chrono::duration<double> observed = windowBegin - since;
    const std::chrono::duration<double> window = thresholds.window;
    burst.usual = static_cast<double>(before) / std::max(1.0, observed / window);
    burst.threshold = std::max(thresholds.customers, static_cast<int>(std::ceil(std::min(1e6, thresholds.factor * burst.usual))));
    if (burst.incident.customers < burst.threshold)
        return std::nullopt;
    return burst;
}

EscalationReason incidentReason(const Burst& burst)
{
    return {EscalationCode::IncidentBurst,
        std::to_string(burst.incident.customers) + " customers reported the same problem within " + spanWords(burst.incident)
            + ": a possible incident.",
        static_cast<double>(burst.incident.customers), static_cast<double>(burst.threshold)};
}

} // namespace tandem
