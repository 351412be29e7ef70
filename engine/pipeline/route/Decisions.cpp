#include "pipeline/route/Decisions.h"

#include <algorithm>
#include <cstdio>

namespace tandem {

namespace {

std::string twoDigits(double value)
{
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.2f", value);
    return buffer;
}

} // namespace

Route decidedRoute(const Policy& policy, const Classification& classification, std::vector<EscalationReason> reasons)
{
    Route route;
    route.queue = reasons.empty() ? Queue::Ai : Queue::Human;
    const bool isCritical = classification.urgency == Urgency::Critical && !policy.criticalTeam.empty();
    const auto team = policy.teams.find(classification.category);
    if (isCritical)
        route.team = policy.criticalTeam;
    else if (team != policy.teams.end())
        route.team = team->second;
    route.reasons = std::move(reasons);
    return route;
}

std::vector<EscalationReason> draftReasons(const Policy& policy, const Draft& draft)
{
    std::vector<EscalationReason> reasons;
    if (draft.abstained) {
        reasons.push_back({EscalationCode::NoEvidence, "Nothing in the knowledge base answers this", std::nullopt, std::nullopt});
        return reasons;
    }
    const auto unsupported
        = std::ranges::count_if(draft.sentences, [](const DraftSentence& s) { return s.factual && !s.supported; });
    if (unsupported > 0) {
        reasons.push_back({EscalationCode::UngroundedDraft,
            std::to_string(unsupported) + " sentences of the draft are not supported by its evidence",
            static_cast<double>(unsupported), 0});
    }
    if (draft.confidence < policy.confidenceThreshold) {
        reasons.push_back({EscalationCode::LowConfidence,
            "Confidence " + twoDigits(draft.confidence) + " is below " + twoDigits(policy.confidenceThreshold), draft.confidence,
            policy.confidenceThreshold});
    }
    return reasons;
}

EscalationReason rateLimitReason(const Policy& policy)
{
    return {EscalationCode::CustomerRateLimited, "More tickets within an hour than one customer may open", std::nullopt,
        static_cast<double>(policy.ticketsPerCustomerHour)};
}

TicketStatus decidedStatus(const std::vector<EscalationReason>& reasons, const std::vector<ProposedAction>& actions)
{
    if (!actions.empty())
        return TicketStatus::AwaitingApproval;
    return reasons.empty() ? TicketStatus::AwaitingReview : TicketStatus::Escalated;
}

std::vector<ProposedAction> proposedActions(const Classification& classification)
{
    if (classification.highStakesAction == HighStakesAction::None)
        return {};
    std::string words;
    for (const Signal& signal : classification.signals) {
        if (signal.action == classification.highStakesAction)
            words = signal.words;
    }
    return {{std::string(name(classification.highStakesAction)), ActionState::Proposed, words}};
}

} // namespace tandem
