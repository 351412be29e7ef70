#include "pipeline/validate/FactSupport.h"

#include "pipeline/validate/CodeNumbers.h"
#include "pipeline/validate/WordExchange.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tandem {

namespace {

constexpr double nearlyEqualOrder = 0.7; // common order from which the first words are compared
constexpr double sameMatter = 0.5; // coverage from which the closest sentence is about the same thing
constexpr double ownClause = 0.3; // coverage of a fact's clause by the sentence that holds it
constexpr double clearlyBetter = 0.12; // coverage by which another sentence is rather what is meant

const Fact* sameIn(const Fact& fact, const ReadSentence& sentence)
{
    const auto& facts = sentence.facts.facts;
    const auto found = std::ranges::find_if(facts, [&](const Fact& other) { return sameFact(fact, other); });
    return found == facts.end() ? nullptr : &*found;
}

bool isRivalIn(const Fact& fact, const ReadSentence& sentence)
{
    const auto& facts = sentence.facts.facts;
    return std::ranges::any_of(facts, [&](const Fact& other) { return sameSort(fact, other); })
        && sameIn(fact, sentence) == nullptr;
}

std::string quoted(const Fact& fact)
{
    if (fact.kind == FactKind::Name || fact.kind == FactKind::MenuPath)
        return "\"" + fact.shown + "\"";
    return fact.shown;
}

// The fact of the same sort that an agent would compare with: in the window first, the nearest value.
const Fact* nearest(const Fact& fact, const SupportWindow& window, const EvidenceIndex& index)
{
    const Fact* found = nullptr;
    double distance = 0;
    for (const std::size_t i : window.sentences) {
        for (const Fact& other : index.sentences()[i].facts.facts) {
            const bool comparable = fact.kind == FactKind::Name ? false : sameSort(fact, other) && !sameFact(fact, other);
            if (!comparable)
                continue;
            const double apart = std::abs(fact.value * fact.measure.factor - other.value * other.measure.factor);
            if (found == nullptr || apart < distance) {
                found = &other;
                distance = apart;
            }
        }
    }
    return found;
}

std::string missingReason(const Fact& fact, const SupportWindow& window, const EvidenceIndex& index, bool elsewhere)
{
    const Fact* other = nearest(fact, window, index);
    std::string reason
        = elsewhere ? quoted(fact) + " stands in the evidence for something else" : quoted(fact) + " is not in the evidence";
    if (other != nullptr)
        reason += elsewhere ? "; here it says " + quoted(*other) : "; nearest is " + quoted(*other);
    return reason;
}

bool joinsClauses(std::string_view between)
{
    constexpr auto conjunctions = std::to_array<std::string_view>({" and ", " but ", " und ", " aber ", " et ", " mais ", " y ",
        " pero ", " e ", " ma ", " mas ", " en ", " maar ", " i ", " ale ", " ve ", " ama "});
    return std::ranges::any_of(conjunctions, [&](std::string_view word) { return between.contains(word); });
}

// The words of the answer's clause around a fact: commas and conjunctions are not crossed when enough is left.
std::vector<ContentWord> clauseWords(const ReadSentence& answer, const Fact& fact)
{
    const std::string& text = answer.facts.text;
    const auto isCut = [&](std::size_t from, std::size_t to) {
        const std::string_view between = std::string_view(text).substr(from, to - from);
        return between.contains(", ") || between.contains("，") || between.contains("、") || between.contains("،")
            || joinsClauses(between);
    };
    std::vector<ContentWord> words;
    for (const ContentWord& word : answer.words) {
        const bool cut = word.span.end <= fact.span.begin ? isCut(word.span.end, fact.span.begin)
            : word.span.begin >= fact.span.end            ? isCut(fact.span.end, word.span.begin)
                                                          : false;
        const bool inside = word.span.begin < fact.span.end && fact.span.begin < word.span.end;
        if (!cut && !inside)
            words.push_back(word);
    }
    return words.size() >= 2 ? words : answer.words;
}

// How much of the fact's clause the best sentence says that holds the fact.
double ownCoverage(const std::vector<ContentWord>& clause, const Fact& fact, const EvidenceIndex& index)
{
    double own = 0;
    for (const ReadSentence& sentence : index.sentences()) {
        if (sameIn(fact, sentence) != nullptr)
            own = std::max(own, index.coverage(clause, sentence));
    }
    return own;
}

// An answer may join two sentences of the evidence: the fact's clause then is about the sentence that holds it.
bool hasOwnSentence(const ReadSentence& answer, const Fact& fact, const EvidenceIndex& index)
{
    return ownCoverage(clauseWords(answer, fact), fact, index) >= ownClause;
}

// Another sentence says clearly more of the clause and gives another value of the same sort.
bool belongsElsewhere(const ReadSentence& answer, const Fact& fact, const EvidenceIndex& index)
{
    const std::vector<ContentWord> words = clauseWords(answer, fact);
    const double own = ownCoverage(words, fact, index);
    return std::ranges::any_of(index.sentences(), [&](const ReadSentence& sentence) {
        return isRivalIn(fact, sentence) && index.coverage(words, sentence) > own + clearlyBetter;
    });
}

bool isAnywhere(const Fact& fact, const EvidenceIndex& index)
{
    const auto holds = [&](const ReadSentence& sentence) { return sameIn(fact, sentence) != nullptr; };
    if (std::ranges::any_of(index.sentences(), holds))
        return true;
    return std::ranges::any_of(index.headings(), [&](const FactText& heading) {
        return std::ranges::any_of(heading.facts, [&](const Fact& other) { return sameFact(fact, other); });
    });
}

// A name may begin a sentence of the evidence, where its capital does not show.
bool holdsName(const Fact& fact, const EvidenceIndex& index)
{
    return isAnywhere(fact, index) || std::ranges::any_of(index.sentences(), [&](const ReadSentence& sentence) {
        return std::ranges::binary_search(sentence.stems, fact.key);
    });
}

// A number without a unit in the answer may stand before one in the evidence and the other way round, when the same noun follows.
bool isBareMatch(const Fact& fact, const SupportWindow& window, const EvidenceIndex& index)
{
    if (fact.kind != FactKind::Number || fact.measure.dimension != Dimension::None)
        return false;
    return std::ranges::any_of(window.sentences, [&](std::size_t i) {
        return std::ranges::any_of(index.sentences()[i].facts.facts, [&](const Fact& other) {
            const bool countable = other.measure.dimension == Dimension::None || other.measure.dimension == Dimension::Money
                || other.measure.dimension == Dimension::Data;
            return other.kind == FactKind::Number && countable && other.value == fact.value;
        });
    });
}

std::string conflictOf(
    const Fact& fact, const ReadSentence& answer, const SupportWindow& window, const EvidenceIndex& index, bool foreign)
{
    // "One of them", "a second approval": no amount.
    const bool isSecond = fact.measure.dimension == Dimension::Time && fact.measure.factor == 1;
    if (fact.article && (fact.measure.dimension == Dimension::None || isSecond))
        return {};
    // Menus and ordinary names are translated too.
    if (foreign && (fact.kind == FactKind::MenuPath || fact.kind == FactKind::Name))
        return {};
    if (fact.kind == FactKind::Name)
        return holdsName(fact, index) ? std::string() : missingReason(fact, window, index, false);
    if (std::string reason = codeAsAmount(fact, answer, index); !reason.empty())
        return reason;
    if (isBareMatch(fact, window, index))
        return {};
    const bool inWindow
        = std::ranges::any_of(window.sentences, [&](std::size_t i) { return sameIn(fact, index.sentences()[i]) != nullptr; });
    if (!inWindow && (foreign || !hasOwnSentence(answer, fact, index)))
        return missingReason(fact, window, index, isAnywhere(fact, index));
    if (!foreign && belongsElsewhere(answer, fact, index))
        return missingReason(fact, window, index, true);
    return {};
}

// At the start of a sentence a capital shows no name: "Asana supports Chrome." for "Fernway supports Chrome." is told by the name
// that the evidence has there, known by its capital elsewhere, and by nobody knowing the answer's word.
std::string exchangedSubject(const ReadSentence& answer, const ReadSentence& closest, const EvidenceIndex& index)
{
    if (answer.words.size() < 2 || closest.words.size() < 2 || answer.words[1].stem != closest.words[1].stem
        || commonOrder(answer, closest) < nearlyEqualOrder)
        return {};
    const ContentWord& said = answer.words.front();
    const ContentWord& meant = closest.words.front();
    const bool atStart = said.span.begin == 0 && meant.span.begin == 0 && said.stem != meant.stem;
    const auto isNameSomewhere = [&](const ReadSentence& sentence) {
        return std::ranges::any_of(
            sentence.facts.facts, [&](const Fact& fact) { return fact.kind == FactKind::Name && fact.key == meant.stem; });
    };
    const auto isKnown = [&](const ReadSentence& sentence) { return holdsStem(sentence, said.stem); };
    if (!atStart || std::ranges::any_of(index.sentences(), isKnown) || std::ranges::none_of(index.sentences(), isNameSomewhere))
        return {};
    return "\"" + std::string(said.span.of(answer.facts.text)) + "\" is not in the evidence; here it says \""
        + std::string(meant.span.of(closest.facts.text)) + "\"";
}

} // namespace

std::string factConflict(const ReadSentence& answer, const SupportWindow& window, const EvidenceIndex& index, bool foreign)
{
    if (window.sentences.empty())
        return answer.facts.facts.empty() ? std::string() : missingReason(answer.facts.facts.front(), window, index, false);
    for (const Fact& fact : answer.facts.facts) {
        if (std::string reason = conflictOf(fact, answer, window, index, foreign); !reason.empty())
            return reason;
    }
    if (foreign)
        return {};
    const ReadSentence& closest = index.sentences()[window.sentences.front()];
    std::string exchanged = exchangedWord(answer, closest);
    if (exchanged.empty())
        exchanged = exchangedSubject(answer, closest, index);
    if (exchanged.empty() && window.single >= sameMatter)
        exchanged = exchangedRole(answer, closest);
    return exchanged;
}

} // namespace tandem
