#pragma once

// What WireWriter.h and WireReader.h share; for the Wire*.cpp files alone. A type's members are named once, by a function
// template `members(archive, value)` that a Writer and a Reader both run, so that no field can be written and not be read.
#include "base/Clock.h"
#include "base/Id.h"
#include "base/Json.h"
#include "desk/Feed.h"
#include "desk/Inbox.h"
#include "model/Desk.h"
#include "model/DraftStage.h"
#include "model/Explanation.h"
#include "model/Finding.h"
#include "model/Knowledge.h"
#include "model/Ticket.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace tandem::wire::form {

template <typename T, typename Wanted>
concept Like = std::same_as<std::remove_const_t<T>, Wanted>;

template <typename T>
struct Kind { };
template <typename Tag>
struct Kind<Id<Tag>> {
    static constexpr bool isId = true;
};
template <typename T>
struct Kind<std::optional<T>> {
    static constexpr bool isOptional = true;
};
template <typename T>
struct Kind<std::vector<T>> {
    static constexpr bool isList = true;
};
template <typename Key, typename T>
struct Kind<std::map<Key, T>> {
    static constexpr bool isMap = true;
};
template <typename T, std::size_t N>
struct Kind<std::array<T, N>> {
    static constexpr bool isArray = true;
};
template <typename T>
concept IsId = requires { Kind<T>::isId; };
template <typename T>
concept IsOptional = requires { Kind<T>::isOptional; };
template <typename T>
concept IsList = requires { Kind<T>::isList; };
template <typename T>
concept IsMap = requires { Kind<T>::isMap; };
template <typename T>
concept IsArray = requires { Kind<T>::isArray; }; // written as an object; keysOf() names its places

// JSON kept as text: the caller's own metadata.
template <typename Text>
struct RawJson {
    Text& text;
};
// Spans of `whole` as pairs of code point offsets. `whole` must have been read before.
template <typename Spans>
struct SpansOf {
    const std::string& whole;
    Spans& spans;
};

// What did not fit. Holds names of members and no values.
struct Misfit {
    std::string where;
    std::string wanted;

    bool must(std::string_view be)
    {
        wanted = be;
        return false;
    }
    void inside(std::string_view member) { where = where.empty() ? std::string(member) : std::string(member) + '.' + where; }
    [[nodiscard]] Error error() const
    {
        return {ErrorCode::InvalidArgument, (where.empty() ? "The JSON" : "'" + where + "'") + ' ' + wanted, false};
    }
};

template <typename T>
Json write(const T& value);
template <typename T>
bool read(const Json& json, T& value, Misfit& misfit);

// The byte where each code point begins, and the end.
std::vector<std::size_t> codePointStarts(std::string_view whole);
Json spansJson(const std::string& whole, const std::vector<text::Span>& spans);
bool readSpans(const Json& json, const std::string& whole, std::vector<text::Span>& spans, Misfit& misfit);
std::optional<ActionState> actionStateFrom(std::string_view text);

std::array<std::string_view, categoryCount> keysOf(const std::array<double, categoryCount>& byCategory);
std::array<std::string_view, inboxViewCount> keysOf(const std::array<std::int64_t, inboxViewCount>& byView);
std::array<std::string_view, 3> keysOf(const std::array<std::int64_t, 3>& byDue);

// The enum that has this public name. Overloads, told apart by the first argument alone.
inline auto enumFrom(Channel, std::string_view text)
{
    return channelFrom(text);
}
inline auto enumFrom(TicketStatus, std::string_view text)
{
    return ticketStatusFrom(text);
}
inline auto enumFrom(Author, std::string_view text)
{
    return authorFrom(text);
}
inline auto enumFrom(Visibility, std::string_view text)
{
    return visibilityFrom(text);
}
inline auto enumFrom(Queue, std::string_view text)
{
    return queueFrom(text);
}
inline auto enumFrom(Tier, std::string_view text)
{
    return tierFrom(text);
}
inline auto enumFrom(Language, std::string_view text)
{
    return languageFrom(text);
}
inline auto enumFrom(Category, std::string_view text)
{
    return categoryFrom(text);
}
inline auto enumFrom(Urgency, std::string_view text)
{
    return urgencyFrom(text);
}
inline auto enumFrom(Sentiment, std::string_view text)
{
    return sentimentFrom(text);
}
inline auto enumFrom(HighStakesAction, std::string_view text)
{
    return highStakesActionFrom(text);
}
inline auto enumFrom(EscalationCode, std::string_view text)
{
    return escalationCodeFrom(text);
}
inline auto enumFrom(ExplainedKind, std::string_view text)
{
    return explainedKindFrom(text);
}
inline auto enumFrom(ShareKind, std::string_view text)
{
    return shareKindFrom(text);
}
inline auto enumFrom(ActionState, std::string_view text)
{
    return actionStateFrom(text);
}
inline auto enumFrom(ApprovalState, std::string_view text)
{
    return approvalStateFrom(text);
}
inline auto enumFrom(ActionKind, std::string_view text)
{
    return actionKindFrom(text);
}
inline auto enumFrom(ActionRisk, std::string_view text)
{
    return actionRiskFrom(text);
}
inline auto enumFrom(ContactField, std::string_view text)
{
    return contactFieldFrom(text);
}
inline auto enumFrom(ExecutionState, std::string_view text)
{
    return executionStateFrom(text);
}
inline auto enumFrom(CandidateState, std::string_view text)
{
    return candidateStateFrom(text);
}
inline auto enumFrom(FindingKind, std::string_view text)
{
    return findingKindFrom(text);
}
inline auto enumFrom(DocumentKind, std::string_view text)
{
    return documentKindFrom(text);
}
inline auto enumFrom(Role, std::string_view text)
{
    return roleFrom(text);
}
inline auto enumFrom(ChangeKind, std::string_view text)
{
    return changeKindFrom(text);
}
inline auto enumFrom(DraftStage, std::string_view text)
{
    return draftStageFrom(text);
}

} // namespace tandem::wire::form
