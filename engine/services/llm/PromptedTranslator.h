#pragma once

#include "base/Clock.h"
#include "services/cache/Cache.h"
#include "services/llm/BatchRun.h"
#include "services/llm/ChatModel.h"
#include "services/llm/Prompt.h"
#include "services/llm/TranslationJob.h"
#include "services/llm/Translator.h"

#include <memory>
#include <string>

namespace tandem {

// Translates with a chat model. Everything personal and everything that must stay is a numbered mark before the text leaves, and
// each mark must come back exactly once, in as many lines, in the language that was asked for; else the model is asked once more
// and told what was wrong. Pieces that held are kept in the cache with their marks, by the SHA-256 of what left, the languages,
// the prompt's version and the models' names. Thread-safe.
class PromptedTranslator final : public Translator {
public:
    struct Settings {
        TranslationJob::Settings job; // but for the prompt
        std::string models; // as CachedModel::Settings
        Milliseconds life = std::chrono::minutes(10); // of what is kept; 0 = nothing is
        Milliseconds timeout{60'000}; // of a whole text
        std::size_t longest = 60'000; // bytes of a text
        ChatBatches* batches = nullptr; // for texts that nobody waits for; null: there are none. Outlives it.
        BatchPatience patience{};
    };

    // Model, cache and clock outlive it. Fails as Prompt::filled() does: the prompt has no places.
    static Result<std::unique_ptr<PromptedTranslator>> create(
        ChatModel& model, Cache& cache, const Clock& clock, const Prompt& prompt, Settings settings);

    Result<Translation> translate(const TranslationTask& task, std::stop_token stop) override;
    Result<std::vector<Result<Translation>>> translateTogether(
        const std::vector<TranslationTask>& tasks, const GroupWatch& watch, std::stop_token stop) override;

private:
    PromptedTranslator(ChatModel& model, Cache& cache, const Clock& clock, std::string promptVersion, Settings settings);
    [[nodiscard]] Cache::Key keyOf(const TranslationTask& task, const std::string& masked) const;
    Status check(const TranslationTask& task) const;
    bool takeKept(TranslationJob& job, std::size_t piece, const Cache::Key& key) const;
    void hear(TranslationJob& job, std::size_t piece, const Cache::Key& key, const Result<ChatReply>& reply) const;
    Result<Translation> finish(TranslationJob& job, const TranslationTask& task, const std::stop_token& stop) const;
    void ask(TranslationJob& job, std::size_t piece, const TranslationTask& task, Milliseconds time,
        const std::stop_token& stop) const;

    ChatModel& m_model;
    Cache& m_cache;
    const Clock& m_clock;
    const std::string m_promptVersion;
    const Settings m_settings;
};

} // namespace tandem
