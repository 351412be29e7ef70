#include "services/llm/UntrustedText.h"

#include "base/Text.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace tandem {

namespace {

struct Bracket {
    std::string_view open;
    std::string_view neutral; // of the same length
};
constexpr std::array brackets{Bracket{"<", "("}, Bracket{"＜", "（"}, Bracket{"﹤", "﹙"}};

std::size_t lengthAt(std::string_view text, std::size_t at)
{
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        ++end;
    return end - at;
}

bool isLetterOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80U;
}

// Where `letters` end when the text spells them from `at` on, in any case and width, with whatever signs, spaces and characters
// that nobody sees between; 0 when it does not. A bracket ends the attempt, which keeps the whole linear.
std::size_t endOfLetters(std::string_view text, std::size_t at, std::string_view letters)
{
    while (at < text.size() && !letters.empty()) {
        const std::size_t length = lengthAt(text, at);
        const std::string_view spelled = text.substr(at, length);
        if (std::ranges::any_of(brackets, [&](const Bracket& each) { return each.open == spelled; }) || spelled == ">")
            return 0;
        at += length;
        const std::string folded = text::foldAccents(spelled);
        if (folded.empty() || folded.size() > 4 || !isLetterOrDigit(folded[0]))
            continue;
        if (letters.starts_with(folded))
            letters.remove_prefix(folded.size());
        else if (folded[0] >= '0' && folded[0] <= 'z') // a sign of another alphabet stands between
            return 0;
    }
    return letters.empty() ? at : 0;
}

bool isOurTag(std::string_view text, std::size_t afterBracket)
{
    constexpr std::array<std::string_view, 5> ours{
        "customermessage", "customerhistory", "earlierconversation", "document", "system"};
    return std::ranges::any_of(ours, [&](std::string_view name) { return endOfLetters(text, afterBracket, name) > 0; });
}

// The letters of a phrase.
std::string lettersOf(std::string_view phrase)
{
    std::string letters = text::fold(phrase);
    std::erase_if(letters, [](char c) { return !isLetterOrDigit(c); });
    return letters;
}

} // namespace

std::string withoutOurTags(std::string_view text)
{
    std::string neutral(text);
    for (std::size_t at = 0; at < neutral.size(); ++at) {
        const auto* const bracket = std::ranges::find_if(
            brackets, [&](const Bracket& each) { return std::string_view(neutral).substr(at).starts_with(each.open); });
        if (bracket != brackets.end() && isOurTag(neutral, at + bracket->open.size()))
            neutral.replace(at, bracket->neutral.size(), bracket->neutral);
    }
    return neutral;
}

std::string withoutOurLines(std::string_view title)
{
    static const std::string letters = lettersOf(lineBefore);
    constexpr auto breaks = std::to_array<std::string_view>({"\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029"});
    std::string line;
    for (std::size_t at = 0; at < title.size();) {
        const std::size_t end = title[at] == 'w' || title[at] == 'W' || static_cast<unsigned char>(title[at]) >= 0x80U
            ? endOfLetters(title, at, letters)
            : 0;
        const std::size_t length = lengthAt(title, at);
        const bool isBreak = std::ranges::find(breaks, title.substr(at, length)) != breaks.end();
        line += end > 0 ? "…" : isBreak ? " " : title.substr(at, length);
        at = std::max(end, at + length);
    }
    return withoutOurTags(line);
}

} // namespace tandem
