#include "services/llm/PriceRule.h"

#include "model/LanguagePhrases.h"
#include "model/facts/Bounds.h"
#include "model/facts/PricePeriods.h"
#include "services/llm/CalculationCues.h"
#include "services/llm/CountedThings.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace tandem {

namespace {

using enum Language;
using Line = LanguagePhrases::Line;

// Before what a price is for.
constexpr auto per = std::to_array<Line>({{En, "per|each|every"}, {Es, "por|cada|por cada"}, {Fr, "par|chaque|pour chaque"},
    {De, "pro|je|jede|jeder|jedes|jeden|für jede|für jeden|für jedes"}, {It, "per|ogni|per ogni|ciascun"},
    {Pt, "por|cada|por cada"}, {Nl, "per|elke|elk|iedere|ieder|voor elke"},
    {Pl, "za|na|od|każda|każdy|każde|za każde|za każdą|za każdego"}, {Tr, "her"}, {Ar, "لكل|كل|عن كل"},
    {Zh, "每|每个|每位|每名"}});
// The same after it.
constexpr auto perAfter = std::to_array<Line>({{Tr, "başına|başı"}, {Ja, "あたり|当たり|につき|ごとに|ごと|毎に"}});
// Only right behind a price: "€12 a seat".
constexpr auto perBehind = std::to_array<Line>({{En, "a|an|/"}, {Es, "/"}, {Fr, "/"}, {De, "/"}, {It, "a|ad|/"}, {Pt, "/"},
    {Nl, "/"}, {Pl, "/"}, {Tr, "/"}, {Zh, "/"}, {Ja, "/"}});
constexpr auto one = std::to_array<Line>(
    {{En, "a|an"}, {Es, "un|una"}, {Fr, "un|une"}, {De, "ein|eine"}, {It, "un|una|uno"}, {Pt, "um|uma"}, {Nl, "een"}});
constexpr auto costs = std::to_array<Line>(
    {{En, "costs|is"}, {Es, "cuesta"}, {Fr, "coûte"}, {De, "kostet"}, {It, "costa"}, {Pt, "custa"}, {Nl, "kost"}});
constexpr auto andWords = std::to_array<Line>({{En, "and|or|and per|and a"}, {Es, "y|o|e|y por"}, {Fr, "et|ou|et par"},
    {De, "und|oder|und pro|und je"}, {It, "e|o|ed|e per"}, {Pt, "e|ou|e por"}, {Nl, "en|of|en per"}, {Pl, "i|lub|i za"},
    {Tr, "ve|veya"}, {Ar, "و|أو"}, {Zh, "和|或"}, {Ja, "と|または"}});
// "pack of": may stand between a price or "per" and the size.
constexpr auto packOf = std::to_array<Line>({{En, "pack of|packs of|bundle of|block of"}, {Es, "paquete de|bloque de|lote de"},
    {Fr, "lot de|tranche de|paquet de|bloc de|pack de"}, {De, "paket von|paket mit|block von|paket zu"},
    {It, "pacchetto di|pacchetto da|blocco di|lotto di"}, {Pt, "pacote de|bloco de|lote de"},
    {Nl, "pakket van|bundel van|blok van"}, {Pl, "pakiet|paczkę|blok|pakiet po"}, {Ar, "حزمة من|باقة من"}, {Zh, "包|一包"}});

struct Words {
    LanguagePhrases per;
    LanguagePhrases perAfter;
    LanguagePhrases perBehind;
    LanguagePhrases one;
    LanguagePhrases costs;
    LanguagePhrases andWords;
    LanguagePhrases packOf;
};

const Words& allWords()
{
    static const Words words{LanguagePhrases(per), LanguagePhrases(perAfter), LanguagePhrases(perBehind), LanguagePhrases(one),
        LanguagePhrases(costs), LanguagePhrases(andWords), LanguagePhrases(packOf)};
    return words;
}

bool isPrice(const Fact& fact)
{
    return fact.kind == FactKind::Number && fact.measure.dimension == Dimension::Money;
}

class Reader {
public:
    Reader(const FactText& text, const std::vector<ContentWord>& words, Language language)
        : m_text(text)
        , m_words(words)
        , m_language(language)
    {
    }

    std::optional<PriceRule> read()
    {
        if (!findAmounts() || holdsCue(folded(0, m_text.text.size()), Cue::Denial, m_language))
            return std::nullopt;
        m_rule.period = periodOfPrice(m_text, *m_rule.price, m_language);
        if (m_rule.pack != nullptr)
            return isTied(*m_rule.pack) ? std::optional(std::move(m_rule)) : std::nullopt;
        // Of seats and workspaces nobody named the number.
        return findThings() ? std::optional(std::move(m_rule)) : std::nullopt;
    }

private:
    [[nodiscard]] std::string folded(std::size_t begin, std::size_t end) const
    {
        return text::foldAccents(text::trim(std::string_view(m_text.text).substr(begin, end - begin)));
    }

    // One exact price, and at most one other amount.
    bool findAmounts()
    {
        for (const Fact& fact : m_text.facts) {
            const bool counts = fact.kind == FactKind::Date || (fact.kind == FactKind::Number && !fact.article);
            if (!counts)
                continue;
            if (boundOf(m_text, fact, m_language) != Bound::None)
                return false;
            const Fact*& place = isPrice(fact) ? m_rule.price : m_rule.pack;
            if (place != nullptr)
                return false;
            place = &fact;
        }
        if (m_rule.price == nullptr || (m_rule.pack != nullptr && m_rule.pack->kind != FactKind::Number))
            return false;
        // "1ユーザーあたり": of one thing.
        if (m_rule.pack != nullptr && m_rule.pack->value == 1 && m_rule.pack->measure.dimension == Dimension::None) {
            m_single = m_rule.pack;
            m_rule.pack = nullptr;
        }
        return true;
    }

    [[nodiscard]] bool isPerAfter(std::size_t begin, std::size_t end) const
    {
        // Right behind the thing, whose last signs a run of ideographs may hold too.
        const std::string after = folded(begin, std::min(end, begin + 32));
        return allWords().perAfter.atStart(after, m_language) > 0;
    }

    // "€8 per 100 GB", "€10 per pack of 5,000 runs", "each 100 GB costs €8", "100GBあたり8ユーロ": nothing else joins the two.
    [[nodiscard]] bool isTied(const Fact& size) const
    {
        const Words& words = allWords();
        const bool priceFirst = m_rule.price->span.end <= size.span.begin;
        std::string before = folded(priceFirst ? m_rule.price->span.end : 0, size.span.begin);
        const std::size_t pack = words.packOf.atEnd(before, m_language);
        before = std::string(text::trim(std::string_view(before).substr(0, before.size() - pack)));
        if (priceFirst)
            return !before.empty()
                && std::max(words.per.atEnd(before, m_language), words.perBehind.atEnd(before, m_language)) == before.size();
        const bool isOne = pack > 0 && (before.empty() || words.one.atEnd(before, m_language) > 0);
        if (isOne || words.per.atEnd(before, m_language) > 0)
            return true;
        const std::vector<std::string> things = thingsCounted(m_text.text, m_words, size);
        const std::size_t end = things.empty() ? size.span.end : endOf(things, size.span.end);
        return isPerAfter(end, m_rule.price->span.begin);
    }

    // Where words that begin there end.
    [[nodiscard]] std::size_t endOf(const std::vector<std::string>& things, std::size_t begin) const
    {
        std::size_t end = begin;
        std::size_t count = 0;
        for (const ContentWord& word : m_words) {
            if (word.span.begin >= begin && count < things.size()) {
                end = word.span.end;
                ++count;
            }
        }
        return end;
    }

    // Takes what is named from a place on, unless it is a period; false when two things are.
    bool take(std::size_t begin)
    {
        std::vector<std::string> things = thingsFrom(m_text.text, m_words, begin);
        std::erase_if(things, isPriceWord);
        if (things.empty())
            return true;
        if (!m_rule.things.empty() && !nameTheSame(m_rule.things, things))
            return false;
        m_rule.things = things;
        m_end = endOf(things, begin);
        // "per seat and workspace"
        const std::string rest = folded(m_end, m_text.text.size());
        if (allWords().andWords.atStart(rest, m_language) == 0)
            return true;
        const auto next = std::ranges::find_if(m_words, [&](const ContentWord& word) { return word.span.begin >= m_end; });
        return next == m_words.end() || isPeriodWord(*next);
    }

    bool findThings()
    {
        const Words& words = allWords();
        m_end = m_rule.price->span.end;
        for (std::size_t i = 0; i < m_words.size(); ++i) {
            const ContentWord& word = m_words[i];
            const std::string before = folded(0, word.span.begin);
            const bool isBehind = word.span.begin >= m_end && word.span.begin - m_end <= 4
                && words.perBehind.atEnd(folded(m_end, word.span.begin), m_language) > 0;
            const bool isFor = isBehind || words.per.atEnd(before, m_language) > 0 || isSubject(i, before);
            if (isFor && !isPeriodWord(word) && !take(word.span.begin))
                return false;
            if (isPerAfter(word.span.end, m_text.text.size()) && !isPeriodWord(word))
                m_rule.things.push_back(word.stem);
        }
        if (m_single != nullptr && m_rule.things.empty())
            m_rule.things = thingsCounted(m_text.text, m_words, *m_single);
        return !m_rule.things.empty();
    }

    // "A seat costs €12 a month"
    [[nodiscard]] bool isSubject(std::size_t place, std::string_view before) const
    {
        const Words& words = allWords();
        if (words.one.atEnd(before, m_language) != before.size() || before.empty())
            return false;
        const std::size_t last = m_words[place].span.end;
        const std::string rest = folded(last, m_text.text.size());
        return words.costs.atStart(rest, m_language) > 0 && m_rule.price->span.begin >= last;
    }

    [[nodiscard]] bool isPeriodWord(const ContentWord& word) const
    {
        return measureOfWord(text::foldAccents(word.span.of(m_text.text))).has_value();
    }

    const FactText& m_text;
    const std::vector<ContentWord>& m_words;
    Language m_language;
    PriceRule m_rule;
    const Fact* m_single = nullptr;
    std::size_t m_end = 0; // of the price with what it is for
};

} // namespace

std::optional<PriceRule> priceRuleIn(const FactText& text, const std::vector<ContentWord>& words, Language language)
{
    return Reader(text, words, language).read();
}

} // namespace tandem
