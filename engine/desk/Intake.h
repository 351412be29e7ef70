#pragma once

#include "base/Error.h"
#include "model/Desk.h"
#include "model/Ticket.h"

#include <string>

namespace tandem {

struct Receipt {
    TicketId id;
    TicketStatus status = TicketStatus::Received;
    CorrelationId correlation;
    bool repeated = false; // the same Idempotency-Key and body came before; `id` is the first one's
};

// Takes every incoming message in: validates, stores and enqueues it in one durable unit of work. Thread-safe, synchronous.
class Intake {
public:
    Intake() = default;
    Intake(const Intake&) = delete;
    Intake& operator=(const Intake&) = delete;
    virtual ~Intake() = default;

    // `message` as it came; text is normalised (NFKC, control characters removed) before it is stored. Roles service, agent and
    // above for anyone; customer for itself alone. InvalidArgument names the member; Conflict: the key came with another body.
    virtual Result<Receipt> submit(const Actor& actor, IncomingMessage message) = 0;
};

} // namespace tandem
