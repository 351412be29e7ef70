#include "privacy/PersonalDataScanners.h"

#include <algorithm>
#include <array>

namespace tandem::pii {

namespace {

bool isLocalPart(char c)
{
    return isAlnum(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

bool isHex(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// The end of the host name that starts at `at`, or `at` when there is none with a top-level domain.
std::size_t hostEnd(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    std::size_t lastDot = std::string_view::npos;
    while (end < text.size() && end - at < 254 && (isAlnum(text[end]) || text[end] == '-' || text[end] == '.')) {
        if (text[end] == '.') {
            if (end == at || text[end - 1] == '.')
                break;
            lastDot = end;
        }
        ++end;
    }
    while (end > at && (text[end - 1] == '.' || text[end - 1] == '-'))
        --end;
    if (lastDot == std::string_view::npos || lastDot + 2 > end) {
        const std::size_t dot = text.substr(at, end - at).rfind('.');
        if (dot == std::string_view::npos)
            return at;
        lastDot = at + dot;
    }
    const std::string_view top = text.substr(lastDot + 1, end - lastDot - 1);
    return top.size() >= 2 && std::all_of(top.begin(), top.end(), isLetter) ? end : at;
}

// Four numbers of 0–255; 0 when there are not.
std::size_t ipv4Length(std::string_view text)
{
    std::size_t at = 0;
    for (int part = 0; part < 4; ++part) {
        if (part > 0 && (at >= text.size() || text[at++] != '.'))
            return 0;
        int value = 0;
        std::size_t digits = 0;
        while (at < text.size() && isDigit(text[at]) && digits < 4) {
            value = value * 10 + (text[at++] - '0');
            ++digits;
        }
        if (digits == 0 || digits > 3 || value > 255)
            return 0;
    }
    const bool goesOn = at < text.size()
        && (isAlnum(text[at]) || text[at] == '_' || (text[at] == '.' && at + 1 < text.size() && isDigit(text[at + 1])));
    return goesOn ? 0 : at;
}

bool isIpv6(std::string_view text)
{
    if (text.size() < 6)
        return false;
    int groups = 0;
    int gaps = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        if (text[at] == ':') {
            if (text.substr(at).starts_with("::")) {
                ++gaps;
                at += 2;
                continue;
            }
            if (at == 0 || at + 1 == text.size())
                return false;
            ++at;
            continue;
        }
        std::size_t length = 0;
        while (at < text.size() && isHex(text[at])) {
            ++at;
            ++length;
        }
        if (length == 0 || length > 4)
            return false;
        ++groups;
    }
    return gaps == 0 ? groups == 8 : gaps == 1 && groups >= 2 && groups < 8;
}

std::string upper(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        if (isAlnum(c))
            result += c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
    }
    return result;
}

// The longest IBAN that starts at `at`, spaces between fours allowed; `at` when there is none.
std::size_t ibanEnd(std::string_view text, std::size_t at)
{
    std::string code;
    std::size_t best = at;
    for (std::size_t end = at; end < text.size() && code.size() < 34; ++end) {
        if (isAlnum(text[end])) {
            code += text[end] >= 'a' && text[end] <= 'z' ? static_cast<char>(text[end] - ('a' - 'A')) : text[end];
            const bool last = end + 1 == text.size() || !isAlnum(text[end + 1]);
            if (last && isIban(code))
                best = end + 1;
        } else if ((text[end] != ' ' && text[end] != '-') || end == at || !isAlnum(text[end - 1])) {
            break;
        }
    }
    return best;
}

bool isBritishInsurance(std::string_view code)
{
    return code.size() == 9 && isLetter(code[0]) && isLetter(code[1]) && std::all_of(code.begin() + 2, code.begin() + 8, isDigit)
        && code[8] >= 'A' && code[8] <= 'D';
}

} // namespace

void scanMail(const Source& source, Candidates& found)
{
    const std::string_view text = source.text;
    for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        std::size_t begin = at;
        while (begin > 0 && at - begin < 64 && isLocalPart(text[begin - 1]))
            --begin;
        // A sentence's full stop or a Chinese word before the address is not part of it.
        while (begin < at && (text[begin] == '.' || text[begin] == '-' || static_cast<unsigned char>(text[begin]) >= 0x80))
            ++begin;
        const std::size_t end = hostEnd(text, at + 1);
        if (begin < at && end > at + 1)
            found.push_back({"email", begin, end, proven});
    }
}

void scanNetwork(const Source& source, Candidates& found)
{
    const std::string_view text = source.text;
    for (std::size_t at = 0; at < text.size();) {
        if (!isHex(text[at]) && text[at] != ':') {
            while (at < text.size() && !isHex(text[at]) && text[at] != ':')
                ++at;
            continue;
        }
        const bool inside = at > 0 && (isAlnum(text[at - 1]) || text[at - 1] == '.' || text[at - 1] == '_');
        if (!inside && isDigit(text[at])) {
            const std::size_t length = ipv4Length(text.substr(at, 24));
            if (length > 0
                && !mentions(
                    source.before(at, 12), "v|version|versión|versione|versão|wersja|sürüm|release|build|版本|バージョン")) {
                found.push_back({"ip", at, at + length, formed});
                at += length;
                continue;
            }
        }
        std::size_t end = at;
        while (end < text.size() && (isHex(text[end]) || text[end] == ':'))
            ++end;
        std::size_t last = end;
        while (last > at && text[last - 1] == ':' && !text.substr(at, last - at).ends_with("::"))
            --last;
        const bool bounded = end == text.size() || !isAlnum(text[end]);
        if (!inside && bounded && last - at <= 39 && isIpv6(text.substr(at, last - at)))
            found.push_back({"ip", at, last, formed});
        at = std::max(end, at + 1);
    }
}

void scanCodes(const Source& source, Candidates& found)
{
    const std::string_view text = source.text;
    for (std::size_t at = 0; at < text.size();) {
        if (!isAlnum(text[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && isAlnum(text[end]))
            ++end;
        const std::string_view word = text.substr(at, end - at);
        if (word.size() >= 4 && isLetter(word[0]) && isLetter(word[1]) && isDigit(word[2]) && isDigit(word[3])) {
            if (const std::size_t iban = ibanEnd(text, at); iban > at) {
                found.push_back({"iban", at, iban, proven});
                end = std::max(end, iban);
            }
        }
        if (word.size() >= 8 && word.size() <= 16) {
            const std::string code = upper(word);
            std::size_t codeEnd = end;
            bool identity = isSpanishIdentity(code) || isItalianTaxCode(code) || isBritishInsurance(code);
            // "12345678-Z": the check letter stands apart.
            if (!identity && word.size() == 8 && end + 1 < text.size() && text[end] == '-' && isLetter(text[end + 1])
                && (end + 2 == text.size() || !isAlnum(text[end + 2]))) {
                identity = isSpanishIdentity(code + upper(text.substr(end + 1, 1)));
                codeEnd = end + 2;
            }
            if (identity)
                found.push_back({"national_id", at, codeEnd, proven});
        }
        at = end;
    }
}

} // namespace tandem::pii
