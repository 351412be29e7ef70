#pragma once

#include "model/Decision.h"

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace tandem {

// Inputs of every kind that a decision may see, the same for the same number. Amounts lie around the usual thresholds.
class DecisionSampler {
public:
    explicit DecisionSampler(std::uint32_t seed)
        : m_random(seed)
    {
    }

    DecisionInputs next()
    {
        DecisionInputs inputs;
        inputs.customerMessages = upTo(11) + 1;
        inputs.tier = static_cast<Tier>(upTo(3));
        if (oneIn(3))
            inputs.priority = static_cast<Urgency>(upTo(3));
        if (oneIn(2))
            inputs.ticketsInHour = upTo(120) + 1;
        if (oneIn(3))
            inputs.reviews = ReviewFigures{upTo(500), upTo(3)};
        inputs.isSampled = oneIn(8);
        inputs.messagesInHour = upTo(40) + 1;
        inputs.category = static_cast<Category>(upTo(categoryCount - 1));
        inputs.isCategorySet = oneIn(5);
        inputs.categoryConfidence = share();
        inputs.urgency = static_cast<Urgency>(upTo(3));
        inputs.urgencyScore = share();
        inputs.sentimentScore = 2 * share() - 1;
        inputs.sentimentTrend = share() - 0.5;
        inputs.language = static_cast<Language>(upTo(11));
        addSignals(inputs);
        if (oneIn(3)) {
            inputs.injectionScore = share();
            inputs.injectionWords = "ignore „all” 指示 \"now\"\n";
        }
        addRest(inputs);
        return inputs;
    }

private:
    int upTo(std::size_t most) { return static_cast<int>(m_random() % (most + 1)); }
    bool oneIn(std::uint32_t times) { return m_random() % times == 0; }
    double share() { return static_cast<double>(m_random()) / 4294967295.0; }

    void addSignals(DecisionInputs& inputs)
    {
        using enum EscalationCode;
        for (const EscalationCode code : {NegativeSentiment, RepeatedQuestion, ChurnThreat, HumanRequested, LegalRegulatory}) {
            if (oneIn(6))
                inputs.signals.push_back({code, tandem::HighStakesAction::None, "mit „Worten“ 言葉", share()});
        }
        if (!oneIn(3))
            return;
        inputs.highStakesAction = static_cast<tandem::HighStakesAction>(upTo(3) + 1);
        if (!oneIn(5))
            inputs.signals.push_back({EscalationCode::HighStakesAction, inputs.highStakesAction, "my money back", share()});
        inputs.isWishNew = oneIn(2);
        if (oneIn(2))
            inputs.earlierActions.push_back({std::string(name(inputs.highStakesAction)), static_cast<ActionStanding>(upTo(2))});
    }

    void addRest(DecisionInputs& inputs)
    {
        if (oneIn(12)) {
            inputs.failure = "The disk is full";
            return;
        }
        DraftMerit merit{share(), 0, oneIn(4), 0, 0};
        if (!merit.abstained)
            merit = {merit.evidence, 0.5 + share() / 2, false, oneIn(4) ? upTo(3) : 0, share()};
        inputs.draft = merit;
        if (oneIn(10))
            inputs.earlierActions.push_back({"a later version's action", ActionStanding::Waits});
        if (oneIn(8))
            inputs.incident = EscalationReason{EscalationCode::IncidentBurst, "7 customers reported the same", 7, 5.5};
    }

    std::mt19937 m_random;
};

} // namespace tandem
