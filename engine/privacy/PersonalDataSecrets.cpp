#include "privacy/PersonalDataCues.h"
#include "privacy/PersonalDataScanners.h"
#include "privacy/PersonalDataValues.h"
#include "privacy/PersonalDataVocabulary.h"

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

// Lower case, as a cookie or an address has them.
constexpr std::array<std::string_view, 14> sessions{"session=", "sessionid=", "session_id=", "session-id=", "sid=", "phpsessid=",
    "jsessionid=", "csrftoken=", "xsrf-token=", "auth=", "access_token=", "refresh_token=", "id_token=", "remember_token="};
constexpr std::size_t longestSession = 512;

bool isTokenCharacter(char c)
{
    return isAlnum(c) || c == '-' || c == '_';
}

void scanPrefixes(std::string_view text, Candidates& found)
{
    static const CueList words = cueList(prefixes, [](const Prefix& prefix) { return prefix.text; });
    std::size_t taken = 0; // a run is read once, however often a prefix stands in it
    words.each(text, [&](std::size_t index, std::size_t at) {
        const Prefix& prefix = prefixes[index];
        if (at < taken || (at > 0 && isTokenCharacter(text[at - 1])))
            return;
        std::size_t end = at + prefix.text.size();
        while (end < text.size() && (isTokenCharacter(text[end]) || (text[end] == '.' && prefix.text == "SG.")))
            ++end;
        while (text[end - 1] == '.')
            --end;
        if (end - at < prefix.text.size() + prefix.least)
            return;
        found.push_back({"secret", at, end, proven + 1});
        taken = end;
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

// What an HTTP header proves itself with: "Authorization: Basic dXNlcjpwYXNz".
void scanAuthorizations(const Source& source, Candidates& found)
{
    const std::string_view lower = source.lower;
    constexpr std::string_view header = "authorization";
    constexpr std::size_t least = 8;
    for (std::size_t at = lower.find(header); at != std::string_view::npos; at = lower.find(header, at + header.size())) {
        std::size_t begin = valueAt(source, at + header.size()).begin;
        for (const std::string_view scheme : {"basic ", "bearer ", "token ", "digest ", "apikey ", "key "}) {
            if (begin > 0 && lower.substr(begin).starts_with(scheme)) {
                begin += scheme.size();
                break;
            }
        }
        const std::size_t end = begin > 0 ? valueEnd(source.text, begin) : 0;
        const std::string_view value = source.text.substr(begin, end - begin);
        if (value.size() >= least && (looksSecret(value) || isMixedCase(value)))
            found.push_back({"secret", begin, end, proven + 1});
    }
}

// "Set-Cookie: session=af83c1d9; Path=/": in a cookie any value that looks like one, elsewhere a long one.
void scanSessions(const Source& source, Candidates& found)
{
    const std::string_view lower = source.lower;
    static const CueList words = cueList(sessions, [](std::string_view word) { return word; });
    constexpr std::size_t leastInCookie = 6;
    constexpr std::size_t leastElsewhere = 16;
    std::size_t read = 0;
    words.each(lower, [&](std::size_t index, std::size_t at) {
        const std::size_t begin = at + sessions[index].size();
        if (at < read || (at > 0 && isLetter(lower[at - 1])))
            return;
        std::size_t end = begin;
        while (end < lower.size() && end - begin < longestSession
            && (isTokenCharacter(lower[end]) || std::string_view(".%+/=~").contains(lower[end])))
            ++end;
        read = end;
        const std::string_view value = source.text.substr(begin, end - begin);
        const bool digits = std::any_of(value.begin(), value.end(), isDigit);
        const bool letters = std::any_of(value.begin(), value.end(), isLetter);
        const bool inCookie = source.before(at, 200).contains("cookie");
        if ((digits && letters && value.size() >= (inCookie ? leastInCookie : leastElsewhere)) || isMixedCase(value))
            found.push_back({"secret", begin, end, proven + 1});
    });
}

} // namespace

void scanSecrets(const Source& source, Candidates& found)
{
    scanPrefixes(source.text, found);
    scanWebTokens(source.text, found);
    scanKeyBlocks(source.text, found);
    scanLogins(source.text, found);
    scanAuthorizations(source, found);
    scanSessions(source, found);
    scanPasswords(source, found);
    scanOneTimeCodes(source, found);
}

void addSecretWords(std::vector<std::string_view>& words)
{
    for (const Prefix& prefix : prefixes)
        words.push_back(prefix.text);
    words.insert(words.end(), sessions.begin(), sessions.end());
}

} // namespace tandem::pii
