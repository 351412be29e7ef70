#pragma once

#include "MemoryDecisions.h"
#include "MemoryDrafts.h"
#include "MemoryEgress.h"
#include "MemoryReviews.h"
#include "MemoryServices.h"
#include "MemoryTranslations.h"
#include "gateway/Server.h"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace tandem {

// The desk's services in memory, by the rules of their interfaces: roles, own tickets only, idempotency keys. A test may hold
// submissions back and let them go.
class MemoryDesk final : public Intake, public Conversations, public Administration {
public:
    MemoryDesk()
    {
        for (const Role role : {Role::Service, Role::Agent, Role::Supervisor, Role::Admin})
            m_tokens[token(role)] = Actor{ActorId("a-" + std::string(name(role))), role, "", {}};
        m_tokens[token(Role::Customer)] = Actor{ActorId("a-customer"), Role::Customer, "", CustomerId("c-1")};
    }

    static std::string token(Role role) { return "tdm_" + std::string(name(role)); }
    gateway::Desk desk()
    {
        return {*this, *this, *this, m_inbox, m_decisions, m_decisions, m_library, m_feed, m_explainer, m_adaptation, m_egress,
            m_reviews, m_translations, m_drafts};
    }
    MemoryInbox& inbox() { return m_inbox; }
    MemoryFeed& feed() { return m_feed; }
    MemoryReviews& reviews() { return m_reviews; }
    MemoryDrafts& drafts() { return m_drafts; }
    MemoryTranslations& translations() { return m_translations; }

private: // what is called through the interfaces
    Result<Receipt> import(const Actor&, ImportedTicket) override
    {
        return failure(ErrorCode::Unavailable, "Nothing is imported over HTTP");
    }
    Result<Receipt> submit(const Actor& actor, IncomingMessage message) override
    {
        std::unique_lock lock(m_mutex);
        ++m_inside;
        m_changed.notify_all();
        m_changed.wait(lock, [this] { return !m_held; });
        --m_inside;
        if (m_broken)
            return failure(ErrorCode::Io, "The disk at /secret/place is full");
        if (actor.role == Role::Customer && actor.customer.value() != message.customerId)
            return failure(ErrorCode::Forbidden, "A customer writes for itself alone");
        if (message.text.empty())
            return failure(ErrorCode::InvalidArgument, "'description' is empty");
        if (!message.idempotencyKey.empty()) {
            const auto known = m_keys.find(message.idempotencyKey);
            if (known != m_keys.end()) {
                if (known->second.first != message.text)
                    return failure(ErrorCode::Conflict, "The Idempotency-Key came with another body");
                return Receipt{known->second.second, TicketStatus::Received, message.correlation, true};
            }
        }
        const TicketId id("t" + std::to_string(m_tickets.size() + 1));
        if (!message.idempotencyKey.empty())
            m_keys[message.idempotencyKey] = {message.text, id};
        const CorrelationId correlation = message.correlation;
        m_tickets.emplace(id, std::move(message));
        return Receipt{id, TicketStatus::Received, correlation, false};
    }

    Result<TicketView> ticket(const Actor& actor, const TicketId& id) override
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_tickets.find(id);
        if (found == m_tickets.end() || (actor.role == Role::Customer && actor.customer.value() != found->second.customerId))
            return failure(ErrorCode::NotFound, "There is no such ticket");
        TicketView view;
        view.ticket.id = id;
        view.ticket.subject = found->second.subject;
        view.customer.externalId = found->second.customerId;
        view.ticket.status = m_status[id];
        view.ticket.assignee = m_assignees[id];
        if (const auto set = m_categories.find(id); set != m_categories.end()) {
            view.ticket.classification.emplace();
            view.ticket.classification->category = set->second;
        }
        view.messages.push_back({MessageId("m1"), id, Author::Customer, Visibility::Public, {}, found->second.text, {}});
        for (const auto& [key, message] : m_written) {
            if (message.ticket == id)
                view.messages.push_back(message);
        }
        return view;
    }

    Result<Message> reply(const Actor& actor, const TicketId& id, const Reply& reply) override
    {
        Result<Message> message = write(actor, id, reply.text, reply.idempotencyKey, Visibility::Public);
        if (message && actor.role != Role::Customer)
            TRY(become(id, reply.then));
        return message;
    }
    Result<Message> note(const Actor& actor, const TicketId& id, const std::string& text, const std::string& key) override
    {
        return write(actor, id, text, key, Visibility::Internal);
    }
    Status assign(const Actor&, const TicketId& id, const std::optional<ActorId>& assignee) override
    {
        const std::lock_guard lock(m_mutex);
        if (!m_tickets.contains(id))
            return failure(ErrorCode::NotFound, "There is no such ticket");
        if (assignee && assignee->value() != "a-agent")
            return failure(ErrorCode::NotFound, "There is no such person");
        m_assignees[id] = assignee.value_or(ActorId());
        return {};
    }
    Status setCategory(const Actor&, const TicketId& id, Category category) override
    {
        const std::lock_guard lock(m_mutex);
        if (!m_tickets.contains(id))
            return failure(ErrorCode::NotFound, "There is no such ticket");
        m_categories[id] = category;
        return {};
    }
    Result<CandidateId> resolve(const Actor&, const TicketId& id, Learn learn) override
    {
        TRY(become(id, TicketStatus::Resolved));
        return CandidateId(learn == Learn::Yes ? "c1" : "");
    }
    Status reopen(const Actor&, const TicketId& id) override { return become(id, TicketStatus::Escalated); }
    Status markSeen(const Actor&, const TicketId& id) override { return become(id, std::nullopt); }

    Result<std::string> createToken(const Actor&, Role, const std::string&, const std::optional<std::string>&) override
    {
        return failure(ErrorCode::Forbidden, "Tokens of this desk are fixed");
    }
    Result<Actor> authenticate(const std::string& token) override
    {
        const std::scoped_lock lock(m_tokenMutex);
        const auto found = m_tokens.find(token);
        if (found == m_tokens.end())
            return failure(ErrorCode::Unauthenticated, "The token is unknown or revoked");
        return found->second;
    }
    Result<std::vector<Person>> people(const Actor&) override
    {
        return std::vector{Person{ActorId("a-agent"), Role::Agent, "Ada"}};
    }

public:
    void revoke(Role role)
    {
        const std::scoped_lock lock(m_tokenMutex);
        m_tokens.erase(token(role));
    }
    Health health() override { return {m_ready, {{"store", true, ""}, {"embedder", m_ready, "loading"}}, 12.5}; }
    [[nodiscard]] std::string metrics() const override { return "tandem_up 1\n"; }

    void hold()
    {
        const std::lock_guard lock(m_mutex);
        m_held = true;
    }
    void letGo()
    {
        const std::lock_guard lock(m_mutex);
        m_held = false;
        m_changed.notify_all();
    }
    // Returns once `count` submissions are being held.
    void waitUntilInside(int count)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this, count] { return m_inside >= count; });
    }
    void breakDown() { m_broken = true; }
    void setReady(bool ready) { m_ready = ready; }
    std::size_t ticketCount()
    {
        const std::lock_guard lock(m_mutex);
        return m_tickets.size();
    }

private:
    Result<Message> write(
        const Actor& actor, const TicketId& id, const std::string& text, const std::string& key, Visibility visibility)
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_tickets.find(id);
        if (found == m_tickets.end() || (actor.role == Role::Customer && actor.customer.value() != found->second.customerId))
            return failure(ErrorCode::NotFound, "There is no such ticket");
        if (text.empty() || key.empty())
            return failure(ErrorCode::InvalidArgument, "'text' is empty");
        const auto known = m_written.find(key);
        if (known != m_written.end() && known->second.text != text)
            return failure(ErrorCode::Conflict, "The key came with another text");
        const Author author = actor.role == Role::Customer ? Author::Customer : Author::Agent;
        const MessageId messageId("w" + std::to_string(m_written.size() + 1));
        return m_written.emplace(key, Message{messageId, id, author, visibility, actor.id, text, {}}).first->second;
    }
    Status become(const TicketId& id, std::optional<TicketStatus> status)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_tickets.contains(id))
            return failure(ErrorCode::NotFound, "There is no such ticket");
        if (status)
            m_status[id] = *status;
        return {};
    }

    MemoryInbox m_inbox;
    MemoryDecisions m_decisions;
    MemoryLibrary m_library;
    MemoryFeed m_feed;
    MemoryExplainer m_explainer;
    MemoryTranslations m_translations;
    MemoryAdaptation m_adaptation;
    MemoryEgress m_egress;
    MemoryReviews m_reviews;
    MemoryDrafts m_drafts;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_held = false;
    int m_inside = 0;
    std::atomic<bool> m_broken = false;
    std::atomic<bool> m_ready = true;
    std::mutex m_tokenMutex;
    std::map<std::string, Actor> m_tokens;
    std::map<TicketId, IncomingMessage> m_tickets;
    std::map<std::string, std::pair<std::string, TicketId>> m_keys;
    std::map<TicketId, TicketStatus> m_status;
    std::map<TicketId, ActorId> m_assignees;
    std::map<TicketId, Category> m_categories;
    std::map<std::string, Message> m_written; // by idempotency key
};

inline gateway::Settings anyPort()
{
    gateway::Settings settings;
    settings.port = 0;
    settings.concurrentRequests = 8;
    return settings;
}

inline const std::string ticketBody
    = R"({"customer_id":"c-1","subject":"Charged twice","description":"Invoice 2291 was paid twice.","channel":"email"})";

} // namespace tandem
