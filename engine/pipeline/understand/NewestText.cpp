#include "pipeline/understand/NewestText.h"

#include "base/Text.h"
#include "pipeline/understand/Understanding.h"

#include <algorithm>
#include <array>

namespace tandem {

namespace {

constexpr std::size_t classifiedBytes = 2000 * 4;
constexpr std::size_t classifiedCharacters = 2000;
constexpr std::size_t longestSignature = 300; // bytes
constexpr std::size_t longestIntroduction = 200; // bytes of a line such as "On … wrote:"

// Lines after which only older mail follows.
bool beginsQuotedMail(std::string_view line)
{
    static constexpr std::array<std::string_view, 16> separators{"-----original message", "----- original message",
        "---- original message", "-----ursprüngliche nachricht", "-----urspr", "-----message d'origine", "-----message d’origine",
        "-----mensaje original", "-----messaggio originale", "-----mensagem original", "-----oorspronkelijk bericht",
        "-----wiadomość oryginalna", "-----orijinal ileti", "-----原始邮件", "-----原邮件", "________________________________"};
    const std::string lower = text::fold(line.substr(0, 200));
    return std::any_of(separators.begin(), separators.end(), [&](std::string_view each) { return lower.starts_with(each); });
}

// "On Mon, 3 Feb 2025 at 10:12, Ann Lee <ann@example.org> wrote:" in the twelve languages.
bool introducesQuote(std::string_view line)
{
    if (line.size() < 12 || line.size() > longestIntroduction)
        return false;
    static constexpr std::array<std::string_view, 12> endings{"wrote:", "escribió:", "a écrit :", "a écrit:", "schrieb:",
        "ha scritto:", "escreveu:", "schreef:", "napisał:", "napisał(a):", "napisała:", "yazdı:"};
    static constexpr std::array<std::string_view, 4> ideographic{"写道：", "写道:", "のメール:", "كتب:"};
    const auto ends = [line](std::string_view each) { return line.ends_with(each); };
    if (std::any_of(ideographic.begin(), ideographic.end(), ends))
        return true;
    const bool dated = std::any_of(line.begin(), line.end(), [](char c) { return c >= '0' && c <= '9'; });
    // German puts the verb before the name: "Am 3. Februar 2025 schrieb Ann Lee:".
    const bool german = line.starts_with("Am ") && line.contains(" schrieb ") && line.ends_with(":");
    return dated && (german || std::any_of(endings.begin(), endings.end(), ends));
}

bool isSignatureMark(std::string_view line)
{
    return line == "--" || line == "-- " || line == "—";
}

// A closing formula; what follows is a name and an address.
bool closesLetter(std::string_view line)
{
    static constexpr std::array<std::string_view, 43> formulas{"best regards", "kind regards", "regards", "many regards",
        "warm regards", "sincerely", "yours sincerely", "yours faithfully", "cheers", "best wishes", "best,", "sent from my",
        "saludos", "un saludo", "atentamente", "cordialmente", "cordialement", "bien cordialement", "bien à vous", "salutations",
        "mit freundlichen", "freundliche gr", "viele gr", "beste gr", "liebe gr", "gesendet von", "cordiali saluti",
        "distinti saluti", "saluti", "atenciosamente", "cumprimentos", "abraços", "att,", "met vriendelijke",
        "vriendelijke groet", "groeten", "pozdrawiam", "z poważaniem", "saygılarımla", "iyi çalışmalar", "مع تحياتي", "此致",
        "よろしくお願いいたします"};
    if (line.empty() || line.size() > 60)
        return false;
    const std::string lower = text::fold(line);
    return lower == "lg" || lower == "mfg"
        || std::any_of(formulas.begin(), formulas.end(), [&](std::string_view each) { return lower.starts_with(each); });
}

// Whether lines are what stands below a closing formula, not the letter going on.
bool isSignature(const std::vector<std::string_view>& lines, std::size_t first)
{
    std::size_t bytes = 0;
    for (std::size_t i = first; i < lines.size(); ++i) {
        const std::string_view line = text::trim(lines[i]);
        if (beginsQuotedMail(line) || introducesQuote(line) || line.starts_with('>'))
            break;
        const std::string lower = text::fold(line.substr(0, 8));
        if (line.contains('?') || line.contains("？") || line.contains("؟") || lower.starts_with("p.s")
            || lower.starts_with("ps"))
            return false;
        bytes += line.size();
        if (bytes > longestSignature)
            return false;
    }
    return true;
}

} // namespace

std::string newestText(std::string_view whole)
{
    std::string kept;
    const std::vector<std::string_view> lines = text::lines(whole);
    bool wrote = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string_view line = text::trim(lines[i]);
        if (wrote && (beginsQuotedMail(line) || introducesQuote(line) || isSignatureMark(line)))
            break;
        // A mail program may break the introduction in two lines.
        if (wrote && i + 1 < lines.size() && !line.empty() && lines[i + 1].size() < 60
            && introducesQuote(std::string(line) + ' ' + std::string(text::trim(lines[i + 1]))) && line.starts_with("On "))
            break;
        if (line.starts_with('>'))
            continue;
        kept += line;
        kept += '\n';
        if (wrote && closesLetter(line) && isSignature(lines, i + 1))
            break;
        wrote = wrote || !line.empty();
    }
    const std::string_view trimmed = text::trim(kept);
    return std::string(trimmed.empty() ? text::trim(whole) : trimmed);
}

bool isReplySubject(std::string_view subject)
{
    static constexpr std::array<std::string_view, 30> prefixes{"re:", "re :", "re[",
        "aw:", "antw:", "sv:", "rv:", "res:", "rif:", "r:", "i:", "odp:", "pd:", "ynt:", "ilt:", "tr:", "tr :", "fw:", "fwd:",
        "wg:", "enc:", "doorst:", "رد:", "إعادة توجيه:", "回复:", "答复:", "转发:", "返信:", "转:", "回覆:"};
    const std::string folded = text::fold(text::trim(subject).substr(0, 60)); // also folds the wide colon
    return std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view each) { return folded.starts_with(each); });
}

std::string classificationText(const Conversation& conversation)
{
    return classificationText(conversation.subject, conversation.text);
}

std::string classificationText(std::string_view subject, std::string_view text)
{
    const std::string_view bounded = text::truncate(text, 64U << 10U);
    std::string result(text::trim(text::truncate(subject, 1000)));
    if (!result.empty())
        result += '\n';
    result += newestText(bounded);
    result = text::truncate(result, classifiedBytes);
    if (text::codePointCount(result) <= classifiedCharacters)
        return result;
    std::size_t characters = 0;
    std::size_t bytes = 0;
    while (bytes < result.size() && characters < classifiedCharacters) {
        ++bytes;
        while (bytes < result.size() && (static_cast<unsigned char>(result[bytes]) & 0xC0U) == 0x80)
            ++bytes;
        ++characters;
    }
    result.resize(bytes);
    return result;
}

} // namespace tandem
