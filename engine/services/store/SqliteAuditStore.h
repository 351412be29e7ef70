#pragma once

#include "privacy/Seal.h"
#include "services/store/SqliteConnection.h"
#include "services/store/SqliteDecisionLog.h"
#include "services/store/SqliteEgressStore.h"
#include "services/store/SqliteReviewStore.h"
#include "services/store/SqliteSpendStore.h"
#include "services/store/Store.h"

namespace tandem {

// Each entry's hash covers the one before it, and the newest sequence and hash are kept sealed beside the table: without the key
// file nobody can cut the end off or write the whole chain anew.
class SqliteAuditStore final : public AuditStore {
public:
    SqliteAuditStore(SqliteConnection& connection, const Seal& seal);

    Status append(AuditEntry entry) override;
    Result<std::optional<std::int64_t>> verify() override;
    Result<std::vector<AuditEntry>> list(std::int64_t after, int limit) override;
    Result<std::vector<AuditEntry>> ofSubject(const std::string& subject) override;
    DecisionLog& decisions() override { return m_decisions; }
    EgressStore& egress() override { return m_egress; }
    SpendStore& spend() override { return m_spend; }
    ReviewStore& reviews() override { return m_reviews; }

private:
    SqliteConnection& m_connection;
    const Seal& m_seal;
    SqliteDecisionLog m_decisions;
    SqliteEgressStore m_egress;
    SqliteSpendStore m_spend;
    SqliteReviewStore m_reviews;
};

} // namespace tandem
