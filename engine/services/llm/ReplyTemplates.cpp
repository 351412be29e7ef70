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
    "abstention", "escalation", "approved", "declined", "before_date", "date", "months", "calculation", "rounded_up",
    "clarify_which", "clarify_what"};
constexpr std::size_t monthCount = 12;
constexpr std::string_view dateSlot = "{date}";
constexpr std::string_view calculationSlot = "{calculation}";
constexpr std::string_view casesSlot = "{cases}";

void fill(std::string& text, std::string_view slot, std::string_view value)
{
    if (const auto at = text.find(slot); at != std::string::npos)
        text.replace(at, slot.size(), value);
}

// A display name is the customer's own text: what is longer than a name, or holds what no name does (an address, a link, marks of
// code or of a sentence), is not repeated in the desk's words.
bool isGreetable(std::string_view name)
{
    constexpr std::size_t longestName = 60; // code points
    constexpr std::size_t mostWords = 6;
    static constexpr std::array<std::string_view, 8> marks{"://", "！", "？", "。", "，", "：", "；", "、"};
    return !name.empty() && text::codePointCount(name) <= longestName && text::words(name).size() <= mostWords
        && name.find_first_of("@<>[]{}()|\\/:;!?=\"\r\n\t") == std::string_view::npos
        && std::ranges::none_of(marks, [&](std::string_view mark) { return name.contains(mark); });
}

bool hasSlots(std::string_view text, std::initializer_list<std::string_view> slots)
{
    return std::ranges::all_of(slots, [&](std::string_view slot) { return text.contains(slot); });
}

// A template with its slot filled by something.
bool isMadeOf(std::string_view sentence, std::string_view pattern, std::string_view slot)
{
    const std::size_t at = pattern.find(slot);
    const std::string_view before = pattern.substr(0, at);
    const std::string_view after = pattern.substr(at + slot.size());
    return sentence.size() > before.size() + after.size() && sentence.starts_with(before) && sentence.ends_with(after);
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
        if (!templates.tellsAnswers(language))
            return failure(ErrorCode::Corrupt,
                file.string() + ": 'calculation' needs {calculation} and 'clarify_which' {cases}; language "
                    + std::string(name(language)));
        if (!templates.tellsDates(language))
            return failure(ErrorCode::Corrupt,
                file.string() + ": 'before_date' needs {date}, 'date' {day}, {month} and {year}, 'months' twelve names; language "
                    + std::string(name(language)));
    }
    return templates;
}

std::string ReplyTemplates::phrase(Phrase phrase, Language language, std::string_view customerName) const
{
    const bool isNameless = phrase == Phrase::GreetingNamed && !isGreetable(text::trim(customerName));
    std::string text = textOf(isNameless ? Phrase::Greeting : phrase, language);
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

bool ReplyTemplates::tellsAnswers(Language language) const
{
    return hasSlots(textOf(Phrase::Calculation, language), {calculationSlot})
        && hasSlots(textOf(Phrase::ClarifyWhich, language), {casesSlot});
}

std::string ReplyTemplates::date(const CalendarDate& date, Language language) const
{
    const auto months = text::split(textOf(Phrase::Months, language), ' ');
    std::string text = textOf(Phrase::Date, language);
    // French writes the first of a month, and no other day, as an ordinal.
    fill(text, "{day}", language == Language::Fr && date.day == 1 ? "1er" : std::to_string(date.day));
    fill(text, "{month}", months.at(static_cast<std::size_t>(date.month) - 1));
    fill(text, "{year}", std::to_string(date.year));
    return text;
}

std::string ReplyTemplates::calculation(std::string_view calculation, Language language) const
{
    std::string text = textOf(Phrase::Calculation, language);
    fill(text, calculationSlot, calculation);
    return text;
}

std::string ReplyTemplates::clarifyWhich(const std::vector<std::string>& cases, Language language) const
{
    std::string all;
    for (const std::string& one : cases) {
        if (!all.empty())
            all += language == Language::Zh || language == Language::Ja ? "、" : language == Language::Ar ? "، " : ", ";
        all += one;
    }
    std::string text = textOf(Phrase::ClarifyWhich, language);
    fill(text, casesSlot, all);
    return text;
}

std::string ReplyTemplates::beforeDate(TimePoint time, Language language) const
{
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(time));
    const CalendarDate held{static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
        static_cast<int>(static_cast<unsigned>(day.day())), 0, false};
    std::string text = textOf(Phrase::BeforeDate, language);
    fill(text, dateSlot, date(held, language));
    return text;
}

bool ReplyTemplates::isBeforeDate(std::string_view sentence, Language language) const
{
    return isMadeOf(sentence, textOf(Phrase::BeforeDate, language), dateSlot);
}

bool ReplyTemplates::isClarification(std::string_view sentence, Language language) const
{
    return sentence == textOf(Phrase::ClarifyWhat, language)
        || isMadeOf(sentence, textOf(Phrase::ClarifyWhich, language), casesSlot);
}

std::string ReplyTemplates::whichQuestionIn(std::string_view message) const
{
    const std::string text = text::nfkc(message);
    for (const Language language : allLanguages) {
        const std::string question = text::nfkc(textOf(Phrase::ClarifyWhich, language));
        const std::size_t at = question.find(casesSlot);
        const std::string_view head = text::trim(std::string_view(question).substr(0, at));
        const std::string_view tail = text::trim(std::string_view(question).substr(at + casesSlot.size()));
        const std::size_t begin = text.find(head);
        const std::size_t end = begin == std::string::npos ? begin : text.find(tail, begin + head.size());
        if (end != std::string::npos)
            return text.substr(begin, end - begin + tail.size());
    }
    return {};
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
