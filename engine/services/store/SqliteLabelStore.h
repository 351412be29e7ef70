#pragma once

#include "privacy/Seal.h"
#include "services/store/SqliteConnection.h"
#include "services/store/Store.h"

namespace tandem {

class SqliteLabelStore final : public LabelStore {
public:
    SqliteLabelStore(SqliteConnection& connection, const Seal& seal);

    Status put(const CategoryLabel& label) override;
    Result<std::optional<CategoryLabel>> find(const TicketId& ticket) override;
    Result<std::vector<StoredLabel>> list(const TicketId& after, int limit) override;
    Status keepVector(const CategoryLabel& label, const std::string& modelId, const std::vector<float>& vector) override;
    Result<std::int64_t> count(LabelEvidence evidence) override;
    Status remove(const TicketId& ticket) override;
    Status setTag(const TicketId& ticket, const std::string& tag, Tagged tagged) override;
    Result<std::vector<std::string>> tags(const TicketId& ticket) override;

private:
    SqliteConnection& m_connection;
    const Seal& m_seal;
};

} // namespace tandem
