#pragma once

#include "base/Error.h"
#include "model/Translation.h"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// What a translation is asked for, beside what the desk's people ask.
struct TranslationTask {
    TranslationRequest request; // `from` is known
    std::string knownPerson; // a name to be hidden wherever it stands; "" = none
    // The language that a text is in, when that is sure; nullopt = it may be any. May be empty: then nobody looks.
    std::function<std::optional<Language>(std::string_view text)> languageOf;
};

// Translates between the twelve languages. Thread-safe; translate() blocks its caller.
class Translator {
public:
    Translator() = default;
    Translator(const Translator&) = delete;
    Translator& operator=(const Translator&) = delete;
    virtual ~Translator() = default;

    // Whole or not at all. Errors: InvalidArgument (nothing to translate, or `from` missing), TooLarge, Unavailable and not
    // retryable where what came back cannot be used, and those of ChatModel::reply(). None quotes the text.
    virtual Result<Translation> translate(const TranslationTask& task, std::stop_token stop) = 0;
    // Texts that nobody waits for, together in one batch of the provider: half the price, within a day. A text of a ticket, and a
    // piece whose first translation does not hold, are asked by themselves. In the tasks' order, each with its own error; as a
    // whole, Unavailable where the model takes no batches, Cancelled, and errors that name the batch.
    virtual Result<std::vector<Result<Translation>>> translateTogether(
        const std::vector<TranslationTask>& tasks, const GroupWatch& watch, std::stop_token stop)
        = 0;
};

} // namespace tandem
