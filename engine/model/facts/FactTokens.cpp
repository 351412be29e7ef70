#include "model/facts/FactTokens.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace tandem {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

char32_t plain(char32_t point)
{
    if (point >= 0x0660 && point <= 0x0669)
        return U'0' + (point - 0x0660);
    if (point >= 0x06F0 && point <= 0x06F9)
        return U'0' + (point - 0x06F0);
    if (point >= 0xFF10 && point <= 0xFF19)
        return U'0' + (point - 0xFF10);
    switch (point) {
    case 0x00A0:
    case 0x2009:
    case 0x202F:
    case 0x2007:
    case 0x3000: return U' ';
    case 0x2010:
    case 0x2011: return U'-';
    case 0x2019: return U'\'';
    case 0x066B: return U'.'; // Arabic decimal separator
    case 0x066C: return U','; // Arabic thousands separator
    default: return point;
    }
}

std::size_t pointLength(char lead)
{
    const auto byte = static_cast<unsigned char>(lead);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

bool isIdeographic(std::string_view text, std::size_t at)
{
    const auto points = text::codePoints(text.substr(at, pointLength(text[at])));
    const char32_t point = points.empty() ? U'\0' : points.front();
    return (point >= 0x3041 && point <= 0x30FE && point != 0x30FB) || point == 0x3005 || (point >= 0x3400 && point <= 0x9FFF);
}

bool isLetter(std::string_view text, std::size_t at)
{
    const char c = text[at];
    if (static_cast<unsigned char>(c) < 0x80)
        return std::isalpha(static_cast<unsigned char>(c)) != 0;
    const auto points = text::codePoints(text.substr(at, pointLength(c)));
    const char32_t point = points.empty() ? U'\0' : points.front();
    // Latin with accents, Greek, Cyrillic, Hebrew, Arabic letters and marks; signs and punctuation lie elsewhere.
    return (point >= 0xC0 && point < 0x2000 && point != 0xD7 && point != 0xF7 && point != 0x060C && point != 0x061B
        && point != 0x061F && point != 0x066A && point != 0x06D4);
}

struct Digits {
    std::size_t end = 0;
    std::string groups; // digits with ',' '.' ' ' '\'' between the groups
};

// "1 000" is one number only where three digits follow and nothing else goes on.
Digits digitsAt(std::string_view text, std::size_t at)
{
    Digits digits{at, {}};
    while (digits.end < text.size()) {
        if (isDigit(text[digits.end])) {
            digits.groups += text[digits.end++];
            continue;
        }
        const char sign = text[digits.end];
        const std::size_t next = digits.end + 1;
        std::size_t length = 0;
        while (next + length < text.size() && isDigit(text[next + length]))
            ++length;
        const bool point = (sign == '.' || sign == ',') && length > 0;
        const bool space = (sign == ' ' || sign == '\'') && length == 3 && digits.end - at <= 3
            && digits.groups.find_first_of(".,") == std::string::npos && digits.groups.front() != '0';
        if (!point && !space)
            break;
        digits.groups += sign;
        ++digits.end;
    }
    return digits;
}

// "1,000" 1000; "99,95" 99.95; "1.234,56" 1234.56. A lone separator before exactly three digits groups thousands.
double valueOf(const std::string& groups)
{
    const auto last = groups.find_last_of(".,");
    std::string number;
    bool decimal = false;
    if (last != std::string::npos) {
        const auto first = groups.find_first_of(".,");
        const std::size_t tail = groups.size() - last - 1;
        const bool mixed = groups[first] != groups[last];
        const bool thousands = tail == 3 && first <= 3 && groups.front() != '0';
        decimal = mixed || (first == last && !thousands);
    }
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (isDigit(groups[i]))
            number += groups[i];
        else if (decimal && i == last)
            number += '.';
    }
    if (number.size() > 18)
        number.resize(18);
    return number.empty() ? 0 : std::stod(number);
}

} // namespace

std::string plainSigns(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (const char32_t point : text::codePoints(text))
        text::appendCodePoint(out, plain(point));
    return out;
}

std::vector<FactToken> factTokens(std::string_view text, const std::vector<text::Span>& taken)
{
    std::vector<FactToken> tokens;
    std::size_t nextTaken = 0;
    bool space = true;
    std::size_t at = 0;
    const auto add = [&](FactToken::Kind kind, std::size_t end) -> FactToken& {
        FactToken token;
        token.kind = kind;
        token.span = {at, end};
        token.spaceBefore = space;
        tokens.push_back(std::move(token));
        space = false;
        at = end;
        return tokens.back();
    };
    while (at < text.size()) {
        while (nextTaken < taken.size() && taken[nextTaken].end <= at)
            ++nextTaken;
        if (nextTaken < taken.size() && taken[nextTaken].begin <= at) {
            add(FactToken::Kind::Sign, taken[nextTaken].end);
            continue;
        }
        if (std::isspace(static_cast<unsigned char>(text[at])) != 0) {
            space = true;
            ++at;
        } else if (isDigit(text[at])) {
            const Digits digits = digitsAt(text, at);
            FactToken& token = add(FactToken::Kind::Number, digits.end);
            token.value = valueOf(digits.groups);
            token.grouped = digits.groups.find_first_not_of("0123456789") != std::string::npos;
        } else if (isIdeographic(text, at)) {
            FactToken& token = add(FactToken::Kind::Word, at + pointLength(text[at]));
            token.folded = std::string(token.span.of(text));
        } else if (isLetter(text, at)) {
            std::size_t end = at;
            while (end < text.size() && isLetter(text, end) && !isIdeographic(text, end)
                && (nextTaken >= taken.size() || end < taken[nextTaken].begin))
                end += pointLength(text[end]);
            FactToken& token = add(FactToken::Kind::Word, std::min(end, text.size()));
            token.folded = text::foldAccents(token.span.of(text));
        } else {
            add(FactToken::Kind::Sign, std::min(at + pointLength(text[at]), text.size()));
        }
    }
    return tokens;
}

} // namespace tandem
