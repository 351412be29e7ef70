#include "pipeline/Pipeline.h"

#include "base/Json.h"
#include "pipeline/AskedText.h"
#include "pipeline/Decisions.h"
#include "pipeline/EarlierReading.h"
#include "pipeline/EscalationReasons.h"
#include "pipeline/PolicyText.h"
#include "pipeline/act/Act.h"
#include "pipeline/enrich/Enrich.h"
#include "pipeline/group/GroupTicket.h"
#include "pipeline/retrieve/Retrieve.h"
#include "pipeline/understand/NewestText.h"
#include "pipeline/validate/AskedTime.h"
#include "pipeline/validate/Validate.h"

#include <algorithm>

namespace tandem {

Pipeline::Pipeline(PipelineParts parts, Policy policy, Milliseconds stageDeadline)
    : m_parts(parts)
    , m_policy(std::move(policy))
    , m_policyText(policyText(m_policy))
    , m_stageDeadline(stageDeadline)
    , m_stages(parts.metrics, parts.clock, stageDeadline)
{
}

Result<TicketStatus> Pipeline::handle(const TicketId& id, std::stop_token stop)
{
    const auto begin = m_parts.clock.steady();
    StageTrace trace;
    auto enriched
        = TRY(m_stages.run("enrich", trace, stop, [&](const std::stop_token&) { return tandem::enriched(m_parts.store, id); }));
    const TicketStatus found = enriched.ticket.status;
    if (found != TicketStatus::Received && found != TicketStatus::Processing)
        return found;
    trace.correlation = enriched.ticket.correlation;
    DraftTelling telling(m_parts.drafts, id);
    trace.telling = &telling;
    const DecisionBasis basis = this->basis();
    auto consideration = TRY(consider(enriched.conversation, trace, stop));
    TRY(m_stages.run("group", trace, stop, [&](const std::stop_token&) -> Status {
        group(enriched, consideration);
        return {};
    }));
    TRY(m_stages.run("act", trace, stop, [&](const std::stop_token&) -> Status {
        return finish({m_parts.store, m_parts.templates, m_policy, basis}, enriched, consideration, trace, m_parts.clock.now());
    }));
    if (consideration.grouping)
        m_parts.recent->settled(*consideration.grouping);
    report(enriched, trace, begin);
    return enriched.ticket.status;
}

Result<Consideration> Pipeline::consider(const Conversation& conversation, StageTrace& trace, std::stop_token stop)
{
    auto consideration = TRY(understand(conversation, trace, stop));
    // A ticket for a person gets evidence and a draft too: they help whoever answers.
    TRY(m_stages.run(
        "retrieve", trace, stop, [&](const std::stop_token& token) { return retrieve(conversation, consideration, "", token); }));
    // Who floods the desk gets no paid answers.
    const bool mayCost = m_parts.composer == nullptr || !isRateLimited(consideration.inputs, m_policy);
    LanguageModel& writer = mayCost ? m_parts.languageModel : *m_parts.composer;
    const auto begin = m_parts.clock.steady();
    double strength = TRY(answer(writer, conversation, consideration, trace, stop));
    if (mayCost && m_parts.composer != nullptr)
        TRY(revise(writer, conversation, consideration, strength, begin, trace, stop));
    if (m_parts.composer != nullptr && isGroundless(consideration.draft))
        strength = TRY(answer(*m_parts.composer, conversation, consideration, trace, stop));
    consideration.inputs.draft = meritOf(consideration.draft, consideration.evidence.evidence, strength);
    consideration.inputs.isWishNew = consideration.wish.isNew;
    consideration.outcome = decide(consideration.inputs, m_policy);
    return consideration;
}

Result<Consideration> Pipeline::understand(const Conversation& conversation, StageTrace& trace, std::stop_token stop)
{
    auto consideration = TRY(m_stages.run("understand", trace, stop, [&](const std::stop_token& token) -> Result<Consideration> {
        Consideration consideration;
        consideration.text = classificationText(conversation);
        consideration.asked = askedText(conversation, consideration.text, m_parts.templates);
        MessageVectors vectors;
        if (m_parts.embedder != nullptr)
            vectors = TRY(conversationVectors(*m_parts.embedder, conversation, token));
        consideration.vector = vectors.whole;
        consideration.classification = m_parts.understanding.analyze(conversation, vectors);
        if (conversation.category) {
            consideration.classification.category = *conversation.category;
            consideration.classification.confidence = 1;
        }
        consideration.inputs = inputsOf(consideration.classification, conversation);
        return consideration;
    }));
    TRY(m_stages.run("route", trace, stop, [&](const std::stop_token&) -> Status {
        consideration.outcome = decide(consideration.inputs, m_policy);
        return {};
    }));
    return consideration;
}

DecisionBasis Pipeline::basis() const
{
    std::map<std::string, std::string> models = m_parts.understanding.fingerprints();
    models["embedder"] = m_parts.embedder == nullptr ? "" : m_parts.embedder->modelId();
    models["language_model"] = m_parts.languageModel.provider();
    models["program"] = TANDEM_VERSION;
    return {m_policyText, toText(Json(models))};
}

Status Pipeline::retrieve(
    const Conversation& conversation, Consideration& consideration, const std::string& reply, std::stop_token stop)
{
    SearchQuery query;
    query.text = consideration.asked;
    query.count = 8;
    query.queryLanguage = consideration.classification.language.language;
    query.today = m_parts.clock.now();
    // For what was bought in July the rules of July hold.
    query.now = askedTime(conversation.text, *query.queryLanguage, *query.today).value_or(*query.today);
    query.reader = readerOf(conversation.customer);
    if (consideration.asked == consideration.text)
        query.vector = consideration.vector;
    if (query.text.empty())
        return {};
    auto questions = questionsOf(conversation, *query.queryLanguage);
    if (!reply.empty())
        questions.push_back(reply);
    consideration.evidence = TRY(retrieved(m_parts.knowledge, query, questions, stop));
    return {};
}

namespace {

// Everything of a conversation that its customer knows already.
std::vector<std::string_view> textsOf(const Conversation& conversation)
{
    std::vector<std::string_view> texts{conversation.subject, conversation.text, conversation.customer.displayName};
    for (const Message& message : conversation.history)
        texts.emplace_back(message.text);
    return texts;
}

// What of a checked draft may not be sent: nothing else of it holds, or it could not be taken out.
DraftRevision revisionOf(const Draft& draft)
{
    DraftRevision revision{draft.text, {}};
    for (const DraftSentence& sentence : draft.sentences) {
        if (!draft.abstained && sentence.factual && !sentence.supported)
            revision.refused.emplace_back(sentence.text, sentence.reason);
    }
    return revision;
}

// What another request took too.
void add(const Usage& other, Usage& usage)
{
    usage.inputTokens += other.inputTokens;
    usage.outputTokens += other.outputTokens;
    usage.costUsd += other.costUsd;
}

// Said once, whoever of the writers gave cause to it; the sentence itself may be gone by now.
void addUnsafe(const std::vector<DraftFinding>& findings, DecisionInputs& inputs)
{
    const auto severe = std::ranges::find_if(findings, isSevere, &DraftFinding::fault);
    if (severe != findings.end()
        && std::ranges::find(inputs.signals, EscalationCode::UnsafeContent, &Signal::code) == inputs.signals.end())
        inputs.signals.push_back({EscalationCode::UnsafeContent, HighStakesAction::None, severe->reason, 1});
}

} // namespace

Status Pipeline::check(
    const Conversation& conversation, Consideration& consideration, StageTrace& trace, const std::stop_token& stop)
{
    const auto findings = TRY(m_stages.run("validate", trace, stop, [&](const std::stop_token& token) {
        return validate({m_parts.grounding, m_parts.templates, consideration.asked, textsOf(conversation), m_parts.rules},
            consideration.evidence, consideration.draft, token);
    }));
    addUnsafe(findings, consideration.inputs);
    return {};
}

Result<std::vector<DraftSentence>> Pipeline::checkReply(
    const Conversation& conversation, const std::string& reply, const std::stop_token& stop)
{
    StageTrace trace;
    Consideration consideration = TRY(understand(conversation, trace, stop));
    TRY(retrieve(conversation, consideration, reply, stop));
    return checkedReply({m_parts.grounding, m_parts.templates, consideration.text, textsOf(conversation), m_parts.rules},
        consideration.evidence, reply, m_parts.understanding.detectLanguage(reply).language, stop);
}

Status Pipeline::revise(LanguageModel& writer, const Conversation& conversation, Consideration& consideration, double& strength,
    std::chrono::steady_clock::time_point begin, StageTrace& trace, const std::stop_token& stop)
{
    DraftRevision revision = revisionOf(consideration.draft);
    // What the composer wrote is quoted: whoever failed before it would fail again.
    const bool isComposed = consideration.draft.usage.provider == m_parts.composer->provider();
    if (revision.refused.empty() || isComposed || 2 * (m_parts.clock.steady() - begin) > m_stageDeadline)
        return {};
    Consideration again = consideration;
    const Status written = m_stages.run("draft", trace, stop, [&](const std::stop_token& token) {
        return writeDraft(writer, conversation, again, nullptr, token, std::move(revision));
    });
    // No money, no time, no answer: the first draft is what there is.
    if (!written)
        return stop.stop_requested() ? written : Status();
    const Usage first = consideration.draft.usage;
    add(again.draft.usage, consideration.draft.usage);
    add(first, again.draft.usage);
    const double anew = draftStrength(again.evidence.evidence, again.draft);
    if (const Status checked = check(conversation, again, trace, stop); !checked)
        return stop.stop_requested() ? checked : Status();
    consideration.inputs.signals = again.inputs.signals;
    if (again.draft.abstained || !revisionOf(again.draft).refused.empty())
        return {};
    consideration.draft = std::move(again.draft);
    strength = anew;
    return {};
}

Result<double> Pipeline::answer(LanguageModel& writer, const Conversation& conversation, Consideration& consideration,
    StageTrace& trace, const std::stop_token& stop)
{
    TRY(m_stages.run("draft", trace, stop,
        [&](const std::stop_token& token) { return writeDraft(writer, conversation, consideration, trace.telling, token); }));
    const double strength = draftStrength(consideration.evidence.evidence, consideration.draft);
    TRY(check(conversation, consideration, trace, stop));
    return strength;
}

Status Pipeline::writeDraft(LanguageModel& writer, const Conversation& conversation, Consideration& consideration,
    DraftTelling* telling, std::stop_token stop, std::optional<DraftRevision> revision)
{
    DraftRequest request;
    request.question = consideration.asked;
    request.message = writtenText(conversation.subject, conversation.text);
    request.history = conversation.history;
    request.language = consideration.classification.language.language;
    request.customerName = conversation.customer.displayName;
    request.passages = consideration.evidence.passages;
    request.evidence = consideration.evidence.evidence;
    request.tier = conversation.customer.tier;
    request.earlierTickets = conversation.earlierTickets;
    request.mood = consideration.classification.sentiment;
    request.ticket = conversation.ticket;
    request.revision = std::move(revision);
    if (telling != nullptr && !telling->isSilent()) {
        telling->startOver(); // after a writer whose draft was not used
        request.onText = [telling](std::string_view text) { telling->write(text); };
        request.startsOver = [telling] { telling->startOver(); };
    }
    consideration.draft = TRY(writer.draft(request, stop));
    consideration.draft.actions = proposedActions(consideration.classification);
    for (const ProposedAction& action : consideration.draft.actions)
        consideration.wish = wishIn(conversation, action.detail, request.language);
    return {};
}

void Pipeline::group(const EnrichedTicket& enriched, Consideration& consideration) const
{
    // A ticket that was part of a burst stays part of it when the customer writes again.
    consideration.inputs.incident = earlierIncident(enriched.ticket);
    if (m_parts.recent == nullptr || enriched.ticket.classification)
        return;
    consideration.grouping = grouped(*m_parts.recent, enriched, consideration);
    if (consideration.grouping->burst)
        consideration.inputs.incident = incidentReason(*consideration.grouping->burst);
}

Status Pipeline::giveUp(const TicketId& id, const Error& error)
{
    return escalateFailed({m_parts.store, m_parts.templates, m_policy, basis()}, id, error, m_parts.clock.now());
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
