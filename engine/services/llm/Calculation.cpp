#include "services/llm/Calculation.h"

#include "model/StopWords.h"
#include "services/llm/AmountStyle.h"
#include "services/llm/CalculationCues.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

namespace tandem {

namespace {

// A text with its folded form, facts that count and words.
struct Read {
    explicit Read(std::string_view text, Language language)
        : folded(text::foldAccents(text))
        , facts(factsOf(text, language))
        , words(contentWords(facts.text))
    {
        for (const Fact& fact : facts.facts) {
            const bool counts = fact.kind == FactKind::Number && !fact.article;
            // "We are 35. What do 35 seats cost?" names one amount.
            const bool isKnown = std::ranges::any_of(amounts, [&](const Fact* other) { return sameFact(fact, *other); });
            if ((counts || fact.kind == FactKind::Date) && !isKnown)
                amounts.push_back(&fact);
        }
    }
    Read(const Read&) = delete;
    Read& operator=(const Read&) = delete;

    std::string folded;
    FactText facts;
    std::vector<ContentWord> words;
    std::vector<const Fact*> amounts;

    // The only number of a sort; null when there are more or none.
    template <typename Is>
    [[nodiscard]] const Fact* only(const Is& is) const
    {
        const Fact* found = nullptr;
        for (const Fact* fact : amounts) {
            if (!is(*fact))
                continue;
            if (found != nullptr)
                return nullptr;
            found = fact;
        }
        return found;
    }

    // The content words close after a number, for what it counts: "12,000 extra runs", "€12 per seat a month".
    [[nodiscard]] std::vector<std::string> nounsAfter(const Fact& fact) const
    {
        constexpr std::size_t mostWords = 3;
        constexpr std::size_t reach = 32;
        std::vector<std::string> nouns;
        for (const ContentWord& word : words) {
            const bool isNear = word.span.begin >= fact.span.end && word.span.begin - fact.span.end <= reach;
            if (isNear && nouns.size() < mostWords && !measureOfWord(word.stem))
                nouns.push_back(word.stem);
        }
        return nouns;
    }

    // Of one amount, wherever the text names it.
    [[nodiscard]] std::vector<std::string> nounsAfterAll(const Fact& fact) const
    {
        std::vector<std::string> nouns;
        for (const Fact& other : facts.facts) {
            if (sameFact(fact, other))
                std::ranges::move(nounsAfter(other), std::back_inserter(nouns));
        }
        return nouns;
    }

    [[nodiscard]] bool holdsStem(const std::string& stem) const
    {
        return std::ranges::any_of(words, [&](const ContentWord& word) { return word.stem == stem; });
    }
};

bool hasDimension(const Fact& fact, Dimension dimension)
{
    return fact.kind == FactKind::Number && fact.measure.dimension == dimension;
}

class Calculator {
public:
    Calculator(const DraftRequest& request, const SentenceChoice& choice, const ReplyTemplates& templates)
        : m_request(request)
        , m_choice(choice)
        , m_templates(templates)
        , m_asked(request.question, languageByStopWords(request.question).value_or(request.language))
    {
    }

    std::optional<ShownCalculation> find()
    {
        using Rule = std::optional<ShownCalculation> (Calculator::*)() const;
        for (const Rule rule : {&Calculator::price, &Calculator::share, &Calculator::end, &Calculator::parts}) {
            if (auto found = (this->*rule)())
                return found;
        }
        return std::nullopt;
    }

private:
    [[nodiscard]] Language languageOf(std::size_t passage) const { return m_request.passages[passage].passage.language; }

    // What holds today alone: of former rules a person calculates.
    template <typename Visit>
    void eachRule(const Visit& visit, bool chosenOnly) const
    {
        if (chosenOnly) {
            for (const ChosenSentence& sentence : m_choice.sentences)
                if (!m_request.passages[sentence.passage].heldUntil)
                    visit(sentence);
            return;
        }
        std::set<ArticleId> articles;
        for (const ChosenSentence& sentence : m_choice.sentences)
            articles.insert(m_request.passages[sentence.passage].passage.article);
        for (std::size_t i = 0; i < m_request.passages.size(); ++i) {
            const ScoredPassage& scored = m_request.passages[i];
            if (scored.heldUntil || !articles.contains(scored.passage.article))
                continue;
            for (const text::Span& span : scored.passage.sentences)
                visit(ChosenSentence{i, text::trim(span.of(scored.passage.text)), false});
        }
    }

    // "€12 per seat a month" and 14 seats; "€8 per 100 GB a month" and 300 GB.
    [[nodiscard]] std::optional<ShownCalculation> price() const
    {
        if (!holdsCue(m_asked.folded, Cue::Price))
            return std::nullopt;
        Found found;
        const double period = pricePeriod(m_asked.folded);
        eachRule(
            [&](const ChosenSentence& sentence) {
                const Read rule(sentence.text, languageOf(sentence.passage));
                const Fact* price = rule.only([](const Fact& fact) { return hasDimension(fact, Dimension::Money); });
                const bool fits
                    = price != nullptr && (period == 0 || pricePeriod(rule.folded) == period) && holdsCue(rule.folded, Cue::Per);
                if (!fits || sentence.text.contains("; "))
                    return;
                const auto text = rule.amounts.size() == 1 ? countTimesPrice(rule, *price) : packsTimesPrice(rule, *price);
                if (!text)
                    return;
                collect(found, *text, sentence, sharedWith(rule));
            },
            false);
        return found.onlyOne();
    }

    // Calculations with the rules that hold most of the question's words.
    struct Found {
        std::vector<ShownCalculation> calculations; // different ones
        std::size_t shared = 0;
        [[nodiscard]] std::optional<ShownCalculation> onlyOne() const
        {
            return calculations.size() == 1 ? std::optional(calculations.front()) : std::nullopt;
        }
    };

    static void collect(Found& found, const std::string& text, const ChosenSentence& rule, std::size_t shared)
    {
        if (shared < found.shared)
            return;
        if (shared > found.shared)
            found.calculations.clear();
        found.shared = shared;
        if (std::ranges::find(found.calculations, text, &ShownCalculation::text) == found.calculations.end())
            found.calculations.push_back({text, rule});
    }

    // How many of the question's words a rule holds.
    [[nodiscard]] std::size_t sharedWith(const Read& rule) const
    {
        std::set<std::string> stems;
        for (const ContentWord& word : m_asked.words) {
            if (word.shape != WordShape::Number && rule.holdsStem(word.stem))
                stems.insert(word.stem);
        }
        return stems.size();
    }

    [[nodiscard]] std::optional<std::string> countTimesPrice(const Read& rule, const Fact& price) const
    {
        const Fact* count = m_asked.only([](const Fact& fact) { return hasDimension(fact, Dimension::None); });
        if (count == nullptr || count->value < 2 || m_asked.amounts.size() != 1)
            return std::nullopt;
        return countsThe(m_asked.nounsAfterAll(*count), nounsOfPrice(rule, price)) ? shown(*count, Operation::Times, price)
                                                                                   : std::nullopt;
    }

    static bool countsThe(const std::vector<std::string>& asked, const std::vector<std::string>& ruled)
    {
        return std::ranges::any_of(asked, [&](const std::string& noun) {
            return std::ranges::any_of(
                ruled, [&](const std::string& other) { return noun == other || (isPerson(noun) && isPerson(other)); });
        });
    }

    // What a price is for: "seat" in "€12 per seat a month" and in "per seat €12".
    static std::vector<std::string> nounsOfPrice(const Read& rule, const Fact& price)
    {
        std::vector<std::string> nouns = rule.nounsAfter(price);
        for (const ContentWord& word : rule.words) {
            if (isPerson(word.stem))
                nouns.push_back(word.stem);
        }
        return nouns;
    }

    [[nodiscard]] std::optional<std::string> packsTimesPrice(const Read& rule, const Fact& price) const
    {
        if (rule.amounts.size() != 2 || m_asked.amounts.size() != 1)
            return std::nullopt;
        const Fact& size = rule.amounts.front() == &price ? *rule.amounts.back() : *rule.amounts.front();
        const Fact& wanted = *m_asked.amounts.front();
        const bool sameSort = size.kind == FactKind::Number && sameUnit(size, wanted) && wanted.value > 0
            && (size.measure.dimension != Dimension::None || countsThe(m_asked.nounsAfterAll(wanted), rule.nounsAfter(size)));
        const auto left = quantityOf(wanted);
        const auto right = quantityOf(size);
        const auto cost = quantityOf(price);
        const auto packs = sameSort && left && right && cost ? calculated(*left, Operation::Over, *right) : std::nullopt;
        if (!packs)
            return std::nullopt;
        const auto whole = rounded(packs->amount, 0, Rounding::Up);
        const bool even = whole && *whole == packs->amount;
        // What is sold in part and what in whole packs only, the evidence must say.
        if (!whole || (!even && !holdsCue(rule.folded, Cue::Pack)))
            return std::nullopt;
        const auto total = calculated({*whole, {}, {}}, Operation::Times, *cost);
        if (!total)
            return std::nullopt;
        const std::string division = format(*left) + " ÷ " + format(*right);
        if (even)
            return division + " × " + format(*cost) + " = " + format(*total);
        return division + ", " + m_templates.phrase(Phrase::RoundedUp, m_request.language) + " = " + format({*whole, {}, {}})
            + " × " + format(*cost) + " = " + format(*total);
    }

    static bool sameUnit(const Fact& left, const Fact& right)
    {
        return left.kind == right.kind && left.measure.dimension == right.measure.dimension
            && left.measure.currency == right.measure.currency;
    }

    // "a discount of 40%" of a bill of €240. Whether it is added or taken off the amount, the question must not ask.
    [[nodiscard]] std::optional<ShownCalculation> share() const
    {
        const Fact* amount = m_asked.only([](const Fact& fact) { return hasDimension(fact, Dimension::Money); });
        if (amount == nullptr || m_asked.amounts.size() != 1 || answerKindOf(m_request.question) != AnswerKind::Number)
            return std::nullopt;
        std::vector<ShownCalculation> found;
        eachRule(
            [&](const ChosenSentence& sentence) {
                const Read rule(sentence.text, languageOf(sentence.passage));
                const Fact* share = rule.only([](const Fact& fact) { return hasDimension(fact, Dimension::Percent); });
                if (share == nullptr || rule.amounts.size() != 1 || !asksForShare(rule, *share))
                    return;
                if (const auto text = shown(*amount, Operation::Times, *share))
                    found.push_back({*text, sentence});
            },
            true);
        return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
    }

    // The word before the share is what the question asks the size of: "How much is the discount?"
    [[nodiscard]] bool asksForShare(const Read& rule, const Fact& share) const
    {
        const ContentWord* before = nullptr;
        for (const ContentWord& word : rule.words) {
            if (word.span.end <= share.span.begin)
                before = &word;
        }
        return before != nullptr && m_asked.holdsStem(before->stem);
    }

    // "within 60 days of the invoice date" and 3 November 2026.
    [[nodiscard]] std::optional<ShownCalculation> end() const
    {
        const Fact* date = m_asked.only([](const Fact& fact) { return fact.kind == FactKind::Date; });
        if (date == nullptr || m_asked.amounts.size() != 1 || !holdsCue(m_asked.folded, Cue::End))
            return std::nullopt;
        std::vector<ShownCalculation> found;
        eachRule(
            [&](const ChosenSentence& sentence) {
                const Read rule(sentence.text, languageOf(sentence.passage));
                const Fact* period = rule.only([](const Fact& fact) {
                    return hasDimension(fact, Dimension::Months)
                        || (hasDimension(fact, Dimension::Time) && fact.measure.factor >= 86400);
                });
                if (period == nullptr || rule.amounts.size() != 1 || holdsCue(rule.folded, Cue::OtherPeriod))
                    return;
                if (const auto text = shown(*date, Operation::Plus, *period))
                    found.push_back({*text, sentence});
            },
            true);
        // Two periods: nobody knows here which of them is asked for.
        return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
    }

    // "at most 10,000 rows" and 45,000 rows: how many files.
    [[nodiscard]] std::optional<ShownCalculation> parts() const
    {
        const Fact* amount = m_asked.only([](const Fact& fact) { return fact.kind == FactKind::Number; });
        if (amount == nullptr || m_asked.amounts.size() != 1 || !holdsCue(m_asked.folded, Cue::Count))
            return std::nullopt;
        Found found;
        eachRule(
            [&](const ChosenSentence& sentence) {
                const Read rule(sentence.text, languageOf(sentence.passage));
                const Fact* limit = rule.only([](const Fact& fact) { return fact.kind == FactKind::Number; });
                if (limit == nullptr || rule.amounts.size() != 1 || !sameUnit(*limit, *amount)
                    || !holdsCue(rule.folded, Cue::Limit))
                    return;
                const bool sameNoun = limit->measure.dimension == Dimension::Data
                    || (limit->measure.dimension == Dimension::None
                        && countsThe(m_asked.nounsAfterAll(*amount), rule.nounsAfter(*limit)));
                if (const auto text = sameNoun ? partsText(*amount, *limit) : std::nullopt)
                    collect(found, *text, sentence, sharedWith(rule));
            },
            false);
        return found.onlyOne();
    }

    [[nodiscard]] std::optional<std::string> partsText(const Fact& amount, const Fact& limit) const
    {
        const auto left = quantityOf(amount);
        const auto right = quantityOf(limit);
        const auto parts = left && right ? calculated(*left, Operation::Over, *right) : std::nullopt;
        const auto whole = parts ? rounded(parts->amount, 0, Rounding::Up) : std::nullopt;
        if (!whole || whole->numerator < 2)
            return std::nullopt;
        const std::string rounding
            = *whole == parts->amount ? "" : ", " + m_templates.phrase(Phrase::RoundedUp, m_request.language);
        return format(*left) + " ÷ " + format(*right) + rounding + " = " + format({*whole, {}, {}});
    }

    [[nodiscard]] std::optional<std::string> shown(const Fact& left, Operation operation, const Fact& right) const
    {
        const auto first = quantityOf(left);
        const auto second = quantityOf(right);
        const auto value = first && second ? calculated(*first, operation, *second) : std::nullopt;
        if (!value || (!value->date && !decimalsOf(value->amount)))
            return std::nullopt;
        const bool cents = value->measure.dimension != Dimension::Money || *decimalsOf(value->amount) <= 2;
        const char* sign = operation == Operation::Plus ? " + " : " × ";
        // A period keeps its unit's word; it is written as the evidence has it.
        const std::string last = second->measure.dimension == Dimension::Time || second->measure.dimension == Dimension::Months
            ? right.shown
            : format(*second);
        return cents ? std::optional(format(*first) + sign + last + " = " + format(*value)) : std::nullopt;
    }

    [[nodiscard]] std::string format(const Quantity& quantity) const
    {
        return quantity.date ? m_templates.date(*quantity.date, m_request.language)
                             : shownAmount(quantity.amount, quantity.measure, m_request.language);
    }

    const DraftRequest& m_request;
    const SentenceChoice& m_choice;
    const ReplyTemplates& m_templates;
    Read m_asked;
};

} // namespace

std::optional<ShownCalculation> calculationFor(
    const DraftRequest& request, const SentenceChoice& choice, const ReplyTemplates& templates)
{
    // Several questions: nobody knows here which of them the numbers belong to.
    if (choice.sentences.empty() || questionParts(request.question).size() != 1)
        return std::nullopt;
    return Calculator(request, choice, templates).find();
}

} // namespace tandem
