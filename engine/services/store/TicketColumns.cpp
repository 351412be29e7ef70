#include "services/store/TicketColumns.h"

#include "services/store/TicketJson.h"

#include <algorithm>

namespace tandem {

namespace {

std::int64_t storable(const std::optional<TimePoint>& time)
{
    return time ? std::int64_t{time->time_since_epoch().count()} : noTime;
}

} // namespace

TicketColumns::TicketColumns(const Ticket& ticket)
    : waitingSince(storable(ticket.waitingSince))
    , dueAt(storable(ticket.dueAt))
    , timings(ticket_json::write(ticket.timingsMs))
{
    if (ticket.priority)
        priority = name(*ticket.priority);
    if (ticket.classification) {
        const Classification& found = *ticket.classification;
        category = name(found.category);
        confidence = found.confidence;
        urgency = name(found.urgency);
        urgencyScore = found.urgencyScore;
        sentiment = name(found.sentiment);
        sentimentScore = found.sentimentScore;
        language = name(found.language.language);
        highStakesAction = name(found.highStakesAction);
    }
    if (ticket.route) {
        queue = name(ticket.route->queue);
        team = ticket.route->team;
    }
    for (const EscalationReason& reason : ticket.escalation)
        reasons += (reasons.empty() ? "" : " ") + std::string(name(reason.code));
    if (ticket.draft) {
        draftConfidence = ticket.draft->confidence;
        draftAbstained = ticket.draft->abstained ? 1 : 0;
    }
}

std::optional<TimePoint> storedTime(const SqliteRows& rows, int column)
{
    const std::int64_t time = rows.integer(column);
    if (time == noTime)
        return std::nullopt;
    return TimePoint(Milliseconds(time));
}

std::optional<TicketGroup> storedGroup(const SqliteRows& rows, int column)
{
    if (rows.isNull(column) || rows.isNull(column + 1))
        return std::nullopt;
    TicketGroup group;
    group.id = GroupId(rows.text(column));
    group.size = rows.integer(column + 1);
    if (!rows.isNull(column + 2))
        group.incident = Incident{static_cast<int>(rows.integer(column + 2)), rows.time(column + 3), rows.time(column + 4)};
    return group;
}

Result<std::vector<EscalationReason>> storedReasons(const SqliteRows& rows, int column)
{
    std::vector<EscalationReason> reasons;
    const std::string codes = rows.text(column);
    std::string_view rest = codes;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        const auto code = escalationCodeFrom(rest.substr(0, end));
        if (!code)
            return failure(
                ErrorCode::Corrupt, "A stored ticket was escalated for a reason that this version does not know; update Tandem.");
        reasons.emplace_back().code = *code;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return reasons;
}

} // namespace tandem
