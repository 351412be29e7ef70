#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "model/Ticket.h"

#include <array>
#include <chrono>
#include <optional>
#include <string_view>

namespace tandem {

// How long a customer waits for an answer at most, by urgency; an enterprise customer half as long.
struct ResponseTimes {
    std::array<std::chrono::minutes, 4> byUrgency{
        std::chrono::minutes(1440), std::chrono::minutes(480), std::chrono::minutes(120), std::chrono::minutes(30)}; // by Urgency

    // "critical=30 high=120 medium=480 low=1440", minutes. InvalidArgument says which entry is wrong.
    static Result<ResponseTimes> from(std::string_view setting);
    [[nodiscard]] TimePoint due(TimePoint waitingSince, Urgency urgency, std::optional<Tier> tier) const;
};

// The customer waits since `since`, or since earlier if nobody has answered yet. dueAt follows from the urgency, medium until the
// ticket is understood.
void startWaiting(Ticket& ticket, TimePoint since, std::optional<Tier> tier, const ResponseTimes& times);
// An answer went out, or none is owed any more.
void endWaiting(Ticket& ticket);

} // namespace tandem
