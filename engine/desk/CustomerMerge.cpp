#include "desk/CustomerMerge.h"

namespace tandem {

Customer mergedCustomer(const std::optional<Customer>& known, const CustomerId& id, const IncomingMessage& message)
{
    Customer customer = known.value_or(Customer{});
    customer.id = id;
    customer.externalId = message.customerId;
    if (!message.customerName.empty())
        customer.displayName = message.customerName;
    if (!message.customerEmail.empty())
        customer.email = message.customerEmail;
    if (message.customerTier)
        customer.tier = message.customerTier;
    customer.tenureDays = message.customerTenureDays.value_or(customer.tenureDays);
    customer.previousTickets = message.customerPreviousTickets.value_or(customer.previousTickets);
    return customer;
}

} // namespace tandem
