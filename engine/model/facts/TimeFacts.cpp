#include "model/facts/TimeFacts.h"

#include "model/facts/CalendarWords.h"

#include <algorithm>
#include <array>

namespace tandem {

namespace {

using Tokens = std::vector<FactToken>;
using Kind = FactToken::Kind;

const FactToken* tokenAt(const Tokens& tokens, std::size_t at)
{
    return at < tokens.size() ? &tokens[at] : nullptr;
}

bool isSign(std::string_view text, const FactToken* token, std::string_view sign)
{
    return token != nullptr && token->kind == Kind::Sign && token->span.of(text) == sign;
}

bool isWord(const FactToken* token, std::string_view word)
{
    return token != nullptr && token->kind == Kind::Word && token->folded == word;
}

int integer(const FactToken* token, int least, int most)
{
    if (token == nullptr || token->kind != Kind::Number || token->grouped || token->value < least || token->value > most)
        return 0;
    return static_cast<int>(token->value);
}

int yearOf(const FactToken* token)
{
    return integer(token, 1900, 2199);
}

TokenFact made(std::string_view text, const Tokens& tokens, std::size_t at, std::size_t end, FactKind kind)
{
    TokenFact found;
    found.tokens = end - at;
    found.fact.kind = kind;
    found.fact.span = {tokens[at].span.begin, tokens[end - 1].span.end};
    found.fact.shown = std::string(found.fact.span.of(text));
    return found;
}

std::optional<TokenFact> date(
    std::string_view text, const Tokens& tokens, std::size_t at, std::size_t end, const CalendarDate& date)
{
    TokenFact found = made(text, tokens, at, end, FactKind::Date);
    found.fact.date = date;
    return found;
}

// 2026-09-01
std::optional<TokenFact> isoDate(std::string_view text, const Tokens& tokens, std::size_t at)
{
    if (!isSign(text, tokenAt(tokens, at + 1), "-") || !isSign(text, tokenAt(tokens, at + 3), "-"))
        return std::nullopt;
    const int year = yearOf(tokenAt(tokens, at));
    const int month = integer(tokenAt(tokens, at + 2), 1, 12);
    const int day = integer(tokenAt(tokens, at + 4), 1, 31);
    if (year == 0 || month == 0 || day == 0)
        return std::nullopt;
    return date(text, tokens, at, at + 5, {year, month, day, 0, false});
}

// 2026年9月1日, 9月1日, 2026年9月, 9月
std::optional<TokenFact> ideographicDate(std::string_view text, const Tokens& tokens, std::size_t at)
{
    CalendarDate found;
    std::size_t next = at;
    if (const int year = yearOf(tokenAt(tokens, next)); year != 0 && isWord(tokenAt(tokens, next + 1), "年")) {
        found.year = year;
        next += 2;
    }
    if (const int month = integer(tokenAt(tokens, next), 1, 12); month != 0 && isWord(tokenAt(tokens, next + 1), "月")) {
        found.month = month;
        next += 2;
        if (const int day = integer(tokenAt(tokens, next), 1, 31);
            day != 0 && (isWord(tokenAt(tokens, next + 1), "日") || isWord(tokenAt(tokens, next + 1), "号"))) {
            found.day = day;
            next += 2;
        }
    }
    if (next == at)
        return std::nullopt;
    return date(text, tokens, at, next, found);
}

// 01.09.2026 and 1/9/26: three numbers, which the tokeniser may have read as one with separators.
std::optional<TokenFact> numericDate(std::string_view text, const Tokens& tokens, std::size_t at)
{
    std::size_t end = at + 1;
    if (isSign(text, tokenAt(tokens, at + 1), "/") && isSign(text, tokenAt(tokens, at + 3), "/"))
        end = at + 5;
    else if (!tokens[at].grouped)
        return std::nullopt;
    if (end > tokens.size())
        return std::nullopt;
    const std::string_view whole = text.substr(tokens[at].span.begin, tokens[end - 1].span.end - tokens[at].span.begin);
    const char separator = end == at + 1 ? '.' : '/';
    const auto pieces = text::split(whole, separator);
    if (pieces.size() != 3 || pieces[0].size() > 2 || pieces[1].size() > 2 || (pieces[2].size() != 2 && pieces[2].size() != 4))
        return std::nullopt;
    std::array<int, 3> numbers{};
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        for (const char c : pieces[i]) {
            if (c < '0' || c > '9')
                return std::nullopt;
            numbers[i] = numbers[i] * 10 + (c - '0');
        }
    }
    CalendarDate found{numbers[2] < 100 ? 2000 + numbers[2] : numbers[2], numbers[1], numbers[0], 0, false};
    if (found.month > 12)
        std::swap(found.month, found.day);
    else
        found.dayMonthUnsure = separator == '/' && found.day <= 12;
    if (found.month < 1 || found.month > 12 || found.day < 1 || found.day > 31)
        return std::nullopt;
    return date(text, tokens, at, end, found);
}

bool isDateLink(std::string_view text, const FactToken* token)
{
    constexpr auto words = std::to_array<std::string_view>({"de", "del", "of", "d", "st", "nd", "rd", "th", "er", "o"});
    if (token == nullptr || token->kind == Kind::Number)
        return false;
    if (token->kind == Kind::Word)
        return std::ranges::find(words, token->folded) != words.end();
    const std::string_view sign = token->span.of(text);
    return sign == "." || sign == "," || sign == "º" || sign == "ª" || sign == "'" || sign == "°";
}

std::size_t skipLinks(std::string_view text, const Tokens& tokens, std::size_t at)
{
    for (int links = 0; links < 2 && isDateLink(text, tokenAt(tokens, at)); ++links)
        ++at;
    return at;
}

int monthAt(const Tokens& tokens, std::size_t at)
{
    const FactToken* token = tokenAt(tokens, at);
    return token != nullptr && token->kind == Kind::Word ? monthOfWord(token->folded) : 0;
}

// "1 September 2026", "1. September", "1er septembre", "1 de septiembre de 2026"
std::optional<TokenFact> dayFirst(std::string_view text, const Tokens& tokens, std::size_t at)
{
    const int day = integer(tokenAt(tokens, at), 1, 31);
    const std::size_t monthPlace = skipLinks(text, tokens, at + 1);
    const int month = day == 0 ? 0 : monthAt(tokens, monthPlace);
    if (month == 0)
        return std::nullopt;
    const std::size_t yearPlace = skipLinks(text, tokens, monthPlace + 1);
    const int year = yearOf(tokenAt(tokens, yearPlace));
    return date(text, tokens, at, year != 0 ? yearPlace + 1 : monthPlace + 1, {year, month, day, 0, false});
}

// "September 1, 2026", "August 2026", "August"
std::optional<TokenFact> monthFirst(std::string_view text, const Tokens& tokens, std::size_t at)
{
    const int month = monthAt(tokens, at);
    if (month == 0)
        return std::nullopt;
    const char initial = tokens[at].span.of(text).front();
    const bool ascii = static_cast<unsigned char>(initial) < 0x80;
    const std::size_t afterMonth = skipLinks(text, tokens, at + 1);
    if (const int year = yearOf(tokenAt(tokens, afterMonth)); year != 0)
        return date(text, tokens, at, afterMonth + 1, {year, month, 0, 0, false});
    const int day = integer(tokenAt(tokens, at + 1), 1, 31);
    const bool capital = ascii && initial >= 'A' && initial <= 'Z';
    if (day != 0 && capital) {
        const std::size_t yearPlace = skipLinks(text, tokens, at + 2);
        const int year = yearOf(tokenAt(tokens, yearPlace));
        return date(text, tokens, at, year != 0 ? yearPlace + 1 : at + 2, {year, month, day, 0, false});
    }
    if (isDoubtfulMonth(tokens[at].folded))
        return std::nullopt;
    return date(text, tokens, at, at + 1, {0, month, 0, 0, false});
}

std::optional<TokenFact> weekday(std::string_view text, const Tokens& tokens, std::size_t at)
{
    int day = weekdayOfWord(tokens[at].folded);
    std::size_t end = at + 1;
    if (day == 0 && isSign(text, tokenAt(tokens, at + 1), "-") && isWord(tokenAt(tokens, at + 2), "feira")) {
        day = weekdayOfWord(tokens[at].folded + "-feira");
        end = at + 3;
    }
    constexpr auto ideographs = std::to_array<std::string_view>({"一", "二", "三", "四", "五", "六", "日"});
    constexpr auto japanese = std::to_array<std::string_view>({"月", "火", "水", "木", "金", "土", "日"});
    if (day == 0 && (isWord(tokenAt(tokens, at), "星") || isWord(tokenAt(tokens, at), "周"))) {
        const std::size_t place = isWord(tokenAt(tokens, at + 1), "期") ? at + 2 : at + 1;
        for (std::size_t i = 0; i < ideographs.size(); ++i)
            day = isWord(tokenAt(tokens, place), ideographs[i]) ? static_cast<int>(i) + 1 : day;
        end = place + 1;
    }
    if (day == 0 && isWord(tokenAt(tokens, at + 1), "曜")) {
        for (std::size_t i = 0; i < japanese.size(); ++i)
            day = isWord(tokenAt(tokens, at), japanese[i]) ? static_cast<int>(i) + 1 : day;
        end = at + 2;
    }
    if (day == 0)
        return std::nullopt;
    return date(text, tokens, at, end, {0, 0, 0, day, false});
}

bool agrees(int answer, int evidence)
{
    return answer == 0 || answer == evidence;
}

} // namespace

std::optional<TokenFact> dateAt(std::string_view text, const Tokens& tokens, std::size_t at)
{
    if (tokens[at].kind == Kind::Number) {
        for (const auto read : {isoDate, ideographicDate, numericDate, dayFirst}) {
            if (auto found = read(text, tokens, at))
                return found;
        }
        return std::nullopt;
    }
    if (tokens[at].kind != Kind::Word)
        return std::nullopt;
    if (auto found = monthFirst(text, tokens, at))
        return found;
    return weekday(text, tokens, at);
}

std::optional<TokenFact> timeAt(std::string_view text, const Tokens& tokens, std::size_t at)
{
    const FactToken& first = tokens[at];
    if (first.kind != Kind::Number || first.value > 24)
        return std::nullopt;
    double minutes = static_cast<int>(first.value) * 60;
    std::size_t end = at + 1;
    const FactToken* second = tokenAt(tokens, at + 2);
    const bool colon = isSign(text, tokenAt(tokens, at + 1), ":") || isWord(tokenAt(tokens, at + 1), "h");
    bool isTime = false;
    if (!first.grouped && colon && second != nullptr && second->kind == Kind::Number && second->span.end - second->span.begin == 2
        && second->value < 60 && !second->spaceBefore) {
        minutes += second->value;
        end = at + 3;
        isTime = true;
    } else if (first.grouped) {
        const std::string_view written = first.span.of(text);
        const auto point = written.find('.');
        if (point == std::string_view::npos || written.size() - point != 3)
            return std::nullopt;
        minutes += (first.value - static_cast<int>(first.value)) * 100;
    }
    const FactToken* next = tokenAt(tokens, end);
    const FactToken* afterNext = tokenAt(tokens, end + 2);
    const bool dotted = isSign(text, tokenAt(tokens, end + 1), ".") && isWord(afterNext, "m");
    const bool morning = isWord(next, "am") || (dotted && isWord(next, "a"));
    const bool evening = isWord(next, "pm") || (dotted && isWord(next, "p"));
    if (morning || evening) {
        const bool twelve = first.value >= 12 && first.value < 13;
        minutes += evening && !twelve ? 720 : morning && twelve ? -720 : 0;
        end += dotted ? 3 : 1;
        isTime = true;
    } else if (isWord(next, "uhr")) {
        ++end;
        isTime = true;
    }
    if (!isTime)
        return std::nullopt;
    TokenFact found = made(text, tokens, at, end, FactKind::TimeOfDay);
    found.fact.value = minutes;
    return found;
}

bool sameDate(const CalendarDate& answer, const CalendarDate& evidence)
{
    if (!agrees(answer.year, evidence.year) || !agrees(answer.weekday, evidence.weekday))
        return false;
    if (agrees(answer.month, evidence.month) && agrees(answer.day, evidence.day))
        return true;
    return (answer.dayMonthUnsure || evidence.dayMonthUnsure) && answer.month == evidence.day && answer.day == evidence.month;
}

} // namespace tandem
