#pragma once

#include "base/Clock.h"
#include "model/Classification.h"
#include "model/Draft.h"
#include "model/Ids.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tandem {

enum class Channel : std::uint8_t { Email, Chat, Api, Social };
enum class TicketStatus : std::uint8_t {
    Received,
    Processing,
    Answered,
    AwaitingReview,
    AwaitingApproval,
    Escalated,
    Pending,
    Resolved,
    Closed,
    Failed,
};
enum class Author : std::uint8_t { Customer, Agent, Ai };
// Internal: a note that only the desk's own people see.
enum class Visibility : std::uint8_t { Public, Internal };
enum class Queue : std::uint8_t { Ai, Human };
enum class Tier : std::uint8_t { Free, Team, Business, Enterprise };

std::string_view name(Channel channel); // "email", "chat", "api", "social"
std::string_view name(TicketStatus status);
std::string_view name(Author author);
std::string_view name(Visibility visibility); // "public", "internal"
std::string_view name(Queue queue);
std::string_view name(Tier tier);
std::optional<Channel> channelFrom(std::string_view text);
std::optional<TicketStatus> ticketStatusFrom(std::string_view text);
std::optional<Author> authorFrom(std::string_view text);
std::optional<Visibility> visibilityFrom(std::string_view text);
std::optional<Queue> queueFrom(std::string_view text);
std::optional<Tier> tierFrom(std::string_view text);

struct Customer {
    CustomerId id;
    std::string externalId; // as the desk's caller names it; personal
    std::string displayName; // personal
    std::string email; // personal
    std::optional<Tier> tier; // nothing when nobody told; served as Free
    int tenureDays = 0;
    int previousTickets = 0;
};

struct Message {
    MessageId id;
    TicketId ticket;
    Author author = Author::Customer;
    Visibility visibility = Visibility::Public;
    ActorId actor; // the agent who wrote it; "" for customers and the engine
    std::string text; // NFKC-normalised UTF-8; personal
    TimePoint at{};
    std::vector<ArticleId> restsOn{}; // of an agent's reply: what its draft sentences cite; an empty id: nobody knows
};

// What arrived, before anything is known about it.
struct IncomingMessage {
    Channel channel = Channel::Api;
    std::string customerId; // the caller's own id
    std::string subject;
    std::string text;
    std::optional<Urgency> priority; // the customer's word; a weak feature
    std::string customerName;
    std::string customerEmail;
    std::optional<Tier> customerTier;
    std::optional<int> customerTenureDays;
    std::optional<int> customerPreviousTickets;
    std::string metadataJson = "{}";
    std::string idempotencyKey; // "" = none
    CorrelationId correlation;
};

struct Route {
    Queue queue = Queue::Ai;
    std::string team;
    std::vector<EscalationReason> reasons; // why a person; empty for Ai
};

// How a ticket counts when many tell of the same. Possible: a question, say, that counts beside sure reports.
enum class ReportKind : std::uint8_t { Never, Possible, Sure };

// Many customers with the same problem in a short time.
struct Incident {
    int customers = 0; // different ones who reported it
    TimePoint begin{}; // of the first of these reports
    TimePoint end{}; // of the last
};

// Tickets that tell of the same, by one customer or by many.
struct TicketGroup {
    GroupId id;
    std::int64_t size = 0; // tickets, this one included
    std::optional<Incident> incident; // it may be one: for a person to judge
};

struct Ticket {
    TicketId id;
    std::int64_t number = 0; // counts up from 1 in a workspace; what agents say aloud
    std::int64_t version = 0; // optimistic lock: TicketStore::update refuses a stale one
    CustomerId customer;
    CorrelationId correlation;
    Channel channel = Channel::Api;
    TicketStatus status = TicketStatus::Received;
    std::string subject; // personal
    std::optional<Urgency> priority;
    std::string metadataJson = "{}"; // personal
    std::optional<Classification> classification;
    std::optional<Route> route;
    std::vector<EscalationReason> escalation;
    std::optional<Draft> draft;
    ActorId assignee; // "" = nobody
    std::optional<TimePoint> waitingSince; // the oldest customer message without an answer by a person or the engine
    std::optional<TimePoint> dueAt; // by when that answer is promised; Policy::responseTimes
    std::string preview; // start of the newest customer message, one line, at most 160 code points; personal
    std::map<std::string, double> timingsMs; // by stage
    double costUsd = 0;
    std::optional<TicketGroup> group; // as it was when the ticket was read; written through GroupStore alone
    TimePoint createdAt{};
    TimePoint updatedAt{};
};

} // namespace tandem
