#pragma once

#include "base/Error.h"
#include "model/Desk.h"
#include "model/Ticket.h"

#include <vector>

namespace tandem {

// A ticket with everything around it, as one consistent snapshot.
struct TicketView {
    Ticket ticket;
    Customer customer;
    std::vector<Message> messages;
    std::vector<Approval> approvals;
};

// Reading tickets. Thread-safe, synchronous. A customer sees its own tickets only; another's is NotFound, not Forbidden.
class Conversations {
public:
    Conversations() = default;
    Conversations(const Conversations&) = delete;
    Conversations& operator=(const Conversations&) = delete;
    virtual ~Conversations() = default;

    virtual Result<TicketView> ticket(const Actor& actor, const TicketId& id) = 0;
};

} // namespace tandem
