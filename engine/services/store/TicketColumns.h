#pragma once

#include "base/Error.h"
#include "services/store/SqliteConnection.h"
#include "services/store/Store.h"

#include <optional>
#include <string>
#include <string_view>

namespace tandem {

// How a due or waiting time that is missing is stored and sorted: after every other.
inline constexpr std::int64_t noTime = 9223372036854775807;

// The plain copies beside the sealed parts of a ticket: what lists and reports filter, sort and show by.
struct TicketColumns {
    explicit TicketColumns(const Ticket& ticket);

    std::optional<std::string> priority;
    std::optional<std::string> category;
    std::optional<double> confidence;
    std::optional<std::string> urgency;
    std::optional<double> urgencyScore;
    std::optional<std::string> sentiment;
    std::optional<double> sentimentScore;
    std::optional<std::string> language;
    std::optional<std::string> highStakesAction;
    std::optional<std::string> queue;
    std::optional<std::string> team;
    std::string reasons; // codes with blanks between them
    std::optional<double> draftConfidence;
    std::optional<int> draftAbstained;
    std::int64_t waitingSince;
    std::int64_t dueAt;
    std::string timings;
};

// A stored enum; Corrupt, naming the column, when this version does not know it.
template <typename Enum>
Result<Enum> storedEnum(const SqliteRows& rows, int column, std::optional<Enum> (*from)(std::string_view), std::string_view what)
{
    const std::optional<Enum> value = from(rows.text(column));
    if (!value)
        return failure(ErrorCode::Corrupt,
            "A stored ticket has a " + std::string(what)
                + " that this version does not know; update Tandem or restore a backup.");
    return *value;
}

std::optional<TimePoint> storedTime(const SqliteRows& rows, int column); // noTime = none
// Of five columns: id, size, customers, begin and end of the incident; NULL = none.
std::optional<TicketGroup> storedGroup(const SqliteRows& rows, int column);
Result<std::vector<EscalationReason>> storedReasons(const SqliteRows& rows, int column); // codes only

} // namespace tandem
