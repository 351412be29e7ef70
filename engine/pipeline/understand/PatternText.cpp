#include "pipeline/understand/PatternText.h"

#include "base/Text.h"

#include <algorithm>
#include <set>

namespace tandem {

namespace {

constexpr std::size_t mostVariants = 6000; // of one pattern
constexpr std::size_t mostSteps = 3 * mostVariants; // choices replaced to get them
constexpr std::size_t deepest = 60; // choices in one segment, one after another or in one another
constexpr std::size_t longest = 8000; // bytes of a segment, choices in it or not
constexpr std::size_t longestVariant = 1000; // bytes and segments
constexpr std::size_t mostChoices = 2000; // of all languages
constexpr std::string_view nameLetters = "abcdefghijklmnopqrstuvwxyz_";

std::unexpected<Error> wrong(std::string what)
{
    return failure(ErrorCode::Corrupt, std::move(what));
}

// Splits at the bars that stand in no inner bracket.
std::vector<std::string> alternativesOf(std::string_view group)
{
    std::vector<std::string> result(1);
    int depth = 0;
    for (const char c : group) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (c == '|' && depth == 0)
            result.emplace_back();
        else
            result.back() += c;
    }
    for (std::string& each : result)
        each = text::trim(each);
    return result;
}

Status checkBrackets(std::string_view pattern)
{
    int depth = 0;
    for (const char c : pattern) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth < 0)
            return wrong("a bracket is closed that was not opened");
    }
    return depth == 0 ? Status() : wrong("a bracket is not closed");
}

// `pattern[open]` is a bracket that is closed.
std::size_t bracketEnd(std::string_view pattern, std::size_t open)
{
    int depth = 0;
    std::size_t at = open;
    do {
        depth += pattern[at] == '(' ? 1 : pattern[at] == ')' ? -1 : 0;
        ++at;
    } while (depth > 0);
    return at - 1;
}

std::string_view nameAfter(std::string_view text, std::size_t at)
{
    const std::size_t end = std::min(text.find_first_not_of(nameLetters, at + 1), text.size());
    return text.substr(at + 1, end - at - 1);
}

std::string keyOf(Language language, std::string_view choice)
{
    return std::string(name(language)) + " " + std::string(choice);
}

// Replaces choices one after another, outermost and leftmost first.
struct Expander {
    Language language;
    const PatternChoices& choices;
    std::vector<std::string> results;
    std::size_t steps = 0;

    Status expand(const std::string& pattern, std::size_t depth)
    {
        if (pattern.size() > longest || depth > deepest || ++steps > mostSteps || results.size() > mostVariants)
            return wrong("its choices make it too long, too deep or too many: at most " + std::to_string(deepest) + " choices, "
                + std::to_string(longest) + " bytes and " + std::to_string(mostVariants) + " variants are allowed");
        const std::size_t at = pattern.find_first_of("(@");
        if (at == std::string::npos) {
            results.push_back(pattern);
            return {};
        }
        std::size_t end = 0;
        std::vector<std::string> alternatives;
        if (pattern[at] == '(') {
            const std::size_t close = bracketEnd(pattern, at);
            alternatives = alternativesOf(std::string_view(pattern).substr(at + 1, close - at - 1));
            end = close + 1;
        } else {
            const std::string_view name = nameAfter(pattern, at);
            const PatternChoices::Alternatives* known = choices.find(language, name);
            if (known == nullptr)
                return wrong("no choice is named \"@" + std::string(name) + "\" in this language");
            alternatives = *known;
            end = at + 1 + name.size();
        }
        for (const std::string& each : alternatives)
            TRY(expand(pattern.substr(0, at) + each + pattern.substr(end), depth + 1));
        return {};
    }
};

std::vector<std::string_view> segmentsOf(std::string_view pattern, PatternCut cut)
{
    const std::string_view separator = cut == PatternCut::Spaces ? " " : patternGap;
    std::vector<std::string_view> segments;
    int depth = 0;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < pattern.size();) {
        depth += pattern[at] == '(' ? 1 : pattern[at] == ')' ? -1 : 0;
        if (depth > 0 || !pattern.substr(at).starts_with(separator)) {
            ++at;
            continue;
        }
        segments.push_back(pattern.substr(begin, at - begin));
        at += separator.size();
        begin = at;
    }
    segments.push_back(pattern.substr(begin));
    std::erase(segments, std::string_view());
    return segments;
}

} // namespace

Status PatternChoices::set(Language language, std::string_view name, std::string_view alternatives)
{
    if (name.empty() || name.find_first_not_of(nameLetters) != std::string_view::npos)
        return wrong("a choice is named with small letters a to z and \"_\"");
    TRY(checkBrackets(alternatives));
    Alternatives parts = alternativesOf(alternatives);
    if (leadsTo(language, parts, name))
        return wrong("the choice \"@" + std::string(name) + "\" leads back to itself");
    if (m_alternatives.size() >= mostChoices && find(language, name) == nullptr)
        return wrong("there are more than " + std::to_string(mostChoices) + " choices");
    m_alternatives.insert_or_assign(keyOf(language, name), std::move(parts));
    return {};
}

const PatternChoices::Alternatives* PatternChoices::find(Language language, std::string_view name) const
{
    const auto known = m_alternatives.find(keyOf(language, name));
    return known == m_alternatives.end() ? nullptr : &known->second;
}

bool PatternChoices::leadsTo(Language language, const Alternatives& from, std::string_view name) const
{
    std::vector<const Alternatives*> ahead{&from};
    std::set<const Alternatives*> seen;
    while (!ahead.empty()) {
        const Alternatives* here = ahead.back();
        ahead.pop_back();
        if (!seen.insert(here).second)
            continue;
        for (const std::string& each : *here) {
            for (std::size_t at = each.find('@'); at != std::string::npos; at = each.find('@', at + 1)) {
                if (nameAfter(each, at) == name)
                    return true;
                if (const Alternatives* next = find(language, nameAfter(each, at)); next != nullptr)
                    ahead.push_back(next);
            }
        }
    }
    return false;
}

std::size_t variantCount(const PatternSegments& segments)
{
    std::size_t count = 1;
    for (const auto& alternatives : segments)
        count *= alternatives.size();
    return count;
}

Result<PatternSegments> patternSegments(
    std::string_view pattern, PatternCut cut, Language language, const PatternChoices& choices)
{
    TRY(checkBrackets(pattern));
    PatternSegments segments;
    std::size_t length = 0; // of the longest variant
    for (const std::string_view segment : segmentsOf(pattern, cut)) {
        Expander expander{language, choices, {}};
        TRY(expander.expand(std::string(segment), 0));
        const auto longestText = std::ranges::max_element(expander.results, {}, &std::string::size);
        length += longestText->size() + 1;
        segments.push_back(std::move(expander.results));
        if (length > longestVariant)
            return wrong("it stands for a text of more than " + std::to_string(longestVariant) + " bytes");
        if (variantCount(segments) > mostVariants)
            return wrong("its choices multiply to more than " + std::to_string(mostVariants) + " variants");
    }
    return segments;
}

} // namespace tandem
