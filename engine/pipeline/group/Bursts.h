#pragma once

#include "base/Clock.h"
#include "model/Classification.h"
#include "model/Ticket.h"

#include <chrono>
#include <optional>
#include <vector>

namespace tandem {

// When tickets that tell of the same are a possible incident. From Config.
struct IncidentThresholds {
    int customers = 5; // different ones, within `window`
    std::chrono::minutes window{30};
    double factor = 4; // times the usual number of such reports in a window
};

// A ticket that reports a problem, or may do so.
struct Report {
    CustomerId customer;
    TimePoint at{};
    bool isSure = true; // else it may be a question
};

struct Burst {
    Incident incident;
    double usual = 0; // such reports in a window before
    int threshold = 0; // how many customers it takes, given the usual number
};

// Whether a report and those like it come from many customers in a short time: more than usual, more than one loud customer
// could make, and at least half of them surely report a problem. The window may lie anywhere around the report, so that tickets
// that are worked on out of order count alike. `since`: from when on reports were looked at, for what is usual. Pure.
std::optional<Burst> burstAround(
    const Report& report, const std::vector<Report>& similar, TimePoint since, const IncidentThresholds& thresholds);

// One sentence for the agent; it names numbers alone. Pure.
EscalationReason incidentReason(const Burst& burst);

} // namespace tandem
