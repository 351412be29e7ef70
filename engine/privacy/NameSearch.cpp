#include "privacy/NameSearch.h"

#include "base/Unseen.h"
#include "privacy/PersonalDataWords.h"
#include "privacy/Redactor.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace tandem {

// A run of a script with spaces is one word; one without is looked into character by character.
struct NameSearch::Run {
    text::Span span;
    std::string folded;
    std::string spelled; // folded with "ue" for "ü" and the like; "" where that is the same
    bool capital = false;
    std::vector<std::size_t> characters; // of an unspaced run: where each begins in the text, and the end
    std::vector<std::size_t> places; // and where in `folded`
    [[nodiscard]] bool isUnspaced() const { return !characters.empty(); }
    [[nodiscard]] std::size_t count() const { return isUnspaced() ? characters.size() - 1 : text::codePointCount(folded); }
    [[nodiscard]] std::string_view part(std::size_t first, std::size_t length) const
    {
        return std::string_view(folded).substr(places[first], places[first + length] - places[first]);
    }
};

namespace {

constexpr std::size_t mostWords = 5; // of a name that is looked for as a whole
constexpr std::size_t longestPart = 12; // characters of a name in a script without spaces
constexpr std::size_t shortestPlural = 4; // letters of a name that may have an s after it

// Between two words of one name.
constexpr auto joints = std::to_array<std::string_view>(
    {" ", "  ", "\u00A0", "\u3000", ", ", ",", "-", "\u2010", "\u2011", ".", "_", "'", "\u2019", "\u00B7", "\u30FB", "+"});
// After a surname alone, which is one character in Chinese and Korean.
constexpr auto titles
    = std::to_array<std::string_view>({"先生", "女士", "小姐", "太太", "老师", "经理", "様", "さん", "さま", "氏", "씨", "님"});
// "and", "so", "with", "to", "like" and the article, written in one with the Arabic word after them.
constexpr auto arabicPrefixes = std::to_array<std::string_view>({"وال", "ال", "و", "ف", "ب", "ل", "ك"});

bool isUnspacedScript(UChar32 c)
{
    return (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x11FF) || (c >= 0x1780 && c <= 0x17FF)
        || (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xA960 && c <= 0xA97F) || (c >= 0xAC00 && c <= 0xD7FF)
        || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF66 && c <= 0xFFDC) || (c >= 0x20000 && c <= 0x3FFFF);
}

// Goes on with the character before: a mark, the later letters of a decomposed Korean syllable, the voicing of narrow kana.
bool isMark(UChar32 c)
{
    const auto type = u_charType(c);
    return type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK || (c >= 0x1160 && c <= 0x11FF) || c == 0xFF9E
        || c == 0xFF9F;
}

bool isUnseen(UChar32 c)
{
    constexpr UChar32 tatweel = 0x0640; // stretches an Arabic word
    return c == tatweel || (c > 0 && text::isUnseen(static_cast<char32_t>(c)));
}

std::string spelledOut(std::string_view folded)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> pairs{
        {{"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"å", "aa"}, {"ø", "oe"}}};
    std::string out;
    for (std::size_t at = 0; at < folded.size();) {
        const auto* const pair
            = std::ranges::find_if(pairs, [&](const auto& each) { return folded.substr(at).starts_with(each.first); });
        out += pair == pairs.end() ? folded.substr(at, 1) : pair->second;
        at += pair == pairs.end() ? 1 : pair->first.size();
    }
    return out;
}

pii::WordKinds kindsOfWord(std::string_view word)
{
    return pii::kindsOf(pii::wordHash(word));
}

// Words that mean something else, too.
bool isCommon(pii::WordKinds kinds)
{
    return (kinds
               & (pii::ordinaryWord | pii::particleWord | pii::nobodyWord | pii::otherProper | pii::companyWord | pii::weakName
                   | pii::titleAfter))
        != 0;
}

bool isListedName(pii::WordKinds kinds)
{
    return (kinds & (pii::givenName | pii::surname)) != 0;
}

bool joins(std::string_view gap)
{
    return gap.empty() || std::ranges::find(joints, gap) != joints.end();
}

std::string sortedWords(std::vector<std::string_view> words)
{
    std::ranges::sort(words);
    std::string all;
    for (const std::string_view word : words)
        all.append(word).append(" ");
    return all;
}

bool isWordByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool standsAlone(std::string_view text, text::Span span)
{
    const bool joinsBefore = span.begin > 0 && isWordByte(text[span.begin]) && isWordByte(text[span.begin - 1]);
    const bool joinsAfter = span.end < text.size() && isWordByte(text[span.end - 1]) && isWordByte(text[span.end]);
    return !joinsBefore && !joinsAfter;
}

// Those that touch or have a joint between them are one.
std::vector<text::Span> merged(std::vector<text::Span> spans, std::string_view text)
{
    std::ranges::sort(spans, {}, &text::Span::begin);
    std::vector<text::Span> all;
    for (const text::Span& span : spans) {
        if (!all.empty() && (span.begin <= all.back().end || joins(text.substr(all.back().end, span.begin - all.back().end))))
            all.back().end = std::max(all.back().end, span.end);
        else
            all.push_back(span);
    }
    return all;
}

} // namespace

std::vector<NameSearch::Run> NameSearch::runsOf(std::string_view text)
{
    std::vector<Run> runs;
    Run run;
    std::string clean; // the letters that are seen
    const auto finish = [&] {
        if (!clean.empty() && !run.isUnspaced()) {
            const std::string folded = text::fold(clean);
            run.folded = text::foldAccents(folded);
            run.spelled = folded == run.folded ? std::string() : text::foldAccents(spelledOut(folded));
        }
        if (run.isUnspaced()) {
            run.characters.push_back(run.span.end);
            for (std::size_t i = 0; i + 1 < run.characters.size(); ++i) {
                run.places.push_back(run.folded.size());
                run.folded += text::foldAccents(text.substr(run.characters[i], run.characters[i + 1] - run.characters[i]));
            }
            run.places.push_back(run.folded.size());
        }
        if (!run.folded.empty())
            runs.push_back(std::move(run));
        run = {};
        clean.clear();
    };
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data()); // NOLINT: ICU reads bytes
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t at = 0; at < size;) {
        const std::int32_t begin = at;
        UChar32 c = 0;
        U8_NEXT(bytes, at, size, c);
        if (c == '[') {
            if (const std::size_t length = placeholderLength(text, static_cast<std::size_t>(begin)); length > 0)
                at = begin + static_cast<std::int32_t>(length);
        }
        const bool begun = run.span.end > 0;
        const bool goesOn = c > 0 && begun && (isMark(c) || isUnseen(c));
        if (!goesOn && (c <= 0 || u_isalpha(c) == 0 || isUnseen(c))) {
            finish();
            continue;
        }
        const bool unspaced = isUnspacedScript(c);
        if (!goesOn && begun && unspaced != run.isUnspaced())
            finish();
        if (run.span.end == 0) {
            run.span.begin = static_cast<std::size_t>(begin);
            run.capital = u_isupper(c) != 0 || u_istitle(c) != 0;
        }
        if (!goesOn && unspaced)
            run.characters.push_back(static_cast<std::size_t>(begin));
        if (!isUnseen(c))
            clean += text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin));
        run.span.end = static_cast<std::size_t>(at);
    }
    finish();
    return runs;
}

void NameSearch::addPart(const std::string& characters, std::size_t count)
{
    if (count == 0 || count > longestPart)
        return;
    m_parts.insert(characters);
    m_partLengths.insert(count);
}

void NameSearch::addUnspaced(const Run& run, bool isKnown)
{
    const std::size_t count = run.count();
    if (count >= 2)
        addPart(run.folded, count);
    if (!isKnown)
        return;
    // Surname and given name are of one or two characters each, mostly; nothing tells where one ends.
    if (count == 3 || count == 4) {
        for (const std::size_t length : {std::size_t{2}, count - 1}) {
            addPart(std::string(run.part(0, length)), length);
            addPart(std::string(run.part(count - length, length)), length);
        }
    }
    for (const std::string_view title : titles) {
        const std::string folded = text::foldAccents(title);
        addPart(std::string(run.part(0, 1)) + folded, 1 + text::codePointCount(folded));
    }
}

void NameSearch::addKnown(std::string_view name)
{
    name = text::trim(name);
    if (name.size() >= 3)
        m_exact = name;
    const std::vector<Run> runs = runsOf(name.substr(0, name.find('@')));
    const auto whole = std::ranges::count_if(runs, [](const Run& run) { return run.count() >= 2; });
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const Run& run = runs[i];
        if (run.isUnspaced()) {
            addUnspaced(run, true);
            continue;
        }
        m_joining.insert(run.folded);
        const bool isParticle = (kindsOfWord(run.folded) & (pii::particleWord | pii::companyWord)) != 0 && whole > 1;
        if (run.count() >= 2 && !isParticle) {
            m_words.insert(run.folded);
            if (!run.spelled.empty())
                m_words.insert(run.spelled);
        } else if (run.count() >= 2 && i == 0) {
            m_capitalised.insert(run.folded);
        }
        // "RosaBlum", "rblum", "blumrosa"
        std::string joined = run.folded;
        for (std::size_t next = i + 1; next < runs.size() && !runs[next].isUnspaced() && next < i + mostWords; ++next)
            m_words.insert(joined += runs[next].folded);
        if (i > 0 && !runs[0].isUnspaced() && run.count() >= 2) {
            m_words.insert(run.folded + runs[0].folded);
            const auto initial = *text::codePoints(runs[0].folded).begin();
            std::string beginning;
            text::appendCodePoint(beginning, initial);
            m_words.insert(beginning + run.folded);
        }
    }
}

void NameSearch::addFoundPerson(std::string_view name)
{
    const std::vector<Run> runs = runsOf(name);
    std::vector<std::string_view> words;
    for (const Run& run : runs) {
        if (run.isUnspaced()) {
            addUnspaced(run, false);
            continue;
        }
        words.push_back(run.folded);
        const pii::WordKinds kinds = kindsOfWord(run.folded);
        if (!isCommon(kinds) && run.count() >= (isListedName(kinds) ? 3U : 4U))
            m_words.insert(run.folded);
    }
    if (words.size() == 1 && runs[0].count() >= 3)
        m_capitalised.insert(runs[0].folded);
    if (words.size() >= 2 && words.size() <= mostWords)
        m_wholes.insert(sortedWords(words));
}

// A word that the address is the host's, too, is rather a product or a company: "tandem@tandem.example".
void NameSearch::addMailbox(std::string_view mail)
{
    const std::size_t sign = std::min(mail.find('@'), mail.size());
    const std::string host = text::fold(mail.substr(sign));
    for (const Run& run : runsOf(mail.substr(0, sign))) {
        const pii::WordKinds kinds = kindsOfWord(run.folded);
        if (run.isUnspaced() || run.count() < 4 || isCommon(kinds) || host.contains(run.folded))
            continue;
        (isListedName(kinds) ? m_words : m_capitalised).insert(run.folded);
    }
}

void NameSearch::addFound(std::string_view text, const std::vector<PiiSpan>& found)
{
    for (const PiiSpan& span : found) {
        const std::string_view value = text.substr(span.begin, span.end - span.begin);
        if (span.type == "person")
            addFoundPerson(value);
        else if (span.type == "email")
            addMailbox(value);
    }
}

bool NameSearch::isName(const Run& run) const
{
    const auto known
        = [&](std::string_view word) { return m_words.contains(word) || (run.capital && m_capitalised.contains(word)); };
    const std::string_view word = run.folded;
    if (known(word) || (!run.spelled.empty() && known(run.spelled)))
        return true;
    if (word.size() > shortestPlural && word.ends_with('s') && known(word.substr(0, word.size() - 1)))
        return true;
    return std::ranges::any_of(arabicPrefixes, [&](std::string_view prefix) {
        return word.starts_with(prefix) && text::codePointCount(word) >= text::codePointCount(prefix) + 3
            && known(word.substr(prefix.size()));
    });
}

std::vector<bool> NameSearch::namesAmong(const std::vector<Run>& runs, std::string_view text) const
{
    std::vector<bool> names(runs.size());
    const auto isJoined = [&](std::size_t i) { // with the one before
        return i > 0 && i < runs.size() && !runs[i].isUnspaced() && !runs[i - 1].isUnspaced()
            && joins(text.substr(runs[i - 1].span.end, runs[i].span.begin - runs[i - 1].span.end));
    };
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (runs[i].isUnspaced())
            continue;
        names[i] = names[i] || isName(runs[i]);
        std::vector<std::string_view> words{runs[i].folded};
        for (std::size_t next = i + 1; !m_wholes.empty() && words.size() < mostWords && isJoined(next); ++next) {
            words.push_back(runs[next].folded);
            if (m_wholes.contains(sortedWords(words)))
                std::fill(
                    names.begin() + static_cast<std::ptrdiff_t>(i), names.begin() + static_cast<std::ptrdiff_t>(next) + 1, true);
        }
    }
    for (std::size_t i = 1; i < runs.size(); ++i)
        names[i] = names[i] || (names[i - 1] && isJoined(i) && m_joining.contains(runs[i].folded));
    for (std::size_t i = runs.size(); i-- > 1;)
        names[i - 1] = names[i - 1] || (names[i] && isJoined(i) && m_joining.contains(runs[i - 1].folded));
    return names;
}

void NameSearch::addUnspacedIn(const Run& run, std::vector<text::Span>& spans) const
{
    for (std::size_t first = 0; first < run.count(); ++first) {
        for (const std::size_t length : m_partLengths) {
            if (first + length <= run.count() && m_parts.contains(run.part(first, length)))
                spans.push_back({run.characters[first], run.characters[first + length]});
        }
    }
}

std::vector<text::Span> NameSearch::in(std::string_view text) const
{
    std::vector<text::Span> spans;
    for (std::size_t at = m_exact.empty() ? text.npos : text.find(m_exact); at != text.npos; at = text.find(m_exact, at + 1)) {
        if (standsAlone(text, {at, at + m_exact.size()}))
            spans.push_back({at, at + m_exact.size()});
    }
    const std::vector<Run> runs = runsOf(text);
    const std::vector<bool> names = namesAmong(runs, text);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (runs[i].isUnspaced())
            addUnspacedIn(runs[i], spans);
        else if (names[i])
            spans.push_back(runs[i].span);
    }
    return merged(std::move(spans), text);
}

} // namespace tandem
