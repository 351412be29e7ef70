#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "model/CategoryLabel.h"
#include "model/Desk.h"
#include "model/Knowledge.h"
#include "model/Ticket.h"
#include "services/queue/WorkQueue.h"
#include "services/store/AuditStore.h"
#include "services/store/FindingStore.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

// Durable state. All interfaces below are reached through a unit of work (Transaction) and are valid only inside it, on the
// thread that runs it. Plain values go in and out; SQL stays inside services/store.
namespace tandem {

// Which tickets a list holds. Everything that is set must hold.
struct TicketFilter {
    std::vector<TicketStatus> statuses; // any of them; empty = all
    std::optional<Queue> queue;
    std::optional<std::string> team;
    std::optional<Language> language;
    std::optional<ActorId> assignee; // an empty id = nobody
    std::optional<CustomerId> customer;
    std::vector<TicketId> among; // only these; empty = all
    std::optional<GroupId> group; // tickets that tell of the same
};

// Due: soonest due first, without a due time last. Waiting: longest waiting first, nobody waiting last. Ties by number.
enum class TicketOrder : std::uint8_t { Newest, Due, Waiting };

struct TicketListing {
    TicketFilter filter{}; // braces: so that any few members can be named
    TicketOrder order = TicketOrder::Newest;
    std::string cursor{}; // of the page before; "" = start at `offset`. InvalidArgument when made up
    std::int64_t offset = 0; // rows to skip when there is no cursor
    int limit = 100; // 1…1000, clamped
    ActorId reader{}; // whose unread marks are wanted
};

// A row of a list: what can be shown without opening the ticket.
struct ListedTicket {
    // Filled in but for metadata and timings, and of these in part: classification (category, confidence, urgency and sentiment
    // with scores, language, high-stakes action), route (queue and team), escalation (codes), draft (confidence and abstained).
    Ticket ticket;
    std::string customerName; // display name, else the caller's customer_id; personal
    bool unread = false; // a customer message is newer than the reader's last look
};

struct TicketPage {
    std::vector<ListedTicket> tickets;
    std::string cursor; // "" = last page
};

class TicketStore {
public:
    TicketStore() = default;
    TicketStore(const TicketStore&) = delete;
    TicketStore& operator=(const TicketStore&) = delete;
    virtual ~TicketStore() = default;

    // Sets number and version of the ticket.
    virtual Status insert(Ticket& ticket) = 0;
    virtual Result<Ticket> get(const TicketId& id) = 0; // NotFound
    // Conflict when ticket.version is not the stored one; raises ticket.version by one.
    virtual Status update(Ticket& ticket) = 0;
    virtual Status append(const Message& message) = 0; // Conflict when its id exists: appending is idempotent by id
    virtual Result<std::vector<Message>> messages(const TicketId& id) = 0; // oldest first
    virtual Result<TicketPage> list(const TicketListing& listing) = 0;
    // How many tickets of the filter are due before `time`; without a time, how many there are.
    virtual Result<std::int64_t> count(const TicketFilter& filter, std::optional<TimePoint> dueBefore) = 0;
    virtual Status markSeen(const TicketId& id, const ActorId& reader, TimePoint at) = 0;
};

class CustomerStore {
public:
    CustomerStore() = default;
    CustomerStore(const CustomerStore&) = delete;
    CustomerStore& operator=(const CustomerStore&) = delete;
    virtual ~CustomerStore() = default;

    // The id of a caller's customer_id: a keyed hash, the same for ever in this workspace.
    virtual Result<CustomerId> idOf(const std::string& externalId) = 0;
    virtual Status put(const Customer& customer) = 0; // inserts or replaces
    virtual Result<std::optional<Customer>> find(const CustomerId& id) = 0;
    virtual Result<int> ticketCount(const CustomerId& id) = 0;
    // Of those that came in after `after` and not after `until`.
    virtual Result<int> ticketCount(const CustomerId& id, TimePoint after, TimePoint until) = 0;
};

// What a ticket is compared by with others that came lately. Made from the customer's words, so it is sealed.
struct StoredFingerprint {
    TicketId ticket;
    std::string modelId; // of the vector; "" without one
    TimePoint at{}; // when the ticket came in
    ReportKind report = ReportKind::Never;
    std::vector<float> vector; // empty without a model (stored at 8 bits)
    std::vector<std::uint32_t> words; // hashed
    // From the ticket's row; not for put().
    CustomerId customer;
    GroupId group; // "" = none
};

// Which tickets tell of the same, and what the next one is compared by.
class GroupStore {
public:
    GroupStore() = default;
    GroupStore(const GroupStore&) = delete;
    GroupStore& operator=(const GroupStore&) = delete;
    virtual ~GroupStore() = default;

    virtual Status put(const StoredFingerprint& fingerprint) = 0; // inserts or replaces
    // Those of tickets since `since`, newest first, at most `limit`; stops at the first error that `visit` returns.
    virtual Status each(TimePoint since, int limit, const std::function<Status(const StoredFingerprint&)>& visit) = 0;
    // Forgets fingerprints of tickets before `before`, some at a time: at most `limit`.
    virtual Status expire(TimePoint before, int limit) = 0;
    // Puts tickets into a group, which is made by it. One that is in a group already stays there.
    virtual Status join(const GroupId& group, const std::vector<TicketId>& tickets) = 0;
    // Marks a group; what was marked with more customers stays. NotFound.
    virtual Status mark(const GroupId& group, const Incident& incident) = 0;
    virtual Result<std::optional<TicketGroup>> find(const GroupId& group) = 0;
    // Forgets the ticket's fingerprint and takes it out of its group. What is not there is fine.
    virtual Status remove(const TicketId& ticket) = 0;
};

struct StoredPassage {
    Passage passage;
    std::vector<float> vector; // empty without a model
    std::vector<std::vector<float>> sentenceVectors; // by sentence; empty without a model (stored at 8 bits)
    std::string tokenVectors; // in a form of the knowledge base's own; eachPassage() leaves it out
};

// What articles said before they were changed.
class DocumentHistory {
public:
    DocumentHistory() = default;
    DocumentHistory(const DocumentHistory&) = delete;
    DocumentHistory& operator=(const DocumentHistory&) = delete;
    virtual ~DocumentHistory() = default;

    // The newest first, without the present one. Nothing for a resolution, and for an article that was removed.
    virtual Result<std::vector<Document>> formerVersions(const ArticleId& id) = 0;
};

// Which documents there are, for lists: no text is read.
class DocumentCatalogue {
public:
    DocumentCatalogue() = default;
    DocumentCatalogue(const DocumentCatalogue&) = delete;
    DocumentCatalogue& operator=(const DocumentCatalogue&) = delete;
    virtual ~DocumentCatalogue() = default;

    virtual Result<DocumentPage> page(const DocumentListing& listing) = 0;
    // Every document without body and question, and the model that embedded it, in the order of ids; stops at the first error
    // that `visit` returns.
    virtual Status eachDocument(const std::function<Status(const Document&, const std::string& modelId)>& visit) = 0;
    virtual FindingStore& findings() = 0;
};

class KnowledgeStore : public DocumentHistory, public DocumentCatalogue {
public:
    // Replaces the document and all its passages; what an article said until now becomes a former version.
    virtual Status put(const Document& document, const std::string& modelId, const std::vector<StoredPassage>& passages) = 0;
    virtual Status remove(const ArticleId& id) = 0; // NotFound
    virtual Result<std::optional<Document>> find(const ArticleId& id) = 0;
    // Content hash and embedding model of a stored document; nullopt when it is not there.
    virtual Result<std::optional<std::pair<std::string, std::string>>> version(const ArticleId& id) = 0;
    virtual Result<std::vector<StoredPassage>> passages(const std::vector<PassageId>& ids) = 0; // missing ones are left out
    // Every passage in a stable order, for building indexes; stops at the first error that `visit` returns.
    virtual Status eachPassage(const std::function<Status(const StoredPassage&)>& visit) = 0;
    virtual Result<std::vector<Document>> list() = 0; // bodies included
    // Counts up by one with every change; an index that was saved at another revision is rebuilt.
    virtual Result<std::int64_t> revision() = 0;
};

// CallHook: an approved action that a configured address carries out; takes as long as that other server does.
enum class EffectKind : std::uint8_t { SendMessage, ExecuteAction, CallHook };

// Something that must happen outside the transaction exactly once in effect: carried out by the dispatcher, which passes the
// idempotency key on.
struct Effect {
    EffectId id;
    TicketId ticket;
    EffectKind kind = EffectKind::SendMessage;
    std::string idempotencyKey; // unique; a second insert of the same key is a no-op
    std::string payload; // personal; for SendMessage the text, for ExecuteAction the action's type, for CallHook the hook's name
    int attempts = 0;
};

class Outbox {
public:
    Outbox() = default;
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;
    virtual ~Outbox() = default;

    virtual Status add(const Effect& effect) = 0;
    virtual Result<std::vector<Effect>> due(TimePoint now, int limit) = 0; // oldest first; calls of hooks are left out
    virtual Result<std::vector<Effect>> hooksDue(TimePoint now, int limit) = 0; // oldest first
    virtual Status done(const EffectId& id, TimePoint now) = 0; // NotFound; saying it twice is fine
    // Counts an attempt. Conflict when it is done already.
    virtual Status failed(const EffectId& id, TimePoint retryAt, const std::string& reason) = 0;
    virtual Result<std::vector<Effect>> ofTicket(const TicketId& id) = 0;
    // A job for WorkQueue, due at once; visible to workers when the transaction commits.
    virtual Status enqueue(const JobId& id, const TicketId& ticket, TimePoint now) = 0;
};

// A label with the vector of its ticket's text, when one was kept.
struct StoredLabel {
    CategoryLabel label;
    std::string modelId; // of the vector; "" without one
    std::vector<float> vector;
};

enum class Tagged : std::uint8_t { No, Yes };

// What people say that tickets are about, at most one label a ticket, and the tags that tickets bear. Both go with their ticket.
class LabelStore {
public:
    LabelStore() = default;
    LabelStore(const LabelStore&) = delete;
    LabelStore& operator=(const LabelStore&) = delete;
    virtual ~LabelStore() = default;

    // Inserts or replaces, but a confirmation leaves what a person set.
    virtual Status put(const CategoryLabel& label) = 0;
    virtual Result<std::optional<CategoryLabel>> find(const TicketId& ticket) = 0;
    // By ticket id, those after `after`, at most `limit`.
    virtual Result<std::vector<StoredLabel>> list(const TicketId& after, int limit) = 0;
    // Made from the customer's words, so it is sealed. Dropped when the ticket has another label by now, or none.
    virtual Status keepVector(const CategoryLabel& label, const std::string& modelId, const std::vector<float>& vector) = 0;
    // How many there are of an evidence.
    virtual Result<std::int64_t> count(LabelEvidence evidence) = 0;
    virtual Status remove(const TicketId& ticket) = 0; // what is not there is fine
    // Puts a tag on or takes it off; as it is already is fine. NotFound without its ticket.
    virtual Status setTag(const TicketId& ticket, const std::string& tag, Tagged tagged) = 0;
    virtual Result<std::vector<std::string>> tags(const TicketId& ticket) = 0; // in alphabetical order
};

// What waits for a person's decision or was decided: actions to approve, resolutions and categories to learn from.
class DecisionStore {
public:
    DecisionStore() = default;
    DecisionStore(const DecisionStore&) = delete;
    DecisionStore& operator=(const DecisionStore&) = delete;
    virtual ~DecisionStore() = default;

    virtual Status put(const Approval& approval) = 0; // inserts or replaces
    virtual Result<Approval> approval(const ApprovalId& id) = 0; // NotFound
    virtual Result<std::vector<Approval>> approvalsOf(const TicketId& id) = 0;
    // Waiting: oldest first; others: newest decision first. nullopt = decided, whichever way.
    virtual Result<std::vector<Approval>> approvals(std::optional<ApprovalState> state, int limit) = 0;
    virtual Status put(const LearningCandidate& candidate) = 0; // inserts or replaces
    virtual Result<LearningCandidate> candidate(const CandidateId& id) = 0; // NotFound
    virtual Result<std::vector<LearningCandidate>> candidates(std::optional<CandidateState> state, int limit) = 0; // newest first
    virtual LabelStore& labels() = 0;
};

struct AccessToken {
    std::string hash; // SHA-256 of the token, hex; the token itself is never stored
    Actor actor;
    TimePoint createdAt{};
    std::optional<TimePoint> revokedAt;
};

// What a repeated request with the same Idempotency-Key gets back.
struct IdempotentResponse {
    std::string requestHash; // SHA-256 of the body; another body under the same key is a Conflict
    TicketId ticket;
};

class AccessStore {
public:
    AccessStore() = default;
    AccessStore(const AccessStore&) = delete;
    AccessStore& operator=(const AccessStore&) = delete;
    virtual ~AccessStore() = default;

    virtual Status putToken(const AccessToken& token) = 0;
    virtual Result<std::optional<AccessToken>> findToken(const std::string& hash) = 0;
    virtual Result<std::vector<AccessToken>> listTokens() = 0;
    // Scoped to the actor. Keys live for 24 hours at least.
    virtual Result<std::optional<IdempotentResponse>> findResponse(const ActorId& actor, const std::string& key) = 0;
    virtual Status putResponse(const ActorId& actor, const std::string& key, const IdempotentResponse& response, TimePoint now)
        = 0;
};

class Transaction {
public:
    Transaction() = default;
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    virtual ~Transaction() = default;

    virtual TicketStore& tickets() = 0;
    virtual CustomerStore& customers() = 0;
    virtual KnowledgeStore& knowledge() = 0;
    virtual Outbox& outbox() = 0;
    virtual AuditStore& audit() = 0;
    virtual DecisionStore& decisions() = 0;
    virtual AccessStore& access() = 0;
    virtual GroupStore& groups() = 0;
    FindingStore& findings() { return knowledge().findings(); }
    LabelStore& labels() { return decisions().labels(); }
    DecisionLog& decisionLog() { return audit().decisions(); }
    EgressStore& egress() { return audit().egress(); }
    SpendStore& spend() { return audit().spend(); }
    ReviewStore& reviews() { return audit().reviews(); }
    Status enqueue(const JobId& id, const TicketId& ticket, TimePoint now) { return outbox().enqueue(id, ticket, now); }
};

struct CommittedChanges {
    std::vector<TicketId> tickets; // inserted, updated or with a new message; each once
    std::vector<TicketId> approvals; // tickets whose approvals changed
    bool knowledge = false; // a document or a candidate changed
};

class Store {
public:
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    virtual ~Store() = default;

    // Runs `work` on the one writer thread inside its own savepoint and returns when it is durable (group commit with others).
    // An error from `work` rolls back its savepoint alone. Do not call write() or read() inside `work`.
    virtual Status write(const std::function<Status(Transaction&)>& work) = 0;
    // Runs `work` against a consistent snapshot, on one of the store's few reader threads while the caller waits; changing
    // anything through it is an Internal error.
    virtual Status read(const std::function<Status(Transaction&)>& work) = 0;
    virtual WorkQueue& queue() = 0;
    // What was changed by each commit, told on the writer thread after it is durable; the listener must not block or call the
    // store. One listener; set before the first write and cleared (with {}) before it goes away.
    virtual void onCommit(std::function<void(const CommittedChanges&)> listener) = 0;
    // Quick integrity check for doctor: nullopt when all is well, else what is wrong.
    virtual Result<std::optional<std::string>> check() = 0;
};

// write()/read() for work that yields a value.
template <typename Work>
auto writeResult(Store& store, const Work& work) -> decltype(work(std::declval<Transaction&>()))
{
    using Value = typename decltype(work(std::declval<Transaction&>()))::value_type;
    std::optional<Value> value;
    TRY(store.write([&](Transaction& transaction) -> Status {
        value = TRY(work(transaction));
        return {};
    }));
    return std::move(*value);
}

template <typename Work>
auto readResult(Store& store, const Work& work) -> decltype(work(std::declval<Transaction&>()))
{
    using Value = typename decltype(work(std::declval<Transaction&>()))::value_type;
    std::optional<Value> value;
    TRY(store.read([&](Transaction& transaction) -> Status {
        value = TRY(work(transaction));
        return {};
    }));
    return std::move(*value);
}

} // namespace tandem
