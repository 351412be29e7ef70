#pragma once

#include "privacy/RedactedTexts.h"
#include "services/llm/ChatModel.h"
#include "services/llm/LanguageModel.h"
#include "services/llm/ReplyTemplates.h"
#include "services/llm/TokenEstimate.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// A draft's request as a chat model is asked it: everything redacted together; customer text and evidence marked as data. Parts
// that are the same for many tickets come first: the system prompt, which is one for all languages, then the conversation, whose
// earlier part stays the same from turn to turn. What a message only repeats of those before it is left out. The language of the
// answer stands last.
struct PromptMaterial {
    struct Limits {
        int evidenceTokens = 6000; // all five estimated
        int questionTokens = 3000; // a longer one loses its middle
        int turnTokens = 2000; // of earlier messages that are told whole, the newest first
        int factTokens = 800; // of what is kept of those before
        int historyTokens = 600; // of the customer's earlier tickets, the newest first
        std::size_t wholeTurns = 6; // at most

        // For a model whose context holds so many tokens in all, `outputTokens` and `systemTokens` among them.
        static Limits forContext(int contextTokens, int systemTokens, int outputTokens);
    };

    // What a document of the request was made of.
    struct Source {
        std::size_t passage = 0; // in DraftRequest::passages
        std::vector<text::Span> sentences; // of the passage's text, as ChatDocument::sentences
    };

    ChatRequest request; // without the settings that are no text
    std::vector<Source> sources; // by document
    RedactedTexts redacted; // restores the answer

    // `system` is the filled prompt. The first passage is always in it, as far as the limit allows; passages that say nothing
    // that a better one does not say in the same words are left out.
    static PromptMaterial of(
        const DraftRequest& request, std::string system, const ReplyTemplates& templates, const Limits& limits);
};

// "German"; what the prompts call the languages.
OwnWords englishName(Language language);

} // namespace tandem
