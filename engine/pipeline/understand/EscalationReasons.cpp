#include "pipeline/understand/EscalationReasons.h"

#include "base/Text.h"

#include <algorithm>
#include <string>

namespace tandem {

namespace {

// Anger that, together with a threat to leave, calls for a person.
constexpr double angryBelow = -0.3;
constexpr std::size_t longestQuote = 160; // bytes

const Signal* find(const Classification& classification, EscalationCode code)
{
    const auto signal = std::find_if(
        classification.signals.begin(), classification.signals.end(), [code](const Signal& each) { return each.code == code; });
    return signal == classification.signals.end() ? nullptr : &*signal;
}

std::string quoted(const Signal& signal)
{
    return " (“" + signal.words + "”).";
}

std::string wish(HighStakesAction action)
{
    switch (action) {
    case HighStakesAction::Refund: return "The customer asks for money back";
    case HighStakesAction::AccountClosure: return "The customer asks to close the account";
    case HighStakesAction::DataDeletion: return "The customer asks to delete data";
    case HighStakesAction::PlanDowngradeCredit: return "The customer asks for a smaller plan with credit";
    case HighStakesAction::None: break;
    }
    return "The customer asks for an action with high stakes";
}

class Reasons {
public:
    void add(EscalationCode code, std::string detail, std::optional<double> value = {}, std::optional<double> threshold = {})
    {
        m_all.push_back({code, std::move(detail), value, threshold});
    }
    std::vector<EscalationReason> take() { return std::move(m_all); }

private:
    std::vector<EscalationReason> m_all;
};

void addSentiment(const Classification& classification, const Conversation& conversation,
    const UnderstandingThresholds& thresholds, Reasons& reasons)
{
    const double score = classification.sentimentScore;
    if (const Signal* abuse = find(classification, EscalationCode::NegativeSentiment)) {
        reasons.add(
            EscalationCode::NegativeSentiment, "The customer is abusive" + quoted(*abuse), score, thresholds.sentimentFloor);
    } else if (const Signal* churn = find(classification, EscalationCode::ChurnThreat); churn != nullptr && score < angryBelow) {
        reasons.add(EscalationCode::NegativeSentiment, "The customer is angry and threatens to leave" + quoted(*churn), score,
            angryBelow);
    } else if (customerMessageCount(conversation) > 1 && score < thresholds.sentimentFloor) {
        reasons.add(EscalationCode::NegativeSentiment, "The customer's mood has fallen over the conversation.", score,
            thresholds.sentimentFloor);
    }
}

} // namespace

int customerMessageCount(const Conversation& conversation)
{
    return 1 + static_cast<int>(std::count_if(conversation.history.begin(), conversation.history.end(), [](const Message& each) {
        return each.author == Author::Customer;
    }));
}

std::vector<EscalationReason> reasonsForPerson(
    const Classification& classification, const Conversation& conversation, const UnderstandingThresholds& thresholds)
{
    Reasons reasons;
    addSentiment(classification, conversation, thresholds, reasons);
    if (const Signal* signal = find(classification, EscalationCode::RepeatedQuestion))
        reasons.add(EscalationCode::RepeatedQuestion, "The customer has asked this before" + quoted(*signal), signal->score);
    if (const Signal* signal = find(classification, EscalationCode::ChurnThreat))
        reasons.add(EscalationCode::ChurnThreat, "The customer threatens to leave" + quoted(*signal), signal->score);
    if (const int count = customerMessageCount(conversation); count >= thresholds.longConversation)
        reasons.add(EscalationCode::LongConversation, "This is the customer's message number " + std::to_string(count) + ".",
            count, thresholds.longConversation);
    if (const Signal* signal = find(classification, EscalationCode::HumanRequested))
        reasons.add(EscalationCode::HumanRequested, "The customer wants to deal with a person" + quoted(*signal), signal->score);
    if (const Signal* signal = find(classification, EscalationCode::LegalRegulatory))
        reasons.add(
            EscalationCode::LegalRegulatory, "The message touches a legal or regulatory matter" + quoted(*signal), signal->score);
    if (classification.highStakesAction != HighStakesAction::None) {
        const auto signal = std::find_if(classification.signals.begin(), classification.signals.end(),
            [&](const Signal& each) { return each.action == classification.highStakesAction; });
        const bool known = signal != classification.signals.end();
        reasons.add(EscalationCode::HighStakesAction, wish(classification.highStakesAction) + (known ? quoted(*signal) : "."),
            known ? std::optional(signal->score) : std::nullopt);
    }
    if (classification.injection.score >= thresholds.injection)
        reasons.add(EscalationCode::InjectionSuspected,
            classification.injection.words.empty() ? "The text tries to steer the assistant."
                                                   : "The text tries to steer the assistant (“"
                    + std::string(text::truncate(classification.injection.words, longestQuote)) + "”).",
            classification.injection.score, thresholds.injection);
    return reasons.take();
}

} // namespace tandem
