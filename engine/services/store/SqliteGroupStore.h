#pragma once

#include "privacy/Seal.h"
#include "services/store/SqliteConnection.h"
#include "services/store/Store.h"

namespace tandem {

class SqliteGroupStore final : public GroupStore {
public:
    SqliteGroupStore(SqliteConnection& connection, const Seal& seal, CommittedChanges& changes);

    Status put(const StoredFingerprint& fingerprint) override;
    Status each(TimePoint since, int limit, const std::function<Status(const StoredFingerprint&)>& visit) override;
    Status expire(TimePoint before, int limit) override;
    Status join(const GroupId& group, const std::vector<TicketId>& tickets) override;
    Status mark(const GroupId& group, const Incident& incident) override;
    Result<std::optional<TicketGroup>> find(const GroupId& group) override;
    Status remove(const TicketId& ticket) override;

private:
    Status tell(const GroupId& group);
    [[nodiscard]] Result<StoredFingerprint> fingerprintFrom(const SqliteRows& rows) const;

    SqliteConnection& m_connection;
    const Seal& m_seal;
    CommittedChanges& m_changes;
};

} // namespace tandem
