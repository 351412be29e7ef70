#pragma once

#include "privacy/Seal.h"
#include "services/store/EgressStore.h"
#include "services/store/SqliteConnection.h"

namespace tandem {

class SqliteEgressStore final : public EgressStore {
public:
    SqliteEgressStore(SqliteConnection& connection, const Seal& seal);

    Status append(const EgressEntry& entry) override;
    Status settle(const EgressEntry& entry) override;
    Result<EgressEntry> get(const EgressId& id) override;
    Result<std::vector<EgressEntry>> list(const EgressListing& listing) override;
    Result<std::vector<EgressTotal>> totals(TimePoint since) override;
    Result<int> forgetBodies(TimePoint before, int limit) override;

private:
    SqliteConnection& m_connection;
    const Seal& m_seal;
};

} // namespace tandem
