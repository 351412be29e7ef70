#pragma once

#include "base/Clock.h"
#include "base/Config.h"
#include "base/Error.h"
#include "model/Decision.h"
#include "model/Desk.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace tandem {

// A stored decision that another policy makes another one. Reasons without their sentences: nothing in it is personal.
struct ChangedDecision {
    TicketId ticket;
    int sequence = 0; // among the ticket's decisions, from 1
    TimePoint at{};
    DecisionOutcome before; // as it was decided then
    DecisionOutcome after;
};

// Tickets that one policy sends to a person, or gives a reason, and the other does not.
struct ReplayShift {
    std::int64_t more = 0; // the replayed policy does, the one of then did not
    std::int64_t fewer = 0;
};

struct ReplayReport {
    static constexpr std::size_t codes = static_cast<std::size_t>(EscalationCode::CustomerRateLimited) + 1;

    std::int64_t decisions = 0;
    std::int64_t tickets = 0;
    std::int64_t changed = 0; // decisions
    ReplayShift toPerson; // tickets, by any of their decisions
    std::array<ReplayShift, codes> byCode; // by EscalationCode
    // Decisions whose draft was withheld for want of evidence under a higher floor than the replayed one: what it would have said
    // is not known, so they count as they were.
    std::int64_t withheld = 0;
    // Decisions that this program makes differently by their own policy: another version decided them.
    std::int64_t otherProgram = 0;
    // Keys of settings that are another than then and do not show here: they change what is measured, or only times.
    std::vector<std::string> notReplayed;
};

// What another policy had done with past tickets, from what each stored decision saw. Changes nothing. Thread-safe.
class PolicyReplay {
public:
    PolicyReplay() = default;
    PolicyReplay(const PolicyReplay&) = delete;
    PolicyReplay& operator=(const PolicyReplay&) = delete;
    virtual ~PolicyReplay() = default;

    using Visit = std::function<Status(const ChangedDecision&)>;

    // By the policy that `config` makes, decisions made at `since` or later (all without), ticket by ticket. `changed` is called
    // for each that differs and ends the replay with the error that it returns. Supervisors and admins; InvalidArgument when
    // `config` makes no policy.
    virtual Result<ReplayReport> replay(
        const Actor& actor, const Config& config, std::optional<TimePoint> since, const Visit& changed, std::stop_token stop)
        = 0;
};

} // namespace tandem
