// Finding what a translation must not touch. Bytes are looked at, no patterns: the text is anybody's, and may be long.
#include "services/llm/GuardedText.h"

#include <algorithm>
#include <array>

namespace tandem {

namespace {

constexpr std::size_t longestPart = 200; // bytes of a tag or a place of a template
constexpr std::size_t longestToken = 300; // each of its words begins one, so that without an end the whole would be quadratic

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}
bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}
bool isLetter(char c)
{
    return isUpper(c) || isLower(c);
}
bool isWordByte(char c)
{
    return isLetter(c) || isDigit(c) || c == '_';
}

std::size_t lengthAt(std::string_view text, std::size_t at)
{
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        ++end;
    return end - at;
}

template <std::size_t Count>
std::size_t oneOf(std::string_view text, std::size_t at, const std::array<std::string_view, Count>& signs)
{
    const auto found = std::ranges::find_if(signs, [&](std::string_view sign) { return text.substr(at).starts_with(sign); });
    return found == signs.end() ? 0 : found->size();
}

// A digit of any of the scripts that the twelve languages write numbers in; its bytes, 0 when there is none.
std::size_t digitAt(std::string_view text, std::size_t at)
{
    if (at >= text.size())
        return 0;
    if (isDigit(text[at]))
        return 1;
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : static_cast<unsigned char>(0);
    };
    const bool isArabic = byte(0) == 0xD9U && byte(1) >= 0xA0U && byte(1) <= 0xA9U;
    const bool isPersian = byte(0) == 0xDBU && byte(1) >= 0xB0U && byte(1) <= 0xB9U;
    if (isArabic || isPersian)
        return 2;
    return byte(0) == 0xEFU && byte(1) == 0xBCU && byte(2) >= 0x90U && byte(2) <= 0x99U ? 3 : 0;
}

constexpr std::array<std::string_view, 12> moneySigns{"$", "€", "£", "¥", "₹", "₺", "₩", "zł", "R$", "US$", "￥", "₽"};
constexpr std::array<std::string_view, 6> shareSigns{"%", "‰", "°C", "°F", "°", "％"};
constexpr std::array<std::string_view, 13> separators{".", ",", ":", "/", "-", "'", "’", "٫", "٬", "T", "\u00a0", "\u202f", "–"};
constexpr std::array<std::string_view, 3> blanks{" ", "\u00a0", "\u202f"};

// Digits with what stands between them ("1,234.56", "2026-11-24", "08:30").
std::size_t endOfDigits(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    while (end < text.size()) {
        if (const std::size_t digit = digitAt(text, end); digit > 0) {
            end += digit;
            continue;
        }
        const std::size_t sign = oneOf(text, end, separators);
        if (sign == 0 || end == at || digitAt(text, end + sign) == 0)
            break;
        end += sign;
    }
    return end;
}

// A number or an amount that begins at `at`, its sign and its currency with it; 0 when there is none.
std::size_t endOfNumber(std::string_view text, std::size_t at)
{
    std::size_t begin = at;
    const bool afterWord = at > 0 && (isWordByte(text[at - 1]) || digitAt(text, at - 1) > 0);
    if ((text[begin] == '-' || text[begin] == '+') && !afterWord)
        ++begin;
    if (begin < text.size()) {
        if (const std::size_t money = oneOf(text, begin, moneySigns); money > 0) {
            begin += money;
            if (const std::size_t blank = begin < text.size() ? oneOf(text, begin, blanks) : 0;
                blank > 0 && digitAt(text, begin + blank) > 0)
                begin += blank;
        }
    }
    if (digitAt(text, begin) == 0)
        return 0;
    std::size_t end = endOfDigits(text, begin);
    if (end < text.size() && text[end] == 'Z' && (end + 1 == text.size() || !isWordByte(text[end + 1]))) // of a moment
        ++end;
    const std::size_t blank = end < text.size() ? oneOf(text, end, blanks) : 0;
    for (const std::size_t from : {end, end + blank}) {
        if (from >= text.size())
            break;
        std::size_t sign = oneOf(text, from, moneySigns);
        if (sign == 0)
            sign = oneOf(text, from, shareSigns);
        // "$5 $6" are two amounts.
        if (sign > 0 && digitAt(text, from + sign) == 0)
            return from + sign;
    }
    return end;
}

bool isLinkByte(std::string_view text, std::size_t at)
{
    const char c = text[at];
    return static_cast<unsigned char>(c) > ' ' && static_cast<unsigned char>(c) < 0x7fU
        && std::string_view("<>\"'`{}|\\^[]").find(c) == std::string_view::npos;
}

// A link or a mail address that begins at `at`; 0 when there is none.
std::size_t endOfLink(std::string_view text, std::size_t at)
{
    constexpr std::array<std::string_view, 6> beginnings{"http://", "https://", "www.", "mailto:", "ftp://", "tel:"};
    const std::size_t head = oneOf(text, at, beginnings);
    if (head == 0)
        return 0;
    std::size_t end = at + head;
    std::size_t open = 0;
    for (; end < text.size() && isLinkByte(text, end); ++end) {
        if (text[end] == '(')
            ++open;
        else if (text[end] == ')' && open == 0)
            break;
        else if (text[end] == ')')
            --open;
    }
    while (end > at + head && std::string_view(".,;:!?").find(text[end - 1]) != std::string_view::npos)
        --end;
    return end > at + head ? end : 0;
}

// Letters and digits with such signs between ("FILE-507", "a.b@c.org").
std::size_t endOfToken(std::string_view text, std::size_t at, std::string_view joints)
{
    const std::size_t last = std::min(text.size(), at + longestToken);
    std::size_t end = at;
    while (end < last) {
        if (isWordByte(text[end]))
            ++end;
        else if (joints.find(text[end]) != std::string_view::npos && end + 1 < text.size() && isWordByte(text[end + 1]))
            ++end;
        else
            break;
    }
    return end;
}

bool isAddress(std::string_view token)
{
    const std::size_t at = token.find('@');
    return at != std::string_view::npos && at > 0 && token.find('.', at) != std::string_view::npos;
}

// "help.example.com/reset", "example.com": a name of a host that nobody wrote a scheme before.
bool isHost(std::string_view token)
{
    const std::string_view host = token.substr(0, token.find_first_of("/:"));
    const std::size_t dot = host.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || host.contains('_'))
        return false;
    const std::string_view last = host.substr(dot + 1);
    const bool hasPath = host.size() < token.size();
    constexpr std::array<std::string_view, 20> ends{"com", "org", "net", "io", "dev", "app", "eu", "de", "fr", "es", "it", "nl",
        "pl", "br", "cn", "jp", "uk", "example", "info", "ai"};
    return std::ranges::all_of(last, isLower) && last.size() >= 2 && (hasPath || std::ranges::find(ends, last) != ends.end());
}

// What is no word of a language: capitals with digits, a small letter before a capital, or joined by '_'.
bool isIdentifier(std::string_view token)
{
    if (token.contains('_'))
        return true;
    const bool hasDigit = std::ranges::any_of(token, isDigit);
    for (const std::string_view part : text::split(token, '-')) {
        const bool hasUpper = std::ranges::any_of(part, isUpper);
        const bool isCode = part.size() > 1 && std::ranges::none_of(part, isLower);
        if (hasUpper && hasDigit && (isCode || std::ranges::any_of(part, isDigit)))
            return true;
        if (part.ends_with("Innen")) // German: people of both genders
            continue;
        for (std::size_t i = 1; i < part.size(); ++i) {
            if (isLower(part[i - 1]) && isUpper(part[i]))
                return true;
        }
    }
    return false;
}

// Code, a tag, a place of a template, a placeholder, the target of a Markdown link; 0 when there is none.
std::size_t endOfMarkup(std::string_view text, std::size_t at)
{
    const std::string_view rest = text.substr(at);
    const auto upTo = [&](std::string_view close, std::size_t from, std::size_t most) -> std::size_t {
        const std::size_t end = rest.substr(0, most).find(close, from);
        return end == std::string_view::npos ? 0 : at + end + close.size();
    };
    const auto onOneLine = [&](std::size_t end) { return end > 0 && !text.substr(at, end - at).contains('\n') ? end : 0; };
    if (rest.starts_with("```"))
        return upTo("```", 3, rest.size());
    if (rest.starts_with("`"))
        return onOneLine(upTo("`", 1, longestPart));
    if (rest.starts_with("{{"))
        return onOneLine(upTo("}}", 2, longestPart));
    if (rest.starts_with("${") || rest.starts_with("{") || rest.starts_with("%{"))
        return onOneLine(upTo("}", 1, longestPart));
    if (rest.starts_with("<") && rest.size() > 1 && (isLetter(rest[1]) || rest[1] == '/' || rest[1] == '!'))
        return onOneLine(upTo(">", 1, longestPart));
    if (rest.starts_with("](") && rest.size() > 2)
        return onOneLine(upTo(")", 2, longestPart));
    if (rest.starts_with("%") && rest.size() > 1 && (rest[1] == 's' || rest[1] == 'd')
        && (rest.size() == 2 || !isWordByte(rest[2])))
        return at + 2;
    if (rest.starts_with("[")) {
        std::size_t end = 1;
        while (end < rest.size() && (isUpper(rest[end]) || isDigit(rest[end]) || rest[end] == '_'))
            ++end;
        if (end > 1 && end < rest.size() && rest[end] == ']' && rest.substr(0, end).contains('_'))
            return at + end + 1;
    }
    return 0;
}

// Signs that could be taken for ours.
constexpr std::array<std::string_view, 5> ourSigns{"⟦", "⟧", "<", "＜", "﹤"};

std::size_t endOfName(std::string_view text, std::size_t at, const std::vector<std::string>& names)
{
    std::size_t end = 0;
    for (const std::string& name : names) {
        if (name.empty() || !text.substr(at).starts_with(name))
            continue;
        const std::size_t after = at + name.size();
        const bool begins = at == 0 || !isWordByte(text[at - 1]) || !isWordByte(name.front());
        const bool ends = after >= text.size() || !isWordByte(text[after]) || !isWordByte(name.back());
        if (begins && ends)
            end = std::max(end, after);
    }
    return end;
}

// At the beginning of a word or number.
GuardedSpan guardedAt(std::string_view text, std::size_t at, const std::vector<std::string>& names)
{
    const auto found = [&](std::size_t end, GuardedKind kind) { return GuardedSpan{{at, end}, kind}; };
    if (const std::size_t end = endOfLink(text, at); end > 0)
        return found(end, GuardedKind::Link);
    const bool begins = at == 0 || !isWordByte(text[at - 1]);
    if (begins && isWordByte(text[at])) {
        const std::size_t wide = endOfToken(text, at, "-_./@+:");
        if (isAddress(text.substr(at, wide - at)))
            return found(wide, GuardedKind::Address);
        if (isHost(text.substr(at, wide - at)))
            return found(wide, GuardedKind::Link);
        if (const std::size_t name = endOfName(text, at, names); name > 0)
            return found(name, GuardedKind::Fixed);
        const std::size_t end = endOfToken(text, at, "-_.");
        if (!isDigit(text[at]) && isIdentifier(text.substr(at, end - at)))
            return found(end, GuardedKind::Fixed);
    }
    if (const std::size_t end = endOfName(text, at, names); end > 0)
        return found(end, GuardedKind::Fixed);
    if (const std::size_t end = endOfMarkup(text, at); end > 0)
        return found(end, GuardedKind::Fixed);
    if (const std::size_t end = endOfNumber(text, at); end > 0) {
        const std::string_view number = text.substr(at, end - at);
        constexpr std::size_t longestCount = 4;
        return found(end,
            number.size() <= longestCount && std::ranges::all_of(number, isDigit) ? GuardedKind::Number : GuardedKind::Fixed);
    }
    if (const std::size_t sign = oneOf(text, at, ourSigns); sign > 0)
        return found(at + sign, GuardedKind::Fixed);
    return found(at, GuardedKind::Fixed);
}

} // namespace

std::vector<GuardedSpan> guardedSpans(std::string_view text, const std::vector<std::string>& names)
{
    std::vector<GuardedSpan> spans;
    for (std::size_t at = 0; at < text.size();) {
        const GuardedSpan guarded = guardedAt(text, at, names);
        if (guarded.span.end > at) {
            spans.push_back(guarded);
            at = guarded.span.end;
        } else {
            at += lengthAt(text, at);
        }
    }
    return spans;
}

} // namespace tandem
