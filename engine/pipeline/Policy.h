#pragma once

#include "base/Clock.h"
#include "base/Config.h"
#include "model/Classification.h"
#include "pipeline/ActionRules.h"
#include "pipeline/ResponseTimes.h"
#include "pipeline/group/RecentTickets.h"
#include "pipeline/understand/Understanding.h"

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace tandem {

// When an answer goes to the customer without a person.
struct AutoSendRules {
    bool isOn = true; // false: never
    double confidence = 0.75; // of the draft, at least
    double bound = 0.97; // that the share of right drafts must reach surely; see AutoSend.h
    int sample = 20; // one ticket in so many stays with a person, so that the proof stays fresh; 0 = none
};

// Everything the decisions depend on besides the ticket. From Config; passed in, so that a replay can try others.
struct Policy {
    double confidenceThreshold = 0.75;
    double evidenceFloor = 0.5;
    UnderstandingThresholds understanding;
    std::map<Category, std::string> teams;
    std::string criticalTeam; // "" = the category's
    std::vector<std::string> competitors; // names that a draft does not bring up
    std::chrono::hours approvalLife{72};
    ResponseTimes responseTimes;
    int ticketsPerCustomerHour = 60;
    int messagesPerTicketHour = 30; // of the customer
    GroupingThresholds grouping;
    AutoSendRules autoSend;
    ActionRules actions = ActionRules::defaults();

    // InvalidArgument names the key and the entry that is wrong.
    static Result<Policy> from(const Config& config);
};

} // namespace tandem
