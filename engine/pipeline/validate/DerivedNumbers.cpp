#include "pipeline/validate/DerivedNumbers.h"

#include "model/facts/Arithmetic.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace tandem {

namespace {

constexpr std::size_t longestGap = 64; // bytes of words between two numbers of one calculation
constexpr std::size_t roundingReach = 40; // bytes after a result in which its rounding may be said

enum class Sign : std::uint8_t { None, Plus, Minus, Times, Over, Equals };

struct SignText {
    std::string_view text;
    Sign sign;
};

// Folded, as plainSigns leaves them. Those in words and those that join words or dates stand between spaces.
constexpr auto signs = std::to_array<SignText>({{"=", Sign::Equals}, {"＝", Sign::Equals}, {"≈", Sign::Equals},
    {"×", Sign::Times}, {"·", Sign::Times}, {"✕", Sign::Times}, {"÷", Sign::Over}, {"+", Sign::Plus}, {"−", Sign::Minus}});
constexpr auto spacedSigns
    = std::to_array<SignText>({{"x", Sign::Times}, {"*", Sign::Times}, {"/", Sign::Over}, {":", Sign::Over}, {"-", Sign::Minus},
        {"–", Sign::Minus}, {"times", Sign::Times}, {"mal", Sign::Times}, {"fois", Sign::Times}, {"veces", Sign::Times},
        {"vezes", Sign::Times}, {"volte", Sign::Times}, {"keer", Sign::Times}, {"razy", Sign::Times}, {"kere", Sign::Times},
        {"plus", Sign::Plus}, {"minus", Sign::Minus}, {"equals", Sign::Equals}, {"ergibt", Sign::Equals}});
// Between a share and its whole: "40 % of €240".
constexpr auto ofWords = std::to_array<std::string_view>(
    {"of", "de", "del", "des", "do", "da", "di", "von", "van", "z", "od", "of the", "من", "的", "の"});

struct RoundingText {
    std::string_view text;
    Rounding rounding;
};
constexpr auto roundings = std::to_array<RoundingText>({{"rounded up", Rounding::Up}, {"redondeado hacia arriba", Rounding::Up},
    {"arrondi au superieur", Rounding::Up}, {"arrondi a l'entier superieur", Rounding::Up}, {"aufgerundet", Rounding::Up},
    {"arrotondato per eccesso", Rounding::Up}, {"arredondado para cima", Rounding::Up}, {"naar boven afgerond", Rounding::Up},
    {"zaokraglone w gore", Rounding::Up}, {"yukari yuvarlanmis", Rounding::Up}, {"مقربا الى الاعلى", Rounding::Up},
    {"مقربا إلى الأعلى", Rounding::Up}, {"向上取整", Rounding::Up}, {"切り上げ", Rounding::Up}, {"rounded down", Rounding::Down},
    {"redondeado hacia abajo", Rounding::Down}, {"arrondi a l'inferieur", Rounding::Down}, {"abgerundet", Rounding::Down},
    {"arrotondato per difetto", Rounding::Down}, {"arredondado para baixo", Rounding::Down},
    {"naar beneden afgerond", Rounding::Down}, {"zaokraglone w dol", Rounding::Down}, {"asagi yuvarlanmis", Rounding::Down},
    {"向下取整", Rounding::Down}, {"切り捨て", Rounding::Down}, {"rounded", Rounding::Nearest}, {"about", Rounding::Nearest},
    {"gerundet", Rounding::Nearest}, {"≈", Rounding::Nearest}, {"四舍五入", Rounding::Nearest}, {"四捨五入", Rounding::Nearest}});

// By words of the twelve languages, those of replies.json's "calculation" and "rounded_up" among them.
constexpr auto calculationPhrases
    = std::to_array<std::string_view>({"total altogether sum calculation calculated figures together",
        "rounded up rounded down makes equals in total", "con tus datos cálculo total redondeado hacia arriba abajo suma",
        "avec vos chiffres calcul total arrondi au supérieur à l'entier somme", "mit Ihren Angaben Rechnung Berechnung insgesamt",
        "aufgerundet abgerundet gerundet Summe gesamt", "con i tuoi dati calcolo totale arrotondato per eccesso difetto somma",
        "com os seus dados cálculo total arredondado para cima baixo soma", "met jouw gegevens berekening totaal samen",
        "naar boven beneden afgerond", "na podstawie podanych danych obliczenie zaokrąglone w górę dół razem łącznie suma",
        "verdiğiniz bilgilerle hesap yukarı aşağı yuvarlanmış toplam", "وفق بياناتك حساب المجموع مقرباً إلى الأعلى الأسفل",
        "按您提供的数据计算", "合计", "总计", "向上取整", "向下取整", "ご提示の数値で計算すると", "合計", "切り上げ", "切り捨て",
        "です"});

struct Place {
    const Fact* fact = nullptr;
    Quantity quantity;
    Sign next = Sign::None; // between this number and the following one
};

// A calculated value on its way, and the number that it is said to be.
struct Term {
    Quantity quantity;
    Sign before = Sign::Plus;
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
            m_places[i].next = signBetween(m_places[i], m_places[i + 1]);
    }

    // The one sign in the text between two numbers: words may stand before it ("3 seats × €12"), nothing after it.
    [[nodiscard]] Sign signBetween(const Place& left, const Place& right) const
    {
        const std::size_t begin = left.fact->span.end;
        if (right.fact->span.begin < begin || right.fact->span.begin - begin > longestGap)
            return Sign::None;
        const std::string_view gap = text::trim(m_text.substr(begin, right.fact->span.begin - begin));
        if (left.quantity.measure.dimension == Dimension::Percent && std::ranges::find(ofWords, gap) != ofWords.end())
            return Sign::Times;
        if (gap.find_first_of("()[]") != std::string_view::npos || gap.contains(". "))
            return Sign::None;
        for (const SignText& sign : signs) {
            if (gap.ends_with(sign.text) && !holdsSign(gap.substr(0, gap.size() - sign.text.size())))
                return sign.sign;
        }
        for (const SignText& sign : spacedSigns) {
            const bool apart = m_text.substr(begin, right.fact->span.begin - begin).ends_with(' ')
                && (gap == sign.text || (gap.ends_with(sign.text) && gap[gap.size() - sign.text.size() - 1] == ' '));
            if (apart && !holdsSign(gap.substr(0, gap.size() - sign.text.size())))
                return sign.sign;
        }
        return Sign::None;
    }

    static bool holdsSign(std::string_view gap)
    {
        return std::ranges::any_of(signs, [&](const SignText& sign) { return gap.contains(sign.text); });
    }

    // Reads one calculation with its results; where the next may begin.
    std::size_t calculationFrom(std::size_t first)
    {
        std::size_t equals = first;
        while (equals < m_places.size() && m_places[equals].next != Sign::Equals && m_places[equals].next != Sign::None)
            ++equals;
        const bool isOne = equals > first && equals + 1 < m_places.size() && m_places[equals].next == Sign::Equals;
        if (!isOne)
            return equals > first ? equals : first + 1;
        if (!areKnown(first, equals))
            return m_places.size();
        const auto value = evaluated(first, equals);
        if (!value) {
            m_found.conflict = shownOf(first, equals) + " cannot be calculated: the units do not go together";
            return m_places.size();
        }
        std::size_t result = equals + 1;
        for (; result < m_places.size() && m_places[result - 1].next == Sign::Equals; ++result) {
            if (!isResult(*value, m_places[result])) {
                m_found.conflict = shownOf(first, equals) + " is not " + m_places[result].fact->shown;
                return m_places.size();
            }
            m_found.settled.push_back(m_places[result].fact->span);
            m_results.push_back(result);
        }
        // A result may go on: "3 × 2 = 6 × €4 = €24".
        return result - 1;
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
            if (const auto holder = holderOf(fact, i, first, last, m_cited)) {
                anyCited = true;
                if (!m_found.source)
                    m_found.source = *holder;
                m_operandHolders.push_back(*holder);
                if (holderOf(fact, i, first, last, m_said))
                    m_found.settled.push_back(fact.span);
            } else if (holderOf(fact, i, first, last, m_said)) {
                m_found.settled.push_back(fact.span);
            } else {
                m_found.conflict = fact.shown + " is neither in the cited evidence nor in the customer's message";
                return false;
            }
        }
        if (!anyCited)
            m_found.conflict = shownOf(first, last) + " rests on nothing that the evidence says";
        return anyCited;
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
        const std::size_t begin = m_places[at - 1].fact->span.end;
        const std::size_t next = at + 1 < m_places.size() ? m_places[at + 1].fact->span.begin : m_text.size();
        const std::size_t end = std::min({next, result.fact->span.end + roundingReach, m_text.size()});
        const std::string folded = text::foldAccents(m_text.substr(begin, end - begin));
        for (const RoundingText& rounding : roundings) {
            if (folded.contains(rounding.text))
                return rounding.rounding;
        }
        return std::nullopt;
    }

    [[nodiscard]] bool isResult(const Quantity& value, const Place& result) const
    {
        if (value.date || result.quantity.date)
            return value.date && result.quantity.date && sameDay(*value.date, *result.quantity.date);
        const auto amount = inUnitOf(value, result.quantity);
        if (!amount)
            return false;
        if (*amount == result.quantity.amount)
            return true;
        const bool isMoney = result.quantity.measure.dimension == Dimension::Money;
        const auto decimals = decimalsOf(result.quantity.amount);
        const auto rounding = saidRounding(result);
        const auto is = [&](int places, Rounding how) { return rounded(*amount, places, how) == result.quantity.amount; };
        if (rounding)
            return decimals && (is(*decimals, *rounding) || (isMoney && is(std::max(*decimals, 2), *rounding)));
        // Nobody pays a fraction of a cent.
        return isMoney && is(2, Rounding::Nearest) && decimals && *decimals > 0;
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
            return isCalculationWord(word.stem) || isSignWord(word.stem)
                || std::ranges::any_of(
                    m_operandHolders, [&](std::size_t holder) { return holdsStem(m_cited[holder], word.stem); });
        });
    }

    [[nodiscard]] bool isCalculated(const Place& place) const
    {
        const std::size_t at = static_cast<std::size_t>(&place - m_places.data());
        return place.next != Sign::None || (at > 0 && m_places[at - 1].next != Sign::None);
    }

    static bool isSignWord(const std::string& stem)
    {
        return std::ranges::any_of(spacedSigns, [&](const SignText& sign) { return stemOf(sign.text) == stem; });
    }

    const ReadSentence& m_answer;
    std::string_view m_text;
    const std::vector<ReadSentence>& m_cited;
    const std::vector<ReadSentence>& m_said;
    std::vector<Place> m_places;
    std::vector<std::size_t> m_results; // places that were calculated rightly
    std::vector<std::size_t> m_operandHolders; // cited sentences
    DerivedNumbers m_found;
};

} // namespace

DerivedNumbers derivedNumbers(
    const ReadSentence& answer, const std::vector<ReadSentence>& cited, const std::vector<ReadSentence>& said)
{
    return Reader(answer, cited, said).read();
}

bool isCalculationWord(const std::string& stem)
{
    static const std::unordered_set<std::string> stems = [] {
        std::unordered_set<std::string> made;
        for (const std::string_view phrase : calculationPhrases) {
            for (const ContentWord& word : contentWords(phrase))
                made.insert(word.stem);
        }
        return made;
    }();
    return stems.contains(stem);
}

} // namespace tandem
