#include "model/ContentWords.h"

#include "model/StopWords.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

namespace tandem {

namespace {

constexpr std::size_t longestStem = 8; // bytes of a Latin word; longer ones differ in their endings alone

bool isAsciiLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isPairScript(char32_t point)
{
    return (point >= 0x3041 && point <= 0x30FE && point != 0x30FB) || point == 0x3005 || (point >= 0x3400 && point <= 0x9FFF);
}

bool isArabic(char32_t point)
{
    return point >= 0x0620 && point <= 0x06FF;
}

// A folded text knows no case, so shapes are read off the original; both have the same words in the same order only when
// folding keeps boundaries, hence each word is folded on its own.
struct RawWord {
    text::Span span;
    std::string folded;
};

bool isJoint(std::string_view between)
{
    return between == "-" || between == "_" || between == "/" || between == "." || between == "’" || between == "'"
        || between == "‑";
}

bool holdsDigit(std::string_view text)
{
    return std::ranges::any_of(text, isDigit);
}

bool holdsLetter(std::string_view text)
{
    return std::ranges::any_of(text, isAsciiLetter);
}

// "doesn't", "we're": grammar.
bool isContraction(std::string_view folded)
{
    constexpr auto endings
        = std::to_array<std::string_view>({"n't", "n’t", "'re", "’re", "'ll", "’ll", "'ve", "’ve", "'m", "’m"});
    return std::ranges::any_of(endings, [&](std::string_view ending) { return folded.ends_with(ending); });
}

std::string withoutPossessive(std::string folded)
{
    for (const std::string_view ending : {"'s", "’s"}) {
        if (folded.ends_with(ending))
            folded.resize(folded.size() - ending.size());
    }
    return folded;
}

// Joins "FILE" "-" "507" and "v2" "." "3": a code is one word.
std::vector<RawWord> rawWords(std::string_view text)
{
    std::vector<RawWord> words;
    for (const text::Span& span : text::words(text)) {
        const bool near = !words.empty() && span.begin > words.back().span.end && span.begin - words.back().span.end <= 3;
        if (near && isJoint(text.substr(words.back().span.end, span.begin - words.back().span.end))) {
            const text::Span joined{words.back().span.begin, span.end};
            const std::string_view whole = joined.of(text);
            // "30-day" stays a number and a word: only what starts with a letter is a code.
            if (holdsDigit(whole) && holdsLetter(whole) && isAsciiLetter(whole.front()) && holdsDigit(span.of(text))
                && whole.find('\'') == std::string_view::npos) {
                words.back() = {joined, text::foldAccents(whole)};
                continue;
            }
        }
        words.push_back({span, withoutPossessive(text::foldAccents(span.of(text)))});
    }
    return words;
}

bool beginsSentence(std::string_view text, std::size_t at)
{
    while (at > 0) {
        const char c = text[at - 1];
        if (c == ' ' || c == '"' || c == '(' || c == '*' || c == '[' || c == '\'') {
            --at;
            continue;
        }
        if (c == '\n' || c == '.' || c == '!' || c == '?' || c == ':' || c == '-')
            return true;
        // „ “ » « ¿ ¡ and their like
        if ((static_cast<unsigned char>(c) & 0x80U) != 0) {
            std::size_t start = at - 1;
            while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80U)
                --start;
            const std::string_view mark = text.substr(start, at - start);
            if (mark == "“" || mark == "„" || mark == "«" || mark == "¿" || mark == "¡" || mark == "‘") {
                at = start;
                continue;
            }
            return mark == "。" || mark == "؟" || mark == "！" || mark == "：" || mark == "•" || mark == "–" || mark == "—";
        }
        return false;
    }
    return true;
}

WordShape shapeOf(std::string_view text, const RawWord& word, bool latinText)
{
    const std::string_view whole = word.span.of(text);
    if (holdsDigit(word.folded))
        return holdsLetter(word.folded) ? WordShape::Identifier : WordShape::Number;
    const auto capitals = std::ranges::count_if(whole, [](char c) { return c >= 'A' && c <= 'Z'; });
    const bool inner
        = std::ranges::any_of(whole.substr(std::min<std::size_t>(1, whole.size())), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (capitals >= 2 && inner)
        return WordShape::Name;
    if (!latinText && isAsciiLetter(whole.front()))
        return capitals > 0 ? WordShape::Name : WordShape::Plain;
    const std::vector<char32_t> points = text::codePoints(whole.substr(0, std::min<std::size_t>(4, whole.size())));
    const std::string lower = text::fold(text::truncate(whole, 4));
    const bool capital = !points.empty() && !lower.empty() && text::codePoints(lower).front() != points.front();
    return capital && !beginsSentence(text, word.span.begin) ? WordShape::Name : WordShape::Plain;
}

// Runs of ideographs and kana become pairs of characters: they do not depend on a dictionary's guess.
void addPairs(std::vector<ContentWord>& out, std::string_view text, text::Span run)
{
    std::vector<std::size_t> starts;
    for (std::size_t i = run.begin; i < run.end; ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U)
            starts.push_back(i);
    }
    starts.push_back(run.end);
    if (starts.size() == 2) {
        out.push_back({text::foldAccents(run.of(text)), run, WordShape::Plain});
        return;
    }
    for (std::size_t i = 0; i + 2 < starts.size(); ++i) {
        const text::Span span{starts[i], starts[i + 2]};
        // Hiragana alone is grammar.
        bool grammar = true;
        for (const char32_t point : text::codePoints(span.of(text)))
            grammar = grammar && point >= 0x3041 && point <= 0x309F;
        if (!grammar)
            out.push_back({text::foldAccents(span.of(text)), span, WordShape::Plain});
    }
}

bool isLatinText(std::string_view text)
{
    std::size_t latin = 0;
    std::size_t other = 0;
    for (const char32_t point : text::codePoints(text)) {
        if (isPairScript(point) || isArabic(point))
            ++other;
        else if (point < 0x250)
            ++latin;
    }
    return other * 4 < latin || other == 0;
}

char32_t firstPoint(std::string_view text)
{
    const auto points = text::codePoints(text.substr(0, std::min<std::size_t>(4, text.size())));
    return points.empty() ? U'\0' : points.front();
}

} // namespace

std::string stemOf(std::string_view folded)
{
    // Latin: the plural first, then what makes a noun or a form of a verb.
    static constexpr auto plurals = std::to_array<std::string_view>({"es", "s"});
    static constexpr auto endings
        = std::to_array<std::string_view>({"ationen", "ation", "ungen", "ment", "iert", "ieren", "able", "ible", "ung", "ing",
            "ion", "ier", "ied", "aron", "ando", "endo", "ado", "ada", "ido", "ida", "ed", "er", "en", "ie", "e", "o", "a"});
    if (firstPoint(folded) >= 0x0620 && firstPoint(folded) <= 0x06FF) {
        // Arabic: the article, "and" and the prepositions that are written together with it.
        for (const std::string_view prefix : {"وال", "بال", "لل", "ال", "و"}) {
            if (folded.starts_with(prefix) && folded.size() >= prefix.size() + 6) {
                folded.remove_prefix(prefix.size());
                break;
            }
        }
        for (const std::string_view suffix : {"ات", "ها", "ين", "ون", "ة", "ه", "ي", "ا"}) {
            if (folded.ends_with(suffix) && folded.size() >= suffix.size() + 6) {
                folded.remove_suffix(suffix.size());
                break;
            }
        }
        return std::string(folded);
    }
    const auto cut = [&folded](const auto& list) {
        for (const std::string_view ending : list) {
            if (folded.ends_with(ending) && folded.size() >= ending.size() + 4) {
                folded.remove_suffix(ending.size());
                return;
            }
        }
    };
    cut(plurals);
    cut(endings);
    // "policy" and "policies", "giorni" and "giorno"; a short word such as "Datei" keeps it.
    if (folded.size() >= 6 && (folded.ends_with('y') || folded.ends_with('i')))
        folded.remove_suffix(1);
    return std::string(text::truncate(folded, longestStem));
}

std::vector<ContentWord> contentWords(std::string_view text)
{
    std::vector<ContentWord> words;
    const bool latinText = isLatinText(text);
    text::Span run{0, 0};
    const auto closeRun = [&] {
        if (run.end > run.begin)
            addPairs(words, text, run);
        run = {0, 0};
    };
    for (const RawWord& word : rawWords(text)) {
        if (isPairScript(firstPoint(word.span.of(text)))) {
            if (run.end != word.span.begin) {
                closeRun();
                run.begin = word.span.begin;
            }
            run.end = word.span.end;
            continue;
        }
        closeRun();
        if (isContraction(word.folded))
            continue;
        const WordShape shape = shapeOf(text, word, latinText);
        if (shape != WordShape::Number && shape != WordShape::Identifier && shape != WordShape::Name && isStopWord(word.folded))
            continue;
        if (shape == WordShape::Name && word.folded.size() == 1)
            continue; // "I"
        std::string stem = shape == WordShape::Plain || shape == WordShape::Name ? stemOf(word.folded) : word.folded;
        words.push_back({std::move(stem), word.span, shape});
    }
    closeRun();
    return words;
}

void WordWeights::addText(const std::vector<ContentWord>& words)
{
    std::set<std::string_view> seen;
    for (const ContentWord& word : words) {
        if (seen.insert(word.stem).second)
            ++m_texts[word.stem];
    }
    ++m_count;
}

double WordWeights::weight(const ContentWord& word) const
{
    const auto found = m_texts.find(word.stem);
    const double holding = found == m_texts.end() ? 0.0 : found->second;
    const double rarity = std::log(1.0 + (m_count + 1.0) / (holding + 1.0)) / std::log(2.0 + m_count);
    const double shape = word.shape == WordShape::Identifier ? 2.5 : word.shape == WordShape::Name ? 1.3 : 1.0;
    return std::clamp(rarity * shape * (isWeakWord(word.stem) ? 0.4 : 1.0), 0.1, 3.0);
}

} // namespace tandem
