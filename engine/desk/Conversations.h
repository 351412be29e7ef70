#pragma once

#include "base/Error.h"
#include "model/Desk.h"
#include "model/DraftReview.h"
#include "model/Knowledge.h"
#include "model/Ticket.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tandem {

// A ticket with everything around it, as one consistent snapshot.
struct TicketView {
    Ticket ticket;
    Customer customer;
    std::vector<Message> messages; // oldest first; notes only for the desk's own people
    std::vector<Approval> approvals;
    // For the desk's own people; empty for customers and services.
    std::vector<AuditEntry> events; // what happened to the ticket, oldest first
    std::optional<AutoSendState> autoSend; // of drafts like its draft; nothing without one
    std::vector<Passage> evidence; // the passages that the draft cites, in the order of first citation
    std::vector<Ticket> earlier; // the customer's other tickets, newest first, at most 10, without classification and draft
    std::vector<std::string> tags; // in alphabetical order
    std::map<ActorId, std::string> names; // of the actors named in messages, events, approvals and as assignee; personal
};

// What an agent sends to the customer.
struct Reply {
    std::string text; // 1…100,000 code points after normalisation
    std::string idempotencyKey; // 1…255; a second reply with the same key and text is the first one
    TicketStatus then = TicketStatus::Pending; // Pending, Escalated (stays with the desk) or Resolved
    DraftId draft; // the draft it was made from; "" = written by hand
};

enum class Learn : std::uint8_t { No, Yes };

// Reading and working tickets. Thread-safe, synchronous. A customer sees its own tickets only; another's is NotFound, not
// Forbidden. What changes a ticket is for agents, supervisors and admins (services may reply), is Forbidden for others, and
// stands in the audit log. Each is one durable unit of work.
class Conversations {
public:
    Conversations() = default;
    Conversations(const Conversations&) = delete;
    Conversations& operator=(const Conversations&) = delete;
    virtual ~Conversations() = default;

    virtual Result<TicketView> ticket(const Actor& actor, const TicketId& id) = 0;
    // Goes to the customer through the outbox. A ticket without an assignee becomes the actor's. A customer who replies reopens a
    // pending or resolved ticket and has it processed anew. Conflict: the key came with another text, or the ticket is closed.
    virtual Result<Message> reply(const Actor& actor, const TicketId& id, const Reply& reply) = 0;
    // `key` as in Reply::idempotencyKey.
    virtual Result<Message> note(const Actor& actor, const TicketId& id, const std::string& text, const std::string& key) = 0;
    // nullopt = nobody. NotFound: no such person.
    virtual Status assign(const Actor& actor, const TicketId& id, const std::optional<ActorId>& assignee) = 0;
    // What the ticket is about, by a person's word: it goes to the category's team unless a critical one has it, keeps the
    // category when the customer writes again, and is what the category head learns from (see Adaptation). The same category
    // again says that the engine was right. Conflict: the engine has not read the ticket yet.
    virtual Status setCategory(const Actor& actor, const TicketId& id, Category category) = 0;
    // Learn::Yes proposes the last public answer of a person as knowledge (see Learning); without such an answer it is left out.
    // Returns the candidate's id, "" = none. Conflict: an approval still waits. Resolving a resolved ticket is fine.
    virtual Result<CandidateId> resolve(const Actor& actor, const TicketId& id, Learn learn) = 0;
    virtual Status reopen(const Actor& actor, const TicketId& id) = 0;
    // The actor has read the ticket up to now.
    virtual Status markSeen(const Actor& actor, const TicketId& id) = 0;
};

} // namespace tandem
