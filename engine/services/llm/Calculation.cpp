#include "services/llm/Calculation.h"

#include "model/StopWords.h"
#include "model/facts/Bounds.h"
#include "model/facts/PricePeriods.h"
#include "services/llm/AmountStyle.h"
#include "services/llm/CalculationCues.h"
#include "services/llm/CountedThings.h"
#include "services/llm/PriceRule.h"
#include "services/llm/ReadText.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

namespace tandem {

namespace {

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
        , m_part(questionParts(request.question).front().text, m_asked.language)
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
        const std::vector<Measure> periods = periodsIn(m_part.facts.text, m_part.language);
        if (!m_part.holds(Cue::Price) || m_asked.amounts.size() != 1 || periods.size() > 1)
            return std::nullopt;
        const Fact& wanted = *m_asked.amounts.front();
        Found found;
        eachRule(
            [&](const ChosenSentence& sentence) {
                const ReadText read(sentence.text, languageOf(sentence.passage));
                const auto rule = priceRuleIn(read.facts, read.words, read.language);
                const bool samePeriods
                    = rule && (periods.empty() || (rule->period && samePeriod(*rule->period, periods.front())));
                if (!samePeriods || sentence.text.contains("; ") || !isAboutTheAsked(read, sentence))
                    return;
                const auto text = rule->pack != nullptr ? packsTimesPrice(read, *rule, wanted) : countTimesPrice(*rule, wanted);
                if (text && !isConditional(sentence, wanted))
                    collect(found, *text, sentence, sharedWith(read));
            },
            false);
        return found.onlyOne();
    }

    // The rule is for what the question names, beside what is counted: not for another plan, nor for extra seats alone.
    [[nodiscard]] bool isAboutTheAsked(const ReadText& rule, const ChosenSentence& sentence) const
    {
        if (rule.holds(Cue::Extra) && !m_asked.holds(Cue::More))
            return false;
        const ReadText heading(m_request.passages[sentence.passage].passage.heading, rule.language);
        const bool asksForOther = holdsNameBeside(m_part, {&rule, &heading});
        // Where every noun has a capital, a noun alone is no name: both must have one of their own.
        const bool isGerman = m_part.language == Language::De;
        return !asksForOther || (isGerman && !holdsNameBeside(rule, {&m_asked}));
    }

    // A name, or a word that is written as one, that none of the other texts holds.
    static bool holdsNameBeside(const ReadText& text, std::initializer_list<const ReadText*> others)
    {
        return std::ranges::any_of(text.words, [&](const ContentWord& word) {
            const bool inAmount = std::ranges::any_of(text.facts.facts, [&](const Fact& fact) {
                return fact.kind != FactKind::Name && word.span.begin < fact.span.end && fact.span.begin < word.span.end;
            });
            return word.shape == WordShape::Name && !inAmount && std::ranges::none_of(others, [&](const ReadText* other) {
                return std::ranges::any_of(
                    other->words, [&](const ContentWord& same) { return nameTheSame({word.stem}, {same.stem}); });
            });
        });
    }

    // The sentence behind the rule sets a bound to what it counts ("at least 20 seats"), or another price holds from such a
    // bound on: which of them is meant, a person sees.
    [[nodiscard]] bool isConditional(const ChosenSentence& rule, const Fact& wanted) const
    {
        const std::vector<std::string> things = m_asked.thingsOf(wanted);
        bool isNext = false;
        bool found = false;
        eachRule(
            [&](const ChosenSentence& sentence) {
                if (sentence.passage == rule.passage && sentence.text.data() == rule.text.data()) {
                    isNext = true;
                    return;
                }
                const ReadText other(sentence.text, languageOf(sentence.passage));
                const bool behind = std::exchange(isNext, false) && sentence.passage == rule.passage;
                const bool hasPrice
                    = std::ranges::any_of(other.amounts, [](const Fact* fact) { return hasDimension(*fact, Dimension::Money); });
                found = found || ((behind || (hasPrice && !sentence.text.contains("; "))) && bounds(other, wanted, things));
            },
            false);
        return found;
    }

    // Some amount of the wanted sort stands there as a bound.
    static bool bounds(const ReadText& read, const Fact& wanted, const std::vector<std::string>& things)
    {
        return std::ranges::any_of(read.amounts, [&](const Fact* amount) {
            const bool isOfSort = sameUnit(*amount, wanted)
                && (amount->measure.dimension != Dimension::None || nameTheSame(things, read.thingsOf(*amount)));
            return isOfSort && read.bound(*amount) != Bound::None;
        });
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

    // How many of the question's words a rule holds, those beside what says that something has a price.
    [[nodiscard]] std::size_t sharedWith(const ReadText& rule) const
    {
        std::set<std::string> stems;
        for (const ContentWord& word : m_asked.words) {
            const bool tells = word.shape != WordShape::Number && !isPriceWord(word.stem)
                && !measureOfWord(text::foldAccents(word.span.of(m_asked.facts.text)));
            if (tells && rule.holdsStem(word.stem))
                stems.insert(word.stem);
        }
        return stems.size();
    }

    // "We have 14 seats. What does one more seat cost?" asks for the price of one.
    [[nodiscard]] bool isCounted(const Fact& wanted, const std::vector<std::string>& things) const
    {
        const bool inPart = std::ranges::any_of(m_part.amounts, [&](const Fact* amount) { return sameFact(*amount, wanted); });
        return nameTheSame(m_asked.thingsOf(wanted), things) && (inPart || !m_part.holdsAnyOf(things));
    }

    [[nodiscard]] std::optional<std::string> countTimesPrice(const PriceRule& rule, const Fact& wanted) const
    {
        const bool isCount = hasDimension(wanted, Dimension::None) && wanted.value >= 2;
        return isCount && isCounted(wanted, rule.things) ? shown(wanted, Operation::Times, *rule.price) : std::nullopt;
    }

    [[nodiscard]] std::optional<std::string> packsTimesPrice(
        const ReadText& read, const PriceRule& rule, const Fact& wanted) const
    {
        const Fact& size = *rule.pack;
        const bool sameSort = sameUnit(size, wanted) && wanted.value > 0
            && (size.measure.dimension == Dimension::None ? isCounted(wanted, read.thingsOf(size)) : sharedWith(read) > 0);
        const auto left = quantityOf(wanted);
        const auto right = quantityOf(size);
        const auto cost = quantityOf(*rule.price);
        const auto packs = sameSort && left && right && cost ? calculated(*left, Operation::Over, *right) : std::nullopt;
        if (!packs)
            return std::nullopt;
        const auto whole = rounded(packs->amount, 0, Rounding::Up);
        const bool even = whole && *whole == packs->amount;
        // What is sold in part and what in whole packs only, the evidence must say.
        if (!whole || (!even && !read.holds(Cue::Pack)))
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
        if (amount == nullptr || answerKindOf(m_request.question) != AnswerKind::Number)
            return std::nullopt;
        Found found;
        eachRule(
            [&](const ChosenSentence& sentence) {
                const ReadText rule(sentence.text, languageOf(sentence.passage));
                const Fact* share = rule.only([](const Fact& fact) { return hasDimension(fact, Dimension::Percent); });
                if (share == nullptr || rule.bound(*share) != Bound::None || rule.holds(Cue::Denial)
                    || !asksForShare(rule, *share))
                    return;
                if (const auto text = shown(*amount, Operation::Times, *share))
                    collect(found, *text, sentence, 0);
            },
            true);
        return found.onlyOne();
    }

    // The word before the share is what the question asks the size of: "How much is the discount?"
    [[nodiscard]] bool asksForShare(const ReadText& rule, const Fact& share) const
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
        if (date == nullptr || !m_asked.holds(Cue::End))
            return std::nullopt;
        Found found;
        eachRule(
            [&](const ChosenSentence& sentence) {
                const ReadText rule(sentence.text, languageOf(sentence.passage));
                const Fact* period = rule.only([](const Fact& fact) {
                    return hasDimension(fact, Dimension::Months)
                        || (hasDimension(fact, Dimension::Time) && fact.measure.factor >= 86400);
                });
                if (period == nullptr || rule.holds(Cue::OtherPeriod) || rule.holds(Cue::Denial)
                    || !beginsAtTheAsked(rule, *period))
                    return;
                if (const auto text = shown(*date, Operation::Plus, *period))
                    collect(found, *text, sentence, 0);
            },
            true);
        // Two periods: nobody knows here which of them is asked for.
        return found.onlyOne();
    }

    // A period that ends at its limit and begins with something that the question names, where the rule says with what: "of
    // the invoice date".
    [[nodiscard]] bool beginsAtTheAsked(const ReadText& rule, const Fact& period) const
    {
        const Bound bound = rule.bound(period);
        if (bound != Bound::None && bound != Bound::AtMost)
            return false;
        if (!beginsWithCue(rule.foldedPart(period.span.end, rule.facts.text.size()), Cue::Since, rule.language))
            return true;
        const std::vector<std::string> event = thingsFrom(rule.facts.text, rule.words, period.span.end);
        return event.empty() || m_asked.holdsAnyOf(event);
    }

    // "at most 10,000 rows" and 45,000 rows: how many files.
    [[nodiscard]] std::optional<ShownCalculation> parts() const
    {
        const Fact* amount = m_asked.only([](const Fact& fact) { return fact.kind == FactKind::Number; });
        const std::vector<std::string> wanted = thingsAskedFor();
        // What is beyond a limit is a difference.
        if (amount == nullptr || wanted.empty() || m_asked.holds(Cue::More) || nameTheSame(wanted, m_asked.thingsOf(*amount)))
            return std::nullopt;
        Found found;
        eachRule(
            [&](const ChosenSentence& sentence) {
                const ReadText rule(sentence.text, languageOf(sentence.passage));
                const Fact* limit = rule.only([&](const Fact& fact) { return sameUnit(fact, *amount); });
                if (limit == nullptr || rule.bound(*limit) != Bound::AtMost || rule.holds(Cue::Denial)
                    || !rule.holdsAnyOf(wanted))
                    return;
                const bool sameThing = limit->measure.dimension == Dimension::Data
                    || (limit->measure.dimension == Dimension::None
                        && nameTheSame(m_asked.thingsOf(*amount), rule.thingsOf(*limit)));
                if (const auto text = sameThing ? partsText(*amount, *limit) : std::nullopt)
                    collect(found, *text, sentence, sharedWith(rule));
            },
            false);
        return found.onlyOne();
    }

    // "files" in "How many files do I need?"
    [[nodiscard]] std::vector<std::string> thingsAskedFor() const
    {
        for (const ContentWord& word : m_part.words) {
            const std::string before = m_part.foldedPart(0, word.span.begin);
            const std::string after = m_part.foldedPart(word.span.end, m_part.facts.text.size());
            if (asksForNumber(before, after, m_part.language))
                return thingsFrom(m_part.facts.text, m_part.words, word.span.begin);
        }
        return {};
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
    ReadText m_asked; // the whole message
    ReadText m_part; // of it, what asks
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
