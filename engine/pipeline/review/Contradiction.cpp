#include "pipeline/review/Contradiction.h"

#include "base/Text.h"
#include "model/StopWords.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_set>
#include <utility>

namespace tandem::contradiction {

namespace {

// Set by hand on the tuning half of tests/bench/contradictions.jsonl (`./dev evaluate contradictions`).
constexpr double weakWeight = 0.4; // "can", "please", "receive"
constexpr double mostContrast = 0.45;
constexpr double leastShared = 1; // words in common
constexpr double shortSentence = 2;
constexpr double leastDenied = 1.5;
constexpr double nearlyAll = 0.95;
constexpr double leastCosine = 0.88;
constexpr std::size_t mostOfRange = 2; // values of a sort that are a range or an alternative; more are a list

using Values = std::vector<const SentenceValue*>;

bool overlaps(const SentenceValue& left, const SentenceValue& right)
{
    const double slack = 1e-9 * std::max(std::abs(left.most), std::abs(right.most));
    return left.least <= right.most + slack && right.least <= left.most + slack;
}

bool isComparable(const SentenceValue& left, const SentenceValue& right)
{
    return left.sort == right.sort && (left.sort != ValueSort::Money || left.unit == right.unit);
}

// What a value says how much of: "10 members" and "20 boards" count different things, but where both sentences hold one count
// alone it is of what they speak of.
using Subject = std::pair<ValueSort, std::string>;

std::map<Subject, Values> bySubject(const SentenceValues& all, bool oneCount)
{
    std::map<Subject, Values> sorted;
    for (const SentenceValue& value : all.values) {
        const bool named = value.sort == ValueSort::Count && !oneCount;
        sorted[{value.sort, named ? value.unit : std::string()}].push_back(&value);
    }
    return sorted;
}

auto countsIn(const SentenceValues& all)
{
    return std::ranges::count(all.values, ValueSort::Count, &SentenceValue::sort);
}

enum class Relation : std::uint8_t { Unclear, Agree, Differ };

// Of values of one sort.
Relation relationOf(const Values& left, const Values& right)
{
    for (const SentenceValue* a : left) {
        for (const SentenceValue* b : right) {
            if (!isComparable(*a, *b))
                return Relation::Unclear;
            if (overlaps(*a, *b))
                return Relation::Agree;
        }
    }
    if (left.size() > mostOfRange || right.size() > mostOfRange)
        return Relation::Unclear;
    // One range inside the other one: "5 to 10 days" and "a week".
    const auto spanOf = [](const Values& values) {
        double least = values.front()->least;
        double most = values.front()->most;
        for (const SentenceValue* value : values) {
            least = std::min(least, value->least);
            most = std::max(most, value->most);
        }
        return std::pair(least, most);
    };
    const auto [leftLeast, leftMost] = spanOf(left);
    const auto [rightLeast, rightMost] = spanOf(right);
    return leftLeast <= rightMost && rightLeast <= leftMost ? Relation::Unclear : Relation::Differ;
}

std::string shown(const Values& values)
{
    std::string text;
    for (const SentenceValue* value : values)
        text += (text.empty() ? "" : ", ") + value->shown;
    return text;
}

// A sentence about another time: "until 2023 it was 7 days".
bool speaksOfOtherTime(const SentenceValues& left, const SentenceValues& right)
{
    return left.dated != right.dated || left.years != right.years;
}

bool hasOppositeBounds(const SentenceValues& left, const SentenceValues& right)
{
    return left.bound != Bound::None && right.bound != Bound::None && left.bound != right.bound;
}

// Words that only join a thing with its value, of which two sentences may say the same thing with different ones. Folded.
constexpr std::string_view linkingWords
    = "amount amounts charge charged charges cost costs apply applies valid stay stays remain remains possible allowed allow "
      "available take takes get have has add added reach exceed exceeds size maximum minimum limit limited total period duration "
      "number each every per after sent receive receives grant granted permitted cannot "
      "betragen betragt berechnen berechnet kostet gelten gilt gultig moglich erlaubt dauern dauert hochstens maximal maximale "
      "mindestens pro jede jeder erhalten erhalt innerhalb frist bereit stehen steht verlangen liegt "
      "eleve elevent facture factures prelevons preleve coute coutent valable possible dure maximum maximale minimum compte "
      "compter delai disposez restent reste chaque permet "
      "asciende ascienden cuesta cobra cobramos valido valida caduca plazo dura maximo maxima minimo permite permiten cada "
      "importe "
      "applica applicata applicano costa costano ammonta valido valida scade massimo massima minimo superare dimensione entro "
      "ogni "
      "hai esercitare esercitato richiede "
      "cobrada custa expira prazo recebe oferece leva "
      "bedragen bedraagt kost geldt geldig betaalt betalen duurt maximaal minimaal toegestaan worden wordt krijgt "
      "wynosi wynosza kosztuje pobieramy wazny wazna trwa maksymalnie najwyzej mozna wysokosci kazdy kazdego ciagu ma "
      "tutar sure suresi surer gecerlidir gecerli fazla olabilir edilebilir edebilirsiniz alinir yapilir her icinde "
      "تبلغ يبلغ تكلف صالح صالحة مدة لمدة يمكن يمكنك الحد الأقصى الأدنى خلال "
      "收取 需要 可以 每个 每笔 最多 有效 效期 期限 上限 可在 最大 以内 有効 期限 かか できま";
constexpr std::size_t shortestPart = 5; // bytes of a word that may be part of a compound
constexpr double pairWeight = 0.5; // of two ideographs or kana, about two of which make a word

bool isIdeographic(std::string_view word)
{
    return !word.empty() && static_cast<unsigned char>(word.front()) >= 0xE3; // from kana on, in UTF-8
}

bool holds(const ReadSentence& sentence, const ContentWord& word)
{
    return std::ranges::any_of(sentence.words, [&](const ContentWord& other) { return isSameWord(word.stem, other.stem); });
}

struct Comparison {
    double own = 0; // weight of what the other sentence has not
    double ownAnywhere = 0; // what neither the other sentence nor its heading has
    double all = 0;
    double names = 0; // names among `ownAnywhere`

    [[nodiscard]] double shared() const { return all > 0 ? 1 - own / all : 0; }
    [[nodiscard]] double sharedAnywhere() const { return all > 0 ? 1 - ownAnywhere / all : 0; }
};

Comparison compared(const Statement& statement, const Statement& other)
{
    Comparison result;
    for (const ContentWord& word : statement.read.words) {
        const double weight = weightOf(word);
        result.all += weight;
        if (weight == 0 || holds(other.read, word))
            continue;
        result.own += weight;
        if (holds(other.heading, word))
            continue;
        result.ownAnywhere += weight;
        result.names += word.shape == WordShape::Name ? 1 : 0;
    }
    return result;
}

struct HeadingComparison {
    double shared = 0; // words that the other document's sentence or heading has
    double sharedHeading = 0; // of them, those that its heading has
    double own = 0; // the others
};

HeadingComparison comparedHeading(const Statement& statement, const Statement& other)
{
    HeadingComparison result;
    for (const ContentWord& word : statement.heading.words) {
        const double weight = weightOf(word);
        const bool isInHeading = holds(other.heading, word);
        (isInHeading || holds(other.read, word) ? result.shared : result.own) += weight;
        result.sharedHeading += isInHeading ? weight : 0;
    }
    return result;
}

// A short sentence says only under its heading what it is about: "It costs €5." Headings that have nothing in common are about
// different things, and so are "Express shipping" and "Standard shipping".
bool haveOneSubject(const Statement& left, const Statement& right)
{
    if (left.heading.words.empty() || right.heading.words.empty())
        return true;
    const HeadingComparison ofLeft = comparedHeading(left, right);
    const HeadingComparison ofRight = comparedHeading(right, left);
    if (ofLeft.shared + ofRight.shared == 0)
        return false;
    const bool contrast = std::min(ofLeft.own, ofRight.own) > mostContrast;
    return !contrast || ofLeft.sharedHeading + ofRight.sharedHeading == 0;
}

// Codes and names that a sentence holds and the other document's sentence and heading do not.
bool hasOtherIdentifier(const Statement& statement, const Statement& other)
{
    return std::ranges::any_of(statement.read.facts.facts, [&](const Fact& fact) {
        if (fact.kind != FactKind::Identifier)
            return false;
        const auto isSame = [&](const Fact& each) { return each.kind == FactKind::Identifier && each.key == fact.key; };
        return std::ranges::none_of(other.read.facts.facts, isSame) && std::ranges::none_of(other.heading.facts.facts, isSame);
    });
}

std::optional<Conflict> denialOf(const Statement& left, const Statement& right)
{
    const std::size_t denials = left.read.polarity.denied.size() + right.read.polarity.denied.size();
    if (denials != 1 || left.values.values.size() != right.values.values.size())
        return std::nullopt;
    return Conflict{std::string(left.read.text), std::string(right.read.text), true};
}

} // namespace

double weightOf(const ContentWord& word)
{
    static const auto linking = [] {
        std::unordered_set<std::string> stems;
        for (const std::string_view each : text::split(linkingWords, ' ')) {
            if (!each.empty())
                stems.insert(isIdeographic(each) ? std::string(each) : stemOf(each));
        }
        return stems;
    }();
    if (word.stem.empty() || linking.contains(word.stem))
        return 0;
    if (isIdeographic(word.stem)) {
        constexpr auto particles
            = std::to_array<std::string_view>({"的", "为", "是", "时", "在", "了", "取", "需", "可", "将", "会", "被"});
        const bool joins = std::ranges::any_of(particles, [&](std::string_view sign) { return word.stem.contains(sign); });
        return joins ? 0 : pairWeight;
    }
    return isWeakWord(word.stem) ? weakWeight : 1.0;
}

bool isSameWord(std::string_view word, std::string_view other)
{
    if (word == other)
        return true;
    if (word.empty() || other.empty() || isIdeographic(word) || isIdeographic(other))
        return false;
    if (word.size() >= shortestPart && (other.starts_with(word) || other.ends_with(word)))
        return true;
    const auto common = static_cast<std::size_t>(std::ranges::mismatch(word, other).in1 - word.begin());
    const bool wide = static_cast<unsigned char>(word.front()) >= 0x80;
    const std::size_t longer = std::max(word.size(), other.size());
    return common >= (wide ? 6U : 4U) && common * 5 >= longer * 3;
}

Statement::Statement(std::string_view text, std::string_view headingText, Language language)
    : read(readSentence(text, language))
    , heading(readSentence(headingText, language))
    , values(valuesOf(read))
{
}

std::optional<Conflict> differenceOf(const Statement& left, const Statement& right)
{
    if (speaksOfOtherTime(left.values, right.values) || hasOppositeBounds(left.values, right.values)
        || hasOtherIdentifier(left, right) || hasOtherIdentifier(right, left))
        return std::nullopt;
    const bool oneCount = countsIn(left.values) == 1 && countsIn(right.values) == 1;
    const auto ofLeft = bySubject(left.values, oneCount);
    const auto ofRight = bySubject(right.values, oneCount);
    std::optional<Conflict> conflict;
    int differing = 0;
    for (const auto& [subject, values] : ofLeft) {
        const auto others = ofRight.find(subject);
        if (others == ofRight.end() || relationOf(values, others->second) != Relation::Differ)
            continue;
        ++differing;
        conflict = Conflict{shown(values), shown(others->second), false};
    }
    // Two things that differ are rather two cases of one rule: "after 60 minutes 25 %", "after 120 minutes 50 %".
    if (differing > 1)
        return std::nullopt;
    return conflict ? conflict : denialOf(left, right);
}

double likeness(const Statement& left, const Statement& right, std::optional<double> cosine, bool denied)
{
    const Comparison ofLeft = compared(left, right);
    const Comparison ofRight = compared(right, left);
    const double shared = std::min(ofLeft.sharedAnywhere(), ofRight.sharedAnywhere());
    const double held = std::min(ofLeft.all - ofLeft.own, ofRight.all - ofRight.own);
    if (ofLeft.names + ofRight.names > 0 || held < leastShared || (cosine && *cosine < leastCosine))
        return 0;
    // Where each has a word of its own, they are two cases of one rule: "monthly" here and "annual" there.
    if (std::min(ofLeft.ownAnywhere, ofRight.ownAnywhere) > mostContrast)
        return 0;
    if (held < shortSentence && !haveOneSubject(left, right))
        return 0;
    if (denied)
        return shared >= nearlyAll && held >= leastDenied ? shared : 0;
    return shared;
}

} // namespace tandem::contradiction
