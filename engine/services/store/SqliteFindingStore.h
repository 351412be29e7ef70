#pragma once

#include "services/store/SqliteConnection.h"
#include "services/store/Store.h"

namespace tandem {

class SqliteFindingStore final : public FindingStore {
public:
    explicit SqliteFindingStore(SqliteConnection& connection);

    Result<std::map<ArticleId, std::string>> compared() override;
    Status put(const ComparedDocument& compared, const std::vector<Finding>& findings) override;
    Result<std::vector<Finding>> list(int limit) override;
    Status dismiss(const FindingId& id, const ActorId& by, TimePoint at) override;

private:
    SqliteConnection& m_connection;
};

} // namespace tandem
