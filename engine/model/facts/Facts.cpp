#include "model/facts/Facts.h"

#include "model/ContentWords.h"
#include "model/facts/FactTokens.h"
#include "model/facts/LiteralFacts.h"
#include "model/facts/NumberWords.h"
#include "model/facts/TimeFacts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace tandem {

namespace {

using Kind = FactToken::Kind;

bool isOverlap(const text::Span& left, const text::Span& right)
{
    return left.begin < right.end && right.begin < left.end;
}

void sortByPlace(std::vector<Fact>& facts)
{
    std::ranges::sort(facts, [](const Fact& a, const Fact& b) { return a.span.begin < b.span.begin; });
}

std::vector<text::Span> spansOf(const std::vector<Fact>& facts)
{
    std::vector<text::Span> spans;
    for (const Fact& fact : facts)
        spans.push_back(fact.span);
    return spans;
}

// Dates, times and numbers, read from tokens left to right.
class NumberReader {
public:
    NumberReader(std::string_view text, Language language, const std::vector<text::Span>& taken)
        : m_text(text)
        , m_language(language)
        , m_tokens(factTokens(text, taken))
    {
    }

    std::vector<Fact> read()
    {
        std::size_t at = 0;
        while (at < m_tokens.size()) {
            if (auto found = dateAt(m_text, m_tokens, at)) {
                at += take(std::move(*found));
            } else if (auto time = timeAt(m_text, m_tokens, at)) {
                at += take(std::move(*time));
            } else if (auto number = numberAt(at)) {
                at += take(std::move(*number));
            } else {
                ++at;
            }
        }
        shareUnits();
        return std::move(m_facts);
    }

private:
    std::size_t take(TokenFact found)
    {
        m_facts.push_back(std::move(found.fact));
        return found.tokens;
    }

    [[nodiscard]] std::optional<TokenFact> numberAt(std::size_t at) const
    {
        const FactToken& token = m_tokens[at];
        TokenFact found;
        found.tokens = 1;
        found.fact.kind = FactKind::Number;
        found.fact.span = token.span;
        if (token.kind == Kind::Number) {
            found.fact.value = token.value;
        } else if (token.kind == Kind::Word) {
            if (const auto amount = namedAmount(token.folded)) {
                found.fact.value = amount->value;
                found.fact.measure = amount->measure;
                found.fact.shown = std::string(token.span.of(m_text));
                return found;
            }
            if (const auto ideographs = ideographicNumber(m_text.substr(token.span.begin)); ideographs.bytes > 0) {
                // Many words begin with such a sign: it is a number only before a unit.
                if (!leadingMeasure(m_text.substr(token.span.begin + ideographs.bytes)))
                    return std::nullopt;
                found.fact.value = ideographs.value;
                found.tokens = ideographs.bytes / 3;
                found.fact.span.end = token.span.begin + ideographs.bytes;
            } else if (const auto value = numberOfWord(token.folded, m_language)) {
                found.fact.value = *value;
                found.fact.article = *value == 1;
            } else {
                return std::nullopt;
            }
        } else {
            return std::nullopt;
        }
        addUnit(found, at);
        found.fact.shown = std::string(found.fact.span.of(m_text));
        return found;
    }

    void addUnit(TokenFact& found, std::size_t at) const
    {
        Fact& fact = found.fact;
        if (const auto before = measureBefore(m_text.substr(0, fact.span.begin))) {
            fact.measure = before->measure;
            fact.span.begin -= before->bytes;
            return;
        }
        std::size_t next = at + found.tokens;
        while (next < m_tokens.size() && isCounter(next))
            ++next;
        if (next >= m_tokens.size() || (m_tokens[next].span.begin - fact.span.end) > 12)
            return;
        const FactToken& token = m_tokens[next];
        if (const auto lead = leadingMeasure(m_text.substr(token.span.begin))) {
            if (isYear(fact, lead->measure))
                return;
            setUnit(found, lead->measure, token.span.begin + lead->bytes, at);
        } else if (token.kind == Kind::Word) {
            addWordUnit(found, at, next);
        }
    }

    // "30 business days", "3 jours ouvrés", "30-day", "30 calendar days", "3 iş günü", "3 أيام عمل"
    void addWordUnit(TokenFact& found, std::size_t at, std::size_t next) const
    {
        bool business = false;
        std::size_t place = next;
        for (int skipped = 0; skipped < 2 && place < m_tokens.size() && m_tokens[place].kind == Kind::Word; ++skipped) {
            const std::string& word = m_tokens[place].folded;
            if (measureOfWord(word) || (!isBusinessWord(word) && !isFillerWord(word)))
                break;
            business = business || isBusinessWord(word);
            ++place;
            if (place < m_tokens.size() && m_text.substr(m_tokens[place].span.begin, 1) == "-")
                ++place;
        }
        if (place >= m_tokens.size() || m_tokens[place].kind != Kind::Word)
            return;
        const std::string& word = m_tokens[place].folded;
        auto measure = measureOfWord(word);
        if (!measure && word.starts_with("gun") && m_language == Language::Tr)
            measure = measureOfWord("gun");
        if (!measure || isYear(found.fact, *measure))
            return;
        std::size_t end = m_tokens[place].span.end;
        const FactToken* after = place + 1 < m_tokens.size() ? &m_tokens[place + 1] : nullptr;
        if (after != nullptr && after->kind == Kind::Word && isBusinessWord(after->folded) && after->folded != "is") {
            business = true;
            end = after->span.end;
        }
        if (business && measure->dimension == Dimension::Time)
            measure = measure->factor >= 86400 ? Measure{Dimension::BusinessDays, measure->factor / 86400, {}}
                                               : Measure{Dimension::BusinessHours, measure->factor / 3600, {}};
        setUnit(found, *measure, end, at);
    }

    static bool isYear(const Fact& fact, const Measure& measure)
    {
        return measure.dimension == Dimension::Months && measure.factor > 1 && fact.value >= 1900 && fact.value < 2200;
    }

    void setUnit(TokenFact& found, const Measure& measure, std::size_t end, std::size_t at) const
    {
        found.fact.measure = measure;
        found.fact.span.end = end;
        found.tokens = 0;
        while (at + found.tokens < m_tokens.size() && m_tokens[at + found.tokens].span.begin < end)
            ++found.tokens;
    }

    // "30-day", and the counting words of Chinese and Japanese. Not before 月, which they turn into a duration.
    [[nodiscard]] bool isCounter(std::size_t at) const
    {
        const std::string_view sign = m_tokens[at].span.of(m_text);
        if (sign == "-")
            return !m_tokens[at].spaceBefore;
        constexpr auto counters = std::to_array<std::string_view>({"个", "個"});
        return std::ranges::find(counters, sign) != counters.end() && !leadingMeasure(m_text.substr(m_tokens[at].span.begin));
    }

    // "5 to 10 days", "30, 7 and 1 days": a number without a unit takes the one that follows in the same run.
    void shareUnits()
    {
        for (std::size_t i = m_facts.size(); i-- > 1;) {
            Fact& left = m_facts[i - 1];
            const Fact& right = m_facts[i];
            if (left.kind != FactKind::Number || right.kind != FactKind::Number || left.measure.dimension != Dimension::None
                || right.measure.dimension == Dimension::None || right.span.begin < left.span.end)
                continue;
            if (isConnective(m_text.substr(left.span.end, right.span.begin - left.span.end)))
                left.measure = right.measure;
        }
    }

    static bool isConnective(std::string_view between)
    {
        constexpr auto words = std::to_array<std::string_view>({"", "to", "and", "or", "-", "–", "—", ",", "a", "à", "bis", "und",
            "oder", "et", "ou", "y", "o", "e", "tot", "en", "of", "do", "i", "lub", "ve", "veya", "ila", "إلى", "و", "أو", "至",
            "到", "~", "〜", "から", "、", "和", "と", ", and", "/"});
        return std::ranges::find(words, text::trim(between)) != words.end();
    }

    std::string_view m_text;
    Language m_language;
    std::vector<FactToken> m_tokens;
    std::vector<Fact> m_facts;
};

// German writes every noun with a capital: only what no noun looks like is a name there.
bool isNameIn(Language language, std::string_view word)
{
    if (language != Language::De)
        return true;
    return std::ranges::any_of(word.substr(1), [](char c) { return c >= 'A' && c <= 'Z'; });
}

void addNames(FactText& result, Language language)
{
    const std::vector<text::Span> taken = spansOf(result.facts);
    for (const ContentWord& word : contentWords(result.text)) {
        const bool inside = std::ranges::any_of(taken, [&](const text::Span& span) { return isOverlap(span, word.span); });
        const std::string_view shown = word.span.of(result.text);
        if (word.shape != WordShape::Name || inside || !isNameIn(language, shown))
            continue;
        Fact fact;
        fact.kind = FactKind::Name;
        fact.span = word.span;
        fact.shown = std::string(shown);
        fact.key = word.stem;
        result.facts.push_back(std::move(fact));
    }
}

} // namespace

FactText factsOf(std::string_view text, Language language)
{
    FactText result;
    result.text = plainSigns(text);
    result.facts = menuPaths(result.text);
    for (Fact& fact : literalFacts(result.text)) {
        const bool inside = std::ranges::any_of(result.facts, [&](const Fact& path) { return isOverlap(path.span, fact.span); });
        if (!inside)
            result.facts.push_back(std::move(fact));
    }
    sortByPlace(result.facts);
    std::vector<Fact> numbers = NumberReader(result.text, language, spansOf(result.facts)).read();
    std::ranges::move(numbers, std::back_inserter(result.facts));
    addNames(result, language);
    sortByPlace(result.facts);
    return result;
}

bool holdsHardFact(std::string_view text, Language language)
{
    const FactText read = factsOf(text, language);
    return std::ranges::any_of(read.facts, [](const Fact& fact) {
        return fact.kind != FactKind::Name && !(fact.article && fact.measure.dimension == Dimension::None);
    });
}

bool sameFact(const Fact& answer, const Fact& evidence)
{
    if (answer.kind != evidence.kind)
        return false;
    switch (answer.kind) {
    case FactKind::Link:
    case FactKind::Email:
    case FactKind::Identifier:
    case FactKind::Name: return answer.key == evidence.key;
    case FactKind::MenuPath: return isPartOfPath(answer.key, evidence.key);
    case FactKind::Date: return sameDate(answer.date, evidence.date);
    case FactKind::TimeOfDay: return std::abs(answer.value - evidence.value) < 0.5;
    case FactKind::Number: return sameAmount(answer.value, answer.measure, evidence.value, evidence.measure);
    }
    return false;
}

bool sameSort(const Fact& left, const Fact& right)
{
    if (left.kind != right.kind)
        return false;
    if (left.kind != FactKind::Number)
        return true;
    const auto isDuration = [](const Fact& fact) {
        return fact.measure.dimension == Dimension::Time || fact.measure.dimension == Dimension::BusinessDays
            || fact.measure.dimension == Dimension::BusinessHours || fact.measure.dimension == Dimension::Months;
    };
    return left.measure.dimension == right.measure.dimension || (isDuration(left) && isDuration(right));
}

} // namespace tandem
