#pragma once

#include "services/store/SqliteConnection.h"
#include "services/store/Store.h"

#include <optional>
#include <string>
#include <vector>

namespace tandem {

// A statement of fixed fragments and what its placeholders are bound to, in their order.
struct ComposedSql {
    std::string text;
    std::vector<SqlValue> values; // views into the TicketSql and what it was made from
};

// Where a page starts: behind the ticket with this key of the order and this number.
struct TicketPosition {
    std::int64_t key = 0;
    std::int64_t number = 0;
};

// Composes the statements that list and count tickets. A list that is not of one customer or of given tickets is the merge of one
// index range for each status, so that it neither sorts nor reads tickets that it does not show.
class TicketSql {
public:
    // The filter outlives this.
    explicit TicketSql(const TicketFilter& filter);
    TicketSql(const TicketSql&) = delete;
    TicketSql& operator=(const TicketSql&) = delete;
    ~TicketSql() = default;

    // Rows in no order: the caller sorts the page. `reader` outlives the result.
    [[nodiscard]] ComposedSql list(
        TicketOrder order, const TicketPosition& from, std::int64_t offset, int limit, const ActorId& reader) const;
    [[nodiscard]] ComposedSql count(std::optional<TimePoint> dueBefore) const;

    // Before every ticket of the order.
    static TicketPosition start(TicketOrder order);

private:
    // The filter that the rows are found by; the others are looked at row by row.
    enum class Driver : std::uint8_t { Status, Assignee, Team, Customer, Group, Among };
    class Builder;

    static Driver driverOf(const TicketFilter& filter);
    [[nodiscard]] bool merges() const { return m_driver < Driver::Customer; }
    void addTable(Builder& builder, TicketOrder order) const;
    void addFilters(Builder& builder) const;
    void addStatuses(Builder& builder) const;

    const TicketFilter& m_filter;
    const Driver m_driver;
    std::vector<TicketStatus> m_statuses; // each once; for a merge never empty
    std::string m_among; // JSON array
};

} // namespace tandem
