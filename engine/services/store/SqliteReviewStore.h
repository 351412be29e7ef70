#pragma once

#include "services/store/ReviewStore.h"
#include "services/store/SqliteConnection.h"

namespace tandem {

class SqliteReviewStore final : public ReviewStore {
public:
    explicit SqliteReviewStore(SqliteConnection& connection);

    Status put(const DraftReview& review) override;
    Result<std::optional<DraftReview>> find(const DraftId& draft) override;
    Result<ReviewFigures> figures(const ReviewScope& scope, int newest) override;

private:
    SqliteConnection& m_connection;
};

} // namespace tandem
