// Word and sentence boundaries: ICU's break iterators, with what support texts need on top.
#include "base/Text.h"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/utext.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>

namespace tandem::text {

namespace {

enum class Kind : std::uint8_t { Word, Sentence };

struct CloseUText {
    void operator()(UText* utext) const { utext_close(utext); }
};

// A break iterator costs a millisecond to make and is not thread-safe: one per kind, language and thread.
icu::BreakIterator* iteratorFor(Kind kind, std::string_view language)
{
    thread_local std::map<std::pair<Kind, std::string>, std::unique_ptr<icu::BreakIterator>, std::less<>> cache;
    auto key = std::pair(kind, std::string(language.substr(0, 2)));
    if (const auto found = cache.find(key); found != cache.end())
        return found->second.get();
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale(key.second.empty() ? "en" : key.second.c_str());
    std::unique_ptr<icu::BreakIterator> made(kind == Kind::Word ? icu::BreakIterator::createWordInstance(locale, status)
                                                                : icu::BreakIterator::createSentenceInstance(locale, status));
    if (U_FAILURE(status) != 0)
        made.reset();
    return cache.emplace(std::move(key), std::move(made)).first->second.get();
}

// Calls visit(begin, end, ruleStatus) for every piece between two boundaries.
template <typename Visit>
void eachPiece(Kind kind, std::string_view text, std::string_view language, const Visit& visit)
{
    icu::BreakIterator* iterator = iteratorFor(kind, language);
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UText, CloseUText> utext(
        utext_openUTF8(nullptr, text.data(), static_cast<int64_t>(text.size()), &status));
    if (iterator == nullptr || U_FAILURE(status) != 0)
        return;
    iterator->setText(utext.get(), status);
    if (U_FAILURE(status) != 0)
        return;
    int32_t begin = iterator->first();
    for (int32_t end = iterator->next(); end != icu::BreakIterator::DONE; begin = end, end = iterator->next())
        visit(static_cast<std::size_t>(begin), static_cast<std::size_t>(end), iterator->getRuleStatus());
}

Span trimmed(std::string_view text, Span span)
{
    const std::string_view inner = trim(span.of(text));
    if (inner.empty())
        return {span.begin, span.begin};
    const auto begin = static_cast<std::size_t>(inner.data() - text.data());
    return {begin, begin + inner.size()};
}

bool startsListItem(std::string_view line)
{
    line = trim(line);
    if (line.starts_with("- ") || line.starts_with("* ") || line.starts_with("• ") || line.starts_with('#')
        || line.starts_with("> "))
        return true;
    std::size_t digits = 0;
    while (digits < line.size() && line[digits] >= '0' && line[digits] <= '9')
        ++digits;
    return digits > 0 && digits <= 3 && digits + 1 < line.size() && (line[digits] == '.' || line[digits] == ')')
        && line[digits + 1] == ' ';
}

// Paragraphs within which sentences are looked for: a blank line, a list item or a heading starts a new one.
std::vector<Span> blocks(std::string_view text)
{
    std::vector<Span> result;
    Span current{0, 0};
    std::size_t begin = 0;
    while (begin < text.size()) {
        auto end = text.find('\n', begin);
        end = end == std::string_view::npos ? text.size() : end + 1;
        const std::string_view line = text.substr(begin, end - begin);
        const bool blank = trim(line).empty();
        const bool previousIsHeading = current.end > current.begin && trim(current.of(text)).starts_with('#');
        if (blank || startsListItem(line) || previousIsHeading) {
            result.push_back(current);
            current = {begin, begin};
        }
        current.end = end;
        begin = end;
    }
    result.push_back(current);
    std::erase_if(result, [text](const Span& span) { return trim(span.of(text)).empty(); });
    return result;
}

// Abbreviations that bind what follows even when it begins with a capital, folded, without the last stop. Those that as often
// end a sentence (etc., usw., Inc.) are not here: before a small letter ICU does not break anyway.
constexpr auto binding = std::to_array<std::string_view>({"mr", "mrs", "dr", "prof", "vs", "e.g", "i.e", "approx", "z.b", "bzw",
    "ca", "d.h", "u.a", "evtl", "ggf", "inkl", "zzgl", "sra", "uds", "p.ej", "mme", "mlle", "p.ex", "env", "sig", "dott", "dhr",
    "mevr", "bijv", "o.a", "m.b.v", "np", "tzn", "m.in", "ul", "dk", "örn", "bkz"});
// The same, but ordinary words or units in small letters ("300 ms.").
constexpr auto bindingCapitalised = std::to_array<std::string_view>({"Ms", "St", "Sr", "Ud", "Hr", "Fr"});
// These bind a number: "No. 5" is one, "No. I tried." is two.
constexpr auto bindingNumbers
    = std::to_array<std::string_view>({"no", "nr", "núm", "pág", "pag", "art", "abs", "tel", "max", "fig", "vol"});
// Before "3. Dezember" and the like; elsewhere a number and a stop end a sentence.
constexpr auto beforeOrdinal = std::to_array<std::string_view>(
    {"am", "zum", "vom", "bis", "der", "dem", "den", "des", "die", "das", "zur", "im", "ab", "seit", "beim"});

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& list, std::string_view word)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLatinLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isNumber(std::string_view word)
{
    return !word.empty() && std::all_of(word.begin(), word.end(), isDigit);
}

std::string_view lastWord(std::string_view text)
{
    const auto space = text.find_last_of(" \t\r\n(");
    return space == std::string_view::npos ? text : text.substr(space + 1);
}

// Whether the stop at the end of `sentence` belongs to an abbreviation, a number or an initial, so that `next` goes on with it.
bool goesOn(std::string_view sentence, std::string_view next)
{
    if (!sentence.ends_with('.') || next.empty())
        return false;
    // "Meaning: the link has expired.; What to do: …", as a row of a table is written out.
    if (next.front() == ';')
        return true;
    sentence.remove_suffix(1);
    const std::string_view word = lastWord(sentence);
    if (word.empty() || word.size() > 8)
        return false;
    // "1. Open the settings" alone in its sentence; "bis zum 3. Dezember"
    if (isNumber(word))
        return word.size() == sentence.size()
            || (word.size() <= 2 && holds(beforeOrdinal, lastWord(trim(sentence.substr(0, sentence.size() - word.size())))));
    // "J. Smith"; a small letter only as the first of several ("z. B.")
    if (word.size() == 1 && isLatinLetter(word[0]))
        return (word[0] >= 'A' && word[0] <= 'Z') || (next.size() > 1 && isLatinLetter(next[0]) && next[1] == '.');
    const std::string folded = fold(word);
    return holds(binding, folded) || holds(bindingCapitalised, word) || (isDigit(next[0]) && holds(bindingNumbers, folded));
}

} // namespace

std::vector<Span> sentences(std::string_view text, std::string_view language)
{
    std::vector<Span> result;
    for (const Span& block : blocks(text)) {
        // To ICU every line end is the end of a sentence; within a block it is only where a line was wrapped.
        std::string unwrapped(block.of(text));
        std::replace(unwrapped.begin(), unwrapped.end(), '\n', ' ');
        std::replace(unwrapped.begin(), unwrapped.end(), '\r', ' ');
        bool isFirst = true;
        eachPiece(Kind::Sentence, unwrapped, language, [&](std::size_t begin, std::size_t end, int32_t) {
            const Span span = trimmed(text, {block.begin + begin, block.begin + end});
            if (span.begin == span.end)
                return;
            if (!isFirst && goesOn(result.back().of(text), span.of(text)))
                result.back().end = span.end;
            else
                result.push_back(span);
            isFirst = false;
        });
    }
    return result;
}

std::vector<Span> words(std::string_view text, std::string_view language)
{
    std::vector<Span> result;
    eachPiece(Kind::Word, text, language, [&](std::size_t begin, std::size_t end, int32_t rule) {
        if (rule >= UBRK_WORD_NONE_LIMIT)
            result.push_back({begin, end});
    });
    return result;
}

} // namespace tandem::text
