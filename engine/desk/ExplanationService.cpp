#include "desk/ExplanationService.h"

#include "desk/Roles.h"
#include "pipeline/enrich/Enrich.h"

namespace tandem {

namespace {

constexpr std::size_t shownExamples = 3;

} // namespace

ExplanationService::ExplanationService(Store& store, MachineryLoader& machinery)
    : m_store(store)
    , m_machinery(machinery)
{
}

Result<Explanation> ExplanationService::explain(const Actor& actor, const TicketId& id)
{
    TRY(requireDeskPerson(actor, "How a ticket was read is shown to agents, supervisors and admins"));
    const auto enrichedTicket = TRY(enriched(m_store, id));
    const Machinery* machinery = TRY(m_machinery.ready());
    return explanationOf(*machinery, enrichedTicket.conversation, {});
}

Result<Explanation> explanationOf(const Machinery& machinery, const Conversation& conversation, std::stop_token stop)
{
    MessageVectors vectors;
    if (machinery.embedder != nullptr)
        vectors = TRY(conversationVectors(*machinery.embedder, conversation, std::move(stop)));
    const Classification classification = machinery.understanding->analyze(conversation, vectors);
    Explanation explanation = machinery.understanding->explain(conversation, vectors, classification);
    if (machinery.examples != nullptr)
        explanation.examples = machinery.examples->nearest(vectors.whole, classification.language.language, shownExamples);
    return explanation;
}

} // namespace tandem
