#pragma once

#include "base/Clock.h"
#include "model/Ids.h"
#include "model/Language.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

struct Citation {
    ArticleId article;
    PassageId passage;
    std::string quote; // verbatim in the passage's text
};

struct DraftSentence {
    std::string text;
    bool factual = true; // false: greeting, question, template text; needs no evidence
    bool supported = false;
    double score = 0; // 0…1 support by its citations
    std::string reason; // why it is unsupported: "€38.00 is not in the evidence"
    std::vector<Citation> citations;
};

enum class ActionState : std::uint8_t { Proposed, Done };
std::string_view name(ActionState state);

struct ProposedAction {
    std::string type; // "refund", "account_closure", "data_deletion", "plan_downgrade_credit"
    ActionState state = ActionState::Proposed;
    std::string detail; // the customer's words that ask for it; personal
};

struct Usage {
    std::string provider = "composer";
    std::string model;
    int inputTokens = 0;
    int outputTokens = 0;
    double costUsd = 0;
    std::string promptVersion; // Prompt::version() of what asked for it; "" = no prompt
    std::string requestId; // the provider's name of the call; "" = none
};

struct Draft {
    DraftId id;
    std::string text; // the whole answer as the customer would read it
    Language language = Language::En;
    bool abstained = false; // no evidence: `text` says so politely
    double confidence = 0; // 0…1
    std::vector<DraftSentence> sentences; // all, in order; factual ones are checked
    std::vector<ProposedAction> actions;
    Usage usage;
};

} // namespace tandem
