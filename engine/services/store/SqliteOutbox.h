#pragma once

#include "base/Clock.h"
#include "privacy/Seal.h"
#include "services/store/SqliteConnection.h"
#include "services/store/Store.h"

namespace tandem {

class SqliteOutbox final : public Outbox {
public:
    SqliteOutbox(SqliteConnection& connection, const Seal& seal, const Clock& clock);

    Status add(const Effect& effect) override;
    Result<std::vector<Effect>> due(TimePoint now, int limit) override;
    Result<std::vector<Effect>> hooksDue(TimePoint now, int limit) override;
    Status done(const EffectId& id, TimePoint now) override;
    Status failed(const EffectId& id, TimePoint retryAt, const std::string& reason) override;
    Result<std::vector<Effect>> ofTicket(const TicketId& id) override;
    Status enqueue(const JobId& id, const TicketId& ticket, TimePoint now) override;

private:
    Result<std::vector<Effect>> effectsFrom(SqliteRows rows) const;

    SqliteConnection& m_connection;
    const Seal& m_seal;
    const Clock& m_clock;
};

} // namespace tandem
