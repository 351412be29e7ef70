#include "pipeline/understand/Sentiment.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace tandem {

namespace {

constexpr double saturation = 12; // how soon further words stop to count
constexpr std::size_t scaleReach = 2; // words before a feeling
constexpr std::size_t flipReach = 3;

struct Emoji {
    std::string_view text;
    double value;
};
constexpr std::array emojis{Emoji{"😀", 1.5}, Emoji{"😃", 1.5}, Emoji{"😄", 1.5}, Emoji{"😊", 1.5}, Emoji{"🙂", 1},
    Emoji{"😍", 2}, Emoji{"🥰", 2}, Emoji{"❤", 2}, Emoji{"👍", 1.2}, Emoji{"🎉", 1.5}, Emoji{"👏", 1.5}, Emoji{"💯", 1.2},
    Emoji{"🙌", 1.5}, Emoji{":)", 1}, Emoji{":-)", 1}, Emoji{":D", 1.2}, Emoji{"😡", -2.5}, Emoji{"🤬", -3}, Emoji{"😠", -2.2},
    Emoji{"👎", -1.8}, Emoji{"😤", -2}, Emoji{"😞", -1.5}, Emoji{"😢", -1.2}, Emoji{"😭", -1.2}, Emoji{"🙄", -1.5},
    Emoji{"💩", -2}, Emoji{"😒", -1.5}, Emoji{"😑", -1}, Emoji{"🖕", -3}, Emoji{"💔", -1.5}, Emoji{":(", -1.2},
    Emoji{":-(", -1.2}, Emoji{">:(", -1.5}};

double emojiValue(std::string_view text)
{
    double sum = 0;
    for (const Emoji& each : emojis) {
        int seen = 0;
        for (std::size_t at = text.find(each.text); at != std::string_view::npos && seen < 3; at = text.find(each.text, at + 1))
            ++seen;
        sum += each.value * seen;
    }
    return sum;
}

// Shouting: capitals throughout, or exclamation marks in a row.
double emphasis(std::string_view text)
{
    const std::string_view considered = text.substr(0, 4000);
    double capitals = 0;
    double smalls = 0;
    for (const char c : considered) {
        capitals += c >= 'A' && c <= 'Z' ? 1 : 0;
        smalls += c >= 'a' && c <= 'z' ? 1 : 0;
    }
    const bool shouts = capitals > 15 && capitals > 2 * smalls;
    const bool exclaims
        = considered.contains("!!") || considered.contains("！！") || considered.contains("?!") || considered.contains("؟!");
    return 1 + (shouts ? 0.3 : 0) + (exclaims ? 0.2 : 0);
}

// Factors of scales ("very") and flips ("not") that stand shortly before a feeling in its clause; in Chinese, right before it.
double factorBefore(const PatternMatch& feeling, const Tokens& tokens, const std::vector<PatternMatch>& matches)
{
    double factor = 1;
    for (const PatternMatch& each : matches) {
        if (each.begin >= feeling.begin)
            break;
        const std::string& note = each.pattern->note;
        if (each.pattern->topic != Topic::Sentiment || note.empty() || each.pattern->language != feeling.pattern->language
            || each.end > feeling.begin || tokens.words[each.lastWord].clause != tokens.words[feeling.firstWord].clause)
            continue;
        const std::size_t distance = feeling.firstWord - each.lastWord;
        if (note == "scale" && distance <= scaleReach)
            factor *= each.pattern->weight;
        else if (note == "flip" && distance <= flipReach)
            factor *= -0.7;
    }
    return factor;
}

} // namespace

double lexicalSentiment(const Tokens& tokens, const std::vector<PatternMatch>& matches)
{
    double sum = emojiValue(tokens.text.substr(0, 16U << 10U));
    std::size_t coveredTo = 0;
    for (const PatternMatch& match : matches) {
        if (match.pattern->topic != Topic::Sentiment || !match.pattern->note.empty() || match.begin < coveredTo)
            continue;
        sum += match.pattern->weight * factorBefore(match, tokens, matches);
        coveredTo = match.end;
    }
    if (sum < 0)
        sum *= emphasis(tokens.text);
    return sum / std::sqrt(sum * sum + saturation);
}

double conversationSentiment(const std::vector<double>& messages)
{
    double sum = 0;
    double weights = 0;
    double weight = 1;
    for (auto each = messages.rbegin(); each != messages.rend(); ++each) {
        sum += weight * *each;
        weights += weight;
        weight /= 2;
    }
    return weights > 0 ? sum / weights : 0;
}

} // namespace tandem
