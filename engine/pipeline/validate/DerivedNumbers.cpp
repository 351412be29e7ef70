#include "pipeline/validate/DerivedNumbers.h"

#include "model/facts/Arithmetic.h"
#include "model/facts/Bounds.h"
#include "model/facts/PricePeriods.h"
#include "pipeline/validate/CalculationSigns.h"
#include "pipeline/validate/RoundingWords.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace tandem {

namespace {

using Sign = CalculationSign;

constexpr std::size_t roundingReach = 40; // bytes after a result in which its rounding may be said

struct Place {
    const Fact* fact = nullptr;
    Quantity quantity;
    CalculationSign next = CalculationSign::None; // between this number and the following one
};

// A calculated value on its way, and the number that it is said to be.
struct Term {
    Quantity quantity;
    CalculationSign before = CalculationSign::Plus;
};

class Reader {
public:
    Reader(const ReadSentence& answer, const std::vector<ReadSentence>& cited, const std::vector<ReadSentence>& said)
        : m_answer(answer)
        , m_text(answer.facts.text)
        , m_cited(cited)
        , m_said(said)
    {
    }

    DerivedNumbers read()
    {
        collect();
        std::size_t at = 0;
        while (at < m_places.size() && m_found.conflict.empty())
            at = calculationFrom(at);
        if (m_found.conflict.empty() && !m_found.settled.empty()) {
            settleRepeats();
            m_found.complete = isComplete();
        }
        return std::move(m_found);
    }

private:
    void collect()
    {
        for (const Fact& fact : m_answer.facts.facts) {
            if (fact.article)
                continue;
            if (const auto quantity = quantityOf(fact))
                m_places.push_back({&fact, *quantity, Sign::None});
        }
        for (std::size_t i = 0; i + 1 < m_places.size(); ++i)
            m_places[i].next = calculationSignBetween(m_text, *m_places[i].fact, *m_places[i + 1].fact);
    }

    // Reads one calculation with its results, which may stand before it too ("€96 = 3 × €32"); where the next may begin.
    std::size_t calculationFrom(std::size_t first)
    {
        std::size_t begin = first;
        while (m_places[begin].next == Sign::Equals)
            ++begin;
        std::size_t end = begin;
        while (m_places[end].next != Sign::Equals && m_places[end].next != Sign::None)
            ++end;
        const bool goesOn = std::ranges::find(m_results, first) != m_results.end();
        const bool hasResult = begin > first || m_places[end].next == Sign::Equals;
        if (end == begin || (!hasResult && !goesOn))
            return std::max(end, first + 1);
        if (!hasResult || (!goesOn && signStandsBefore(m_text, m_places[first].fact->span.begin))) {
            m_found.conflict = shownOf(first, end) + " is part of a longer calculation";
            return m_places.size();
        }
        if (!areKnown(begin, end))
            return m_places.size();
        const auto value = evaluated(begin, end);
        if (!value) {
            m_found.conflict = shownOf(begin, end) + " cannot be calculated: the units do not go together";
            return m_places.size();
        }
        std::vector<std::size_t> results;
        for (std::size_t i = first; i < begin; ++i)
            results.push_back(i);
        for (std::size_t i = end; m_places[i].next == Sign::Equals; ++i)
            results.push_back(i + 1);
        for (const std::size_t result : results) {
            if (!isResult(*value, m_places[result])) {
                m_found.conflict = shownOf(begin, end) + " is not " + m_places[result].fact->shown;
                return m_places.size();
            }
            m_found.settled.push_back(m_places[result].fact->span);
            m_results.push_back(result);
        }
        // A result may go on: "3 × 2 = 6 × €4 = €24".
        return std::max(results.back(), end);
    }

    [[nodiscard]] std::string shownOf(std::size_t first, std::size_t last) const
    {
        return std::string(
            m_text.substr(m_places[first].fact->span.begin, m_places[last].fact->span.end - m_places[first].fact->span.begin));
    }

    bool areKnown(std::size_t first, std::size_t last)
    {
        bool anyCited = false;
        for (std::size_t i = first; i <= last; ++i) {
            const Fact& fact = *m_places[i].fact;
            if (isResultBefore(i)) {
                anyCited = true;
                continue;
            }
            const bool isSaid = holderOf(fact, i, first, last, m_said).has_value();
            if (const auto holder = holderOf(fact, i, first, last, m_cited)) {
                anyCited = true;
                m_found.sources.push_back(*holder);
                if (!takePeriod(m_places[i]))
                    return false;
                if (isSaid)
                    m_found.settled.push_back(fact.span);
                continue;
            }
            if (!isSaid)
                m_found.conflict = fact.shown + " is neither in the cited evidence nor in the customer's message";
            else if (!mayBeSaid(m_places[i], first, last))
                m_found.conflict = fact.shown + " is said by the customer alone and is no rule";
            if (!m_found.conflict.empty())
                return false;
            m_found.settled.push_back(fact.span);
        }
        if (!anyCited)
            m_found.conflict = shownOf(first, last) + " rests on nothing that the evidence says";
        return anyCited;
    }

    // How many, how long, how much and since when; of money, only what a share that the evidence gives is of.
    [[nodiscard]] bool mayBeSaid(const Place& place, std::size_t first, std::size_t last) const
    {
        const Dimension dimension = place.quantity.measure.dimension;
        if (dimension == Dimension::Percent)
            return false;
        if (dimension == Dimension::None && !place.quantity.date)
            return place.quantity.amount.denominator == 1;
        if (dimension != Dimension::Money)
            return true;
        const bool isPrice = std::ranges::any_of(m_said, [&](const ReadSentence& sentence) {
            return std::ranges::any_of(sentence.facts.facts, [&](const Fact& fact) {
                return sameFact(*place.fact, fact) && periodOfPrice(sentence.facts, fact, sentence.language);
            });
        });
        bool isShared = false;
        for (std::size_t i = first; i <= last; ++i) {
            const bool isShare = m_places[i].quantity.measure.dimension == Dimension::Percent;
            isShared = isShared || (isShare && holderOf(*m_places[i].fact, i, first, last, m_cited));
        }
        return isShared && !isPrice;
    }

    // The time that a price is for, where all evidence agrees on it; false when the sentence gives it another.
    bool takePeriod(Place& place)
    {
        if (place.quantity.measure.dimension != Dimension::Money)
            return true;
        std::vector<Measure> periods;
        for (const ReadSentence& sentence : m_cited) {
            for (const Fact& fact : sentence.facts.facts) {
                const auto period
                    = sameFact(*place.fact, fact) ? periodOfPrice(sentence.facts, fact, sentence.language) : std::nullopt;
                if (period && std::ranges::none_of(periods, [&](const Measure& other) { return samePeriod(other, *period); }))
                    periods.push_back(*period);
            }
        }
        if (periods.size() == 1)
            place.quantity.per = periods.front();
        const auto said = periodOfPrice(m_answer.facts, *place.fact, m_answer.language);
        const bool differs = said && !periods.empty()
            && std::ranges::none_of(periods, [&](const Measure& period) { return samePeriod(period, *said); });
        if (differs)
            m_found.conflict = place.fact->shown + " is the price of another period";
        return !differs;
    }

    [[nodiscard]] bool isResultBefore(std::size_t place) const
    {
        return std::ranges::any_of(m_results,
            [&](std::size_t result) { return result == place || sameFact(*m_places[place].fact, *m_places[result].fact); });
    }

    // The sentence that holds an operand. A divisor may leave out the unit that it shares with what it divides: 41 days ÷ 30.
    [[nodiscard]] std::optional<std::size_t> holderOf(const Fact& fact, std::size_t place, std::size_t first, std::size_t last,
        const std::vector<ReadSentence>& sentences) const
    {
        const Dimension divided = place > first && place <= last && m_places[place - 1].next == Sign::Over
            ? m_places[place - 1].quantity.measure.dimension
            : Dimension::None;
        for (std::size_t i = 0; i < sentences.size(); ++i) {
            const bool holds = std::ranges::any_of(sentences[i].facts.facts, [&](const Fact& other) {
                const bool bare = divided != Dimension::None && fact.measure.dimension == Dimension::None
                    && other.kind == FactKind::Number && other.measure.dimension == divided && other.value == fact.value;
                return bare || (!other.article && sameFact(fact, other))
                    || (other.article && isPeriod(fact) && sameFact(fact, other));
            });
            if (holds)
                return i;
        }
        return std::nullopt;
    }

    // "A year" is 12 months, "a seat" no number.
    static bool isPeriod(const Fact& fact)
    {
        return fact.measure.dimension == Dimension::Months
            || (fact.measure.dimension == Dimension::Time && fact.measure.factor > 1);
    }

    [[nodiscard]] std::optional<Quantity> evaluated(std::size_t first, std::size_t last) const
    {
        std::vector<Term> terms{{m_places[first].quantity, Sign::Plus}};
        for (std::size_t i = first + 1; i <= last; ++i) {
            const Sign sign = m_places[i - 1].next;
            if (sign == Sign::Plus || sign == Sign::Minus) {
                terms.push_back({m_places[i].quantity, sign});
                continue;
            }
            const auto value = calculated(
                terms.back().quantity, sign == Sign::Times ? Operation::Times : Operation::Over, m_places[i].quantity);
            if (!value)
                return std::nullopt;
            terms.back().quantity = *value;
        }
        Quantity value = terms.front().quantity;
        for (std::size_t i = 1; i < terms.size(); ++i) {
            const auto next
                = calculated(value, terms[i].before == Sign::Plus ? Operation::Plus : Operation::Minus, terms[i].quantity);
            if (!next)
                return std::nullopt;
            value = *next;
        }
        return value;
    }

    [[nodiscard]] std::optional<Rounding> saidRounding(const Place& result) const
    {
        const std::size_t at = static_cast<std::size_t>(&result - m_places.data());
        const std::size_t begin = at > 0 ? m_places[at - 1].fact->span.end : 0;
        const std::size_t next = at + 1 < m_places.size() ? m_places[at + 1].fact->span.begin : m_text.size();
        const std::size_t end = std::min({next, result.fact->span.end + roundingReach, m_text.size()});
        return roundingSaid(text::foldAccents(text::truncate(m_text.substr(begin), end - begin)));
    }

    // The evidence counts what is begun, or what is complete; what fits into a limit of so many needs one more for the rest.
    [[nodiscard]] bool isRuled(Rounding rounding) const
    {
        return std::ranges::any_of(m_found.sources, [&](std::size_t source) {
            const ReadSentence& sentence = m_cited[source];
            const bool isLimit = std::ranges::any_of(sentence.facts.facts, [&](const Fact& fact) {
                const bool isOperand
                    = std::ranges::any_of(m_places, [&](const Place& place) { return sameFact(*place.fact, fact); });
                return isOperand && boundOf(sentence.facts, fact, sentence.language) == Bound::AtMost;
            });
            return (isLimit && rounding == Rounding::Up)
                || roundingRuled(text::foldAccents(sentence.facts.text), sentence.language) == rounding;
        });
    }

    [[nodiscard]] bool isResult(const Quantity& value, const Place& result) const
    {
        if (value.date || result.quantity.date)
            return value.date && result.quantity.date && sameDay(*value.date, *result.quantity.date);
        const auto amount = inUnitOf(value, result.quantity);
        const auto period = value.per ? periodOfPrice(m_answer.facts, *result.fact, m_answer.language) : std::nullopt;
        if (!amount || (period && !samePeriod(*period, *value.per)))
            return false;
        if (*amount == result.quantity.amount)
            return true;
        const Dimension dimension = result.quantity.measure.dimension;
        const auto decimals = decimalsOf(result.quantity.amount);
        const auto is = [&](int places, Rounding how) { return rounded(*amount, places, how) == result.quantity.amount; };
        // Nobody pays a fraction of a cent.
        if (!decimals || (dimension == Dimension::Money && *decimals > 0))
            return decimals && is(2, Rounding::Nearest);
        const auto rounding = saidRounding(result);
        // Of two and a half files nobody knows whether they are two or three.
        const bool isParted = dimension == Dimension::Time || dimension == Dimension::Months || dimension == Dimension::Data
            || (dimension != Dimension::Money && *decimals > 0);
        return rounding && is(*decimals, *rounding) && ((isParted && *rounding == Rounding::Nearest) || isRuled(*rounding));
    }

    static bool sameDay(const CalendarDate& left, const CalendarDate& right)
    {
        return left.year == right.year && left.month == right.month && left.day == right.day;
    }

    // "41 days ÷ 30 = 2 periods": a quotient may count something else than what was divided.
    static std::optional<Fraction> inUnitOf(const Quantity& value, const Quantity& result)
    {
        if (value.measure.dimension != Dimension::Money && result.measure.dimension == Dimension::None)
            return value.amount;
        Quantity one = result;
        one.amount = {1, 1};
        if (value.measure.dimension == Dimension::None)
            return result.measure.dimension == Dimension::None ? std::optional(value.amount) : std::nullopt;
        const auto ratio = calculated(Quantity{value.amount, value.measure, {}}, Operation::Over, one);
        return ratio ? std::optional(ratio->amount) : std::nullopt;
    }

    // "You would pay €96: 3 × €32 = €96".
    void settleRepeats()
    {
        for (const Fact& fact : m_answer.facts.facts) {
            const bool isSettled = std::ranges::find(m_found.settled, fact.span) != m_found.settled.end();
            const bool repeats
                = std::ranges::any_of(m_results, [&](std::size_t result) { return sameFact(fact, *m_places[result].fact); });
            if (!isSettled && repeats)
                m_found.settled.push_back(fact.span);
        }
    }

    static bool saysMore(const Polarity& polarity)
    {
        return !polarity.denied.empty() || polarity.always || polarity.never || polarity.only || polarity.must || polarity.all;
    }

    // Every other word stands in a sentence that holds an operand.
    [[nodiscard]] bool isComplete() const
    {
        const bool onlyNumbers = std::ranges::all_of(
            m_answer.facts.facts, [&](const Fact& fact) { return fact.kind == FactKind::Number || fact.kind == FactKind::Date; });
        const auto isInCalculation = [&](const Fact& fact) {
            return std::ranges::any_of(m_places, [&](const Place& place) { return place.fact == &fact && isCalculated(place); });
        };
        if (!onlyNumbers || saysMore(m_answer.polarity) || !std::ranges::all_of(m_answer.facts.facts, isInCalculation))
            return false;
        return std::ranges::all_of(m_answer.words, [&](const ContentWord& word) {
            return isCalculationWord(word.stem) || isCalculationSign(word.stem)
                || std::ranges::any_of(
                    m_found.sources, [&](std::size_t holder) { return holdsStem(m_cited[holder], word.stem); });
        });
    }

    [[nodiscard]] bool isCalculated(const Place& place) const
    {
        const std::size_t at = static_cast<std::size_t>(&place - m_places.data());
        return place.next != Sign::None || (at > 0 && m_places[at - 1].next != Sign::None);
    }

    const ReadSentence& m_answer;
    std::string_view m_text;
    const std::vector<ReadSentence>& m_cited;
    const std::vector<ReadSentence>& m_said;
    std::vector<Place> m_places;
    std::vector<std::size_t> m_results; // places that were calculated rightly
    DerivedNumbers m_found;
};

} // namespace

DerivedNumbers derivedNumbers(
    const ReadSentence& answer, const std::vector<ReadSentence>& cited, const std::vector<ReadSentence>& said)
{
    return Reader(answer, cited, said).read();
}

} // namespace tandem
