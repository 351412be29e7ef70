#pragma once

#include "base/Clock.h"
#include "base/Config.h"
#include "model/Classification.h"
#include "pipeline/ResponseTimes.h"
#include "pipeline/group/RecentTickets.h"
#include "pipeline/understand/Understanding.h"

#include <chrono>
#include <map>
#include <string>

namespace tandem {

// Everything the decisions depend on besides the ticket. From Config; passed in, so that a replay can try others.
struct Policy {
    double confidenceThreshold = 0.75;
    double evidenceFloor = 0.5;
    UnderstandingThresholds understanding;
    std::map<Category, std::string> teams;
    std::string criticalTeam; // "" = the category's
    std::chrono::hours approvalLife{72};
    ResponseTimes responseTimes;
    int ticketsPerCustomerHour = 60;
    GroupingThresholds grouping;

    // InvalidArgument names the key and the entry that is wrong.
    static Result<Policy> from(const Config& config);
};

} // namespace tandem
