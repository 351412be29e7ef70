#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "model/Draft.h"
#include "model/Language.h"
#include "model/facts/Facts.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

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
    BeforeDate, // {date}: introduces a rule that held until then
    Date, // {day}, {month}, {year}: how the language writes one
    Months, // their twelve names, separated by spaces
    Calculation, // {calculation}: introduces one that is made of the customer's numbers
    RoundedUp, // stands after a quotient
    ClarifyWhich, // {cases}: asks which of them is meant
    ClarifyWhat, // asks what happened
};
inline constexpr std::size_t phraseCount = 15;

// The fixed phrases in the twelve languages, from resources/templates/replies.json. Immutable, thread-safe.
class ReplyTemplates {
public:
    // A phrase that is missing in a language is Corrupt and named.
    static Result<ReplyTemplates> load(const std::filesystem::path& file);

    // {name} is replaced; a greeting by what cannot be a name greets nobody by name. Other phrases ignore `customerName`.
    [[nodiscard]] std::string phrase(Phrase phrase, Language language, std::string_view customerName = "") const;
    // A whole date as the language writes it.
    [[nodiscard]] std::string date(const CalendarDate& date, Language language) const;
    [[nodiscard]] std::string calculation(std::string_view calculation, Language language) const;
    // At least two cases.
    [[nodiscard]] std::string clarifyWhich(const std::vector<std::string>& cases, Language language) const;
    // Whether a sentence is what clarifyWhich() says of whatever cases, or ClarifyWhat.
    [[nodiscard]] bool isClarification(std::string_view sentence, Language language) const;
    // What clarifyWhich() says of whatever cases in any language, as it stands in a message, in compatibility form (NFKC); ""
    // when the message does not ask that.
    [[nodiscard]] std::string whichQuestionIn(std::string_view message) const;
    // "For orders before 1 September 2026:"; the day of `time` in UTC.
    [[nodiscard]] std::string beforeDate(TimePoint time, Language language) const;
    // Whether a sentence is what beforeDate() says in that language, of whatever day.
    [[nodiscard]] bool isBeforeDate(std::string_view sentence, Language language) const;

private:
    [[nodiscard]] const std::string& textOf(Phrase phrase, Language language) const;
    [[nodiscard]] bool tellsDates(Language language) const;
    [[nodiscard]] bool tellsAnswers(Language language) const;

    std::array<std::array<std::string, phraseCount>, languageCount> m_phrases;
};

// A phrase as a sentence of a draft: it states nothing, so it needs no evidence.
DraftSentence templateSentence(std::string text);

} // namespace tandem
