#include "pipeline/understand/Sentiment.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <iterator>
#include <ranges>
#include <string_view>

namespace tandem {

namespace {

constexpr double strengthShare = 0.4; // of the words in the score: a head knows that it is a complaint, words how angry a one
constexpr double neutralOdds = 1.5; // texts written for training show their feelings more than others do
constexpr double saturation = 12; // how soon further words stop to count
constexpr std::size_t consideredForSigns = 8U << 10U; // bytes
constexpr std::size_t scaleReach = 2; // words before a feeling
constexpr std::size_t flipReach = 3;
constexpr std::size_t factorBytes = 96; // how far before a feeling they are looked for
constexpr double strongestFactor = 3;
constexpr std::size_t leastForTrend = 3; // two messages are a change, not a trend
constexpr std::size_t trendReach = 8; // newest messages

// Signs of one value, separated by single spaces.
struct Signs {
    std::string_view texts;
    double value;
};
constexpr std::array signs{
    Signs{"😍 🥰 ❤ 😘 💖 💕 💗 💞 💘 🤩 😻 ♥ <3 :* :-* :x", 2},
    Signs{"😀 😃 😄 😊 🎉 👏 🙌 ☺ 😇 🥳 🤗 😋 💙 💚 💛 💜 🧡 🌹 🌸 🌺 🏆 🥇 🎂 😚 😙 💋 🌞 ☀ 🌈 :D :-D =D 🤣", 1.4},
    Signs{"🙂 👍 💯 😁 😎 😌 🙏 💪 ✨ 🔥 👌 ✌ 😜 😝 😉 🤞 🍀 🎶 🥂 🍻 💃 🌴 ✅ :) :-) =) (: ;) ;-) ^^ :P :-P xD XD 😂", 0.8},
    Signs{"😡 🤬 😠 👎 😤 💩 🖕 🤮 🤢 👿 😾", -2.2},
    Signs{"😞 😢 😭 🙄 😒 💔 😩 😫 😔 😖 😣 😟 😰 😨 😱 🤦 😓 😥 😿 🥺 ⚰ :( :-( =( :'( :/ :-/ >:( D: 😷 🤒 🤕", -1.3},
    Signs{"😑 😐 😕 🙁 ☹ 🤔 😬 😶 😳 🙃 🤡 💀", -0.7},
};

// Written signs stand alone: the end of "http://" is no frown.
bool standsAlone(std::string_view text, std::size_t at, std::size_t length)
{
    const auto isLetter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '/' || c == ':'; };
    const bool written = static_cast<unsigned char>(text[at]) < 0x80;
    return !written || ((at == 0 || !isLetter(text[at - 1])) && (at + length == text.size() || !isLetter(text[at + length])));
}

double signValue(std::string_view text)
{
    double sum = 0;
    for (const Signs& group : signs) {
        std::string_view rest = group.texts;
        while (!rest.empty()) {
            const std::string_view sign = rest.substr(0, rest.find(' '));
            rest.remove_prefix(std::min(rest.size(), sign.size() + 1));
            int seen = 0;
            for (std::size_t at = text.find(sign); at != std::string_view::npos && seen < 3; at = text.find(sign, at + 1))
                seen += standsAlone(text, at, sign.size()) ? 1 : 0;
            sum += group.value * seen;
        }
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
double factorBefore(std::size_t index, const Tokens& tokens, const std::vector<PatternMatch>& matches)
{
    const PatternMatch& feeling = matches[index];
    double factor = 1;
    for (std::size_t before = index; before > 0; --before) {
        const PatternMatch& each = matches[before - 1];
        if (feeling.begin - each.begin > factorBytes)
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
    return std::clamp(factor, -strongestFactor, strongestFactor);
}

} // namespace

double lexicalSentiment(const Tokens& tokens, const std::vector<PatternMatch>& matches)
{
    double sum = signValue(tokens.text.substr(0, consideredForSigns));
    std::size_t coveredTo = 0;
    for (std::size_t i = 0; i < matches.size(); ++i) {
        const PatternMatch& match = matches[i];
        if (match.pattern->topic != Topic::Sentiment || !match.pattern->note.empty() || match.begin < coveredTo)
            continue;
        sum += match.pattern->weight * factorBefore(i, tokens, matches);
        coveredTo = match.end;
    }
    if (sum < 0)
        sum *= emphasis(tokens.text);
    return sum / std::sqrt(sum * sum + saturation);
}

Sentiment Feeling::sentiment() const
{
    return static_cast<Sentiment>(std::max_element(chances.begin(), chances.end()) - chances.begin());
}

Feeling feelingOf(const std::array<double, 3>& learned, double lexical, double wordWeight)
{
    Feeling feeling;
    double sum = 0;
    for (std::size_t i = 0; i < learned.size(); ++i) {
        feeling.chances[i]
            = learned[i] * std::exp((static_cast<double>(i) - 1) * wordWeight * lexical) * (i == 1 ? neutralOdds : 1);
        sum += feeling.chances[i];
    }
    if (sum > 0) {
        for (double& each : feeling.chances)
            each /= sum;
    } else {
        feeling.chances = Feeling{}.chances;
    }
    feeling.score = (1 - strengthShare) * (feeling.chances[2] - feeling.chances[0]) + strengthShare * lexical;
    return feeling;
}

double conversationSentiment(const std::vector<double>& messages)
{
    double sum = 0;
    double weights = 0;
    double weight = 1;
    for (const double each : std::views::reverse(messages)) {
        sum += weight * each;
        weights += weight;
        weight /= 2;
    }
    return weights > 0 ? sum / weights : 0;
}

Feeling conversationFeeling(const std::vector<Feeling>& messages)
{
    if (messages.empty())
        return {};
    const auto ofAll = [&](const auto& value) {
        std::vector<double> values;
        std::ranges::transform(messages, std::back_inserter(values), value);
        return conversationSentiment(values);
    };
    Feeling all;
    for (std::size_t i = 0; i < all.chances.size(); ++i)
        all.chances[i] = ofAll([i](const Feeling& each) { return each.chances[i]; });
    all.score = ofAll([](const Feeling& each) { return each.score; });
    return all;
}

double sentimentTrend(const std::vector<double>& messages)
{
    if (messages.size() < leastForTrend)
        return 0;
    const std::size_t first = messages.size() > trendReach ? messages.size() - trendReach : 0;
    const auto count = static_cast<double>(messages.size() - first);
    const double middle = (count - 1) / 2;
    double crossed = 0;
    double squares = 0;
    for (std::size_t i = first; i < messages.size(); ++i) {
        const double offset = static_cast<double>(i - first) - middle;
        crossed += offset * messages[i];
        squares += offset * offset;
    }
    return crossed / squares;
}

} // namespace tandem
