#include "pipeline/Pipeline.h"

#include "pipeline/act/Act.h"
#include "pipeline/enrich/Enrich.h"
#include "pipeline/group/GroupTicket.h"
#include "pipeline/retrieve/Retrieve.h"
#include "pipeline/route/Decisions.h"
#include "pipeline/validate/Validate.h"

namespace tandem {

Pipeline::Pipeline(PipelineParts parts, Policy policy, Milliseconds stageDeadline)
    : m_parts(parts)
    , m_policy(std::move(policy))
    , m_stages(parts.metrics, parts.clock, stageDeadline)
{
}

Result<TicketStatus> Pipeline::handle(const TicketId& id, std::stop_token stop)
{
    const auto begin = m_parts.clock.steady();
    StageTrace trace;
    auto enriched = TRY(m_stages.run("enrich", trace, stop, [&](const std::stop_token&) {
        return tandem::enriched(m_parts.store, id, m_parts.clock.now(), m_policy.ticketsPerCustomerHour);
    }));
    const TicketStatus found = enriched.ticket.status;
    if (found != TicketStatus::Received && found != TicketStatus::Processing)
        return found;
    trace.correlation = enriched.ticket.correlation;
    auto consideration = TRY(consider(enriched.conversation, trace, stop));
    if (enriched.rateLimited)
        conclude(consideration, {rateLimitReason(m_policy)});
    TRY(m_stages.run("group", trace, stop, [&](const std::stop_token&) -> Status {
        group(enriched, consideration);
        return {};
    }));
    TRY(m_stages.run("act", trace, stop, [&](const std::stop_token&) -> Status {
        return finish({m_parts.store, m_parts.templates, m_policy}, enriched, consideration, trace, m_parts.clock.now());
    }));
    if (consideration.grouping)
        m_parts.recent->settled(*consideration.grouping);
    report(enriched, trace, begin);
    return enriched.ticket.status;
}

Result<Consideration> Pipeline::consider(const Conversation& conversation, StageTrace& trace, std::stop_token stop)
{
    auto consideration = TRY(understand(conversation, trace, stop));
    TRY(m_stages.run("route", trace, stop, [&](const std::stop_token&) -> Status {
        consideration.route = decidedRoute(m_policy, consideration.classification, consideration.reasons);
        return {};
    }));
    // A ticket for a person gets evidence and a draft too: they help whoever answers.
    TRY(m_stages.run(
        "retrieve", trace, stop, [&](const std::stop_token& token) { return retrieve(conversation, consideration, token); }));
    TRY(m_stages.run(
        "draft", trace, stop, [&](const std::stop_token& token) { return writeDraft(conversation, consideration, token); }));
    TRY(m_stages.run("validate", trace, stop, [&](const std::stop_token& token) {
        return validate(m_parts.grounding, consideration.evidence, consideration.draft, token);
    }));
    conclude(consideration, draftReasons(m_policy, consideration.draft));
    return consideration;
}

Result<Consideration> Pipeline::understand(const Conversation& conversation, StageTrace& trace, std::stop_token stop)
{
    return m_stages.run("understand", trace, stop, [&](const std::stop_token& token) -> Result<Consideration> {
        Consideration consideration;
        consideration.text = classificationText(conversation);
        MessageVectors vectors;
        if (m_parts.embedder != nullptr)
            vectors = TRY(conversationVectors(*m_parts.embedder, conversation, token));
        consideration.vector = vectors.whole;
        consideration.classification = m_parts.understanding.analyze(conversation, vectors);
        if (conversation.category) {
            consideration.classification.category = *conversation.category;
            consideration.classification.confidence = 1;
        }
        consideration.reasons
            = m_parts.understanding.escalationReasons(consideration.classification, conversation, m_policy.understanding);
        return consideration;
    });
}

void Pipeline::conclude(Consideration& consideration, std::vector<EscalationReason> further) const
{
    for (EscalationReason& reason : further)
        consideration.reasons.push_back(std::move(reason));
    consideration.route = decidedRoute(m_policy, consideration.classification, consideration.reasons);
    consideration.status = decidedStatus(consideration.reasons, consideration.draft.actions);
}

Status Pipeline::retrieve(const Conversation& conversation, Consideration& consideration, std::stop_token stop)
{
    SearchQuery query;
    query.text = consideration.text;
    query.count = 8;
    query.queryLanguage = consideration.classification.language.language;
    query.now = m_parts.clock.now();
    query.vector = consideration.vector;
    if (query.text.empty())
        return {};
    const auto questions = questionsOf(conversation, *query.queryLanguage);
    consideration.evidence = TRY(retrieved(m_parts.knowledge, query, questions, stop));
    return {};
}

Status Pipeline::writeDraft(const Conversation& conversation, Consideration& consideration, std::stop_token stop)
{
    DraftRequest request;
    request.question = consideration.text;
    request.history = conversation.history;
    request.language = consideration.classification.language.language;
    request.customerName = conversation.customer.displayName;
    request.passages = consideration.evidence.passages;
    request.evidence = consideration.evidence.evidence;
    consideration.draft = TRY(m_parts.languageModel.draft(request, stop));
    consideration.draft.actions = proposedActions(consideration.classification);
    for (const ProposedAction& action : consideration.draft.actions)
        consideration.wish = wishIn(conversation, action.detail, request.language);
    return {};
}

void Pipeline::group(const EnrichedTicket& enriched, Consideration& consideration) const
{
    // A ticket that was part of a burst stays part of it when the customer writes again.
    if (const auto earlier = earlierIncident(enriched.ticket))
        conclude(consideration, {*earlier});
    if (m_parts.recent == nullptr || enriched.ticket.classification)
        return;
    consideration.grouping = grouped(*m_parts.recent, enriched, consideration);
    if (consideration.grouping->burst)
        conclude(consideration, {incidentReason(*consideration.grouping->burst)});
}

Status Pipeline::giveUp(const TicketId& id, const Error& error)
{
    return escalateFailed({m_parts.store, m_parts.templates, m_policy}, id, error, m_parts.clock.now());
}

void Pipeline::report(const EnrichedTicket& enriched, const StageTrace& trace, std::chrono::steady_clock::time_point begin) const
{
    const Ticket& ticket = enriched.ticket;
    const std::chrono::duration<double> took = m_parts.clock.steady() - begin;
    const Usage usage = ticket.draft ? ticket.draft->usage : Usage{};
    m_parts.metrics.count(
        "tandem_tickets_total", {{"status", name(ticket.status)}, {"category", name(ticket.classification->category)}}, 1);
    m_parts.metrics.observe("tandem_ticket_seconds", {}, took.count());
    log::info("ticket_processed",
        {{"ticket_id", ticket.id}, {"correlation_id", trace.correlation}, {"customer_id", ticket.customer},
            {"category", log::Word::ofEnum(name(ticket.classification->category))},
            {"confidence", ticket.draft ? ticket.draft->confidence : 0.0},
            {"resolution_method", log::Word::ofEnum(name(ticket.status))}, {"processing_time_ms", took.count() * 1000},
            {"llm_tokens_used", usage.inputTokens + usage.outputTokens}, {"cost_usd", ticket.costUsd}});
}

} // namespace tandem
