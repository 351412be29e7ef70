#pragma once

#include "services/llm/LanguageModel.h"
#include "services/llm/ReplyTemplates.h"
#include "services/llm/SentenceChoice.h"

#include <memory>

namespace tandem {

// Writes an answer with no model at all: the evidence sentences that answer the question, verbatim, in reading order, between a
// greeting and a closing in the customer's language. Every factual sentence is a quote, so it cannot invent; those of a rule that
// holds no longer stand under "For orders before …". Where the customer gives a number and the evidence the rule, the calculation
// is shown. Where the evidence gives different answers for cases that nothing tells apart, or the message says nothing, the draft
// is one question back. Sets Draft::confidence to its own estimate.
class Composer final : public LanguageModel {
public:
    struct Settings {
        double evidenceFloor = 0.5; // evidence and the best sentence together must be this likely to answer, or it abstains
        std::size_t sentences = 5; // at most, a list that is quoted whole counting as one
    };

    Composer(ReplyTemplates templates, Settings settings);

    [[nodiscard]] std::string provider() const override { return "composer"; }
    Result<Draft> draft(const DraftRequest& request, std::stop_token stop) override;

private:
    [[nodiscard]] Draft begun(const DraftRequest& request) const;
    [[nodiscard]] Draft abstention(const DraftRequest& request) const;
    void addCalculation(const DraftRequest& request, const SentenceChoice& choice, Draft& draft) const;

    ReplyTemplates m_templates;
    Settings m_settings;
};

} // namespace tandem
