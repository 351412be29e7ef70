#pragma once

#include "services/llm/ChatModel.h"
#include "services/llm/LanguageModel.h"
#include "services/llm/Prompt.h"
#include "services/llm/PromptMaterial.h"
#include "services/llm/ReplyTemplates.h"

#include <memory>
#include <optional>
#include <string>

namespace tandem {

// Writes drafts with a chat model: redacts all of a request together, asks, restores what the answer quotes, and attaches to each
// sentence what it rests on. Greeting and closing are the desk's own templates, and so is the answer where the model finds none
// in the evidence: an abstention. Every sentence of the model's counts as factual unless it is a question without digits; nothing
// of it is supported before it was checked. Thread-safe.
class PromptedWriter final : public LanguageModel {
public:
    struct Settings {
        std::string company; // as customers know it; "" = the prompt says "the company"
        PromptMaterial::Limits limits{};
        int outputTokens = 2000;
        std::optional<double> temperature{};
        Milliseconds timeout{60'000};
        double evidenceFloor = 0.1; // with less evidence nobody is asked: an abstention
    };

    // The model outlives it. Fails as Prompt::filled() does: the prompt must have the place `company`, and no
    // other.
    static Result<std::unique_ptr<PromptedWriter>> create(
        ChatModel& model, const Prompt& prompt, ReplyTemplates templates, Settings settings);

    [[nodiscard]] std::string provider() const override { return m_model.provider(); }
    // Unavailable, not retryable, for a refusal and for an answer that is empty, was cut off or holds a placeholder that stands
    // for nothing: somebody else must write. Apart from that the model's errors. DraftRequest::startsOver is called before an
    // error where something was heard.
    Result<Draft> draft(const DraftRequest& request, std::stop_token stop) override;

private:
    PromptedWriter(ChatModel& model, std::string promptVersion, ReplyTemplates templates, Settings settings);
    [[nodiscard]] PromptMaterial materialOf(const DraftRequest& request) const;
    Result<ChatReply> ask(const DraftRequest& request, const PromptMaterial& material, std::stop_token stop) const;
    [[nodiscard]] std::string greeting(const DraftRequest& request) const;
    [[nodiscard]] Draft emptyDraft(const DraftRequest& request) const;
    void abstain(const DraftRequest& request, Draft& draft) const;

    ChatModel& m_model;
    const std::string m_promptVersion;
    const ReplyTemplates m_templates;
    const Settings m_settings;
    std::string m_system; // the filled prompt, one for all languages
};

} // namespace tandem
