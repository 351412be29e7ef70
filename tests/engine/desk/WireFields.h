#pragma once

#include "desk/Administration.h"
#include "desk/Approvals.h"
#include "desk/Conversations.h"
#include "desk/Inbox.h"
#include "desk/Reviews.h"
#include "model/Finding.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

// Every field of the desk's types, so that a test can set and compare all of them: a field that is added to a type does not
// compile here until it is named, and fails the round trip until the wire carries it.
namespace tandem::fields {

template <typename T, typename Wanted>
concept Is = std::is_same_v<std::remove_const_t<T>, Wanted>;

auto of(Is<TicketSummary> auto& value)
{
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v] = value;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v);
}
auto of(Is<Incident> auto& value)
{
    auto& [a, b, c] = value;
    return std::tie(a, b, c);
}
auto of(Is<TicketGroup> auto& value)
{
    auto& [a, b, c] = value;
    return std::tie(a, b, c);
}
auto of(Is<InboxPage> auto& value)
{
    auto& [a, b, c, d] = value;
    return std::tie(a, b, c, d);
}
auto of(Is<InboxCounts> auto& value)
{
    auto& [a, b, c] = value;
    return std::tie(a, b, c);
}
auto of(Is<InboxQuery> auto& value)
{
    auto& [a, b, c, d, e, f, g, h, i, j, k, l] = value;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l);
}
auto of(Is<Customer> auto& value)
{
    auto& [a, b, c, d, e, f, g] = value;
    return std::tie(a, b, c, d, e, f, g);
}
auto of(Is<Message> auto& value)
{
    auto& [a, b, c, d, e, f, g, restsOn] = value; // which stays inside
    return std::tie(a, b, c, d, e, f, g);
}
auto of(Is<EscalationReason> auto& value)
{
    auto& [a, b, c, d] = value;
    return std::tie(a, b, c, d);
}
auto of(Is<Signal> auto& value)
{
    auto& [a, b, c, d] = value;
    return std::tie(a, b, c, d);
}
auto of(Is<PiiSpan> auto& value)
{
    auto& [a, b, c] = value;
    return std::tie(a, b, c);
}
auto of(Is<text::Span> auto& value)
{
    auto& [a, b] = value;
    return std::tie(a, b);
}
auto of(Is<InjectionFinding> auto& value)
{
    auto& [a, b, c] = value;
    return std::tie(a, b, c);
}
auto of(Is<LanguageGuess> auto& value)
{
    auto& [a, b, c] = value;
    return std::tie(a, b, c);
}
auto of(Is<Classification> auto& value)
{
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q] = value;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q);
}
auto of(Is<Citation> auto& value)
{
    auto& [a, b, c] = value;
    return std::tie(a, b, c);
}
auto of(Is<DraftSentence> auto& value)
{
    auto& [a, b, c, d, e, f] = value;
    return std::tie(a, b, c, d, e, f);
}
auto of(Is<ProposedAction> auto& value)
{
    auto& [a, b, c] = value;
    return std::tie(a, b, c);
}
auto of(Is<Usage> auto& value)
{
    auto& [a, b, c, d, e, f, g] = value;
    return std::tie(a, b, c, d, e, f, g);
}
auto of(Is<Draft> auto& value)
{
    auto& [a, b, c, d, e, f, g, h] = value;
    return std::tie(a, b, c, d, e, f, g, h);
}
auto of(Is<Route> auto& value)
{
    auto& [a, b, c] = value;
    return std::tie(a, b, c);
}
auto of(Is<Ticket> auto& value)
{
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w] = value;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w);
}
auto of(Is<Approval> auto& value)
{
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r] = value;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r);
}
auto of(Is<ApprovalKey> auto& value)
{
    auto& [a, b, c] = value;
    return std::tie(a, b, c);
}
auto of(Is<Money> auto& value)
{
    auto& [a, b] = value;
    return std::tie(a, b);
}
auto of(Is<ActionParameters> auto& value)
{
    auto& [a, b, c, d, e, f, g, h, i, j, dataJson] = value; // which is JSON and no text of any kind
    return std::tie(a, b, c, d, e, f, g, h, i, j);
}
auto of(Is<ActionChange> auto& value)
{
    auto& [a, b, c] = value;
    return std::tie(a, b, c);
}
auto of(Is<ActionProposal> auto& value)
{
    auto& [a, b, c, d, e, f, g, h, i] = value;
    return std::tie(a, b, c, d, e, f, g, h, i);
}
auto of(Is<AuditEntry> auto& value)
{
    auto& [a, b, c, d, e, f, g] = value;
    return std::tie(a, b, c, d, e, f, g);
}
auto of(Is<Passage> auto& value)
{
    auto& [a, b, c, d, e, f, g, h, i] = value;
    return std::tie(a, b, c, d, e, f, g, h, i);
}
auto of(Is<TicketView> auto& value)
{
    auto& [a, b, c, d, e, f, g, h, i, j] = value;
    return std::tie(a, b, c, d, e, f, g, h, i, j);
}
auto of(Is<ReviewFigures> auto& value)
{
    auto& [a, b] = value;
    return std::tie(a, b);
}
auto of(Is<AutoSendState> auto& value)
{
    auto& [a, b, c, d, e, f, g, h, i] = value;
    return std::tie(a, b, c, d, e, f, g, h, i);
}
auto of(Is<ReplyCheck> auto& value)
{
    auto& [a] = value;
    return std::tie(a);
}
auto of(Is<Reply> auto& value)
{
    auto& [a, b, c, d] = value;
    return std::tie(a, b, c, d);
}
auto of(Is<ApprovalCard> auto& value)
{
    auto& [a, b, c, d, e, f, g, h, i, j] = value;
    return std::tie(a, b, c, d, e, f, g, h, i, j);
}
auto of(Is<LearningCandidate> auto& value)
{
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = value;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
}
auto of(Is<Person> auto& value)
{
    auto& [a, b, c] = value;
    return std::tie(a, b, c);
}
auto of(Is<Actor> auto& value)
{
    auto& [a, b, c, d] = value;
    return std::tie(a, b, c, d);
}
auto of(Is<Document> auto& value)
{
    auto& [a, b, c, d, e, f, g, h, i, j, restsOn, k, l, m, n, o] = value; // which stays inside
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
}
auto of(Is<ScoreParts> auto& value)
{
    auto& [a, b, c, d, e] = value;
    return std::tie(a, b, c, d, e);
}
auto of(Is<ScoredPassage> auto& value)
{
    auto& [a, b, c, d, e, f, g, h, i] = value;
    return std::tie(a, b, c, d, e, f, g, h, i);
}
auto of(Is<FindingSide> auto& value)
{
    auto& [a, b, c, d, e, f, g, h] = value;
    return std::tie(a, b, c, d, e, f, g, h);
}
auto of(Is<Finding> auto& value)
{
    auto& [a, b, c, d, e, f, g, h] = value;
    return std::tie(a, b, c, d, e, f, g, h);
}
auto of(Is<SearchResult> auto& value)
{
    auto& [a, b, c, d] = value;
    return std::tie(a, b, c, d);
}
auto of(Is<HealthCheck> auto& value)
{
    auto& [a, b, c] = value;
    return std::tie(a, b, c);
}
auto of(Is<Health> auto& value)
{
    auto& [a, b, c] = value;
    return std::tie(a, b, c);
}

template <typename T>
concept HasFields = requires(T& value) { of(value); };
template <typename T>
concept IsOptional = requires(T& value) {
    value.emplace();
    value.has_value();
};
template <typename T>
concept IsId = requires(const T& value) {
    value.value().size();
    T(std::string());
} && !IsOptional<T>;
template <typename T>
concept IsMap = requires { typename T::mapped_type; };
template <typename T>
concept IsSequence = requires(const T& value) {
    value.begin();
    value.size();
} && !std::is_same_v<T, std::string> && !IsMap<T>;

// Gives every field below a value of its own that is not the default's.
class Filler {
public:
    template <typename T>
    void fill(T& value)
    {
        ++m_next;
        if constexpr (std::is_same_v<T, bool>) {
            value = !value;
        } else if constexpr (std::is_enum_v<T>) {
            value = static_cast<T>(value == T(1) ? 0 : 1);
        } else if constexpr (std::is_floating_point_v<T>) {
            value = static_cast<T>(m_next) / T(64);
        } else if constexpr (std::is_arithmetic_v<T>) {
            value = static_cast<T>(m_next);
        } else if constexpr (std::is_same_v<T, TimePoint>) {
            value = TimePoint(Milliseconds(1700000000000 + m_next));
        } else if constexpr (std::is_same_v<T, std::string>) {
            value = "tëxt \"" + std::to_string(m_next) + "\"";
        } else if constexpr (IsId<T>) {
            value = T("id-" + std::to_string(m_next));
        } else if constexpr (IsOptional<T>) {
            fill(value.emplace());
        } else if constexpr (IsMap<T>) {
            typename T::mapped_type one{};
            fill(one);
            value.emplace(typename T::key_type("key-" + std::to_string(m_next)), one);
        } else if constexpr (IsSequence<T>) {
            if constexpr (requires { value.resize(2); })
                value.resize(2);
            for (auto& item : value)
                fill(item);
        } else {
            std::apply([this](auto&... field) { (fill(field), ...); }, of(value));
        }
    }

private:
    int m_next = 0;
};

// The place of the first difference, "" = none: "ticket.3.1".
template <typename T>
std::string difference(const T& left, const T& right);

template <typename T>
std::string differenceOfItems(const T& left, const T& right)
{
    if (left.size() != right.size())
        return ".size";
    for (std::size_t i = 0; i < left.size(); ++i) {
        const std::string inside = difference(left[i], right[i]);
        if (!inside.empty())
            return "[" + std::to_string(i) + "]" + inside;
    }
    return "";
}

template <typename T>
std::string difference(const T& left, const T& right)
{
    if constexpr (IsOptional<T>) {
        if (left.has_value() != right.has_value())
            return ".has_value";
        return left ? difference(*left, *right) : "";
    } else if constexpr (IsMap<T>) {
        return left == right ? "" : ".map";
    } else if constexpr (IsSequence<T>) {
        return differenceOfItems(left, right);
    } else if constexpr (HasFields<const T>) {
        std::string found;
        const auto compare = [&]<std::size_t... I>(std::index_sequence<I...>) {
            const auto one = of(left);
            const auto other = of(right);
            const auto at = [&found](std::size_t index, const std::string& inside) {
                if (found.empty() && !inside.empty())
                    found = "." + std::to_string(index) + inside;
            };
            (at(I, difference(std::get<I>(one), std::get<I>(other))), ...);
        };
        compare(std::make_index_sequence<std::tuple_size_v<decltype(of(left))>>());
        return found;
    } else {
        return left == right ? "" : "!";
    }
}

template <typename T>
T filled()
{
    T value{};
    Filler().fill(value);
    return value;
}

} // namespace tandem::fields
