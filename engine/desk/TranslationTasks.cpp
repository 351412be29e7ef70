#include "desk/TranslationTasks.h"

#include "base/Text.h"
#include "pipeline/enrich/Enrich.h"

#include <utility>

namespace tandem {

namespace {

constexpr double sure = 0.9;
constexpr std::size_t telling = 24; // characters; fewer may be any language's

} // namespace

Result<Translator*> translatorOf(const Machinery& machinery)
{
    if (machinery.translator == nullptr)
        return failure(ErrorCode::Unavailable,
            "Nothing can be translated: no chat model is configured. Set llm.provider to anthropic, openai or local");
    return machinery.translator.get();
}

Result<TranslationTask> translationTask(Store& store, const Machinery& machinery, TranslationRequest request)
{
    if (!text::isValidUtf8(request.text))
        return failure(ErrorCode::InvalidArgument, "'text' is not valid UTF-8");
    if (text::trim(request.text).empty())
        return failure(ErrorCode::InvalidArgument, "'text' is empty");
    if (!request.from) {
        const LanguageGuess guess = machinery.understanding->detectLanguage(request.text);
        if (guess.confidence <= 0)
            return failure(ErrorCode::InvalidArgument, "The language of 'text' cannot be told: name it in 'from'");
        request.from = guess.language;
    }
    TranslationTask task;
    if (!request.ticket.empty())
        task.knownPerson = TRY(enriched(store, request.ticket)).conversation.customer.displayName;
    task.languageOf = [reader = machinery.understanding.get()](std::string_view text) -> std::optional<Language> {
        if (text::codePointCount(text) < telling)
            return std::nullopt;
        const LanguageGuess guess = reader->detectLanguage(std::string(text));
        return guess.confidence >= sure && !guess.mixed ? std::optional(guess.language) : std::nullopt;
    };
    task.request = std::move(request);
    return task;
}

Error asHeardByPeople(Error error)
{
    switch (error.code) {
    case ErrorCode::Unauthenticated:
    case ErrorCode::Forbidden:
    case ErrorCode::InvalidArgument:
    case ErrorCode::Corrupt: return {ErrorCode::Unavailable, std::move(error.message), false};
    default: return error;
    }
}

} // namespace tandem
