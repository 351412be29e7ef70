#include "pipeline/understand/InjectionDetector.h"

#include "base/Text.h"
#include "pipeline/learn/Characters.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>

namespace tandem {

namespace {

constexpr std::size_t shortestBase64 = 24;
constexpr std::size_t longestBase64 = 8U << 10U;
constexpr std::size_t mostBase64Blocks = 8;
constexpr int suspiciousInvisibles = 4;

bool isInvisible(char32_t codePoint)
{
    return codePoint == 0x200B || codePoint == 0x2060 || codePoint == 0xFEFF || codePoint == 0x180E || codePoint == 0xAD
        || (codePoint >= 0x2061 && codePoint <= 0x2064);
}

// Tag characters mirror ASCII and are never shown.
bool isTag(char32_t codePoint)
{
    return codePoint >= 0xE0020 && codePoint <= 0xE007E;
}

struct Visible {
    std::string text; // without invisible characters, tags turned into the letters that they mirror
    int invisibles = 0;
    int tags = 0;
};

Visible visibleOf(std::string_view text)
{
    Visible visible;
    visible.text.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Character character = characterAt(text, at);
        if (isInvisible(character.codePoint)) {
            ++visible.invisibles;
        } else if (isTag(character.codePoint)) {
            ++visible.tags;
            visible.text += static_cast<char>(character.codePoint - 0xE0000);
        } else {
            visible.text += text.substr(at, character.length);
        }
        at += character.length;
    }
    return visible;
}

int base64Value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

// Readable text that a run of base64 stands for, or nothing.
std::string decoded(std::string_view run)
{
    std::string bytes;
    unsigned buffer = 0;
    int bits = 0;
    for (const char c : run) {
        buffer = (buffer << 6U) | static_cast<unsigned>(base64Value(c));
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>((buffer >> static_cast<unsigned>(bits)) & 0xFFU);
        }
    }
    const auto letters = std::count_if(bytes.begin(), bytes.end(), [](char c) {
        return c == ' ' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    });
    const bool readable = text::isValidUtf8(bytes) && static_cast<double>(letters) > 0.8 * static_cast<double>(bytes.size());
    return readable ? bytes : std::string();
}

std::string decodedBlocks(std::string_view text)
{
    std::string all;
    std::size_t blocks = 0;
    for (std::size_t at = 0; at < text.size() && blocks < mostBase64Blocks;) {
        std::size_t end = at;
        while (end < text.size() && base64Value(text[end]) >= 0)
            ++end;
        if (end - at >= shortestBase64 && end - at <= longestBase64) {
            if (const std::string plain = decoded(text.substr(at, end - at)); !plain.empty()) {
                all += plain + '\n';
                ++blocks;
            }
        }
        at = end + 1;
    }
    return all;
}

bool hasRoleMarker(std::string_view lower)
{
    static constexpr std::array<std::string_view, 12> anywhere{"<|im_start|>", "<|im_end|>", "<|system|>", "<|endoftext|>",
        "[inst]", "[/inst]", "<<sys>>", "<</sys>>", "### system:", "### instruction:", "<system>", "[system]"};
    if (std::any_of(anywhere.begin(), anywhere.end(), [&](std::string_view each) { return lower.contains(each); }))
        return true;
    for (const std::string_view line : text::lines(lower)) {
        const std::string_view start = text::trim(line);
        if (start.starts_with("system: you") || start.starts_with("system prompt:") || start.starts_with("assistant: sure")
            || start.starts_with("system message:"))
            return true;
    }
    return false;
}

struct Evidence {
    double doubt = 1; // probability that all of it is innocent
    std::set<std::string> kinds;

    void add(double weight, const std::string& kind)
    {
        doubt *= 1 - weight;
        kinds.insert(kind);
    }

    // Returns whether anything was found.
    bool addMatches(const std::string& text, const Lexicon& lexicon)
    {
        const Tokens tokens = tokensOf(text);
        const std::vector<PatternMatch> matches = lexicon.matches(tokens, {Language::En, 0, true});
        std::map<std::string, double, std::less<>> strongest; // by kind: variants of one order count once
        for (const PatternMatch& match : matches) {
            if (match.pattern->topic != Topic::Injection || match.pattern->weight <= 0)
                continue;
            const bool innocent = std::any_of(matches.begin(), matches.end(), [&](const PatternMatch& other) {
                return other.pattern->topic == Topic::Injection && other.pattern->weight < 0 && other.begin < match.end
                    && match.begin < other.end;
            });
            if (!innocent)
                strongest[match.pattern->note] = std::max(strongest[match.pattern->note], match.pattern->weight);
        }
        for (const auto& [kind, weight] : strongest)
            add(weight, kind);
        return !strongest.empty();
    }
};

} // namespace

InjectionFinding findInjection(std::string_view text, const Lexicon& lexicon)
{
    const std::string_view bounded = text::truncate(text, 64U << 10U);
    const Visible visible = visibleOf(bounded);
    std::string lower = visible.text;
    std::transform(
        lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    Evidence evidence;
    const bool spoken = evidence.addMatches(visible.text, lexicon);
    if (spoken && visible.invisibles + visible.tags > 0)
        evidence.add(0.4, "invisible");
    else if (visible.tags >= suspiciousInvisibles)
        evidence.add(0.6, "invisible");
    else if (visible.invisibles >= 3 * suspiciousInvisibles)
        evidence.add(0.3, "invisible");
    if (spoken
        && (lower.contains("<!--") || lower.contains("display:none") || lower.contains("font-size:0")
            || lower.contains("color:white") || lower.contains("color:#fff")))
        evidence.add(0.4, "hidden");
    if (hasRoleMarker(lower))
        evidence.add(0.55, "marker");
    if (const std::string plain = decodedBlocks(visible.text); !plain.empty() && evidence.addMatches(plain, lexicon))
        evidence.add(0.5, "encoded");
    return {1 - evidence.doubt, {evidence.kinds.begin(), evidence.kinds.end()}};
}

} // namespace tandem
