#pragma once

#include "privacy/Seal.h"
#include "services/store/SqliteConnection.h"
#include "services/store/Store.h"

namespace tandem {

class SqliteCustomerStore final : public CustomerStore {
public:
    SqliteCustomerStore(SqliteConnection& connection, const Seal& seal);

    Result<CustomerId> idOf(const std::string& externalId) override;
    Status put(const Customer& customer) override;
    Result<std::optional<Customer>> find(const CustomerId& id) override;
    Result<int> ticketCount(const CustomerId& id) override;
    Result<int> ticketCount(const CustomerId& id, TimePoint after, TimePoint until) override;

private:
    SqliteConnection& m_connection;
    const Seal& m_seal;
};

} // namespace tandem
