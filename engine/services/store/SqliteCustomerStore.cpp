#include "services/store/SqliteCustomerStore.h"

namespace tandem {

SqliteCustomerStore::SqliteCustomerStore(SqliteConnection& connection, const Seal& seal)
    : m_connection(connection)
    , m_seal(seal)
{
}

Result<CustomerId> SqliteCustomerStore::idOf(const std::string& externalId)
{
    constexpr std::size_t digits = 32; // 128 bits: no two customers of a workspace meet
    return CustomerId("cus_" + m_seal.blindIndex("customer " + externalId).substr(0, digits));
}

Status SqliteCustomerStore::put(const Customer& customer)
{
    const std::string& row = customer.id.value();
    const std::string externalId = m_seal.seal(customer.externalId, "customer.external_id", row);
    const std::string displayName = m_seal.seal(customer.displayName, "customer.display_name", row);
    const std::string email = m_seal.seal(customer.email, "customer.email", row);
    TRY(m_connection.change(Sql::PutCustomer,
        {row, Blob{externalId}, Blob{displayName}, Blob{email}, customer.tier ? name(*customer.tier) : "", customer.tenureDays,
            customer.previousTickets}));
    return {};
}

Result<std::optional<Customer>> SqliteCustomerStore::find(const CustomerId& id)
{
    SqliteRows rows = TRY(m_connection.run(Sql::FindCustomer, {id.value()}));
    if (!TRY(rows.next()))
        return std::optional<Customer>();
    Customer customer;
    customer.id = id;
    customer.externalId = TRY(m_seal.unseal(rows.blob(0), "customer.external_id", id.value()));
    customer.displayName = TRY(m_seal.unseal(rows.blob(1), "customer.display_name", id.value()));
    customer.email = TRY(m_seal.unseal(rows.blob(2), "customer.email", id.value()));
    const std::string tier = rows.text(3); // empty when nobody told it
    customer.tier = tierFrom(tier);
    if (!tier.empty() && !customer.tier)
        return failure(ErrorCode::Corrupt, "A stored customer has a tier that this version does not know; update Tandem.");
    customer.tenureDays = static_cast<int>(rows.integer(4));
    customer.previousTickets = static_cast<int>(rows.integer(5));
    return std::optional(std::move(customer));
}

Result<int> SqliteCustomerStore::ticketCount(const CustomerId& id)
{
    SqliteRows rows = TRY(m_connection.run(Sql::CountTicketsOfCustomer, {id.value()}));
    TRY(rows.next());
    return static_cast<int>(rows.integer(0));
}

Result<int> SqliteCustomerStore::ticketCount(const CustomerId& id, TimePoint after, TimePoint until)
{
    SqliteRows rows = TRY(m_connection.run(Sql::CountTicketsOfCustomerWithin, {id.value(), after, until}));
    TRY(rows.next());
    return static_cast<int>(rows.integer(0));
}

} // namespace tandem
