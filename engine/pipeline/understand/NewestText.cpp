#include "pipeline/understand/NewestText.h"

#include "base/Text.h"
#include "base/Unseen.h"
#include "pipeline/understand/Understanding.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

namespace tandem {

namespace {

constexpr std::size_t classifiedBytes = 8000;
constexpr std::size_t classifiedCharacters = 2000;
constexpr std::size_t longestSignature = 300; // bytes
constexpr std::size_t mostSignatureLines = 8;
constexpr std::size_t longestSignatureLine = 6; // words
constexpr std::size_t mostLinesLookedAt = 30; // blank ones included
constexpr std::size_t longestIntroduction = 200; // bytes of a line such as "On … wrote:"

using Lines = std::vector<std::string_view>;

bool startsWithOneOf(std::string_view text, std::span<const std::string_view> beginnings)
{
    return std::ranges::any_of(beginnings, [text](std::string_view each) { return text.starts_with(each); });
}

bool endsWithOneOf(std::string_view text, std::span<const std::string_view> endings)
{
    return std::ranges::any_of(endings, [text](std::string_view each) { return text.ends_with(each); });
}

bool containsOneOf(std::string_view text, std::span<const std::string_view> parts)
{
    return std::ranges::any_of(parts, [text](std::string_view each) { return text.contains(each); });
}

// The next line that is not blank, trimmed; "" when there is none near.
std::string_view nextLine(const Lines& lines, std::size_t first)
{
    for (std::size_t i = first; i < std::min(lines.size(), first + mostLinesLookedAt); ++i) {
        if (const std::string_view line = text::trim(lines[i]); !line.empty())
            return line;
    }
    return {};
}

bool isMailHeader(std::string_view line)
{
    static constexpr std::array<std::string_view, 14> headers{"from:", "von:", "de:", "da:", "de :", "van:", "od:", "kimden:",
        "من:", "发件人", "差出人", "sent:", "date:", "gesendet:"};
    return startsWithOneOf(text::fold(line.substr(0, 60)), headers);
}

// Lines after which only older mail follows.
bool beginsQuotedMail(const Lines& lines, std::size_t at)
{
    static constexpr std::array<std::string_view, 15> separators{"-----original message", "----- original message",
        "---- original message", "-----ursprüngliche nachricht", "-----urspr", "-----message d'origine", "-----message d’origine",
        "-----mensaje original", "-----messaggio originale", "-----mensagem original", "-----oorspronkelijk bericht",
        "-----wiadomość oryginalna", "-----orijinal ileti", "-----原始邮件", "-----原邮件"};
    const std::string_view line = text::trim(lines[at]);
    if (!line.starts_with('-') && !line.starts_with('_'))
        return false;
    if (line.starts_with("____________________"))
        return isMailHeader(nextLine(lines, at + 1));
    return startsWithOneOf(text::fold(line.substr(0, 200)), separators);
}

// Whether a line holds a time of day ("10:12") or a mail address, as the introductions that mail programs write do.
bool isWrittenByProgram(std::string_view line)
{
    const auto digit = [&](std::size_t at) { return at < line.size() && line[at] >= '0' && line[at] <= '9'; };
    for (std::size_t i = 1; i + 2 < line.size(); ++i) {
        if (line[i] == ':' && digit(i - 1) && digit(i + 1) && digit(i + 2))
            return true;
    }
    return line.contains('@');
}

// "On Mon, 3 Feb 2025 at 10:12, Ann Lee <ann@example.org> wrote:" in the twelve languages. A customer may write such a line as
// well
// ("On 12 March your agent wrote:") and go on.
bool introducesQuote(std::string_view line, std::string_view next)
{
    if (line.size() < 12 || line.size() > longestIntroduction)
        return false;
    static constexpr std::array<std::string_view, 16> endings{"wrote:", "escribió:", "a écrit :", "a écrit:", "schrieb:",
        "ha scritto:", "escreveu:", "schreef:", "napisał:", "napisał(a):", "napisała:", "yazdı:", "写道：",
        "写道:", "のメール:", "كتب:"};
    // German puts the verb before the name: "Am 3. Februar 2025 schrieb Ann Lee:".
    const bool german = line.starts_with("Am ") && line.contains(" schrieb ") && line.ends_with(":");
    if (!german && !endsWithOneOf(line, endings))
        return false;
    return isWrittenByProgram(line) || next.starts_with('>') || isMailHeader(next);
}

bool quoteBegins(const Lines& lines, std::size_t at)
{
    const std::string_view line = text::trim(lines[at]);
    if (line.empty())
        return false;
    if (beginsQuotedMail(lines, at) || introducesQuote(line, nextLine(lines, at + 1)))
        return true;
    // A mail program may break the introduction in two lines.
    return line.starts_with("On ") && at + 1 < lines.size() && lines[at + 1].size() < 60
        && introducesQuote(std::string(line) + ' ' + std::string(text::trim(lines[at + 1])), nextLine(lines, at + 2));
}

std::vector<std::string> folded(std::span<const std::string_view> formulas)
{
    std::vector<std::string> result;
    for (const std::string_view formula : formulas)
        result.push_back(text::fold(formula));
    return result;
}

bool beginsUpperCase(std::string_view word)
{
    return text::fold(word) != word;
}

// At most three words that begin with a capital, as a name does.
bool isName(std::string_view text)
{
    const std::vector<text::Span> words = text::words(text);
    return words.size() <= 3
        && std::ranges::all_of(words, [&](const text::Span& word) { return beginsUpperCase(word.of(text)); });
}

// A closing formula and nothing else, but perhaps a name; what follows is a name and an address.
bool closesLetter(std::string_view line)
{
    static constexpr std::array<std::string_view, 82> spelled{"best regards", "kind regards", "regards", "many regards",
        "warm regards", "kindest regards", "with kind regards", "with best regards", "thanks and regards", "sincerely",
        "yours sincerely", "sincerely yours", "yours faithfully", "yours truly", "cheers", "best wishes", "all the best", "best",
        "saludos", "saludos cordiales", "un saludo", "un cordial saludo", "un saludo cordial", "atentamente", "cordialmente",
        "muy atentamente", "cordialement", "bien cordialement", "bien à vous", "salutations", "salutations distinguées",
        "sincères salutations", "meilleures salutations", "mit freundlichen Grüßen", "mit freundlichen Gruessen",
        "mit freundlichem Gruß", "mit besten Grüßen", "freundliche Grüße", "viele Grüße", "beste Grüße", "liebe Grüße",
        "schöne Grüße", "Grüße", "Gruß", "lg", "mfg", "vg", "cordiali saluti", "distinti saluti", "saluti", "un saluto",
        "un cordiale saluto", "atenciosamente", "cumprimentos", "melhores cumprimentos", "com os melhores cumprimentos",
        "abraços", "um abraço", "att", "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet",
        "vriendelijke groeten", "groeten", "groetjes", "mvg", "pozdrawiam", "pozdrawiam serdecznie", "serdecznie pozdrawiam",
        "z poważaniem", "z wyrazami szacunku", "saygılarımla", "saygılar", "iyi çalışmalar", "مع تحياتي", "تحياتي",
        "مع أطيب التحيات", "مع خالص التحية", "此致", "よろしくお願いいたします", "宜しくお願いいたします", "敬具"};
    static const std::vector<std::string> formulas = folded(spelled);
    if (line.empty() || line.size() > 80)
        return false;
    static constexpr std::string_view marks = ",.!;:-– ";
    const std::string lower = text::fold(line);
    return std::ranges::any_of(formulas, [&](const std::string& formula) {
        if (!lower.starts_with(formula))
            return false;
        std::string_view rest = std::string_view(lower).substr(formula.size());
        for (const std::string_view mark : {"。", "，", "、", "،"}) {
            if (rest.starts_with(mark))
                rest.remove_prefix(mark.size());
        }
        const std::size_t name = rest.find_first_not_of(marks);
        if (name == std::string_view::npos)
            return true;
        // The name, as it is spelled in the line: folding keeps the words.
        const std::vector<text::Span> words = text::words(line);
        const std::size_t named = text::words(rest).size();
        return name > 0 && named <= 3 && named < words.size() && isName(line.substr(words[words.size() - named].begin));
    });
}

// "Sent from my iPhone": one line, and what follows is still the letter.
bool namesDevice(std::string_view line)
{
    static constexpr std::array<std::string_view, 17> beginnings{"sent from my", "sent from outlook", "sent from mail for",
        "get outlook for", "gesendet von meinem", "von meinem", "envoyé de mon", "envoyé depuis mon", "enviado desde mi",
        "inviato da", "enviado do meu", "verzonden vanaf mijn", "verstuurd vanaf mijn", "wysłane z", "发自我的", "iphoneから送信",
        "أُرسلت من"};
    static constexpr std::array<std::string_view, 13> devices{"iphone", "ipad", "android", "galaxy", "samsung", "phone", "huawei",
        "pixel", "outlook", "windows", "smartphone", "handy", "mobile"};
    if (line.size() > 60)
        return false;
    const std::string lower = text::fold(line);
    return startsWithOneOf(lower, beginnings) && containsOneOf(lower, devices);
}

// Whether a line below a closing formula still says something, rather than name who wrote.
bool saysSomething(std::string_view line)
{
    static constexpr std::array<std::string_view, 10> marks{"?", "？", "؟", "!", "！", "。", "，", "、", "؛", "،"};
    static constexpr std::array<std::string_view, 14> spoken{
        "请", "我", "要", "想", "您", "你", "ください", "下さい", "ます", "です", "ません", "したい", "お願い", "希望"};
    const std::string lower = text::fold(line.substr(0, 8));
    if (lower.starts_with("p.s") || lower.starts_with("ps") || containsOneOf(line, marks) || containsOneOf(line, spoken))
        return true;
    const std::vector<text::Span> words = text::words(line);
    const auto small = std::ranges::count_if(words, [&](const text::Span& word) {
        const std::string_view spelled = word.of(line);
        return (spelled[0] < '0' || spelled[0] > '9') && !beginsUpperCase(spelled);
    });
    return words.size() > longestSignatureLine || (words.size() >= 3 && small >= 2);
}

// Whether lines are what stands below a closing formula, not the letter going on. In doubt the letter goes on: an address that is
// read does less harm than a wish that is not.
bool isSignature(const Lines& lines, std::size_t first)
{
    std::size_t bytes = 0;
    std::size_t count = 0;
    for (std::size_t i = first; i < lines.size(); ++i) {
        if (i - first > mostLinesLookedAt)
            return false;
        const std::string_view line = text::trim(lines[i]);
        if (line.empty())
            continue;
        if (line.starts_with('>') || quoteBegins(lines, i))
            break;
        bytes += line.size();
        if (++count > mostSignatureLines || bytes > longestSignature || (!namesDevice(line) && saysSomething(line)))
            return false;
    }
    return true;
}

bool isSignatureMark(std::string_view line)
{
    return line == "--" || line == "—";
}

} // namespace

std::string newestText(std::string_view whole)
{
    std::string kept;
    const Lines lines = text::lines(whole);
    bool wrote = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string_view line = text::trim(lines[i]);
        if (wrote && (quoteBegins(lines, i) || (isSignatureMark(line) && isSignature(lines, i + 1))))
            break;
        if (line.starts_with('>') || (wrote && namesDevice(line)))
            continue;
        kept += line;
        kept += '\n';
        if (wrote && closesLetter(line) && isSignature(lines, i + 1))
            break;
        wrote = wrote || !line.empty();
    }
    const std::string seen = text::withoutUnseen(kept);
    const std::string_view trimmed = text::trim(seen);
    return trimmed.empty() ? text::withoutUnseen(text::trim(whole)) : std::string(trimmed);
}

bool isReplySubject(std::string_view subject)
{
    static constexpr std::array<std::string_view, 30> prefixes{"re:", "re :", "re[",
        "aw:", "antw:", "sv:", "rv:", "res:", "rif:", "r:", "i:", "odp:", "pd:", "ynt:", "ilt:", "tr:", "tr :", "fw:", "fwd:",
        "wg:", "enc:", "doorst:", "رد:", "إعادة توجيه:", "回复:", "答复:", "转发:", "返信:", "转:", "回覆:"};
    const std::string folded = text::fold(text::trim(subject).substr(0, 60)); // also folds the wide colon
    return std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view each) { return folded.starts_with(each); });
}

std::string writtenText(std::string_view subject, std::string_view text)
{
    std::string written(text::trim(text::truncate(subject, 1000)));
    if (!written.empty())
        written += '\n';
    return written + newestText(text::truncate(text, 1U << 20U));
}

std::string classificationText(const Conversation& conversation)
{
    return classificationText(conversation.subject, conversation.text);
}

std::string classificationText(std::string_view subject, std::string_view text)
{
    std::string result = writtenText(subject, text::truncate(text, 64U << 10U));
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
