#include "pipeline/ResponseTimes.h"

#include "base/Text.h"

#include <charconv>
#include <optional>
#include <utility>

namespace tandem {

namespace {

constexpr int longest = 365 * 24 * 60;

std::unexpected<Error> wrong(const std::string& what)
{
    return failure(ErrorCode::InvalidArgument,
        "policy.response_minutes: " + what + "; write it like \"critical=30 high=120 medium=480 low=1440\"");
}

Result<std::chrono::minutes> minutesFrom(std::string_view text)
{
    int minutes = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), minutes);
    if (error != std::errc() || end != text.data() + text.size() || minutes < 1 || minutes > longest)
        return wrong("'" + std::string(text) + "' is no number of minutes from 1 to " + std::to_string(longest));
    return std::chrono::minutes(minutes);
}

} // namespace

Result<ResponseTimes> ResponseTimes::from(std::string_view setting)
{
    ResponseTimes times;
    std::array<bool, 4> given{};
    const std::string spaced = text::collapseWhitespace(setting);
    for (const std::string_view entry : text::split(spaced, ' ')) {
        const auto equals = entry.find('=');
        const auto urgency = urgencyFrom(entry.substr(0, equals));
        if (equals == std::string_view::npos || !urgency)
            return wrong("'" + std::string(entry) + "' is not urgency=minutes");
        const auto place = std::to_underlying(*urgency);
        if (given.at(place))
            return wrong(std::string(name(*urgency)) + " is there twice");
        given.at(place) = true;
        times.byUrgency.at(place) = TRY(minutesFrom(entry.substr(equals + 1)));
    }
    for (const Urgency urgency : {Urgency::Low, Urgency::Medium, Urgency::High, Urgency::Critical}) {
        if (!given.at(std::to_underlying(urgency)))
            return wrong(std::string(name(urgency)) + " is missing");
    }
    return times;
}

TimePoint ResponseTimes::due(TimePoint waitingSince, Urgency urgency, std::optional<Tier> tier) const
{
    const std::chrono::seconds whole = byUrgency.at(std::to_underlying(urgency));
    return waitingSince + (tier == Tier::Enterprise ? whole / 2 : whole);
}

void startWaiting(Ticket& ticket, TimePoint since, std::optional<Tier> tier, const ResponseTimes& times)
{
    ticket.waitingSince = ticket.waitingSince.value_or(since);
    const Urgency urgency = ticket.classification ? ticket.classification->urgency : Urgency::Medium;
    ticket.dueAt = times.due(*ticket.waitingSince, urgency, tier);
}

void endWaiting(Ticket& ticket)
{
    ticket.waitingSince.reset();
    ticket.dueAt.reset();
}

} // namespace tandem
