#include "pipeline/review/SentenceValues.h"

#include "base/Text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace tandem {

namespace {

constexpr double day = 86400;
constexpr double shortestMonth = 28 * day;
constexpr double longestMonth = 31 * day;
constexpr int firstYear = 1990;
constexpr int lastYear = 2100;

struct BoundWords {
    Bound bound = Bound::None;
    std::string_view words; // folded without accents, separated by '|'; found anywhere in " text "
};

constexpr auto boundWords = std::to_array<BoundWords>({
    {Bound::Least,
        " at least | minimum | more than | above | or more | over | no fewer than | from | mindestens | uber | mehr als | ab "
        "| minimal | au moins | au minimum | plus de | a partir de | al menos | minimo | como minimo | mas de | almeno | come "
        "minimo "
        "| oltre | piu di | no minimo | pelo menos | mais de | minstens | ten minste | minimaal | meer dan | vanaf | co najmniej "
        "| minimum | powyzej | wiecej niz | en az | uzeri | ustu | fazlasi | على الأقل | لا تقل | لا يقل | ألا تقل | ألا يقل "
        "| أكثر من |至少|不少于|以上|超过|最低|起"},
    {Bound::Most,
        " at most | maximum | up to | no more than | less than | below | under | or less | hochstens | maximal | bis zu | unter "
        "| weniger als | au maximum | au plus | jusqu'a | maximale | moins de | hasta | maximo | como maximo | menos de | al "
        "massimo "
        "| massimo | massima | fino a | meno di | no maximo | maximo | ate | maximaal | hoogstens | ten hoogste | minder dan "
        "| najwyzej | maksymalnie | do | ponizej | mniej niz | en fazla | en cok | altinda | azami | الحد الأقصى | بحد أقصى "
        "| لا تزيد | لا يزيد | أقل من |最多|至多|上限|不超过|以下|最大|まで|以内"},
});

Bound boundOf(std::string_view text)
{
    const std::string folded = " " + text::foldAccents(text) + " ";
    bool least = false;
    bool most = false;
    for (const BoundWords& each : boundWords) {
        for (const std::string_view word : text::split(each.words, '|')) {
            // A Latin preposition counts only before the number it bounds: "from 20", "do 64".
            auto at = folded.find(word);
            const bool isShort = word.size() <= 7 && word.starts_with(' ') && static_cast<unsigned char>(word[1]) < 0x80;
            while (isShort && at != std::string::npos) {
                const char next = at + word.size() < folded.size() ? folded[at + word.size()] : ' ';
                if ((next >= '0' && next <= '9') || folded.compare(at + word.size(), 3, "€") == 0 || next == '$')
                    break;
                at = folded.find(word, at + 1);
            }
            if (at == std::string::npos)
                continue;
            (each.bound == Bound::Least ? least : most) = true;
        }
    }
    return least == most ? Bound::None : least ? Bound::Least : Bound::Most;
}

SentenceValue durationOf(const Fact& fact)
{
    const double count = fact.value * fact.measure.factor;
    switch (fact.measure.dimension) {
    case Dimension::Months: return {ValueSort::Duration, count * shortestMonth, count * longestMonth, "", fact.shown};
    // Five of seven days, begun on any of them.
    case Dimension::BusinessDays: return {ValueSort::Duration, count * day, (count * 7 / 5 + 2) * day, "", fact.shown};
    case Dimension::BusinessHours: return {ValueSort::Duration, count * 3600, count * 3600 * 3 + 2 * day, "", fact.shown};
    default: return {ValueSort::Duration, count, count, "", fact.shown};
    }
}

// The word right after a number that has no unit: what is counted.
std::string countedAfter(const ReadSentence& sentence, const Fact& fact)
{
    constexpr std::size_t reach = 12; // bytes: a counter, a sign or a little word may stand between
    for (const ContentWord& word : sentence.words) {
        if (word.span.begin >= fact.span.end)
            return word.span.begin - fact.span.end <= reach ? word.stem : std::string();
    }
    return {};
}

std::optional<SentenceValue> numberOf(const ReadSentence& sentence, const Fact& fact)
{
    switch (fact.measure.dimension) {
    case Dimension::Time:
    case Dimension::Months:
    case Dimension::BusinessDays:
    case Dimension::BusinessHours: return durationOf(fact);
    case Dimension::Data:
        return SentenceValue{ValueSort::Data, fact.value * fact.measure.factor / 1.1, fact.value * fact.measure.factor * 1.1, "",
            fact.shown}; // 1024 or 1000
    case Dimension::Percent: return SentenceValue{ValueSort::Percent, fact.value, fact.value, "", fact.shown};
    case Dimension::Money:
        return SentenceValue{ValueSort::Money, fact.value, fact.value, std::string(fact.measure.currency), fact.shown};
    case Dimension::None: break;
    }
    if (fact.article)
        return std::nullopt;
    return SentenceValue{ValueSort::Count, fact.value, fact.value, countedAfter(sentence, fact), fact.shown};
}

bool isYear(const Fact& fact)
{
    return fact.measure.dimension == Dimension::None && fact.value >= firstYear && fact.value < lastYear
        && fact.shown.size() == 4;
}

} // namespace

SentenceValues valuesOf(const ReadSentence& sentence)
{
    SentenceValues result;
    for (const Fact& fact : sentence.facts.facts) {
        if (fact.kind == FactKind::Date) {
            result.dated = result.dated || fact.date.day != 0 || fact.date.year != 0;
            if (fact.date.year != 0)
                result.years.push_back(fact.date.year);
        } else if (fact.kind == FactKind::TimeOfDay) {
            result.values.push_back({ValueSort::TimeOfDay, fact.value, fact.value, "", fact.shown});
        } else if (fact.kind == FactKind::Number && isYear(fact)) {
            result.years.push_back(static_cast<int>(fact.value));
        } else if (fact.kind == FactKind::Number) {
            if (auto value = numberOf(sentence, fact))
                result.values.push_back(std::move(*value));
        }
    }
    result.bound = boundOf(sentence.facts.text);
    return result;
}

} // namespace tandem
