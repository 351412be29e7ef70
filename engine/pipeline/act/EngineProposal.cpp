#include "pipeline/act/EngineProposal.h"

#include "pipeline/ActionChanges.h"

#include <algorithm>

namespace tandem {

namespace {

constexpr std::size_t mostEvidence = 5;

// In the order of the draft, each place once.
std::vector<Citation> supportOf(const Draft& draft)
{
    std::vector<Citation> support;
    for (const DraftSentence& sentence : draft.sentences) {
        if (!sentence.factual || !sentence.supported)
            continue;
        for (const Citation& citation : sentence.citations) {
            const bool isKnown = std::ranges::any_of(support,
                [&](const Citation& known) { return known.passage == citation.passage && known.quote == citation.quote; });
            if (!isKnown && support.size() <= mostEvidence)
                support.push_back(citation);
        }
    }
    return support;
}

} // namespace

std::optional<Approval> engineProposal(const ProposedAction& action, const Draft& draft, const Consideration& consideration,
    const Customer& customer, const ActionRules& rules, TimePoint now)
{
    const auto kind = actionKindFrom(action.type);
    if (!kind || !rules.of(*kind).isEnabled)
        return std::nullopt;
    const ActionRule& rule = rules.of(*kind);
    Approval approval;
    approval.action = action.type;
    approval.detail = action.detail;
    approval.amount = consideration.wish.amount;
    approval.createdAt = now;
    approval.expiresAt = now + rule.life;
    ActionProposal& proposal = approval.proposal;
    proposal.kind = *kind;
    proposal.risk = riskOf(*kind);
    proposal.proposedBy = ActorId("engine");
    proposal.reversibleHours = static_cast<int>(rule.reversible.count());
    proposal.parameters.amount = consideration.wish.money;
    if (!checkParameters(*kind, proposal.parameters, Completeness::AsFarAsNamed))
        proposal.parameters.amount.reset(); // a closure with an amount in it, say
    proposal.evidence = supportOf(draft);
    if (!proposal.evidence.empty()) {
        proposal.clause = proposal.evidence.front();
        proposal.evidence.erase(proposal.evidence.begin());
    }
    proposal.changes = changesOf(*kind, proposal.parameters, customer, {});
    approval.keysNeeded = rules.keysFor(proposal);
    return approval;
}

} // namespace tandem
