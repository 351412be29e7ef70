#pragma once

#include "privacy/Seal.h"
#include "services/store/SqliteConnection.h"
#include "services/store/Store.h"

namespace tandem {

// Lists and counts tickets. A row unseals the subject, the preview and the customer's name and nothing else.
class SqliteTicketList {
public:
    SqliteTicketList(SqliteConnection& connection, const Seal& seal);
    SqliteTicketList(const SqliteTicketList&) = delete;
    SqliteTicketList& operator=(const SqliteTicketList&) = delete;
    ~SqliteTicketList() = default;

    Result<TicketPage> page(const TicketListing& listing);
    Result<std::int64_t> count(const TicketFilter& filter, std::optional<TimePoint> dueBefore);

private:
    [[nodiscard]] Result<ListedTicket> listedFrom(const SqliteRows& rows, const ActorId& reader) const;
    [[nodiscard]] Result<std::string> customerName(const SqliteRows& rows, const CustomerId& id) const;

    SqliteConnection& m_connection;
    const Seal& m_seal;
};

} // namespace tandem
