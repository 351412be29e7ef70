#pragma once

// The members of each desk type in JSON; see WireForm.h. The names are public.
#include "desk/Administration.h"
#include "desk/Approvals.h"
#include "desk/Conversations.h"
#include "desk/Reviews.h"
#include "desk/WireActionMembers.h"
#include "desk/WireKnowledgeMembers.h"
#include "desk/WireReader.h"
#include "desk/WireWriter.h"

namespace tandem::wire::form {

template <typename Archive>
void members(Archive& archive, Like<Incident> auto& incident)
{
    archive("customers", incident.customers);
    archive("begin", incident.begin);
    archive("end", incident.end);
}

template <typename Archive>
void members(Archive& archive, Like<TicketGroup> auto& group)
{
    archive.id("id", group.id);
    archive("size", group.size);
    archive("burst", group.incident);
    if constexpr (Archive::writes) // whether there is one, for who wants no more
        archive("incident", group.incident.has_value());
}

template <typename Archive>
void members(Archive& archive, Like<TicketSummary> auto& summary)
{
    archive.id("id", summary.id);
    archive("number", summary.number);
    archive("version", summary.version);
    archive("channel", summary.channel);
    archive("status", summary.status);
    archive("customer_name", summary.customerName);
    archive("subject", summary.subject);
    archive("preview", summary.preview);
    archive("language", summary.language);
    archive("category", summary.category);
    archive("urgency", summary.urgency);
    archive("confidence", summary.confidence);
    archive("threshold", summary.threshold);
    archive("reasons", summary.reasons);
    archive("high_stakes_action", summary.action);
    archive("team", summary.team);
    archive("assignee", summary.assignee);
    archive("group", summary.group);
    archive("unread", summary.unread);
    archive("created_at", summary.createdAt);
    archive("waiting_since", summary.waitingSince);
    archive("due_at", summary.dueAt);
}

template <typename Archive>
void members(Archive& archive, Like<InboxPage> auto& page)
{
    archive("tickets", page.tickets);
    archive("cursor", page.cursor);
    archive("total", page.total);
    archive("due", page.due);
}

template <typename Archive>
void members(Archive& archive, Like<InboxCounts> auto& counts)
{
    archive("views", counts.views);
    archive("teams", counts.teams);
    archive("unread", counts.unread);
}

template <typename Archive>
void members(Archive& archive, Like<Message> auto& message)
{
    archive.id("id", message.id);
    archive("ticket_id", message.ticket);
    archive("author", message.author);
    archive("visibility", message.visibility);
    archive("actor", message.actor);
    archive("text", message.text);
    archive("at", message.at);
}

template <typename Archive>
void members(Archive& archive, Like<Customer> auto& customer)
{
    archive("id", customer.id);
    archive("customer_id", customer.externalId);
    archive("name", customer.displayName);
    archive("email", customer.email);
    archive("tier", customer.tier);
    archive("tenure_days", customer.tenureDays);
    archive("previous_tickets", customer.previousTickets);
}

template <typename Archive>
void members(Archive& archive, Like<EscalationReason> auto& reason)
{
    archive("code", reason.code);
    archive("detail", reason.detail);
    archive("value", reason.value);
    archive("threshold", reason.threshold);
}

template <typename Archive>
void members(Archive& archive, Like<Signal> auto& signal)
{
    archive("code", signal.code);
    archive("action", signal.action);
    archive("words", signal.words);
    archive("score", signal.score);
}

template <typename Archive>
void members(Archive& archive, Like<InjectionFinding> auto& injection)
{
    archive("score", injection.score);
    archive("kinds", injection.kinds);
    archive("words", injection.words);
}

// Without personal data, whose offsets need the texts they lie in.
template <typename Archive>
void members(Archive& archive, Like<Classification> auto& classification)
{
    archive("category", classification.category);
    archive("confidence", classification.confidence);
    archive("probabilities", classification.probabilities);
    archive("urgency", classification.urgency);
    archive("urgency_score", classification.urgencyScore);
    archive("urgency_reasons", classification.urgencyReasons);
    archive("sentiment", classification.sentiment);
    archive("sentiment_score", classification.sentimentScore);
    archive("sentiment_trend", classification.sentimentTrend);
    archive("language", classification.language.language);
    archive("language_confidence", classification.language.confidence);
    archive("mixed_languages", classification.language.mixed);
    archive("high_stakes_action", classification.highStakesAction);
    archive("signals", classification.signals);
    archive("injection", classification.injection);
}

template <typename Archive>
void members(Archive& archive, Like<DraftSentence> auto& sentence)
{
    archive("text", sentence.text);
    archive("factual", sentence.factual);
    archive("supported", sentence.supported);
    archive("score", sentence.score);
    archive("reason", sentence.reason);
    archive("citations", sentence.citations);
}

template <typename Archive>
void members(Archive& archive, Like<ProposedAction> auto& action)
{
    archive("type", action.type);
    archive("state", action.state);
    archive("detail", action.detail);
}

template <typename Archive>
void members(Archive& archive, Like<Usage> auto& usage)
{
    archive("provider", usage.provider);
    archive("model", usage.model);
    archive("input_tokens", usage.inputTokens);
    archive("output_tokens", usage.outputTokens);
    archive("cost_usd", usage.costUsd);
    archive("prompt_version", usage.promptVersion);
    archive("request_id", usage.requestId);
}

template <typename Archive>
void members(Archive& archive, Like<Draft> auto& draft)
{
    archive("id", draft.id);
    archive("text", draft.text);
    archive("language", draft.language);
    archive("abstained", draft.abstained);
    archive("confidence", draft.confidence);
    archive("parts", draft.sentences);
    archive("actions", draft.actions);
    archive("usage", draft.usage);
    if constexpr (Archive::writes) {
        // The published form: where the answer comes from, and its factual sentences alone.
        archive("provider", draft.usage.provider);
        std::vector<DraftSentence> factual;
        std::ranges::copy_if(draft.sentences, std::back_inserter(factual), &DraftSentence::factual);
        archive("sentences", factual);
    }
}

// Reasons are codes here; what is behind them stands in the ticket's escalation.
template <typename Archive>
void members(Archive& archive, Like<Route> auto& route)
{
    archive("queue", route.queue);
    archive("team", route.team);
    std::vector<EscalationCode> codes;
    if constexpr (Archive::writes)
        std::ranges::transform(route.reasons, std::back_inserter(codes), &EscalationReason::code);
    archive("reasons", codes);
    if constexpr (!Archive::writes) {
        for (const EscalationCode code : codes)
            route.reasons.push_back({code, {}, {}, {}});
    }
}

template <typename Value>
struct Reasons {
    Value& reasons;
};

template <typename Archive, typename Value>
void members(Archive& archive, const Reasons<Value>& escalation)
{
    archive("reasons", escalation.reasons);
}

void completeRoute(Ticket& ticket); // its reasons in full, from the escalation

template <typename Archive>
void members(Archive& archive, Like<Ticket> auto& ticket)
{
    archive.id("id", ticket.id);
    archive("number", ticket.number);
    archive("version", ticket.version);
    archive("correlation_id", ticket.correlation);
    archive("channel", ticket.channel);
    archive("status", ticket.status);
    archive("subject", ticket.subject);
    archive("priority", ticket.priority);
    archive("metadata", RawJson{ticket.metadataJson});
    archive("classification", ticket.classification);
    Reasons escalation{ticket.escalation}; // NOLINT(misc-const-correctness): a reader fills it
    archive("escalation", escalation);
    archive("route", ticket.route);
    if constexpr (!Archive::writes)
        completeRoute(ticket);
    archive("draft", ticket.draft);
    archive("assignee", ticket.assignee);
    archive("group", ticket.group);
    archive("waiting_since", ticket.waitingSince);
    archive("due_at", ticket.dueAt);
    archive("preview", ticket.preview);
    archive("timings", ticket.timingsMs);
    archive("cost_usd", ticket.costUsd);
    archive("created_at", ticket.createdAt);
    archive("updated_at", ticket.updatedAt);
}

template <typename Archive>
void members(Archive& archive, Like<Approval> auto& approval)
{
    archive.id("id", approval.id);
    archive("ticket_id", approval.ticket);
    archive("action", approval.action);
    archive("detail", approval.detail);
    archive("state", approval.state);
    archive("amount", approval.amount);
    archive("decided_by", approval.decidedBy);
    archive("comment", approval.comment);
    archive("decided_at", approval.decidedAt);
    archive("created_at", approval.createdAt);
    archive("expires_at", approval.expiresAt);
    archive.orElse("proposal", approval.proposal); // a server of before has none of these
    archive.orElse("keys_needed", approval.keysNeeded);
    archive.orElse("keys", approval.keys);
    archive.orElse("execution", approval.execution);
    archive.orElse("execution_reason", approval.executionReason);
    archive.orElse("executed_at", approval.executedAt);
    archive.orElse("reversible_until", approval.reversibleUntil);
}

template <typename Archive>
void members(Archive& archive, Like<AuditEntry> auto& entry)
{
    archive("sequence", entry.sequence);
    archive("at", entry.at);
    archive("actor", entry.actor);
    archive("action", entry.action);
    archive("subject", entry.subject);
    archive("detail", entry.detail);
    archive("hash", entry.hash);
}

template <typename Archive>
void members(Archive& archive, Like<ApprovalCard> auto& card)
{
    archive("approval", card.approval);
    archive("ticket_number", card.ticketNumber);
    archive("subject", card.subject);
    archive("customer", card.customer);
    archive("trail", card.trail);
    archive("names", card.names);
    archive("trail_intact", card.trailIntact);
    archive("may_decide", card.mayDecide);
    archive("why_not", card.whyNot);
    archive.orElse("titles", card.titles);
}

template <typename Archive>
void members(Archive& archive, Like<LearningCandidate> auto& candidate)
{
    archive.id("id", candidate.id);
    archive("ticket_id", candidate.ticket);
    archive("subject", candidate.subject);
    archive("question", candidate.question);
    archive("resolution", candidate.resolution);
    archive("category", candidate.category);
    archive("language", candidate.language);
    archive("state", candidate.state);
    archive("article_id", candidate.article);
    archive("proposed_by", candidate.proposedBy);
    archive("decided_by", candidate.decidedBy);
    archive("created_at", candidate.createdAt);
    archive("decided_at", candidate.decidedAt);
    archive.orElse("rests_on", candidate.restsOn); // a server of before has neither
    archive.orElse("obstacle", candidate.obstacle);
}

template <typename Archive>
void members(Archive& archive, Like<AutoSendState> auto& state)
{
    archive("category", state.category);
    archive("provider", state.provider);
    archive("reviewed", state.figures.reviewed);
    archive("wrong", state.figures.wrong);
    archive("proven", state.proven);
    archive("bound", state.bound);
    archive("confidence", state.confidence);
    archive("missing", state.missing);
    archive("on", state.isOn);
    archive("unlocked", state.isUnlocked);
}

template <typename Archive>
void members(Archive& archive, Like<ReplyCheck> auto& check)
{
    archive("sentences", check.sentences);
}

template <typename Archive>
void members(Archive& archive, Like<Person> auto& person)
{
    archive.id("id", person.id);
    archive("role", person.role);
    archive("name", person.name);
}

template <typename Archive>
void members(Archive& archive, Like<Actor> auto& actor)
{
    archive.id("id", actor.id);
    archive("role", actor.role);
    archive("name", actor.displayName);
    archive("customer", actor.customer);
}

} // namespace tandem::wire::form
