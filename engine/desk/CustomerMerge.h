#pragma once

#include "model/Ticket.h"

#include <optional>

namespace tandem {

// What a message says about its customer, over what is known. Pure.
Customer mergedCustomer(const std::optional<Customer>& known, const CustomerId& id, const IncomingMessage& message);

} // namespace tandem
