#pragma once

#include "privacy/Seal.h"
#include "services/store/SqliteConnection.h"
#include "services/store/Store.h"

namespace tandem {

class SqliteTicketStore final : public TicketStore {
public:
    SqliteTicketStore(SqliteConnection& connection, const Seal& seal);

    Status insert(Ticket& ticket) override;
    Result<Ticket> get(const TicketId& id) override;
    Status update(Ticket& ticket) override;
    Status append(const Message& message) override;
    Result<std::vector<Message>> messages(const TicketId& id) override;
    Result<TicketPage> list(const TicketFilter& filter, const std::string& cursor, int limit) override;

private:
    struct Sealed;
    [[nodiscard]] Sealed sealedParts(const Ticket& ticket) const;
    [[nodiscard]] Result<Ticket> ticketFrom(const SqliteRows& rows) const;
    [[nodiscard]] Result<std::optional<std::string>> opened(
        const SqliteRows& rows, int column, std::string_view place, const TicketId& id) const;
    Result<SqliteRows> page(const TicketFilter& filter, std::int64_t time, std::int64_t number, int limit);

    SqliteConnection& m_connection;
    const Seal& m_seal;
};

} // namespace tandem
