#pragma once

#include "base/Clock.h"
#include "desk/Conversations.h"
#include "desk/DeskPhrases.h"
#include "operations/WakeUp.h"
#include "pipeline/Policy.h"
#include "services/store/Store.h"

#include <string>

namespace tandem {

class ConversationService final : public Conversations {
public:
    // `work` is notified of tickets to process anew, `outbox` of messages to deliver. All references outlive the service.
    ConversationService(
        Store& store, const Clock& clock, WakeUp& work, WakeUp& outbox, const DeskPhrases& phrases, const Policy& policy);

    Result<TicketView> ticket(const Actor& actor, const TicketId& id) override;
    Result<Message> reply(const Actor& actor, const TicketId& id, const Reply& reply) override;
    Result<Message> note(const Actor& actor, const TicketId& id, const std::string& text, const std::string& key) override;
    Status assign(const Actor& actor, const TicketId& id, const std::optional<ActorId>& assignee) override;
    Status setCategory(const Actor& actor, const TicketId& id, Category category) override;
    Result<CandidateId> resolve(const Actor& actor, const TicketId& id, Learn learn) override;
    Status reopen(const Actor& actor, const TicketId& id) override;
    Status markSeen(const Actor& actor, const TicketId& id) override;

private:
    Result<Message> answer(
        Transaction& transaction, const Actor& actor, Ticket ticket, const Reply& reply, Message message) const;
    Status review(Transaction& transaction, const Actor& actor, const Ticket& ticket, const Message& sent) const;
    Result<Message> followUp(Transaction& transaction, const Actor& actor, Ticket ticket, Message message) const;
    Result<CandidateId> propose(Transaction& transaction, const Actor& actor, const Ticket& ticket) const;
    Status confirmCategory(Transaction& transaction, const Actor& actor, const Ticket& ticket) const;
    Status update(Transaction& transaction, Ticket& ticket) const;
    Status audit(Transaction& transaction, const Actor& actor, const TicketId& id, std::string action, std::string detail) const;

    Store& m_store;
    const Clock& m_clock;
    WakeUp& m_work;
    WakeUp& m_outbox;
    const DeskPhrases& m_phrases;
    const Policy& m_policy;
};

} // namespace tandem
