#pragma once

#include "privacy/Seal.h"
#include "services/store/SqliteConnection.h"
#include "services/store/Store.h"

namespace tandem {

class SqliteDecisionLog final : public DecisionLog {
public:
    SqliteDecisionLog(SqliteConnection& connection, const Seal& seal);

    Status append(const DecisionRecord& decision) override;
    Result<std::vector<DecisionRecord>> list(const DecisionPlace& after, TimePoint since, int limit) override;

private:
    [[nodiscard]] Result<DecisionRecord> recordFrom(const SqliteRows& rows) const;

    SqliteConnection& m_connection;
    const Seal& m_seal;
};

} // namespace tandem
