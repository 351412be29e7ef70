#pragma once

#include "model/Ids.h"
#include "model/Language.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

enum class Category : std::uint8_t {
    TechnicalSupport,
    BillingInquiry,
    FeatureRequest,
    BugReport,
    AccountManagement,
    GeneralInquiry
};
inline constexpr std::size_t categoryCount = 6;
inline constexpr std::array<Category, categoryCount> allCategories{Category::TechnicalSupport, Category::BillingInquiry,
    Category::FeatureRequest, Category::BugReport, Category::AccountManagement, Category::GeneralInquiry};
enum class Urgency : std::uint8_t { Low, Medium, High, Critical };
enum class Sentiment : std::uint8_t { Negative, Neutral, Positive };
enum class HighStakesAction : std::uint8_t { None, Refund, AccountClosure, DataDeletion, PlanDowngradeCredit };

// Why a person is wanted. Codes are public (interfaces.md) and stored.
enum class EscalationCode : std::uint8_t {
    LowConfidence,
    NegativeSentiment,
    RepeatedQuestion,
    ChurnThreat,
    IncidentBurst,
    LongConversation,
    HumanRequested,
    LegalRegulatory,
    HighStakesAction,
    NoEvidence,
    UngroundedDraft,
    UnsafeContent,
    InjectionSuspected,
    BudgetExhausted,
    StageFailed,
    CustomerRateLimited,
};

// Names as in the public interface: "technical_support", "critical", "negative", "data_deletion", "human_requested".
std::string_view name(Category category);
std::string_view name(Urgency urgency);
std::string_view name(Sentiment sentiment);
std::string_view name(HighStakesAction action);
std::string_view name(EscalationCode code);
std::optional<Category> categoryFrom(std::string_view text);
std::optional<Urgency> urgencyFrom(std::string_view text);
std::optional<Sentiment> sentimentFrom(std::string_view text);
std::optional<HighStakesAction> highStakesActionFrom(std::string_view text);
std::optional<EscalationCode> escalationCodeFrom(std::string_view text);

// A reason that a customer gave once and that holds until a person has resolved the matter.
bool holdsForConversation(EscalationCode code);
// must_escalate ⇔ a reason other than low_confidence, no_evidence, ungrounded_draft.
bool mustEscalate(EscalationCode code);

struct EscalationReason {
    EscalationCode code = EscalationCode::LowConfidence;
    std::string detail; // one sentence for the agent; may quote the customer's words, so it is personal data
    std::optional<double> value; // what was measured
    std::optional<double> threshold; // what it was held against
};

// A thing said that calls for a person, with the words that fired it.
struct Signal {
    EscalationCode code = EscalationCode::HumanRequested;
    HighStakesAction action = HighStakesAction::None; // set when code is HighStakesAction
    std::string words; // verbatim from the message
    double score = 1; // 0…1
};

struct PiiSpan {
    std::string type; // "email", "phone", "card", "iban", "national_id", "ip", "address", "person", "account", "order", "secret"
    std::size_t begin = 0; // bytes
    std::size_t end = 0;
};

struct InjectionFinding {
    double score = 0; // 0…1
    std::vector<std::string> kinds;
    std::string words = {}; // what fired, as the assistant would read it; personal data
};

// What the engine makes of a conversation up to and including its newest message.
struct Classification {
    Category category = Category::GeneralInquiry;
    std::array<double, categoryCount> probabilities{}; // by Category, sums to 1
    double confidence = 0; // calibrated probability of `category`
    Urgency urgency = Urgency::Medium;
    double urgencyScore = 0; // 0…1
    std::vector<std::string> urgencyReasons;
    Sentiment sentiment = Sentiment::Neutral;
    double sentimentScore = 0; // −1…1, newest message weighing most
    double sentimentTrend = 0; // of the score, per customer message; 0 for fewer than three messages
    LanguageGuess language;
    HighStakesAction highStakesAction = HighStakesAction::None;
    std::vector<Signal> signals;
    InjectionFinding injection;
    // At most keptSpans of them each (privacy/Redaction.h), in the order of places.
    std::vector<PiiSpan> pii; // of the newest message's text
    std::vector<PiiSpan> subjectPii;
    bool hasMorePii = false; // than is kept
    MessageId piiMessage; // whose text `pii` lies in; empty for a text that is no stored message
};

} // namespace tandem
