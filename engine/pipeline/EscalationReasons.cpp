#include "pipeline/EscalationReasons.h"

#include "base/Text.h"

#include <algorithm>
#include <string>

namespace tandem {

namespace {

constexpr std::size_t longestQuote = 160; // bytes

const Signal* find(const DecisionInputs& inputs, EscalationCode code)
{
    const auto signal = std::ranges::find(inputs.signals, code, &Signal::code);
    return signal == inputs.signals.end() ? nullptr : &*signal;
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

void addSentiment(const DecisionInputs& inputs, const UnderstandingThresholds& thresholds, Reasons& reasons)
{
    const double score = inputs.sentimentScore;
    if (const Signal* abuse = find(inputs, EscalationCode::NegativeSentiment)) {
        reasons.add(
            EscalationCode::NegativeSentiment, "The customer is abusive" + quoted(*abuse), score, thresholds.sentimentFloor);
    } else if (const Signal* churn = find(inputs, EscalationCode::ChurnThreat);
        churn != nullptr && score < thresholds.angryBelow) {
        reasons.add(EscalationCode::NegativeSentiment, "The customer is angry and threatens to leave" + quoted(*churn), score,
            thresholds.angryBelow);
    } else if (inputs.customerMessages > 1 && score < thresholds.sentimentFloor && inputs.sentimentTrend <= 0) {
        reasons.add(EscalationCode::NegativeSentiment,
            inputs.sentimentTrend < 0 ? "The customer's mood has fallen over the conversation."
                                      : "The customer is unhappy in every message.",
            score, thresholds.sentimentFloor);
    }
}

} // namespace

int customerMessageCount(const Conversation& conversation)
{
    return 1 + static_cast<int>(std::count_if(conversation.history.begin(), conversation.history.end(), [](const Message& each) {
        return each.author == Author::Customer;
    }));
}

DecisionInputs inputsOf(const Classification& classification, const Conversation& conversation)
{
    DecisionInputs inputs;
    inputs.customerMessages = customerMessageCount(conversation);
    inputs.messagesInHour = conversation.messagesInHour;
    inputs.ticketsInHour = conversation.ticketsInHour;
    inputs.tier = conversation.customer.tier.value_or(Tier::Free);
    inputs.priority = conversation.priority;
    inputs.category = classification.category;
    inputs.isCategorySet = conversation.category.has_value();
    inputs.categoryConfidence = classification.confidence;
    inputs.urgency = classification.urgency;
    inputs.urgencyScore = classification.urgencyScore;
    inputs.sentimentScore = classification.sentimentScore;
    inputs.sentimentTrend = classification.sentimentTrend;
    inputs.language = classification.language.language;
    inputs.highStakesAction = classification.highStakesAction;
    inputs.signals = classification.signals;
    inputs.injectionScore = classification.injection.score;
    inputs.injectionWords = text::truncate(classification.injection.words, longestQuote);
    return inputs;
}

std::vector<EscalationReason> reasonsForPerson(const DecisionInputs& inputs, const UnderstandingThresholds& thresholds)
{
    Reasons reasons;
    addSentiment(inputs, thresholds, reasons);
    if (const Signal* signal = find(inputs, EscalationCode::RepeatedQuestion))
        reasons.add(EscalationCode::RepeatedQuestion, "The customer has asked this before" + quoted(*signal), signal->score);
    if (const Signal* signal = find(inputs, EscalationCode::ChurnThreat))
        reasons.add(EscalationCode::ChurnThreat, "The customer threatens to leave" + quoted(*signal), signal->score);
    if (const int count = inputs.customerMessages; count >= thresholds.longConversation)
        reasons.add(EscalationCode::LongConversation, "This is the customer's message number " + std::to_string(count) + ".",
            count, thresholds.longConversation);
    if (const Signal* signal = find(inputs, EscalationCode::HumanRequested))
        reasons.add(EscalationCode::HumanRequested, "The customer wants to deal with a person" + quoted(*signal), signal->score);
    if (const Signal* signal = find(inputs, EscalationCode::LegalRegulatory))
        reasons.add(
            EscalationCode::LegalRegulatory, "The message touches a legal or regulatory matter" + quoted(*signal), signal->score);
    if (inputs.highStakesAction != HighStakesAction::None) {
        const auto signal = std::ranges::find(inputs.signals, inputs.highStakesAction, &Signal::action);
        const bool known = signal != inputs.signals.end();
        reasons.add(EscalationCode::HighStakesAction, wish(inputs.highStakesAction) + (known ? quoted(*signal) : "."),
            known ? std::optional(signal->score) : std::nullopt);
    }
    if (const Signal* signal = find(inputs, EscalationCode::UnsafeContent))
        reasons.add(EscalationCode::UnsafeContent, "A sentence of the draft was not fit to send: " + signal->words + ".");
    if (inputs.injectionScore >= thresholds.injection)
        reasons.add(EscalationCode::InjectionSuspected,
            inputs.injectionWords.empty() ? "The text tries to steer the assistant."
                                          : "The text tries to steer the assistant (“" + inputs.injectionWords + "”).",
            inputs.injectionScore, thresholds.injection);
    return reasons.take();
}

} // namespace tandem
