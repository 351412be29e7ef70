#include "services/store/TicketSql.h"

#include "services/store/TicketJson.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace tandem {

namespace {

constexpr std::array allStatuses{TicketStatus::Received, TicketStatus::Processing, TicketStatus::Answered,
    TicketStatus::AwaitingReview, TicketStatus::AwaitingApproval, TicketStatus::Escalated, TicketStatus::Pending,
    TicketStatus::Resolved, TicketStatus::Closed, TicketStatus::Failed};

// What a list reads of each ticket of its page, in the order of SqliteTicketList.
constexpr std::string_view rowsOfPage
    = "SELECT ticket.number, ticket.id, version, ticket.customer, correlation, channel, status, priority, category, confidence, "
      "urgency, urgency_score, sentiment, sentiment_score, language, high_stakes_action, queue, team, assignee, reasons, "
      "draft_confidence, draft_abstained, waiting_since, due_at, cost_usd, created_at, updated_at, sealed_subject, "
      "sealed_preview, sealed_display_name, sealed_external_id, "
      "(SELECT at FROM message WHERE message.ticket = ticket.id AND author = 'customer' ORDER BY at DESC LIMIT 1), seen.at, "
      "ticket.ticket_group, size, customers, begin_at, end_at FROM (";
constexpr std::string_view joins
    = ") AS page CROSS JOIN ticket ON ticket.number = page.number LEFT JOIN customer ON customer.id = ticket.customer "
      "LEFT JOIN ticket_group AS grouped ON grouped.id = ticket.ticket_group "
      "LEFT JOIN ticket_seen AS seen ON seen.ticket = ticket.id AND seen.actor = ?";

std::string_view keyOf(TicketOrder order)
{
    constexpr std::array<std::string_view, 3> keys{"created_at", "due_at", "waiting_since"};
    return keys[std::to_underlying(order)];
}

} // namespace

class TicketSql::Builder {
public:
    void add(std::string_view fragment) { m_sql.text += fragment; }
    void add(std::string_view fragment, const SqlValue& value)
    {
        add(fragment);
        m_sql.values.push_back(value);
    }
    // Begins a condition of the innermost SELECT.
    void addCondition(std::string_view fragment)
    {
        add(m_where ? " AND " : " WHERE ");
        m_where = true;
        add(fragment);
    }
    void addCondition(std::string_view fragment, const SqlValue& value)
    {
        addCondition(fragment);
        m_sql.values.push_back(value);
    }
    void beginSelect() { m_where = false; }
    ComposedSql taken() { return std::move(m_sql); }

private:
    ComposedSql m_sql;
    bool m_where = false;
};

TicketSql::TicketSql(const TicketFilter& filter)
    : m_filter(filter)
    , m_driver(driverOf(filter))
    , m_statuses(filter.statuses)
    , m_among(filter.among.empty() ? "" : ticket_json::write(filter.among))
{
    std::ranges::sort(m_statuses);
    const auto repeated = std::ranges::unique(m_statuses);
    m_statuses.erase(repeated.begin(), repeated.end());
    if (m_statuses.empty() && merges())
        m_statuses.assign(allStatuses.begin(), allStatuses.end());
}

TicketSql::Driver TicketSql::driverOf(const TicketFilter& filter)
{
    if (!filter.among.empty())
        return Driver::Among;
    if (filter.group)
        return Driver::Group;
    if (filter.customer)
        return Driver::Customer;
    const bool somebody = filter.assignee && !filter.assignee->value().empty();
    if (filter.team && !somebody)
        return Driver::Team; // a team has fewer tickets than nobody
    return filter.assignee ? Driver::Assignee : Driver::Status;
}

TicketPosition TicketSql::start(TicketOrder order)
{
    using Limits = std::numeric_limits<std::int64_t>;
    const std::int64_t end = order == TicketOrder::Newest ? Limits::max() : Limits::min();
    return {end, end};
}

// Names the index: what SQLite would choose depends on statistics that a young workspace does not have.
void TicketSql::addTable(Builder& builder, TicketOrder order) const
{
    constexpr std::array<std::array<std::string_view, 3>, 3> indexes{{
        {"ticket_status_created", "ticket_status_due", "ticket_status_waiting"},
        {"ticket_assignee_created", "ticket_assignee_due", "ticket_assignee_waiting"},
        {"ticket_team_created", "ticket_team_due", "ticket_team_waiting"},
    }};
    builder.add(" FROM ticket");
    if (!merges())
        return;
    builder.add(" INDEXED BY ");
    builder.add(indexes[std::to_underlying(m_driver)][std::to_underlying(order)]);
}

// A + keeps SQLite from finding rows by a column that is not the driver's.
void TicketSql::addFilters(Builder& builder) const
{
    if (m_driver == Driver::Among)
        builder.addCondition("id IN (SELECT value FROM json_each(?))", m_among);
    if (m_filter.group)
        builder.addCondition(m_driver == Driver::Group ? "ticket_group = ?" : "+ticket_group = ?", m_filter.group->value());
    if (m_filter.customer)
        builder.addCondition(m_driver == Driver::Customer ? "customer = ?" : "+customer = ?", m_filter.customer->value());
    if (m_filter.assignee)
        builder.addCondition(m_driver == Driver::Assignee ? "assignee = ?" : "+assignee = ?", m_filter.assignee->value());
    if (m_filter.team)
        builder.addCondition(m_driver == Driver::Team ? "team = ?" : "+team = ?", *m_filter.team);
    if (m_filter.queue)
        builder.addCondition("+queue = ?", name(*m_filter.queue));
    if (m_filter.language)
        builder.addCondition("+language = ?", name(*m_filter.language));
}

void TicketSql::addStatuses(Builder& builder) const
{
    if (m_statuses.empty())
        return;
    builder.addCondition(merges() ? "status IN (" : "+status IN (");
    for (const TicketStatus& status : m_statuses)
        builder.add(&status == m_statuses.data() ? "?" : ", ?", name(status));
    builder.add(")");
}

ComposedSql TicketSql::list(
    TicketOrder order, const TicketPosition& from, std::int64_t offset, int limit, const ActorId& reader) const
{
    const bool newest = order == TicketOrder::Newest;
    Builder builder;
    const auto addSelect = [&] {
        builder.beginSelect();
        builder.add("SELECT number, ");
        builder.add(keyOf(order));
        builder.add(" AS position");
        addTable(builder, order);
        builder.addCondition("(");
        builder.add(keyOf(order));
        builder.add(newest ? ", number) < (?" : ", number) > (?", from.key);
        builder.add(", ?)", from.number);
        addFilters(builder);
    };
    builder.add(rowsOfPage);
    if (merges()) {
        for (const TicketStatus& status : m_statuses) {
            builder.add(&status == m_statuses.data() ? "" : " UNION ALL ");
            addSelect();
            builder.addCondition("status = ?", name(status));
        }
    } else {
        addSelect();
        addStatuses(builder);
    }
    builder.add(newest ? " ORDER BY position DESC, number DESC" : " ORDER BY position, number");
    builder.add(" LIMIT ?", limit);
    builder.add(" OFFSET ?", offset);
    builder.add(joins, reader.value());
    return builder.taken();
}

ComposedSql TicketSql::count(std::optional<TimePoint> dueBefore) const
{
    Builder builder;
    builder.add("SELECT count(*)");
    const bool everything
        = m_driver == Driver::Status && m_filter.statuses.empty() && !m_filter.queue && !m_filter.language && !dueBefore;
    if (everything) {
        builder.add(" FROM ticket"); // SQLite counts the entries of the smallest index
        return builder.taken();
    }
    addTable(builder, TicketOrder::Due);
    addFilters(builder);
    addStatuses(builder);
    if (dueBefore)
        builder.addCondition("due_at < ?", *dueBefore);
    return builder.taken();
}

} // namespace tandem
