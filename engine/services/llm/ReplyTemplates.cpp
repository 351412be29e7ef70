#include "services/llm/ReplyTemplates.h"

#include "base/Files.h"
#include "base/Json.h"
#include "base/Text.h"

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <utility>

namespace tandem {

namespace {

constexpr std::array<std::string_view, phraseCount> phraseNames{"greeting", "greeting_named", "other_language", "closing",
    "abstention", "escalation", "approved", "declined", "before_date", "date", "months"};
constexpr std::size_t monthCount = 12;
constexpr std::string_view dateSlot = "{date}";

void fill(std::string& text, std::string_view slot, std::string_view value)
{
    if (const auto at = text.find(slot); at != std::string::npos)
        text.replace(at, slot.size(), value);
}

bool hasSlots(std::string_view text, std::initializer_list<std::string_view> slots)
{
    return std::ranges::all_of(slots, [&](std::string_view slot) { return text.contains(slot); });
}

} // namespace

Result<ReplyTemplates> ReplyTemplates::load(const std::filesystem::path& file)
{
    const std::string text = TRY(readFile(file, "reply templates"));
    const Json json = TRY(parseJson(text));
    ReplyTemplates templates;
    for (const Language language : allLanguages) {
        for (std::size_t i = 0; i < phraseCount; ++i) {
            const std::string key(name(language));
            if (!json.is_object() || !json.contains(key) || !json[key].is_object()
                || !json[key].value(phraseNames[i], Json()).is_string())
                return failure(
                    ErrorCode::Corrupt, file.string() + ": '" + std::string(phraseNames[i]) + "' is missing for language " + key);
            templates.m_phrases[std::to_underlying(language)][i] = json[key][std::string(phraseNames[i])].get<std::string>();
        }
        if (!templates.tellsDates(language))
            return failure(ErrorCode::Corrupt,
                file.string() + ": 'before_date' needs {date}, 'date' {day}, {month} and {year}, 'months' twelve names; language "
                    + std::string(name(language)));
    }
    return templates;
}

std::string ReplyTemplates::phrase(Phrase phrase, Language language, std::string_view customerName) const
{
    std::string text = textOf(phrase, language);
    fill(text, "{name}", customerName);
    return text;
}

const std::string& ReplyTemplates::textOf(Phrase phrase, Language language) const
{
    return m_phrases[std::to_underlying(language)][std::to_underlying(phrase)];
}

bool ReplyTemplates::tellsDates(Language language) const
{
    return hasSlots(textOf(Phrase::BeforeDate, language), {dateSlot})
        && hasSlots(textOf(Phrase::Date, language), {"{day}", "{month}", "{year}"})
        && text::split(textOf(Phrase::Months, language), ' ').size() == monthCount;
}

std::string ReplyTemplates::beforeDate(TimePoint time, Language language) const
{
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(time));
    const auto months = text::split(textOf(Phrase::Months, language), ' ');
    const auto number = static_cast<unsigned>(day.day());
    std::string date = textOf(Phrase::Date, language);
    // French writes the first of a month, and no other day, as an ordinal.
    fill(date, "{day}", language == Language::Fr && number == 1 ? "1er" : std::to_string(number));
    fill(date, "{month}", months.at(static_cast<unsigned>(day.month()) - 1));
    fill(date, "{year}", std::to_string(static_cast<int>(day.year())));
    std::string text = textOf(Phrase::BeforeDate, language);
    fill(text, dateSlot, date);
    return text;
}

bool ReplyTemplates::isBeforeDate(std::string_view sentence, Language language) const
{
    const std::string_view text = textOf(Phrase::BeforeDate, language);
    const std::size_t slot = text.find(dateSlot);
    const std::string_view before = text.substr(0, slot);
    const std::string_view after = text.substr(slot + dateSlot.size());
    return sentence.size() > before.size() + after.size() && sentence.starts_with(before) && sentence.ends_with(after);
}

DraftSentence templateSentence(std::string text)
{
    DraftSentence sentence;
    sentence.text = std::move(text);
    sentence.factual = false;
    sentence.supported = true;
    sentence.score = 1;
    return sentence;
}

} // namespace tandem
