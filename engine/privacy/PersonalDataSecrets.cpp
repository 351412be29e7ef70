#include "privacy/PersonalDataScanners.h"

#include <algorithm>
#include <array>

namespace tandem::pii {

namespace {

struct Prefix {
    std::string_view text;
    std::size_t least; // characters after it
};
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
        && text[end] != '"' && text[end] != '`' && text[end] != '<' && end - at < 4096)
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
    for (const Prefix& prefix : prefixes) {
        for (std::size_t at = text.find(prefix.text); at != std::string_view::npos;
            at = text.find(prefix.text, at + prefix.text.size())) {
            if (at > 0 && isTokenCharacter(text[at - 1]))
                continue;
            std::size_t end = at + prefix.text.size();
            while (end < text.size() && (isTokenCharacter(text[end]) || (text[end] == '.' && prefix.text == "SG.")))
                ++end;
            if (end - at - prefix.text.size() >= prefix.least)
                found.push_back({"secret", at, end, proven + 1});
        }
    }
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
        const std::size_t close = text.find("-----END ", at);
        const bool isPrivate = text.substr(at, 60).contains("PRIVATE KEY");
        const std::size_t endMark = close == std::string_view::npos ? close : text.find("-----", close + 9);
        const std::size_t end = endMark == std::string_view::npos ? text.size() : endMark + 5;
        if (isPrivate)
            found.push_back({"secret", at, end, proven + 2});
        at = text.find("-----BEGIN ", isPrivate ? end : at + 11);
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

void scanNamed(const Source& source, Candidates& found)
{
    const std::string_view lower = source.lower;
    for (const std::string_view cue : cues) {
        for (std::size_t at = lower.find(cue); at != std::string_view::npos; at = lower.find(cue, at + cue.size())) {
            const std::size_t after = at + cue.size();
            if (at > 0 && isLetter(lower[at - 1]) && isLetter(cue.front()))
                continue;
            bool assigned = false;
            std::size_t begin = valueBegin(source, after, assigned);
            if (cue == "bearer" && after < lower.size() && isSpace(lower[after]))
                begin = after + 1;
            if (begin == std::string_view::npos)
                continue;
            const std::size_t end = valueEnd(source.text, begin);
            const std::string_view value = source.text.substr(begin, end - begin);
            // After a colon a plain word counts too when it ends the line.
            const bool endsLine = end == lower.size() || lower[end] == '\n' || lower[end] == '\r';
            const bool long16 = cue != "bearer" || value.size() >= 16;
            if (long16
                && (looksSecret(value) || (assigned && endsLine && value.size() >= 6 && cue != "token" && cue != "secret")))
                found.push_back({"secret", begin, end, proven + 1});
        }
    }
}

} // namespace

void scanSecrets(const Source& source, Candidates& found)
{
    scanPrefixes(source.text, found);
    scanWebTokens(source.text, found);
    scanKeyBlocks(source.text, found);
    scanNamed(source, found);
}

} // namespace tandem::pii
