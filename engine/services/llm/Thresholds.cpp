#include "services/llm/Thresholds.h"

#include "model/facts/Facts.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace tandem {

namespace {

constexpr auto aboveBefore = std::to_array<std::string_view>({"above", "over", "more than", "exceeding", "mas de", "superior a",
    "superiores a", "au-dela de", "au dela de", "plus de", "uber", "mehr als", "oltre", "oltre i", "piu di", "superiori a",
    "acima de", "mais de", "boven", "meer dan", "powyzej", "ponad", "اكثر من", "أكثر من", "超过", "高于"});
constexpr auto belowBefore = std::to_array<std::string_view>({"up to", "at most", "below", "under", "less than", "no more than",
    "hasta", "menos de", "inferior a", "jusqu'a", "moins de", "bis", "bis zu", "unter", "weniger als", "hochstens", "fino a",
    "meno di", "ate", "tot", "minder dan", "onder", "do", "ponizej", "حتى", "اقل من", "أقل من", "不超过", "最多", "低于"});
constexpr auto aboveAfter = std::to_array<std::string_view>({"uzeri", "uzerinde", "ustu", "を超える", "以上"});
constexpr auto belowAfter = std::to_array<std::string_view>({"altinda", "kadar", "以下", "まで", "以内"});

template <std::size_t Size>
bool endsWith(std::string_view text, const std::array<std::string_view, Size>& cues)
{
    return std::ranges::any_of(cues, [&](std::string_view cue) {
        if (!text.ends_with(cue))
            return false;
        const std::size_t at = text.size() - cue.size();
        return at == 0 || text[at - 1] == ' ' || static_cast<unsigned char>(cue.front()) >= 0xE3;
    });
}

template <std::size_t Size>
bool startsWith(std::string_view text, const std::array<std::string_view, Size>& cues)
{
    return std::ranges::any_of(cues, [&](std::string_view cue) { return text.starts_with(cue); });
}

int directionOf(const FactText& read, const Fact& fact)
{
    const std::string before = text::foldAccents(text::trim(std::string_view(read.text).substr(0, fact.span.begin)));
    const std::string after = text::foldAccents(text::trim(std::string_view(read.text).substr(fact.span.end)));
    if (endsWith(before, aboveBefore) || startsWith(after, aboveAfter))
        return 1;
    return endsWith(before, belowBefore) || startsWith(after, belowAfter) ? -1 : 0;
}

std::vector<std::pair<Threshold, int>> amountsIn(std::string_view text, Language language)
{
    std::vector<std::pair<Threshold, int>> found;
    const FactText read = factsOf(text, language);
    for (const Fact& fact : read.facts) {
        if (fact.kind != FactKind::Number || fact.article)
            continue;
        const int direction = directionOf(read, fact);
        found.push_back(
            {{fact.value * fact.measure.factor, fact.measure.currency, std::to_underlying(fact.measure.dimension), direction > 0},
                direction});
    }
    return found;
}

} // namespace

std::vector<Threshold> thresholdsIn(std::string_view text, Language language)
{
    std::vector<Threshold> thresholds;
    for (const auto& [threshold, direction] : amountsIn(text, language)) {
        if (direction != 0)
            thresholds.push_back(threshold);
    }
    return thresholds;
}

AskedAmounts::AskedAmounts(std::string_view question, Language language)
{
    for (const auto& [threshold, direction] : amountsIn(question, language))
        m_amounts.push_back({threshold, direction});
}

bool AskedAmounts::fit(const Threshold& threshold) const
{
    bool anyOfSort = false;
    for (const Amount& asked : m_amounts) {
        if (asked.at.dimension != threshold.dimension || asked.at.currency != threshold.currency)
            continue;
        anyOfSort = true;
        const bool more = asked.at.amount > threshold.amount || (asked.at.amount == threshold.amount && asked.direction > 0);
        if (more == threshold.above)
            return true;
    }
    return !anyOfSort;
}

} // namespace tandem
