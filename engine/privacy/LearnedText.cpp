#include "privacy/LearnedText.h"

#include "base/Text.h"
#include "privacy/Redaction.h"

#include <algorithm>
#include <array>
#include <set>

namespace tandem {

namespace {

// Folded, without accents and punctuation. A line greets when it begins with one of these and only a name follows.
constexpr auto greetings = std::to_array<std::string_view>({"hello", "hi", "hey", "dear", "good morning", "good afternoon",
    "good evening", "hola", "buenos dias", "buenas tardes", "estimado", "estimada", "querido", "querida", "bonjour", "bonsoir",
    "salut", "cher", "chere", "madame", "monsieur", "hallo", "guten tag", "guten morgen", "guten abend", "liebe", "lieber",
    "sehr geehrte", "sehr geehrter", "moin", "servus", "gruss gott", "ciao", "buongiorno", "buonasera", "salve", "gentile",
    "caro", "cara", "ola", "bom dia", "boa tarde", "boa noite", "prezado", "prezada", "caro", "beste", "geachte", "goedemorgen",
    "goedemiddag", "goedenavond", "goedendag", "dag", "dzien dobry", "dobry wieczor", "czesc", "witam", "szanowny", "szanowna",
    "szanowni", "drogi", "droga", "merhaba", "selam", "iyi gunler", "gunaydin", "sayin", "مرحبا", "اهلا", "السلام عليكم", "عزيزي",
    "عزيزتي", "您好", "你好", "尊敬的", "こんにちは", "お世話になっております", "お問い合わせありがとうございます"});

constexpr auto signOffs = std::to_array<std::string_view>({"best regards", "kind regards", "warm regards", "regards", "best",
    "best wishes", "all the best", "sincerely", "yours sincerely", "cheers", "thanks", "many thanks", "thank you", "saludos",
    "un saludo", "atentamente", "saludos cordiales", "cordialmente", "gracias", "cordialement", "bien cordialement",
    "bien a vous", "meilleures salutations", "merci", "viele grusse", "viele gruesse", "beste grusse", "liebe grusse",
    "herzliche grusse", "mit freundlichen grussen", "freundliche grusse", "mfg", "lg", "vg", "danke", "vielen dank",
    "cordiali saluti", "distinti saluti", "un saluto", "saluti", "grazie", "atenciosamente", "cumprimentos", "abracos",
    "um abraco", "obrigado", "obrigada", "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet", "groet",
    "groeten", "hartelijke groet", "bedankt", "pozdrawiam", "z powazaniem", "serdecznie pozdrawiam", "dziekuje", "saygilarimla",
    "saygilarimizla", "iyi gunler", "iyi calismalar", "selamlar", "tesekkurler", "مع التحية", "مع اطيب التحيات", "مع خالص التحية",
    "تحياتي", "شكرا", "此致", "敬礼", "祝好", "谢谢", "顺颂商祺", "敬具", "よろしくお願いいたします", "よろしくお願いします"});

// Words of a name that are rather an organisation's and mean something elsewhere.
constexpr auto commonInNames = std::to_array<std::string_view>({"support", "team", "desk", "help", "service", "services",
    "company", "customer", "group", "gmbh", "inc", "ltd", "llc", "corp", "the", "and", "von", "van", "der", "den", "del", "dos",
    "des", "und", "for", "local", "admin", "agent", "supervisor", "office", "account", "billing", "sales", "test"});

constexpr std::size_t longestNameLine = 8; // words, of a line below a sign-off
constexpr std::size_t longestGreeting = 6; // words, with the name
constexpr std::size_t linesBelowSignOff = 4;
constexpr std::size_t longestIdeographicName = 14; // code points, with title and punctuation

bool isIdeographic(std::string_view text)
{
    return std::ranges::any_of(text::codePoints(text), [](char32_t c) { return c >= 0x3040 && c <= 0x9FFF; });
}

// Words of a line, folded, joined by one space.
struct PlainLine {
    std::string text;
    std::size_t words = 0;
};

PlainLine plain(std::string_view line)
{
    PlainLine result;
    const std::string folded = text::foldAccents(line);
    for (const text::Span& word : text::words(folded)) {
        result.text += (result.text.empty() ? "" : " ") + std::string(word.of(folded));
        ++result.words;
    }
    return result;
}

bool beginsWith(const std::string& line, std::string_view phrase)
{
    return line.starts_with(phrase) && (line.size() == phrase.size() || line[phrase.size()] == ' ');
}

// "Hello Anna," but not "Hello Anna, yes you can."
bool isGreeting(std::string_view line)
{
    line = text::trim(line);
    const std::string folded = text::foldAccents(line);
    if (isIdeographic(line)) {
        const std::size_t length = text::codePointCount(line);
        const bool greets = std::ranges::any_of(greetings, [&](std::string_view phrase) {
            return isIdeographic(phrase) && folded.find(phrase) != std::string::npos
                && length <= text::codePointCount(phrase) + longestIdeographicName;
        });
        return greets || (folded.find("様") != std::string::npos && length <= longestIdeographicName);
    }
    const PlainLine words = plain(line);
    const bool greets = std::ranges::any_of(greetings, [&](std::string_view phrase) { return beginsWith(words.text, phrase); });
    if (!greets || words.words > longestGreeting)
        return false;
    const auto comma = std::min(line.find(','), line.find("،"));
    const bool goesOn = comma != std::string_view::npos && !text::trim(line.substr(comma)).substr(1).empty();
    return !goesOn || line.ends_with(',') || line.ends_with(':') || line.ends_with("،");
}

bool isSignOff(std::string_view line)
{
    const PlainLine words = plain(line);
    const std::string folded = text::foldAccents(text::trim(line));
    return std::ranges::any_of(signOffs, [&](std::string_view phrase) {
        if (isIdeographic(phrase))
            return folded.starts_with(phrase) && folded.size() <= phrase.size() + 6;
        const auto most = static_cast<std::size_t>(std::ranges::count(phrase, ' ')) + 3; // "Best regards, Ada Holm"
        return beginsWith(words.text, phrase) && words.words <= most;
    });
}

bool isFormula(std::string_view line, const std::vector<std::string>& formulas)
{
    return std::ranges::find(formulas, text::trim(line)) != formulas.end();
}

// From the sign-off on, when nothing but a name and the like stands below it.
void dropSignature(std::vector<std::string_view>& lines)
{
    std::size_t below = 0;
    bool isCut = false;
    for (std::size_t i = lines.size(); i-- > 0;) {
        const std::string_view line = text::trim(lines[i]);
        if (line.empty())
            continue;
        if (isSignOff(line)) {
            lines.resize(i);
            isCut = true; // and what is left may end with another one: "Thanks!", "此致"
            continue;
        }
        if (isCut || ++below > linesBelowSignOff || plain(line).words > longestNameLine)
            return;
    }
}

bool isNumber(std::string_view name)
{
    return name.find_first_not_of("0123456789") == std::string_view::npos;
}

bool isDigitAt(std::string_view text, std::size_t at)
{
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

// A number only where no longer one goes on around it.
void replaceAll(std::string& text, std::string_view what, std::string_view with)
{
    for (std::size_t at = text.find(what); at != std::string::npos;) {
        const bool inside = isNumber(what) && ((at > 0 && isDigitAt(text, at - 1)) || isDigitAt(text, at + what.size()));
        if (!inside)
            text.replace(at, what.size(), with);
        at = text.find(what, at + (inside ? what.size() : with.size()));
    }
}

std::string withoutPossessive(std::string word)
{
    for (const std::string_view ending : {std::string_view("'s"), std::string_view("’s")}) {
        if (word.ends_with(ending))
            word.resize(word.size() - ending.size());
    }
    return word;
}

// "anna.holm@customer.example" → "anna holm"; account names such as "cus-1042" have no words of their own.
std::string spokenPart(std::string name)
{
    if (const auto at = name.find('@'); at != std::string::npos) {
        name.resize(at);
        std::ranges::replace_if(name, [](char c) { return c == '.' || c == '_' || c == '-' || c == '+'; }, ' ');
    }
    return name.find_first_of("0123456789") == std::string::npos ? name : std::string();
}

std::set<std::string> wordsOf(const std::vector<std::string>& names)
{
    std::set<std::string> words;
    for (const std::string& each : names) {
        const std::string name = spokenPart(each);
        for (const text::Span& span : text::words(name)) {
            std::string word = text::foldAccents(span.of(name));
            const bool isCommon = std::ranges::find(commonInNames, word) != commonInNames.end();
            if (text::codePointCount(word) >= 3 && !isCommon)
                words.insert(std::move(word));
        }
    }
    return words;
}

// What somebody is called, as a whole and word by word.
struct Names {
    std::vector<std::string> whole;
    std::set<std::string> words; // folded
};

Names namesOf(const std::vector<std::string>& names)
{
    Names result{{}, wordsOf(names)};
    for (const std::string& name : names) {
        if (text::codePointCount(name) >= (isIdeographic(name) ? 2U : isNumber(name) ? 5U : 4U))
            result.whole.push_back(name);
    }
    return result;
}

std::string withoutNames(std::string_view text, const Names& names)
{
    std::string clean(text);
    for (const std::string& name : names.whole)
        replaceAll(clean, name, "[PERSON]");
    std::string out;
    std::size_t copied = 0;
    for (const text::Span& span : text::words(clean)) {
        const bool isPlaceholder = span.of(clean) == "PERSON" && span.begin > 0 && clean[span.begin - 1] == '[';
        if (isPlaceholder || !names.words.contains(withoutPossessive(text::foldAccents(span.of(clean)))))
            continue;
        out += clean.substr(copied, span.begin - copied) + "[PERSON]";
        copied = span.end;
    }
    out += clean.substr(copied);
    replaceAll(out, "[PERSON] [PERSON]", "[PERSON]");
    return out;
}

} // namespace

std::string withoutFrame(std::string_view answer, const std::vector<std::string>& formulas)
{
    std::vector<std::string_view> lines = text::lines(answer);
    std::erase_if(lines, [&](std::string_view line) { return isFormula(line, formulas); });
    dropSignature(lines);
    const auto first = std::ranges::find_if(lines, [](std::string_view line) { return !text::trim(line).empty(); });
    if (first != lines.end() && isGreeting(*first))
        lines.erase(lines.begin(), first + 1);
    std::string rest;
    for (const std::string_view line : lines)
        rest += std::string(line) + "\n";
    return std::string(text::trim(rest));
}

// Personal data first: a street or an address of mail that bears the customer's name is recognised by that name.
std::string withoutPersons(
    std::string_view text, const std::vector<std::string>& names, const std::function<bool(std::string_view)>& isOwn)
{
    const Names forbidden = namesOf(names);
    std::string out;
    std::size_t copied = 0;
    const Redacted redacted = redact(text);
    for (const Replacement& each : redacted.replacements()) {
        const std::string_view original = text.substr(each.span.begin, each.span.end - each.span.begin);
        const bool own = isOwn && each.span.type == "email" && isOwn(original);
        out += withoutNames(text.substr(copied, each.span.begin - copied), forbidden);
        out += own ? original : std::string_view(each.text);
        copied = each.span.end;
    }
    return out + withoutNames(text.substr(copied), forbidden);
}

} // namespace tandem
