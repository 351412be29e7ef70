#include "privacy/PersonalDataCues.h"
#include "privacy/PersonalDataScanners.h"

#include <algorithm>
#include <array>

namespace tandem::pii {

namespace {

struct Prefix {
    std::string_view text;
    std::size_t least; // characters after it
};
constexpr std::size_t longestValue = 512;

constexpr std::array prefixes{Prefix{"sk-", 16}, Prefix{"sk_live_", 10}, Prefix{"sk_test_", 10}, Prefix{"pk_live_", 10},
    Prefix{"rk_live_", 10}, Prefix{"ghp_", 20}, Prefix{"gho_", 20}, Prefix{"ghu_", 20}, Prefix{"ghs_", 20},
    Prefix{"github_pat_", 20}, Prefix{"glpat-", 16}, Prefix{"xoxb-", 10}, Prefix{"xoxp-", 10}, Prefix{"AKIA", 16},
    Prefix{"ASIA", 16}, Prefix{"AIza", 30}, Prefix{"whsec_", 16}, Prefix{"hf_", 20}, Prefix{"npm_", 20}, Prefix{"SG.", 20},
    Prefix{"tdm_", 12}};

constexpr std::array<std::string_view, 34> cues{"password", "passwd", "pwd", "passphrase", "passcode", "passwort", "kennwort",
    "contraseña", "clave", "mot de passe", "mdp", "senha", "wachtwoord", "hasło", "haslo", "şifre", "şifrem", "parola", "parolam",
    "كلمة المرور", "كلمة السر", "密码", "口令", "パスワード", "api key", "api-key", "api_key", "apikey", "secret",
    "client_secret", "access token", "api token", "bearer", "token"};
constexpr std::array<std::string_view, 14> copulas{
    "is", "ist", "es", "est", "è", "é", "jest", "to", "هي", "هو", "是", "为", "は", "was"};

bool isTokenCharacter(char c)
{
    return isAlnum(c) || c == '-' || c == '_';
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t';
}

std::size_t valueEnd(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    while (end < text.size() && static_cast<unsigned char>(text[end]) > ' ' && static_cast<unsigned char>(text[end]) < 0x80
        && text[end] != '"' && text[end] != '`' && text[end] != '<' && end - at < longestValue)
        ++end;
    while (end > at
        && (text[end - 1] == '.' || text[end - 1] == ',' || text[end - 1] == ';' || text[end - 1] == ')'
            || text[end - 1] == '\''))
        --end;
    return end;
}

// What people do not write as plain words: digits or signs beside letters, or mixed case.
bool looksSecret(std::string_view value)
{
    const bool letters = std::any_of(value.begin(), value.end(), isLetter);
    const bool digits = std::any_of(value.begin(), value.end(), isDigit);
    const bool signs = std::any_of(
        value.begin(), value.end(), [](char c) { return !isAlnum(c) && c != '-' && c != '/' && c != '.' && c != '\''; });
    return value.size() >= 4 && ((letters && digits) || (letters && signs) || (digits && value.size() >= 6));
}

void scanPrefixes(std::string_view text, Candidates& found)
{
    static const CueList words = cueList(prefixes, [](const Prefix& prefix) { return prefix.text; });
    words.each(text, [&](std::size_t index, std::size_t at) {
        const Prefix& prefix = prefixes[index];
        if (at > 0 && isTokenCharacter(text[at - 1]))
            return;
        std::size_t end = at + prefix.text.size();
        while (end < text.size() && (isTokenCharacter(text[end]) || (text[end] == '.' && prefix.text == "SG.")))
            ++end;
        if (end - at - prefix.text.size() >= prefix.least)
            found.push_back({"secret", at, end, proven + 1});
    });
}

// Three base64 parts, the first two of them JSON objects.
void scanWebTokens(std::string_view text, Candidates& found)
{
    for (std::size_t at = text.find("eyJ"); at != std::string_view::npos;) {
        std::size_t end = at;
        int dots = 0;
        while (end < text.size() && (isTokenCharacter(text[end]) || text[end] == '.' || text[end] == '='))
            dots += text[end++] == '.' ? 1 : 0;
        if (dots >= 2 && end - at > 30)
            found.push_back({"secret", at, end, proven + 1});
        at = text.find("eyJ", end);
    }
}

void scanKeyBlocks(std::string_view text, Candidates& found)
{
    for (std::size_t at = text.find("-----BEGIN "); at != std::string_view::npos;) {
        if (!text.substr(at, 60).contains("PRIVATE KEY")) {
            at = text.find("-----BEGIN ", at + 11);
            continue;
        }
        const std::size_t close = text.find("-----END ", at);
        const std::size_t endMark = close == std::string_view::npos ? close : text.find("-----", close + 9);
        const std::size_t end = endMark == std::string_view::npos ? text.size() : endMark + 5;
        found.push_back({"secret", at, end, proven + 2});
        at = text.find("-----BEGIN ", end);
    }
}

// Where the value after a cue begins: behind ":" or "=", or behind a copula; npos when nothing like it follows.
std::size_t valueBegin(const Source& source, std::size_t at, bool& assigned)
{
    const std::string_view lower = source.lower;
    while (at < lower.size() && (isSpace(lower[at]) || lower[at] == '"' || lower[at] == '\''))
        ++at;
    const std::string_view rest = lower.substr(at);
    assigned = rest.starts_with(":") || rest.starts_with("=") || rest.starts_with("：");
    if (assigned) {
        at += rest.starts_with("：") ? 3 : 1;
    } else {
        const auto copula = std::find_if(copulas.begin(), copulas.end(), [rest](std::string_view each) {
            return rest.starts_with(each)
                && (!isLetter(each.front()) || (rest.size() > each.size() && isSpace(rest[each.size()])));
        });
        if (copula == copulas.end())
            return std::string_view::npos;
        at += copula->size();
        if (at < lower.size() && lower[at] == ':')
            ++at;
    }
    while (at < lower.size() && (isSpace(lower[at]) || lower[at] == '"' || lower[at] == '\'' || lower[at] == '`'))
        ++at;
    return at;
}

// Letters, digits and signs together, or letters of both cases with digits: no sentence goes on like this.
bool isPassword(std::string_view value)
{
    const bool digits = std::any_of(value.begin(), value.end(), isDigit);
    const bool small = std::any_of(value.begin(), value.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    const bool capital = std::any_of(value.begin(), value.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    const bool signs
        = std::any_of(value.begin(), value.end(), [](char c) { return std::string_view("!#$%&*+@^_?=").contains(c); });
    return value.size() >= 6 && value.size() <= 64 && digits && (small || capital) && (signs || (small && capital))
        && !value.contains("://");
}

// "postgres://desk:secret@host": what stands between the colon and the sign.
void scanLogins(std::string_view text, Candidates& found)
{
    for (std::size_t at = text.find("://"); at != std::string_view::npos; at = text.find("://", at + 3)) {
        const std::size_t stop = std::min(text.find_first_of(" \t\r\n\"'<>/", at + 3), text.size());
        const std::string_view login = text.substr(at + 3, std::min<std::size_t>(stop - at - 3, 300));
        const std::size_t sign = login.rfind('@');
        const std::size_t colon = login.find(':');
        if (sign != std::string_view::npos && colon < sign && sign - colon > 1)
            found.push_back({"secret", at + 3 + colon + 1, at + 3 + sign, proven + 2});
    }
}

// "CVV 123", "PIN: 4821"
void scanCardCodes(const Source& source, Candidates& found)
{
    const std::string_view lower = source.lower;
    for (const std::string_view cue : {"cvv", "cvc", "pin"}) {
        for (std::size_t at = lower.find(cue); at != std::string_view::npos; at = lower.find(cue, at + 3)) {
            std::size_t begin = at + 3;
            if ((at > 0 && isAlnum(lower[at - 1])) || (begin < lower.size() && isLetter(lower[begin])))
                continue;
            bool assigned = false;
            if (const std::size_t value = valueBegin(source, begin, assigned); value != std::string_view::npos)
                begin = value;
            else if (cue != std::string_view("pin") && begin < lower.size() && lower[begin] == ' ')
                ++begin;
            else
                continue;
            std::size_t end = begin;
            while (end < lower.size() && isDigit(lower[end]))
                ++end;
            if (end - begin >= 3 && end - begin <= 8 && (end == lower.size() || (!isAlnum(lower[end]) && lower[end] != '-')))
                found.push_back({"secret", begin, end, proven});
        }
    }
}

void scanNamed(const Source& source, Candidates& found)
{
    const std::string_view lower = source.lower;
    static const CueList words = cueList(cues, [](std::string_view cue) { return cue; });
    words.each(lower, [&](std::size_t index, std::size_t at) {
        const std::string_view cue = cues[index];
        const std::size_t after = at + cue.size();
        if (at > 0 && isLetter(lower[at - 1]) && isLetter(cue.front()))
            return;
        bool assigned = false;
        std::size_t begin = valueBegin(source, after, assigned);
        if (cue == "bearer" && after < lower.size() && isSpace(lower[after]))
            begin = after + 1;
        if (begin == std::string_view::npos) {
            // "şifrem Deniz!Mavi42"
            begin = after < lower.size() && isSpace(lower[after]) ? after + 1 : lower.size();
            const std::size_t end = valueEnd(source.text, begin);
            if (isPassword(source.text.substr(begin, end - begin)))
                found.push_back({"secret", begin, end, proven + 1});
            return;
        }
        const std::size_t end = valueEnd(source.text, begin);
        const std::string_view value = source.text.substr(begin, end - begin);
        // After a colon a plain word counts too when it ends the line.
        const bool endsLine = end == lower.size() || lower[end] == '\n' || lower[end] == '\r';
        const bool long16 = cue != "bearer" || value.size() >= 16;
        if (long16 && (looksSecret(value) || (assigned && endsLine && value.size() >= 6 && cue != "token" && cue != "secret")))
            found.push_back({"secret", begin, end, proven + 1});
    });
}

} // namespace

void scanSecrets(const Source& source, Candidates& found)
{
    scanPrefixes(source.text, found);
    scanWebTokens(source.text, found);
    scanKeyBlocks(source.text, found);
    scanNamed(source, found);
    scanLogins(source.text, found);
    scanCardCodes(source, found);
}

} // namespace tandem::pii
