#include "desk/WireMembers.h"

#include "base/Text.h"

namespace tandem::wire::form {

namespace {

constexpr std::size_t mostSpans = 100000;

} // namespace

std::vector<std::size_t> codePointStarts(std::string_view whole)
{
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        if ((static_cast<unsigned char>(whole[i]) & 0xC0U) != 0x80U)
            starts.push_back(i);
    }
    starts.push_back(whole.size());
    return starts;
}

std::array<std::string_view, categoryCount> keysOf(const std::array<double, categoryCount>&)
{
    std::array<std::string_view, categoryCount> keys;
    std::ranges::transform(allCategories, keys.begin(), [](Category category) { return name(category); });
    return keys;
}

std::array<std::string_view, inboxViewCount> keysOf(const std::array<std::int64_t, inboxViewCount>&)
{
    std::array<std::string_view, inboxViewCount> keys;
    std::ranges::transform(allInboxViews, keys.begin(), [](InboxView view) { return name(view); });
    return keys;
}

std::array<std::string_view, 3> keysOf(const std::array<std::int64_t, 3>&)
{
    return {"hour", "day", "later"};
}

std::optional<ActionState> actionStateFrom(std::string_view text)
{
    for (const ActionState state : {ActionState::Proposed, ActionState::Done}) {
        if (name(state) == text)
            return state;
    }
    return std::nullopt;
}

Json spansJson(const std::string& whole, const std::vector<text::Span>& spans)
{
    const std::vector<std::size_t> starts = codePointStarts(whole);
    const auto position = [&starts](std::size_t byte) { return std::ranges::lower_bound(starts, byte) - starts.begin(); };
    Json list = Json::array();
    for (const text::Span& span : spans)
        list.push_back(Json::array({position(span.begin), position(span.end)}));
    return list;
}

bool readSpans(const Json& json, const std::string& whole, std::vector<text::Span>& spans, Misfit& misfit)
{
    std::vector<std::vector<std::size_t>> pairs;
    if (!read(json, pairs, misfit))
        return false;
    if (pairs.size() > mostSpans)
        return misfit.must("holds too many spans");
    const std::vector<std::size_t> starts = codePointStarts(whole);
    spans.clear();
    for (const std::vector<std::size_t>& pair : pairs) {
        if (pair.size() != 2 || pair[0] > pair[1] || pair[1] >= starts.size())
            return misfit.must("must hold pairs of offsets inside the text");
        spans.push_back({starts[pair[0]], starts[pair[1]]});
    }
    return true;
}

void completeRoute(Ticket& ticket)
{
    if (!ticket.route)
        return;
    for (EscalationReason& reason : ticket.route->reasons) {
        const auto known = std::ranges::find(ticket.escalation, reason.code, &EscalationReason::code);
        if (known != ticket.escalation.end())
            reason = *known;
    }
}

void Reader::refuseOthers()
{
    if (!m_good)
        return;
    for (const auto& [key, value] : m_json.items()) {
        if (std::ranges::find(m_known, std::string_view(key)) == m_known.end()) {
            m_misfit.must("is not a member that is known here");
            fail(std::string(text::truncate(key, 60)));
            return;
        }
    }
}

} // namespace tandem::wire::form
