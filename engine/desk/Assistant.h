#pragma once

#include "base/Error.h"
#include "model/Classification.h"
#include "model/Draft.h"
#include "model/Explanation.h"
#include "model/Knowledge.h"
#include "pipeline/understand/Understanding.h"
#include "privacy/Redaction.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace tandem {

struct Analysis {
    Classification classification;
    std::vector<EscalationReason> reasons;
    bool mustEscalate = false;
};

struct Answer {
    Draft draft;
    std::vector<EscalationReason> reasons;
    bool mustEscalate = false;
};

struct GroundingCheck {
    bool supported = false; // every sentence is
    double score = 0; // the weakest sentence's
    std::vector<DraftSentence> sentences;
};

// The engine's abilities on text that is not a stored ticket: what tandemctl's batch verbs call. Nothing is stored. Thread-safe.
class Assistant {
public:
    Assistant() = default;
    Assistant(const Assistant&) = delete;
    Assistant& operator=(const Assistant&) = delete;
    virtual ~Assistant() = default;

    virtual Result<Analysis> analyze(const Conversation& conversation, std::stop_token stop) = 0;
    // Why analyze() answers what it does.
    virtual Result<Explanation> explain(const Conversation& conversation, std::stop_token stop) = 0;
    virtual Result<Answer> answer(const Conversation& conversation, std::stop_token stop) = 0;
    // Is each sentence of `answer` supported by `context`?
    virtual Result<GroundingCheck> check(const std::string& context, const std::string& answer, std::stop_token stop) = 0;
    virtual Result<SearchResult> search(const std::string& query, std::size_t count, std::optional<DocumentKind> kind,
        std::optional<Language> language, std::stop_token stop)
        = 0;
    virtual Result<LanguageGuess> detectLanguage(const std::string& text) = 0;
    virtual Result<Redacted> redact(const std::string& text) = 0;
};

} // namespace tandem
