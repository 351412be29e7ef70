#pragma once

#include "desk/Assistant.h"
#include "operations/Machinery.h"

namespace tandem {

class AssistantService final : public Assistant {
public:
    // Waits for the machinery to load at the first call. References outlive the service.
    AssistantService(MachineryLoader& machinery, const Clock& clock);

    Result<Analysis> analyze(const Conversation& conversation, std::stop_token stop) override;
    Result<Explanation> explain(const Conversation& conversation, std::stop_token stop) override;
    Result<Answer> answer(const Conversation& conversation, std::stop_token stop) override;
    Result<GroundingCheck> check(const std::string& context, const std::string& answer, std::stop_token stop) override;
    Result<SearchResult> search(const std::string& query, std::size_t count, std::optional<DocumentKind> kind,
        std::optional<Language> language, std::stop_token stop) override;
    Result<LanguageGuess> detectLanguage(const std::string& text) override;
    Result<Redacted> redact(const std::string& text) override;

private:
    MachineryLoader& m_machinery;
    const Clock& m_clock;
};

} // namespace tandem
