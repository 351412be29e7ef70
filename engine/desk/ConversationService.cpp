#include "desk/ConversationService.h"

#include "base/Random.h"
#include "desk/DraftFate.h"
#include "desk/LearnedStanding.h"
#include "desk/Proposal.h"
#include "desk/ReviewService.h"
#include "desk/Roles.h"
#include "desk/TicketViews.h"
#include "operations/OutboxDispatcher.h"
#include "pipeline/act/WaitingApprovals.h"
#include "pipeline/ingest/Ingest.h"
#include "privacy/Seal.h"

#include <algorithm>

namespace tandem {

namespace {

constexpr std::size_t longestText = 100000; // code points
constexpr std::size_t longestKey = 255; // bytes
constexpr const char* whoWorks = "Tickets are worked on by agents, supervisors and admins";

Status checkKey(const std::string& key)
{
    if (key.empty() || key.size() > longestKey)
        return failure(ErrorCode::InvalidArgument, "A message needs an idempotency key of 1 to 255 bytes");
    return {};
}

// The same for the same actor, ticket and key: what is sent twice is one message.
std::string effectKey(std::string_view kind, const Actor& actor, const TicketId& ticket, const std::string& key)
{
    const std::string joined = std::to_string(actor.id.value().size()) + ":" + actor.id.value() + ticket.value() + " " + key;
    return std::string(kind) + ":" + sha256Hex(joined).substr(0, 32);
}

// The message that was written under this id before; Conflict when it says something else.
Result<std::optional<Message>> earlierMessage(Transaction& transaction, const Message& wanted)
{
    const auto messages = TRY(transaction.tickets().messages(wanted.ticket));
    const auto found = std::ranges::find(messages, wanted.id, &Message::id);
    if (found == messages.end())
        return std::nullopt;
    if (found->text != wanted.text)
        return failure(ErrorCode::Conflict, "This idempotency key was used for another text; use a new key for a new message");
    return *found;
}

Status checkNotClosed(const Ticket& ticket)
{
    if (ticket.status != TicketStatus::Closed)
        return {};
    return failure(ErrorCode::Conflict, "Ticket " + ticket.id.value() + " is closed; open a new one");
}

Status checkNothingWaits(Transaction& transaction, const Ticket& ticket, TimePoint now)
{
    if (!TRY(hasWaitingApproval(transaction, ticket.id, now)))
        return {};
    return failure(ErrorCode::Conflict,
        "An action on ticket " + ticket.id.value() + " still waits for a decision; approve or reject it first");
}

bool isThen(TicketStatus status)
{
    return status == TicketStatus::Pending || status == TicketStatus::Escalated || status == TicketStatus::Resolved;
}

// What became of the draft, for judging drafts later: "draft <id> as_written".
std::string fateOf(const std::optional<Draft>& draft, const Reply& reply, const std::string& text)
{
    if (!draft || reply.draft.empty() || draft->id != reply.draft)
        return "by_hand";
    return "draft " + draft->id.value() + (draft->text == text ? " as_written" : " edited");
}

} // namespace

ConversationService::ConversationService(
    Store& store, const Clock& clock, WakeUp& work, WakeUp& outbox, const DeskPhrases& phrases, const Policy& policy)
    : m_store(store)
    , m_clock(clock)
    , m_work(work)
    , m_outbox(outbox)
    , m_phrases(phrases)
    , m_policy(policy)
{
}

Result<TicketView> ConversationService::ticket(const Actor& actor, const TicketId& id)
{
    return readResult(m_store, [&](Transaction& transaction) -> Result<TicketView> {
        TicketView view = TRY(viewOf(transaction, actor, id, m_clock.now()));
        if (isDeskPerson(actor.role))
            view.autoSend = TRY(autoSendOf(transaction, view.ticket, m_policy.autoSend));
        return view;
    });
}

Result<Message> ConversationService::reply(const Actor& actor, const TicketId& id, const Reply& reply)
{
    TRY(checkKey(reply.idempotencyKey));
    if (!isThen(reply.then))
        return failure(ErrorCode::InvalidArgument, "After a reply a ticket is pending, escalated or resolved");
    Message message;
    message.ticket = id;
    message.text = TRY(normalisedText(reply.text, "text", longestText));
    message.id = messageIdOf(effectKey("reply", actor, id, reply.idempotencyKey));
    message.at = m_clock.now();
    auto sent = TRY(writeResult(m_store, [&](Transaction& transaction) -> Result<Message> {
        Ticket ticket = TRY(visibleTicket(transaction, actor, id));
        if (auto earlier = TRY(earlierMessage(transaction, message)))
            return *earlier;
        TRY(checkNotClosed(ticket));
        return actor.role == Role::Customer ? followUp(transaction, actor, std::move(ticket), message)
                                            : answer(transaction, actor, std::move(ticket), reply, message);
    }));
    (actor.role == Role::Customer ? m_work : m_outbox).notify();
    return sent;
}

// The message stands in the conversation at once; its effect is what carries it out of the house where a channel needs that.
Result<Message> ConversationService::answer(
    Transaction& transaction, const Actor& actor, Ticket ticket, const Reply& reply, Message message) const
{
    const TimePoint now = m_clock.now();
    const bool waits = TRY(hasWaitingApproval(transaction, ticket.id, now));
    if (reply.then == TicketStatus::Resolved)
        TRY(checkNothingWaits(transaction, ticket, now));
    message.author = Author::Agent;
    message.actor = actor.id;
    message.restsOn = evidenceOf(ticket.draft, reply.draft, message.text);
    TRY(transaction.tickets().append(message));
    TRY(review(transaction, actor, ticket, message));
    Effect effect;
    effect.id = EffectId(newUlid(now));
    effect.ticket = ticket.id;
    effect.idempotencyKey = message.id.value().substr(messageIdOf("").value().size());
    effect.payload = message.text;
    TRY(transaction.outbox().add(effect));
    ticket.status = waits ? TicketStatus::AwaitingApproval : reply.then;
    if (ticket.assignee.empty() && isDeskPerson(actor.role))
        ticket.assignee = actor.id;
    endWaiting(ticket);
    TRY(update(transaction, ticket));
    if (ticket.status == TicketStatus::Resolved)
        TRY(confirmCategory(transaction, actor, ticket));
    TRY(audit(transaction, actor, ticket.id, "ticket.replied",
        std::string(name(ticket.status)) + " " + fateOf(ticket.draft, reply, message.text)));
    return message;
}

// The first answer tells what a draft was worth. One that went out by itself is reviewed only by who says that it is wrong.
Status ConversationService::review(Transaction& transaction, const Actor& actor, const Ticket& ticket, const Message& sent) const
{
    if (!isDeskPerson(actor.role) || !ticket.draft || ticket.draft->abstained || ticket.status == TicketStatus::Answered)
        return {};
    if (TRY(transaction.reviews().find(ticket.draft->id)))
        return {};
    const DraftFate fate = fateOf(*ticket.draft, sent.text);
    DraftReview review = reviewOf(ticket);
    review.verdict = fate.verdict;
    review.changed = fate.changed;
    review.actor = actor.id;
    review.at = m_clock.now();
    return transaction.reviews().put(review);
}

Result<Message> ConversationService::followUp(Transaction& transaction, const Actor& actor, Ticket ticket, Message message) const
{
    message.author = Author::Customer;
    TRY(transaction.tickets().append(message));
    const auto customer = TRY(transaction.customers().find(ticket.customer));
    ticket.status = TicketStatus::Received;
    ticket.preview = previewOf(message.text);
    startWaiting(ticket, message.at, customer ? customer->tier : std::nullopt, m_policy.responseTimes);
    TRY(update(transaction, ticket));
    TRY(transaction.enqueue(JobId(newUlid(message.at)), ticket.id, message.at));
    TRY(audit(transaction, actor, ticket.id, "ticket.customer_replied", ""));
    return message;
}

Result<Message> ConversationService::note(const Actor& actor, const TicketId& id, const std::string& text, const std::string& key)
{
    TRY(requireDeskPerson(actor, whoWorks));
    TRY(checkKey(key));
    Message message;
    message.ticket = id;
    message.text = TRY(normalisedText(text, "text", longestText));
    message.id = messageIdOf(effectKey("note", actor, id, key));
    message.author = Author::Agent;
    message.actor = actor.id;
    message.visibility = Visibility::Internal;
    message.at = m_clock.now();
    return writeResult(m_store, [&](Transaction& transaction) -> Result<Message> {
        TRY(visibleTicket(transaction, actor, id));
        if (auto earlier = TRY(earlierMessage(transaction, message)))
            return *earlier;
        TRY(transaction.tickets().append(message));
        TRY(audit(transaction, actor, id, "ticket.noted", message.id.value()));
        return message;
    });
}

Status ConversationService::assign(const Actor& actor, const TicketId& id, const std::optional<ActorId>& assignee)
{
    TRY(requireDeskPerson(actor, whoWorks));
    return m_store.write([&](Transaction& transaction) -> Status {
        Ticket ticket = TRY(visibleTicket(transaction, actor, id));
        const auto tokens = TRY(transaction.access().listTokens());
        const bool exists = !assignee || *assignee == actor.id || std::ranges::any_of(tokens, [&](const AccessToken& token) {
            return token.actor.id == *assignee && !token.revokedAt && isDeskPerson(token.actor.role);
        });
        if (!exists)
            return failure(ErrorCode::NotFound, "Nobody at the desk is " + assignee->value());
        const ActorId wanted = assignee.value_or(ActorId());
        if (ticket.assignee == wanted)
            return {};
        ticket.assignee = wanted;
        TRY(update(transaction, ticket));
        return audit(transaction, actor, id, "ticket.assigned", wanted.empty() ? "nobody" : wanted.value());
    });
}

Status ConversationService::setCategory(const Actor& actor, const TicketId& id, Category category)
{
    TRY(requireDeskPerson(actor, whoWorks));
    return m_store.write([&](Transaction& transaction) -> Status {
        Ticket ticket = TRY(visibleTicket(transaction, actor, id));
        if (!ticket.classification)
            return failure(ErrorCode::Conflict,
                "The engine has not read ticket " + id.value() + " yet; set its category when it has one to correct");
        const Category before = ticket.classification->category;
        ticket.classification->category = category;
        ticket.classification->confidence = 1;
        const auto teamBefore = m_policy.teams.find(before);
        const auto team = m_policy.teams.find(category);
        const bool hadItsTeam = teamBefore != m_policy.teams.end() && ticket.route && ticket.route->team == teamBefore->second;
        if (hadItsTeam && team != m_policy.teams.end())
            ticket.route->team = team->second;
        TRY(update(transaction, ticket));
        TRY(transaction.labels().put({id, category, LabelEvidence::Set, actor.id, m_clock.now()}));
        return audit(transaction, actor, id, "ticket.categorised", std::string(name(before)) + " " + std::string(name(category)));
    });
}

// Weaker than a choice: the category may not have been looked at.
Status ConversationService::confirmCategory(Transaction& transaction, const Actor& actor, const Ticket& ticket) const
{
    if (!ticket.classification || !isDeskPerson(actor.role))
        return {};
    return transaction.labels().put(
        {ticket.id, ticket.classification->category, LabelEvidence::Confirmed, actor.id, m_clock.now()});
}

Result<CandidateId> ConversationService::resolve(const Actor& actor, const TicketId& id, Learn learn)
{
    TRY(requireDeskPerson(actor, whoWorks));
    return writeResult(m_store, [&](Transaction& transaction) -> Result<CandidateId> {
        Ticket ticket = TRY(visibleTicket(transaction, actor, id));
        TRY(checkNotClosed(ticket));
        TRY(checkNothingWaits(transaction, ticket, m_clock.now()));
        if (ticket.status != TicketStatus::Resolved) {
            ticket.status = TicketStatus::Resolved;
            endWaiting(ticket);
            TRY(update(transaction, ticket));
            TRY(confirmCategory(transaction, actor, ticket));
            TRY(audit(transaction, actor, id, "ticket.resolved", ""));
        }
        if (learn == Learn::No)
            return CandidateId();
        return propose(transaction, actor, ticket);
    });
}

Result<CandidateId> ConversationService::propose(Transaction& transaction, const Actor& actor, const Ticket& ticket) const
{
    auto candidate = TRY(proposalFor(transaction, ticket, actor, m_phrases, m_clock.now()));
    if (!candidate)
        return CandidateId();
    const auto known = transaction.decisions().candidate(candidate->id);
    if (known) // the same answer was proposed, and perhaps decided, before
        return candidate->id;
    if (known.error().code != ErrorCode::NotFound)
        return std::unexpected(known.error());
    TRY(transaction.decisions().put(*candidate));
    TRY(audit(transaction, actor, ticket.id, "learning.proposed", candidate->id.value()));
    return candidate->id;
}

Status ConversationService::reopen(const Actor& actor, const TicketId& id)
{
    TRY(requireDeskPerson(actor, whoWorks));
    return m_store.write([&](Transaction& transaction) -> Status {
        Ticket ticket = TRY(visibleTicket(transaction, actor, id));
        if (ticket.status != TicketStatus::Resolved && ticket.status != TicketStatus::Closed)
            return {};
        ticket.status = TicketStatus::Escalated; // with the desk's people
        TRY(update(transaction, ticket));
        return audit(transaction, actor, id, "ticket.reopened", "");
    });
}

Status ConversationService::markSeen(const Actor& actor, const TicketId& id)
{
    TRY(requireDeskPerson(actor, whoWorks));
    return m_store.write([&](Transaction& transaction) -> Status {
        TRY(visibleTicket(transaction, actor, id));
        return transaction.tickets().markSeen(id, actor.id, m_clock.now());
    });
}

Status ConversationService::update(Transaction& transaction, Ticket& ticket) const
{
    ticket.updatedAt = m_clock.now();
    return transaction.tickets().update(ticket);
}

Status ConversationService::audit(
    Transaction& transaction, const Actor& actor, const TicketId& id, std::string action, std::string detail) const
{
    return transaction.audit().append({0, m_clock.now(), actor.id, std::move(action), id.value(), std::move(detail), ""});
}

} // namespace tandem
