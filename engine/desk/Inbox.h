#pragma once

#include "base/Error.h"
#include "model/Desk.h"
#include "model/Ticket.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// What an agent can list. Mine, Unassigned, Approvals and Escalated hold open tickets only: neither resolved nor closed, and past
// the engine's own processing.
enum class InboxView : std::uint8_t { Mine, Unassigned, AllOpen, Approvals, Escalated, Resolved, All };
inline constexpr std::size_t inboxViewCount = 7;
inline constexpr std::array<InboxView, inboxViewCount> allInboxViews{InboxView::Mine, InboxView::Unassigned, InboxView::AllOpen,
    InboxView::Approvals, InboxView::Escalated, InboxView::Resolved, InboxView::All};
std::string_view name(InboxView view); // "mine", "unassigned", "all_open", "approvals", "escalated", "resolved", "all"
std::optional<InboxView> inboxViewFrom(std::string_view text);

// Due: soonest due first, tickets without a due time last. Waiting: the customer who has waited longest first.
enum class InboxOrder : std::uint8_t { Due, Waiting, Newest };
std::string_view name(InboxOrder order); // "due", "waiting", "newest"
std::optional<InboxOrder> inboxOrderFrom(std::string_view text);

struct InboxQuery {
    InboxView view = InboxView::AllOpen;
    std::string team; // "" = all
    std::optional<TicketStatus> status;
    std::optional<Queue> queue;
    std::optional<Language> language;
    std::optional<ActorId> assignee;
    std::optional<GroupId> group; // the tickets that tell of the same
    std::string text; // words that subject, customer and number hold; "" = all
    InboxOrder order = InboxOrder::Due;
    std::string cursor; // of the page before; "" = start at `offset`
    std::int64_t offset = 0; // tickets to skip when there is no cursor: for views that jump
    int limit = 100; // 1…500, clamped
};

// A ticket as a row of a list.
struct TicketSummary {
    TicketId id;
    std::int64_t number = 0;
    std::int64_t version = 0;
    Channel channel = Channel::Api;
    TicketStatus status = TicketStatus::Received;
    std::string customerName; // personal; the caller's customer_id when there is no name
    std::string subject; // personal
    std::string preview; // personal
    std::optional<Language> language;
    std::optional<Category> category;
    std::optional<Urgency> urgency;
    std::optional<double> confidence; // of the draft; none without a draft or when it abstained
    double threshold = 0.75; // what confidence is held against
    std::vector<EscalationCode> reasons; // most serious first
    HighStakesAction action = HighStakesAction::None;
    std::string team;
    ActorId assignee;
    std::optional<TicketGroup> group; // tickets that tell of the same
    bool unread = false; // the customer wrote since the actor last opened it
    TimePoint createdAt{};
    std::optional<TimePoint> waitingSince;
    std::optional<TimePoint> dueAt;
};

struct InboxPage {
    std::vector<TicketSummary> tickets;
    std::string cursor; // "" = last page
    std::int64_t total = 0; // of the whole list
    // With InboxOrder::Due, how many of the whole list are late or due within the hour, due within the day, and later or never.
    std::array<std::int64_t, 3> due{};
};

struct InboxCounts {
    std::array<std::int64_t, inboxViewCount> views{}; // by InboxView; text and team left out of account
    std::map<std::string, std::int64_t> teams; // open tickets
    std::int64_t unread = 0; // of Mine
};

// Lists of tickets. Thread-safe, synchronous. Customers get Forbidden.
class Inbox {
public:
    Inbox() = default;
    Inbox(const Inbox&) = delete;
    Inbox& operator=(const Inbox&) = delete;
    virtual ~Inbox() = default;

    // InvalidArgument: a made-up cursor.
    virtual Result<InboxPage> page(const Actor& actor, const InboxQuery& query) = 0;
    virtual Result<InboxCounts> counts(const Actor& actor) = 0;
    // One row as it is now, for a list that hears of a change. NotFound.
    virtual Result<TicketSummary> summary(const Actor& actor, const TicketId& id) = 0;
};

} // namespace tandem
