#pragma once

#include "privacy/Seal.h"
#include "services/store/SqliteTicketList.h"
#include "services/store/Store.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

struct TicketColumns;

class SqliteTicketStore final : public TicketStore {
public:
    SqliteTicketStore(SqliteConnection& connection, const Seal& seal, CommittedChanges& changes);

    Status insert(Ticket& ticket) override;
    Result<Ticket> get(const TicketId& id) override;
    Status update(Ticket& ticket) override;
    Status append(const Message& message) override;
    Result<std::vector<Message>> messages(const TicketId& id) override;
    Result<TicketPage> list(const TicketListing& listing) override;
    Result<std::int64_t> count(const TicketFilter& filter, std::optional<TimePoint> dueBefore) override;
    Status markSeen(const TicketId& id, const ActorId& reader, TimePoint at) override;

private:
    struct Sealed;
    [[nodiscard]] Sealed sealedParts(const Ticket& ticket) const;
    static std::vector<SqlValue> changeable(const Ticket& ticket, const TicketColumns& plain, const Sealed& sealed);
    Status putAnalysis(const TicketId& id, const Sealed& sealed);
    [[nodiscard]] Result<Ticket> ticketFrom(const SqliteRows& rows) const;
    [[nodiscard]] Result<std::optional<std::string>> opened(
        const SqliteRows& rows, int column, std::string_view place, const TicketId& id) const;

    SqliteConnection& m_connection;
    const Seal& m_seal;
    CommittedChanges& m_changes;
    SqliteTicketList m_list;
};

} // namespace tandem
