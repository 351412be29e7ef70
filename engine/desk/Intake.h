#pragma once

#include "base/Error.h"
#include "model/Desk.h"
#include "model/Ticket.h"

#include <string>

#include <vector>

namespace tandem {

struct Receipt {
    TicketId id;
    TicketStatus status = TicketStatus::Received;
    CorrelationId correlation;
    bool repeated = false; // the same Idempotency-Key and body came before; `id` is the first one's
};

// A ticket that began elsewhere, with what was said so far.
struct ImportedTicket {
    IncomingMessage message;
    TimePoint receivedAt{};
    ActorId assignee; // "" = nobody
    // Oldest first, after `message`. author, visibility, actor, text and at count.
    std::vector<Message> thread;
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
    // A ticket as it stood elsewhere, at the times it had there. When a customer spoke last it is processed like a new one,
    // otherwise it is pending. Admin only. InvalidArgument: a time that lies ahead, or messages out of order.
    virtual Result<Receipt> import(const Actor& actor, ImportedTicket ticket) = 0;
};

} // namespace tandem
