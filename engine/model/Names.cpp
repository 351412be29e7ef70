#include "model/CategoryLabel.h"
#include "model/Decision.h"
#include "model/Desk.h"
#include "model/DraftReview.h"
#include "model/DraftStage.h"
#include "model/Egress.h"
#include "model/Knowledge.h"
#include "model/LearnedHead.h"
#include "model/Ticket.h"

#include <array>
#include <span>
#include <utility>

// The public names of every enum, in declaration order: one table an enum serves both directions.
namespace tandem {

namespace {
constexpr auto languageNames
    = std::to_array<std::string_view>({"en", "es", "fr", "de", "it", "pt", "nl", "pl", "tr", "ar", "zh", "ja"});
constexpr auto categoryNames = std::to_array<std::string_view>(
    {"technical_support", "billing_inquiry", "feature_request", "bug_report", "account_management", "general_inquiry"});
constexpr auto urgencyNames = std::to_array<std::string_view>({"low", "medium", "high", "critical"});
constexpr auto sentimentNames = std::to_array<std::string_view>({"negative", "neutral", "positive"});
constexpr auto highStakesActionNames
    = std::to_array<std::string_view>({"none", "refund", "account_closure", "data_deletion", "plan_downgrade_credit"});
constexpr auto escalationCodeNames = std::to_array<std::string_view>(
    {"low_confidence", "negative_sentiment", "repeated_question", "churn_threat", "incident_burst", "long_conversation",
        "human_requested", "legal_regulatory", "high_stakes_action", "no_evidence", "ungrounded_draft", "unsafe_content",
        "injection_suspected", "budget_exhausted", "stage_failed", "customer_rate_limited"});
constexpr auto channelNames = std::to_array<std::string_view>({"email", "chat", "api", "social"});
constexpr auto ticketStatusNames = std::to_array<std::string_view>({"received", "processing", "answered", "awaiting_review",
    "awaiting_approval", "escalated", "pending", "resolved", "closed", "failed"});
constexpr auto authorNames = std::to_array<std::string_view>({"customer", "agent", "ai"});
constexpr auto visibilityNames = std::to_array<std::string_view>({"public", "internal"});
constexpr auto queueNames = std::to_array<std::string_view>({"ai", "human"});
constexpr auto tierNames = std::to_array<std::string_view>({"free", "team", "business", "enterprise"});
constexpr auto actionStateNames = std::to_array<std::string_view>({"proposed", "done"});
constexpr auto actionStandingNames = std::to_array<std::string_view>({"waits", "approved", "refused"});
constexpr auto actionStepNames = std::to_array<std::string_view>({"none", "propose", "wait", "done", "drop"});
constexpr auto draftStageNames = std::to_array<std::string_view>({"reading", "retrieving", "writing", "checking", "ended"});
constexpr auto documentKindNames = std::to_array<std::string_view>({"article", "resolution"});
constexpr auto roleNames = std::to_array<std::string_view>({"customer", "service", "agent", "supervisor", "admin"});
constexpr auto approvalStateNames = std::to_array<std::string_view>({"waiting", "approved", "rejected", "expired"});
constexpr auto deskVerdictNames = std::to_array<std::string_view>({"too_few", "unchanged", "not_better", "better"});
constexpr auto labelEvidenceNames = std::to_array<std::string_view>({"confirmed", "set"});
constexpr auto egressOutcomeNames = std::to_array<std::string_view>({"pending", "answered", "failed", "refused"});
constexpr auto draftVerdictNames = std::to_array<std::string_view>({"as_written", "edited", "rewritten", "rejected"});
constexpr auto draftFaultNames
    = std::to_array<std::string_view>({"wrong_fact", "not_the_question", "incomplete", "tone", "other"});
constexpr auto candidateStateNames = std::to_array<std::string_view>({"proposed", "accepted", "discarded", "undone"});

template <typename Enum>
std::optional<Enum> find(std::span<const std::string_view> names, std::string_view text)
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == text)
            return static_cast<Enum>(i);
    }
    return std::nullopt;
}

} // namespace

std::string_view name(Language language)
{
    return languageNames[std::to_underlying(language)];
}

std::string_view name(Category category)
{
    return categoryNames[std::to_underlying(category)];
}

std::optional<Category> categoryFrom(std::string_view text)
{
    return find<Category>(categoryNames, text);
}

std::string_view name(Urgency urgency)
{
    return urgencyNames[std::to_underlying(urgency)];
}

std::optional<Urgency> urgencyFrom(std::string_view text)
{
    return find<Urgency>(urgencyNames, text);
}

std::string_view name(Sentiment sentiment)
{
    return sentimentNames[std::to_underlying(sentiment)];
}

std::optional<Sentiment> sentimentFrom(std::string_view text)
{
    return find<Sentiment>(sentimentNames, text);
}

std::string_view name(HighStakesAction highStakesAction)
{
    return highStakesActionNames[std::to_underlying(highStakesAction)];
}

std::optional<HighStakesAction> highStakesActionFrom(std::string_view text)
{
    return find<HighStakesAction>(highStakesActionNames, text);
}

std::string_view name(EscalationCode escalationCode)
{
    return escalationCodeNames[std::to_underlying(escalationCode)];
}

std::optional<EscalationCode> escalationCodeFrom(std::string_view text)
{
    return find<EscalationCode>(escalationCodeNames, text);
}

std::string_view name(Channel channel)
{
    return channelNames[std::to_underlying(channel)];
}

std::optional<Channel> channelFrom(std::string_view text)
{
    return find<Channel>(channelNames, text);
}

std::string_view name(TicketStatus ticketStatus)
{
    return ticketStatusNames[std::to_underlying(ticketStatus)];
}

std::optional<TicketStatus> ticketStatusFrom(std::string_view text)
{
    return find<TicketStatus>(ticketStatusNames, text);
}

std::string_view name(Author author)
{
    return authorNames[std::to_underlying(author)];
}

std::optional<Author> authorFrom(std::string_view text)
{
    return find<Author>(authorNames, text);
}

std::string_view name(Visibility visibility)
{
    return visibilityNames[std::to_underlying(visibility)];
}

std::optional<Visibility> visibilityFrom(std::string_view text)
{
    return find<Visibility>(visibilityNames, text);
}

std::string_view name(Queue queue)
{
    return queueNames[std::to_underlying(queue)];
}

std::optional<Queue> queueFrom(std::string_view text)
{
    return find<Queue>(queueNames, text);
}

std::string_view name(Tier tier)
{
    return tierNames[std::to_underlying(tier)];
}

std::optional<Tier> tierFrom(std::string_view text)
{
    return find<Tier>(tierNames, text);
}

std::string_view name(ActionState actionState)
{
    return actionStateNames[std::to_underlying(actionState)];
}

std::string_view name(ActionStanding standing)
{
    return actionStandingNames[std::to_underlying(standing)];
}

std::optional<ActionStanding> actionStandingFrom(std::string_view text)
{
    return find<ActionStanding>(actionStandingNames, text);
}

std::string_view name(ActionStep step)
{
    return actionStepNames[std::to_underlying(step)];
}

std::optional<ActionStep> actionStepFrom(std::string_view text)
{
    return find<ActionStep>(actionStepNames, text);
}

std::string_view name(DocumentKind documentKind)
{
    return documentKindNames[std::to_underlying(documentKind)];
}

std::optional<DocumentKind> documentKindFrom(std::string_view text)
{
    return find<DocumentKind>(documentKindNames, text);
}

std::string_view name(Role role)
{
    return roleNames[std::to_underlying(role)];
}

std::optional<Role> roleFrom(std::string_view text)
{
    return find<Role>(roleNames, text);
}

std::string_view name(ApprovalState approvalState)
{
    return approvalStateNames[std::to_underlying(approvalState)];
}

std::optional<ApprovalState> approvalStateFrom(std::string_view text)
{
    return find<ApprovalState>(approvalStateNames, text);
}

std::string_view name(CandidateState candidateState)
{
    return candidateStateNames[std::to_underlying(candidateState)];
}

std::optional<CandidateState> candidateStateFrom(std::string_view text)
{
    return find<CandidateState>(candidateStateNames, text);
}

std::string_view name(DeskVerdict deskVerdict)
{
    return deskVerdictNames[std::to_underlying(deskVerdict)];
}

std::string_view name(LabelEvidence labelEvidence)
{
    return labelEvidenceNames[std::to_underlying(labelEvidence)];
}

std::optional<LabelEvidence> labelEvidenceFrom(std::string_view text)
{
    return find<LabelEvidence>(labelEvidenceNames, text);
}

std::optional<Language> languageFrom(std::string_view code)
{
    return find<Language>(languageNames, code.substr(0, code.find('-')));
}

bool holdsForConversation(EscalationCode code)
{
    using enum EscalationCode;
    switch (code) {
    case HumanRequested:
    case LegalRegulatory:
    case HighStakesAction:
    case ChurnThreat:
    case InjectionSuspected:
    case UnsafeContent: return true;
    default: return false;
    }
}

bool mustEscalate(EscalationCode code)
{
    return code != EscalationCode::LowConfidence && code != EscalationCode::NoEvidence && code != EscalationCode::UngroundedDraft;
}

std::string_view name(EgressOutcome outcome)
{
    return egressOutcomeNames[std::to_underlying(outcome)];
}

std::optional<EgressOutcome> egressOutcomeFrom(std::string_view text)
{
    return find<EgressOutcome>(egressOutcomeNames, text);
}

std::string_view name(DraftVerdict verdict)
{
    return draftVerdictNames[std::to_underlying(verdict)];
}

std::optional<DraftVerdict> draftVerdictFrom(std::string_view text)
{
    return find<DraftVerdict>(draftVerdictNames, text);
}

std::string_view name(DraftFault fault)
{
    return draftFaultNames[std::to_underlying(fault)];
}

std::optional<DraftFault> draftFaultFrom(std::string_view text)
{
    return find<DraftFault>(draftFaultNames, text);
}

std::string_view name(DraftStage stage)
{
    return draftStageNames.at(std::to_underlying(stage));
}

std::optional<DraftStage> draftStageFrom(std::string_view text)
{
    return find<DraftStage>(draftStageNames, text);
}

} // namespace tandem
