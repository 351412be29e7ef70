#include "desk/InboxService.h"

#include "base/Text.h"

#include <algorithm>
#include <utility>

namespace tandem {

namespace {

using enum TicketStatus;

constexpr int mostTickets = 500; // of a page

// Past the engine's own processing, neither resolved nor closed.
constexpr auto openStatuses = std::to_array({Answered, AwaitingReview, AwaitingApproval, Escalated, Pending, Failed});

std::vector<TicketStatus> statusesOf(InboxView view)
{
    std::vector<TicketStatus> open(openStatuses.begin(), openStatuses.end());
    switch (view) {
    case InboxView::Mine:
    case InboxView::Unassigned: return open;
    case InboxView::AllOpen: open.insert(open.end(), {Received, Processing}); return open;
    case InboxView::Approvals: return {AwaitingApproval};
    case InboxView::Escalated: return {TicketStatus::Escalated};
    case InboxView::Resolved: return {TicketStatus::Resolved, Closed};
    case InboxView::All: break;
    }
    return {};
}

TicketFilter filterOf(InboxView view, const Actor& actor)
{
    TicketFilter filter;
    filter.statuses = statusesOf(view);
    if (view == InboxView::Mine)
        filter.assignee = actor.id;
    if (view == InboxView::Unassigned)
        filter.assignee = ActorId();
    return filter;
}

// The view narrowed to what the query wants besides; nullopt when nothing can be left. Words are not in it.
std::optional<TicketFilter> filterOf(const InboxQuery& query, const Actor& actor)
{
    TicketFilter filter = filterOf(query.view, actor);
    if (query.status) {
        const bool fits = filter.statuses.empty() || std::ranges::find(filter.statuses, *query.status) != filter.statuses.end();
        if (!fits)
            return std::nullopt;
        filter.statuses = {*query.status};
    }
    if (query.assignee) {
        if (filter.assignee && *filter.assignee != *query.assignee)
            return std::nullopt;
        filter.assignee = query.assignee;
    }
    if (!query.team.empty())
        filter.team = query.team;
    filter.queue = query.queue;
    filter.language = query.language;
    filter.group = query.group;
    return filter;
}

TicketOrder orderOf(InboxOrder order)
{
    switch (order) {
    case InboxOrder::Due: return TicketOrder::Due;
    case InboxOrder::Waiting: return TicketOrder::Waiting;
    case InboxOrder::Newest: break;
    }
    return TicketOrder::Newest;
}

// Late or due within the hour, within the day, later or never.
Result<std::array<std::int64_t, 3>> dueCounts(
    Transaction& transaction, const TicketFilter& filter, TimePoint now, std::int64_t total)
{
    const std::int64_t hour = TRY(transaction.tickets().count(filter, now + std::chrono::hours(1)));
    const std::int64_t day = TRY(transaction.tickets().count(filter, now + std::chrono::hours(24)));
    return std::array<std::int64_t, 3>{hour, day - hour, total - day};
}

// What weighs most for whoever picks the next ticket; what only the draft lacks comes last.
int gravity(EscalationCode code)
{
    using enum EscalationCode;
    constexpr auto order = std::to_array({LegalRegulatory, UnsafeContent, HighStakesAction, InjectionSuspected, IncidentBurst,
        ChurnThreat, HumanRequested, NegativeSentiment, RepeatedQuestion, StageFailed, LongConversation, CustomerRateLimited,
        BudgetExhausted, UngroundedDraft, NoEvidence, LowConfidence});
    return static_cast<int>(std::ranges::find(order, code) - order.begin());
}

std::vector<EscalationCode> sortedCodes(const std::vector<EscalationReason>& reasons)
{
    std::vector<EscalationCode> codes;
    for (const EscalationReason& reason : reasons)
        codes.push_back(reason.code);
    std::ranges::stable_sort(codes, {}, gravity);
    const auto repeated = std::ranges::unique(codes);
    codes.erase(repeated.begin(), repeated.end());
    return codes;
}

Status requireStaff(const Actor& actor)
{
    if (actor.role != Role::Customer)
        return {};
    return failure(ErrorCode::Forbidden, "Lists of tickets are for the desk's own people and services");
}

} // namespace

InboxService::InboxService(Store& store, Feed& feed, const Clock& clock, Settings settings)
    : m_store(store)
    , m_clock(clock)
    , m_settings(std::move(settings))
    , m_texts(store)
    , m_changes(feed.subscribe([this](const Change& change) {
        if (change.kind == ChangeKind::Ticket)
            m_texts.changed(change.ticket);
    }))
{
}

Result<InboxPage> InboxService::page(const Actor& actor, const InboxQuery& query)
{
    TRY(requireStaff(actor));
    auto filter = filterOf(query, actor);
    if (!filter)
        return InboxPage{};
    if (!text::trim(query.text).empty())
        return searched(actor, query, std::move(*filter));
    TicketListing listing;
    listing.filter = std::move(*filter);
    listing.order = orderOf(query.order);
    listing.cursor = query.cursor;
    listing.offset = std::max<std::int64_t>(query.offset, 0);
    listing.limit = std::clamp(query.limit, 1, mostTickets);
    listing.reader = actor.id;
    return readResult(m_store, [&](Transaction& transaction) -> Result<InboxPage> {
        InboxPage page;
        TicketPage found = TRY(transaction.tickets().list(listing));
        page.cursor = std::move(found.cursor);
        for (const ListedTicket& listed : found.tickets)
            page.tickets.push_back(summaryOf(listed));
        page.total = TRY(transaction.tickets().count(listing.filter, std::nullopt));
        if (query.order == InboxOrder::Due)
            page.due = TRY(dueCounts(transaction, listing.filter, m_clock.now(), page.total));
        return page;
    });
}

// The words decide in memory which tickets a page holds; the store then yields these rows alone.
Result<InboxPage> InboxService::searched(const Actor& actor, const InboxQuery& query, TicketFilter filter)
{
    TicketTexts::Query wanted;
    wanted.filter = std::move(filter);
    wanted.order = orderOf(query.order);
    wanted.text = query.text;
    wanted.cursor = query.cursor;
    wanted.offset = query.offset;
    wanted.limit = static_cast<std::size_t>(std::clamp(query.limit, 1, mostTickets));
    wanted.dueBefore = {m_clock.now() + std::chrono::hours(1), m_clock.now() + std::chrono::hours(24)};
    TicketTexts::Matches matches = TRY(m_texts.find(wanted));
    InboxPage page;
    page.total = matches.total;
    page.cursor = std::move(matches.cursor);
    if (query.order == InboxOrder::Due)
        page.due = {matches.due[0], matches.due[1] - matches.due[0], matches.total - matches.due[1]};
    if (matches.page.empty())
        return page;
    TicketListing listing;
    listing.filter.among = std::move(matches.page);
    listing.order = wanted.order;
    listing.limit = mostTickets;
    listing.reader = actor.id;
    const TicketPage found
        = TRY(readResult(m_store, [&](Transaction& transaction) { return transaction.tickets().list(listing); }));
    for (const ListedTicket& listed : found.tickets)
        page.tickets.push_back(summaryOf(listed));
    return page;
}

Result<InboxCounts> InboxService::counts(const Actor& actor)
{
    TRY(requireStaff(actor));
    return readResult(m_store, [&](Transaction& transaction) -> Result<InboxCounts> {
        InboxCounts counts;
        for (const InboxView view : allInboxViews)
            counts.views.at(std::to_underlying(view)) = TRY(transaction.tickets().count(filterOf(view, actor), std::nullopt));
        for (const std::string& team : m_settings.teams) {
            TicketFilter filter = filterOf(InboxView::AllOpen, actor);
            filter.team = team;
            counts.teams[team] = TRY(transaction.tickets().count(filter, std::nullopt));
        }
        counts.unread = TRY(unreadOf(transaction, actor));
        return counts;
    });
}

Result<std::int64_t> InboxService::unreadOf(Transaction& transaction, const Actor& actor) const
{
    TicketListing listing;
    listing.filter = filterOf(InboxView::Mine, actor);
    listing.limit = 1000;
    listing.reader = actor.id;
    std::int64_t unread = 0;
    do {
        const TicketPage page = TRY(transaction.tickets().list(listing));
        unread += std::ranges::count(page.tickets, true, &ListedTicket::unread);
        listing.cursor = page.cursor;
    } while (!listing.cursor.empty());
    return unread;
}

Result<TicketSummary> InboxService::summary(const Actor& actor, const TicketId& id)
{
    TRY(requireStaff(actor));
    TicketListing listing;
    listing.filter.among = {id};
    listing.limit = 1;
    listing.reader = actor.id;
    const TicketPage page
        = TRY(readResult(m_store, [&](Transaction& transaction) { return transaction.tickets().list(listing); }));
    if (page.tickets.empty())
        return failure(ErrorCode::NotFound, "There is no ticket " + id.value());
    return summaryOf(page.tickets.front());
}

TicketSummary InboxService::summaryOf(const ListedTicket& listed) const
{
    const Ticket& ticket = listed.ticket;
    TicketSummary row;
    row.id = ticket.id;
    row.number = ticket.number;
    row.version = ticket.version;
    row.channel = ticket.channel;
    row.status = ticket.status;
    row.customerName = listed.customerName;
    row.subject = ticket.subject;
    row.preview = ticket.preview;
    if (ticket.classification) {
        row.language = ticket.classification->language.language;
        row.category = ticket.classification->category;
        row.urgency = ticket.classification->urgency;
        row.action = ticket.classification->highStakesAction;
    }
    if (ticket.draft && !ticket.draft->abstained)
        row.confidence = ticket.draft->confidence;
    row.threshold = m_settings.confidenceThreshold;
    row.reasons = sortedCodes(ticket.escalation);
    if (ticket.route)
        row.team = ticket.route->team;
    row.assignee = ticket.assignee;
    row.group = ticket.group;
    row.unread = listed.unread;
    row.createdAt = ticket.createdAt;
    row.waitingSince = ticket.waitingSince;
    row.dueAt = ticket.dueAt;
    return row;
}

} // namespace tandem
