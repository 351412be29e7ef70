#include "pipeline/Decisions.h"

#include "pipeline/AutoSend.h"
#include "pipeline/EscalationReasons.h"

#include <algorithm>
#include <cstdio>
#include <iterator>

namespace tandem {

namespace {

std::string twoDigits(double value)
{
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.2f", value);
    return buffer;
}

// Reasons that only the finished draft shows.
void addDraftReasons(const DraftMerit& draft, const Policy& policy, std::vector<EscalationReason>& reasons)
{
    if (draft.abstained || draft.strength < policy.evidenceFloor) {
        reasons.push_back({EscalationCode::NoEvidence, "Nothing in the knowledge base answers this", std::nullopt, std::nullopt});
        return;
    }
    if (draft.unsupported > 0) {
        reasons.push_back({EscalationCode::UngroundedDraft,
            std::to_string(draft.unsupported) + " sentences of the draft are not supported by its evidence",
            static_cast<double>(draft.unsupported), 0});
    }
    if (draft.confidence < policy.confidenceThreshold) {
        reasons.push_back({EscalationCode::LowConfidence,
            "Confidence " + twoDigits(draft.confidence) + " is below " + twoDigits(policy.confidenceThreshold), draft.confidence,
            policy.confidenceThreshold});
    }
}

std::optional<EscalationReason> rateLimit(const DecisionInputs& inputs, const Policy& policy)
{
    const auto reason = [](const char* what, int value, int limit) {
        return EscalationReason{
            EscalationCode::CustomerRateLimited, what, static_cast<double>(value), static_cast<double>(limit)};
    };
    if (inputs.ticketsInHour > policy.ticketsPerCustomerHour)
        return reason(
            "More tickets within an hour than one customer may open", *inputs.ticketsInHour, policy.ticketsPerCustomerHour);
    if (inputs.messagesInHour > policy.messagesPerTicketHour)
        return reason("More messages within an hour than the engine answers in one ticket", inputs.messagesInHour,
            policy.messagesPerTicketHour);
    return std::nullopt;
}

std::vector<EscalationReason> allReasons(const DecisionInputs& inputs, const Policy& policy)
{
    std::vector<EscalationReason> reasons;
    if (inputs.failure)
        reasons.push_back({EscalationCode::StageFailed, *inputs.failure, std::nullopt, std::nullopt});
    std::ranges::move(reasonsForPerson(inputs, policy.understanding), std::back_inserter(reasons));
    if (inputs.draft)
        addDraftReasons(*inputs.draft, policy, reasons);
    if (auto reason = rateLimit(inputs, policy))
        reasons.push_back(std::move(*reason));
    if (inputs.incident)
        reasons.push_back(*inputs.incident);
    return reasons;
}

std::string teamOf(const DecisionInputs& inputs, const Policy& policy)
{
    if (inputs.failure)
        return {};
    if (inputs.urgency == Urgency::Critical && !policy.criticalTeam.empty())
        return policy.criticalTeam;
    const auto team = policy.teams.find(inputs.category);
    return team == policy.teams.end() ? std::string() : team->second;
}

// What people decided outlives a second look: only a wish that is voiced anew is put up again.
ActionStep stepOf(const DecisionInputs& inputs, const Policy& policy)
{
    const auto kind = actionKindFrom(name(inputs.highStakesAction));
    if (!kind || inputs.failure)
        return ActionStep::None;
    const auto earlier = std::ranges::find(inputs.earlierActions, name(inputs.highStakesAction), &EarlierAction::type);
    // Who tries to steer the engine gets nothing put before a person: what they really want, a person finds out.
    const bool isProposed = policy.actions.of(*kind).isEnabled && inputs.injectionScore < policy.understanding.injection;
    if (earlier == inputs.earlierActions.end())
        return isProposed ? ActionStep::Propose : ActionStep::Drop;
    switch (earlier->standing) {
    case ActionStanding::Waits: return ActionStep::Wait;
    case ActionStanding::Approved: return ActionStep::Done;
    case ActionStanding::Refused: break;
    }
    return inputs.isWishNew && isProposed ? ActionStep::Propose : ActionStep::Drop;
}

// Whether an answer that no reason stands against goes to the customer without a person.
bool mayGoOut(const DecisionInputs& inputs, ActionStep step, const Policy& policy)
{
    return step == ActionStep::None && inputs.draft && !inputs.draft->abstained && inputs.reviews && !inputs.isSampled
        && isUnlocked(*inputs.reviews, inputs.draft->confidence, policy.autoSend);
}

} // namespace

DecisionOutcome decide(const DecisionInputs& inputs, const Policy& policy)
{
    DecisionOutcome outcome;
    outcome.reasons = allReasons(inputs, policy);
    outcome.queue = outcome.reasons.empty() ? Queue::Ai : Queue::Human;
    outcome.team = teamOf(inputs, policy);
    outcome.step = stepOf(inputs, policy);
    const bool waits = outcome.step == ActionStep::Propose
        || std::ranges::find(inputs.earlierActions, ActionStanding::Waits, &EarlierAction::standing)
            != inputs.earlierActions.end();
    if (waits)
        outcome.status = TicketStatus::AwaitingApproval;
    else if (!outcome.reasons.empty())
        outcome.status = TicketStatus::Escalated;
    else
        outcome.status = mayGoOut(inputs, outcome.step, policy) ? TicketStatus::Answered : TicketStatus::AwaitingReview;
    return outcome;
}

bool isSameDecision(const DecisionOutcome& left, const DecisionOutcome& right)
{
    return left.queue == right.queue && left.team == right.team && left.status == right.status && left.step == right.step
        && std::ranges::equal(left.reasons, right.reasons, {}, &EscalationReason::code, &EscalationReason::code);
}

Route routeOf(const DecisionOutcome& outcome)
{
    return {outcome.queue, outcome.team, outcome.reasons};
}

bool isRateLimited(const DecisionInputs& inputs, const Policy& policy)
{
    return rateLimit(inputs, policy).has_value();
}

bool isGroundless(const Draft& draft)
{
    const auto isFactual = [](const DraftSentence& s) { return s.factual; };
    const auto isSupported = [](const DraftSentence& s) { return s.factual && s.supported; };
    return !draft.abstained && std::ranges::any_of(draft.sentences, isFactual)
        && std::ranges::none_of(draft.sentences, isSupported);
}

DraftMerit meritOf(const Draft& draft, double evidence, double strength)
{
    const auto unsupported
        = std::ranges::count_if(draft.sentences, [](const DraftSentence& s) { return s.factual && !s.supported; });
    return {evidence, strength, draft.abstained, static_cast<int>(unsupported), draft.confidence};
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
