#include "desk/ReviewService.h"

#include "desk/DraftFate.h"
#include "desk/Roles.h"
#include "desk/TicketViews.h"
#include "pipeline/AutoSend.h"
#include "pipeline/enrich/Enrich.h"
#include "pipeline/ingest/Ingest.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tandem {

namespace {

constexpr const char* whoReviews = "Drafts are reviewed by agents, supervisors and admins";
constexpr std::size_t longestChecked = 20000; // code points

Result<AutoSendState> stateOf(
    Transaction& transaction, Category category, const std::string& provider, const AutoSendRules& rules)
{
    const ReviewFigures figures = TRY(transaction.reviews().figures({category, provider, rules.confidence}, reviewsThatCount));
    return autoSendState(category, provider, figures, rules);
}

} // namespace

ReviewService::ReviewService(
    Store& store, MachineryLoader& machinery, const Clock& clock, AutoSendRules rules, std::string writer)
    : m_store(store)
    , m_machinery(machinery)
    , m_clock(clock)
    , m_rules(rules)
    , m_writer(std::move(writer))
{
}

Status ReviewService::reject(const Actor& actor, const TicketId& id, const DraftId& draft, std::optional<DraftFault> fault)
{
    TRY(requireDeskPerson(actor, whoReviews));
    return m_store.write([&](Transaction& transaction) -> Status {
        const Ticket ticket = TRY(visibleTicket(transaction, actor, id));
        if (!ticket.draft || ticket.draft->id != draft)
            return failure(ErrorCode::Conflict, "The ticket has another draft by now; read it anew");
        if (ticket.draft->abstained)
            return failure(ErrorCode::Conflict, "The engine gave no answer here; there is nothing to reject");
        DraftReview review = reviewOf(ticket);
        review.verdict = DraftVerdict::Rejected;
        review.changed = 1;
        review.fault = fault;
        review.actor = actor.id;
        review.at = m_clock.now();
        TRY(transaction.reviews().put(review));
        const std::string why = fault ? " " + std::string(name(*fault)) : std::string();
        return transaction.audit().append({0, review.at, actor.id, "draft.rejected", id.value(), draft.value() + why, ""});
    });
}

Result<ReplyCheck> ReviewService::check(const Actor& actor, const TicketId& id, const std::string& text, std::stop_token stop)
{
    TRY(requireDeskPerson(actor, "Replies are checked for agents, supervisors and admins"));
    const std::string reply = TRY(normalisedText(text, "text", longestChecked));
    const EnrichedTicket ticket = TRY(enriched(m_store, id));
    Machinery* machinery = TRY(m_machinery.ready());
    return ReplyCheck{TRY(machinery->pipeline->checkReply(ticket.conversation, reply, stop))};
}

Result<std::vector<AutoSendState>> ReviewService::autoSend(const Actor& actor)
{
    TRY(requireDeskPerson(actor, whoReviews));
    return readResult(m_store, [&](Transaction& transaction) -> Result<std::vector<AutoSendState>> {
        std::vector<AutoSendState> states;
        for (const char* provider : {"composer", "anthropic", "openai", "local"}) {
            std::vector<AutoSendState> ofWriter;
            for (const Category category : allCategories)
                ofWriter.push_back(TRY(stateOf(transaction, category, provider, m_rules)));
            const bool isReviewed
                = std::ranges::any_of(ofWriter, [](const AutoSendState& state) { return state.figures.reviewed > 0; });
            if (isReviewed || provider == m_writer)
                std::ranges::move(ofWriter, std::back_inserter(states));
        }
        return states;
    });
}

Result<std::optional<AutoSendState>> autoSendOf(Transaction& transaction, const Ticket& ticket, const AutoSendRules& rules)
{
    if (!ticket.draft || ticket.draft->abstained || !ticket.classification)
        return std::nullopt;
    return TRY(stateOf(transaction, ticket.classification->category, ticket.draft->usage.provider, rules));
}

} // namespace tandem
