#include "privacy/PersonalDataScanners.h"

#include <algorithm>
#include <array>

namespace tandem::pii {

namespace {

bool isLocalPart(char c)
{
    return isAlnum(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
}

// Whether an address's name may go on to the left of `at`: ASCII or, in two bytes, another Latin letter.
bool joinsLocalPart(std::string_view text, std::size_t at)
{
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80)
        return isLocalPart(text[at]);
    const bool tail = byte < 0xC0;
    const unsigned lead = tail && at > 0 ? static_cast<unsigned char>(text[at - 1]) : byte;
    return lead >= 0xC3 && lead <= 0xC9;
}

bool isHex(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// The bytes of a Latin letter of two bytes.
std::size_t accentedBytes(std::string_view text, std::size_t at)
{
    const auto lead = static_cast<unsigned char>(text[at]);
    const bool pair = lead >= 0xC3 && lead <= 0xC9 && at + 1 < text.size();
    return pair && (static_cast<unsigned char>(text[at + 1]) & 0xC0U) == 0x80 ? 2 : 0;
}

// The end of the host name that starts at `at`, or `at` when there is none with a top-level domain.
std::size_t hostEnd(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    std::size_t lastDot = std::string_view::npos;
    while (end < text.size() && end - at < 254
        && (isAlnum(text[end]) || text[end] == '-' || text[end] == '.' || accentedBytes(text, end) == 2)) {
        if (accentedBytes(text, end) == 2) { // "münchen.de"
            end += 2;
            continue;
        }
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
    return top.size() >= 2 && (std::all_of(top.begin(), top.end(), isLetter) || top.starts_with("xn--")) ? end : at;
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

// Groups of up to four hexadecimal digits, "::" at most once, an IPv4 address at the end at most.
bool isIpv6(std::string_view text)
{
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
        if (text.substr(at, text.find(':', at) - at).contains('.')) {
            groups += 2;
            if (ipv4Length(text.substr(at)) != text.size() - at)
                return false;
            break;
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
    return gaps == 0 ? groups == 8 : gaps == 1 && groups < 8;
}

// "%eth0" and "/24" behind an address belong to it.
std::size_t withSuffix(std::string_view text, std::size_t end, std::size_t prefixDigits)
{
    const auto run = [&](auto accepts) {
        std::size_t stop = end + 1;
        while (stop < text.size() && stop < end + 16 && accepts(text[stop]))
            ++stop;
        return stop > end + 1 ? stop : end;
    };
    if (text.substr(end).starts_with("%"))
        end = run(isAlnum);
    if (text.substr(end).starts_with("/")) {
        const std::size_t stop = run(isDigit);
        end = stop - end <= prefixDigits + 1 && (stop == text.size() || (!isAlnum(text[stop]) && text[stop] != '/')) ? stop : end;
    }
    return end;
}

constexpr std::string_view versionWords = "v|version|versión|versione|versão|versie|wersja|wersji|wersję|sürüm|release|build|"
                                          "版本|バージョン|الإصدار|إصدار|firmware|driver|treiber|"
                                          "agent|plugin|upgrade|update|patch";
constexpr std::string_view addressWords = "ip|address|adresse|adres|dirección|indirizzo|endereço|server|host|from|von|aus|dns|"
                                          "ping|gateway|proxy|vpn|عنوان|地址|アドレス";

// Four small numbers are a version as often as an address.
bool isVersion(const Source& source, std::size_t begin, std::size_t end)
{
    const std::string_view before = source.before(begin, 16);
    const std::string_view after = std::string_view(source.lower).substr(end, 16);
    if (mentions(before, versionWords) && !mentions(before, "ip"))
        return true;
    for (const std::string_view word : {" sürüm", "版本", " version", "バージョン", " release", " build", "版"}) {
        if (after.starts_with(word))
            return true;
    }
    const std::string_view text = source.text.substr(begin, end - begin);
    const bool isPrivate = text.starts_with("10.") || text.starts_with("127.") || text.starts_with("0.0.0.0");
    std::size_t longest = 0;
    std::size_t length = 0;
    for (const char c : text) {
        length = c == '.' ? 0 : length + 1;
        longest = std::max(longest, length);
    }
    return longest < 3 && !isPrivate && !source.isAlone(begin, end) && !mentions(source.before(begin, 30), addressWords);
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

// Lengths by country, as the registry of IBANs gives them.
constexpr std::string_view ibanLengths
    = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18FR27GB22GE22GI23GL18GR27GT28"
      "HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MR27MT31MU30NL18NO15OM23PK24PL28PS29"
      "PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

std::size_t ibanLength(std::string_view country)
{
    for (std::size_t at = 0; at + 4 <= ibanLengths.size(); at += 4) {
        if (ibanLengths.substr(at, 2) == country)
            return static_cast<std::size_t>(ibanLengths[at + 2] - '0') * 10 + static_cast<std::size_t>(ibanLengths[at + 3] - '0');
    }
    return 0;
}

bool isSecondBlank(std::string_view text, std::size_t at)
{
    return at >= 2 && text[at] == ' ' && text[at - 1] == ' ' && isAlnum(text[at - 2]);
}

// The end of the IBAN that starts at `at`, with hyphens, dots, one blank or two in it; `at` when there is none.
std::size_t ibanEnd(std::string_view text, std::size_t at)
{
    const std::size_t length = ibanLength(upper(text.substr(at, 2)));
    std::string code;
    std::size_t end = at;
    for (; end < text.size() && code.size() < length; ++end) {
        const char c = text[end];
        if (isAlnum(c))
            code += c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
        else if (end == at || (c != ' ' && c != '-' && c != '.') || !(isAlnum(text[end - 1]) || isSecondBlank(text, end)))
            return at;
    }
    const bool bounded = end == text.size() || !isAlnum(text[end]);
    return length > 0 && code.size() == length && bounded && isIban(code) ? end : at;
}

// "AB 12 34 56 C", in groups or without; the end, or `at` when there is none.
std::size_t insuranceEnd(std::string_view text, std::size_t at)
{
    std::string code;
    std::size_t end = at;
    while (end < text.size() && code.size() < 9) {
        if (isAlnum(text[end]))
            code += text[end] >= 'a' && text[end] <= 'z' ? static_cast<char>(text[end] - ('a' - 'A')) : text[end];
        else if (text[end] != ' ' || end == at || text[end - 1] == ' ')
            return at;
        ++end;
    }
    const bool bounded = end == text.size() || !isAlnum(text[end]);
    return bounded && isBritishInsurance(code) ? end : at;
}

// Spanish identities with the letter apart or with dots; one of seven digits wants a word beside it.
std::size_t spanishEnd(const Source& source, std::size_t at, std::size_t end)
{
    const std::string_view text = source.text;
    std::size_t stop = end;
    std::string code = upper(text.substr(at, end - at));
    // "12.345.678-Z"
    if (code.size() <= 2 && text.substr(end).starts_with(".") && at + 11 < text.size() && text[at + code.size() + 4] == '.') {
        stop = at + code.size() + 8;
        code = upper(text.substr(at, std::min(stop, text.size()) - at));
    }
    const bool apart = stop + 1 < text.size() && (text[stop] == '-' || text[stop] == ' ') && isLetter(text[stop + 1])
        && (stop + 2 == text.size() || !isAlnum(text[stop + 2]));
    if (apart && (code.size() == 7 || code.size() == 8) && (text[stop] == '-' || stop > end)) {
        code += upper(text.substr(stop + 1, 1));
        stop += 2;
    }
    if (code.size() == 8 && isDigit(code[0])
        && (source.isAlone(at, stop) || mentions(source.before(at, 30), "dni|nif|documento|identidad")))
        code.insert(code.begin(), '0');
    return isSpanishIdentity(code) ? stop : at;
}

} // namespace

void scanMail(const Source& source, Candidates& found)
{
    const std::string_view text = source.text;
    for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        std::size_t begin = at;
        while (begin > 0 && at - begin < 64 && joinsLocalPart(text, begin - 1))
            --begin;
        // A sentence's full stop before the address is not part of it, nor half a letter.
        while (
            begin < at && (text[begin] == '.' || text[begin] == '-' || (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80))
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
            ++at;
            continue;
        }
        const bool inside = at > 0 && (isAlnum(text[at - 1]) || text[at - 1] == '.' || text[at - 1] == '_');
        if (!inside && isDigit(text[at])) {
            const std::size_t length = ipv4Length(text.substr(at, 24));
            if (length > 0) {
                if (!isVersion(source, at, at + length))
                    found.push_back({"ip", at, withSuffix(text, at + length, 2), formed});
                at += length;
                continue;
            }
        }
        std::size_t end = at;
        bool colon = false;
        while (end < text.size() && (isHex(text[end]) || text[end] == ':' || (text[end] == '.' && colon))) {
            colon = colon || text[end] == ':';
            ++end;
        }
        std::size_t last = end;
        while (last > at && (text[last - 1] == '.' || (text[last - 1] == ':' && !text.substr(at, last - at).ends_with("::"))))
            --last;
        const bool bounded = end == text.size() || (!isAlnum(text[end]) && text[end] != '_');
        // "::" alone and "a::b" are code.
        const std::string_view address = text.substr(at, last - at);
        const bool plain
            = std::count(address.begin(), address.end(), ':') > 2 || std::any_of(address.begin(), address.end(), isDigit);
        if (colon && !inside && bounded && plain && last - at >= 3 && last - at <= 45 && isIpv6(address))
            found.push_back({"ip", at, withSuffix(text, last, 3), formed});
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
        std::size_t identity = at;
        if (word.size() == 16 && isItalianTaxCode(upper(word)))
            identity = end;
        if (identity == at && word.size() <= 9 && isLetter(word[0]) && (word.size() == 2 || word.size() >= 8))
            identity = insuranceEnd(text, at);
        if (identity == at && word.size() <= 9 && (isDigit(word.back()) || isDigit(word.front())))
            identity = spanishEnd(source, at, end);
        if (identity == at && word.size() == 9)
            identity = spanishEnd(source, at, end);
        if (identity > at)
            found.push_back({"national_id", at, identity, proven});
        at = std::max(end, identity);
    }
}

} // namespace tandem::pii
