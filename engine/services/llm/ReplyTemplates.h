#pragma once

#include "base/Error.h"
#include "model/Language.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>

namespace tandem {

// What the engine says that is not evidence.
enum class Phrase : std::uint8_t {
    Greeting, // nobody's name is known
    GreetingNamed, // {name}
    OtherLanguage, // introduces evidence quoted in another language than the customer's
    Closing,
    Abstention, // no evidence: a person will answer
    Escalation, // a person takes over: never a silent hand-over
    Approved, // what was asked for was approved and a person carries it out
    Declined, // it was not approved; a person explains
};
inline constexpr std::size_t phraseCount = 8;

// The fixed phrases in the twelve languages, from resources/templates/replies.json. Immutable, thread-safe.
class ReplyTemplates {
public:
    // A phrase that is missing in a language is Corrupt and named.
    static Result<ReplyTemplates> load(const std::filesystem::path& file);

    // {name} is replaced; other phrases ignore `customerName`.
    [[nodiscard]] std::string phrase(Phrase phrase, Language language, std::string_view customerName = "") const;

private:
    std::array<std::array<std::string, phraseCount>, languageCount> m_phrases;
};

} // namespace tandem
