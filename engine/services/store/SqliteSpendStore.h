#pragma once

#include "services/store/SpendStore.h"
#include "services/store/SqliteConnection.h"

namespace tandem {

class SqliteSpendStore final : public SpendStore {
public:
    explicit SqliteSpendStore(SqliteConnection& connection);

    Status add(const Spend& spend) override;
    Result<bool> addOnce(const std::string& name, const Spend& spend) override;
    Result<std::vector<DaysSpend>> days(std::chrono::sys_days from, std::chrono::sys_days until) override;
    Result<SpendFigures> total(std::chrono::sys_days from, std::chrono::sys_days until) override;
    Result<SpendFigures> ofTicket(const TicketId& ticket) override;

private:
    SqliteConnection& m_connection;
};

} // namespace tandem
