#include "privacy/PersonalDataValues.h"

#include <algorithm>
#include <array>

namespace tandem::pii {

namespace {

struct LinkWord {
    std::string_view word;
    Link link;
};

constexpr std::size_t longestValue = 512;
constexpr std::size_t mostBlanks = 64;
constexpr std::size_t longestGap = 48; // bytes of a clause between a word and its link

constexpr std::array linkWords{LinkWord{"is", Link::Copula}, LinkWord{"was", Link::Copula}, LinkWord{"ist", Link::Copula},
    LinkWord{"war", Link::Copula}, LinkWord{"es", Link::Copula}, LinkWord{"era", Link::Copula}, LinkWord{"est", Link::Copula},
    LinkWord{"è", Link::Copula}, LinkWord{"é", Link::Copula}, LinkWord{"jest", Link::Copula}, LinkWord{"to", Link::Copula},
    LinkWord{"هي", Link::Copula}, LinkWord{"هو", Link::Copula}, LinkWord{"是", Link::Copula}, LinkWord{"为", Link::Copula},
    LinkWord{"は", Link::Copula}, LinkWord{"lautet", Link::Quote}, LinkWord{"lautete", Link::Quote},
    LinkWord{"luidt", Link::Quote}, LinkWord{"brzmi", Link::Quote}, LinkWord{"reads", Link::Quote}};

bool isQuote(char c)
{
    return c == '"' || c == '\'' || c == '`';
}

std::size_t skip(std::string_view text, std::size_t at, bool quotes)
{
    const std::size_t most = std::min(text.size(), at + mostBlanks);
    while (at < most && (isBlank(text[at]) || (quotes && isQuote(text[at]))))
        ++at;
    return at;
}

// The bytes of a link word at the start of `rest`; "是" and the like need no blank behind them.
const LinkWord* linkWordOf(std::string_view rest)
{
    const auto found = std::find_if(linkWords.begin(), linkWords.end(), [rest](const LinkWord& each) {
        if (!rest.starts_with(each.word))
            return false;
        const bool latin = static_cast<unsigned char>(each.word.front()) < 0xD0;
        const std::size_t end = each.word.size();
        return !latin || (rest.size() > end && (isBlank(rest[end]) || rest[end] == ':'));
    });
    return found == linkWords.end() ? nullptr : &*found;
}

bool isJoint(std::string_view rest)
{
    return rest.starts_with(":") || rest.starts_with("=") || rest.starts_with("：");
}

Value behind(std::string_view lower, std::size_t at, Link link)
{
    if (isJoint(lower.substr(at))) // "is: x"
        at += lower[at] == ':' || lower[at] == '=' ? 1 : 3;
    const std::size_t begin = skip(lower, at, true);
    return {link, begin, begin > at && isQuote(lower[begin - 1])};
}

// The bytes of a Latin letter of two bytes, as in "Grün2024".
std::size_t accentedBytes(std::string_view text, std::size_t at)
{
    const auto lead = static_cast<unsigned char>(text[at]);
    const bool pair = lead >= 0xC3 && lead <= 0xC9 && at + 1 < text.size();
    return pair && (static_cast<unsigned char>(text[at + 1]) & 0xC0U) == 0x80 ? 2 : 0;
}

} // namespace

Value valueAt(const Source& source, std::size_t at)
{
    const std::string_view lower = source.lower;
    at = skip(lower, at, true);
    const std::string_view rest = lower.substr(std::min(at, lower.size()));
    if (isJoint(rest))
        return behind(lower, at, Link::Assigned);
    const LinkWord* const word = linkWordOf(rest);
    return word == nullptr ? Value{} : behind(lower, at + word->word.size(), word->link);
}

Value valueInClause(const Source& source, std::size_t at)
{
    if (const Value value = valueAt(source, at); value.link != Link::None)
        return value;
    const std::string_view lower = source.lower;
    const std::size_t most = std::min(lower.size(), at + longestGap);
    for (; at < most; ++at) {
        const char c = lower[at];
        if (c == '\n' || c == '\r' || c == '.' || c == ',' || c == ';' || c == '!' || c == '?')
            break;
        const std::string_view rest = lower.substr(at);
        if (isJoint(rest))
            return behind(lower, at, Link::Assigned);
        const bool starts = at > 0 && (isBlank(lower[at - 1]) || static_cast<unsigned char>(c) >= 0xE0);
        if (const LinkWord* const word = starts ? linkWordOf(rest) : nullptr; word != nullptr)
            return behind(lower, at + word->word.size(), word->link);
    }
    return {};
}

std::size_t valueEnd(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    while (end < text.size() && end - at < longestValue) {
        const auto c = static_cast<unsigned char>(text[end]);
        const std::size_t accented = accentedBytes(text, end);
        if (c <= ' ' || c == '"' || c == '`' || c == '<' || (c >= 0x80 && accented == 0))
            break;
        end += std::max<std::size_t>(accented, 1);
    }
    while (end > at && std::string_view(".,;)'").contains(text[end - 1]))
        --end;
    return end;
}

bool endsClause(std::string_view text, std::size_t at)
{
    return at >= text.size() || std::string_view(".,;)!?\r\n\"'`").contains(text[at]);
}

bool looksSecret(std::string_view value)
{
    const bool letters = std::any_of(value.begin(), value.end(), isLetter);
    const bool digits = std::any_of(value.begin(), value.end(), isDigit);
    const bool signs = std::any_of(value.begin(), value.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x80 && !isAlnum(c) && c != '-' && c != '/' && c != '.' && c != '\'';
    });
    return value.size() >= 4 && ((letters && digits) || (letters && signs) || (digits && value.size() >= 6));
}

bool looksLikePassword(std::string_view value)
{
    const bool digits = std::any_of(value.begin(), value.end(), isDigit);
    const bool small = std::any_of(value.begin(), value.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    const bool capital = std::any_of(value.begin(), value.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    const bool signs
        = std::any_of(value.begin(), value.end(), [](char c) { return std::string_view("!#$%&*+@^_?=").contains(c); });
    return value.size() >= 6 && value.size() <= 64 && digits && (small || capital) && (signs || (small && capital))
        && !value.contains("://");
}

bool isMixedCase(std::string_view value)
{
    if (value.size() < 12)
        return false;
    const std::string_view rest = value.substr(1); // a word's capital says nothing
    const auto capitals = std::count_if(rest.begin(), rest.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    const auto smalls = std::count_if(rest.begin(), rest.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    return capitals >= 2 && smalls >= 2
        && std::all_of(value.begin(), value.end(), [](char c) { return isAlnum(c) || std::string_view("+/=_-").contains(c); });
}

} // namespace tandem::pii
