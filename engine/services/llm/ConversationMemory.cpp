#include "services/llm/ConversationMemory.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace tandem {

namespace {

struct Quotes {
    std::string_view open;
    std::string_view close;
};
constexpr std::array quotes{Quotes{"\"", "\""}, Quotes{"“", "”"}, Quotes{"„", "“"}, Quotes{"«", "»"}, Quotes{"「", "」"},
    Quotes{"『", "』"}, Quotes{"‹", "›"}};
constexpr std::size_t longestQuote = 80; // bytes; longer, it is speech and no name

// How the desk promises. Folded, without accents; " " at the front asks for a word's beginning.
constexpr auto promises = std::to_array<std::string_view>(
    {" will ", "'ll ", "’ll ", " promise", " guarantee", " by tomorrow", " vamos a ", " prometemos", " garantiz", " le enviar",
        " te enviar", " haremos", " allons ", " promett", " garantis", " ferons ", " vous enverr", " werde", " versprech",
        " garantier", " zusag", " kummern uns", " faremo", " promettiamo", " garantiamo", " invieremo", " provvederemo",
        " vamos ", " prometo", " garantimos", " enviaremos", " faremos", " zullen ", " zal ", " beloven", " garanderen",
        " obiecuj", " zapewni", " wyslemy", " zrobimy", " gwarant", "ecegiz", "acagiz", " soz veriyoruz", " garanti ", " سوف ",
        " سنقوم", " سنرسل", " نعدك", " نضمن", "我们会", "我们将", "承诺", "保证", "いたします", "お約束", "保証"});

bool isAsciiLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// ٠…٩ and ۰…۹, which NFKC leaves as they are.
bool isArabicDigit(std::string_view text)
{
    return text.size() >= 2
        && ((text[0] == '\xD9' && text[1] >= '\xA0' && text[1] <= '\xA9')
            || (text[0] == '\xDB' && text[1] >= '\xB0' && text[1] <= '\xB9'));
}

bool hasDigit(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((text[i] >= '0' && text[i] <= '9') || isArabicDigit(text.substr(i)))
            return true;
    }
    return false;
}

// "ERR_TIMEOUT", "us-east": letters joined by '_' are a code, by '-' or '.' only when all of them are capitals.
bool isCode(std::string_view token)
{
    for (std::size_t i = 1; i + 1 < token.size(); ++i) {
        if (!isAsciiLetter(token[i - 1]) || !isAsciiLetter(token[i + 1]))
            continue;
        if (token[i] == '_')
            return true;
        if ((token[i] == '-' || token[i] == '.') && std::ranges::none_of(token, [](char c) { return c >= 'a' && c <= 'z'; }))
            return true;
    }
    return false;
}

bool isLink(std::string_view token)
{
    return token.contains("://") || token.starts_with("www.") || token.contains('@');
}

// The white-space separated token without the punctuation around it; signs of money and percent stay.
text::Span bare(std::string_view message, text::Span token)
{
    constexpr std::string_view around = ".,;:!?()<>'\"";
    while (token.begin < token.end && around.contains(message[token.begin]))
        ++token.begin;
    while (token.begin < token.end && around.contains(message[token.end - 1]))
        --token.end;
    return token;
}

std::vector<text::Span> tokensOf(std::string_view message)
{
    std::vector<text::Span> tokens;
    std::size_t at = 0;
    while (at < message.size()) {
        constexpr std::string_view spaces = " \t\r\n";
        at = std::min(message.find_first_not_of(spaces, at), message.size());
        const std::size_t end = std::min(message.find_first_of(spaces, at), message.size());
        if (end > at)
            tokens.push_back({at, end});
        at = end;
    }
    return tokens;
}

// Quoted names, signs included.
std::vector<text::Span> quotedNames(std::string_view message)
{
    std::vector<text::Span> names;
    for (std::size_t at = 0; at < message.size(); ++at) {
        const auto* const pair
            = std::ranges::find_if(quotes, [&](const Quotes& each) { return message.substr(at).starts_with(each.open); });
        if (pair == quotes.end())
            continue;
        const std::size_t begin = at + pair->open.size();
        const std::size_t close = message.find(pair->close, begin);
        if (close == std::string_view::npos || close == begin || close - begin > longestQuote
            || message.substr(begin, close - begin).contains('\n'))
            continue;
        names.push_back({at, close + pair->close.size()});
        at = names.back().end - 1;
    }
    return names;
}

bool promisesSomething(std::string_view sentence)
{
    const std::string folded = " " + text::foldAccents(sentence) + " ";
    return std::ranges::any_of(promises, [&](std::string_view cue) { return folded.contains(cue); });
}

// Codes in texts without spaces between words count by their digits; what is one long token there would be everything.
constexpr std::size_t longestToken = 60; // bytes
constexpr std::size_t longestUnit = 20;

} // namespace

std::vector<text::Span> factSentences(std::string_view message, Language language, Author author)
{
    std::vector<text::Span> kept;
    for (const text::Span& sentence : text::sentences(message, name(language))) {
        const std::string_view said = sentence.of(message);
        const auto tokens = tokensOf(said);
        const bool fact
            = hasDigit(said) || !quotedNames(said).empty() || std::ranges::any_of(tokens, [&](const text::Span& token) {
                  const std::string_view bareToken = bare(said, token).of(said);
                  return isCode(bareToken) || isLink(bareToken);
              });
        if (fact || (author != Author::Customer && promisesSomething(said)))
            kept.push_back(sentence);
    }
    return kept;
}

std::vector<text::Span> bareFacts(std::string_view message)
{
    std::vector<text::Span> facts = quotedNames(message);
    const auto tokens = tokensOf(message);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        text::Span fact = bare(message, tokens[i]);
        const std::string_view said = fact.of(message);
        if (said.size() > longestToken || !(hasDigit(said) || isCode(said) || isLink(said)))
            continue;
        // "38 EUR", "12 March": a number says little without the word after it.
        if (i + 1 < tokens.size() && tokens[i + 1].begin == fact.end + 1 && message[fact.end] == ' '
            && !std::ranges::any_of(said, isAsciiLetter) && tokens[i + 1].end - tokens[i + 1].begin <= longestUnit)
            fact.end = std::max(fact.end, bare(message, tokens[i + 1]).end);
        facts.push_back(fact);
    }
    std::ranges::sort(facts, {}, &text::Span::begin);
    std::vector<text::Span> joined; // "12 March" and "2026" are one
    for (const text::Span& fact : facts) {
        if (!joined.empty() && fact.begin <= joined.back().end + 1
            && (fact.begin <= joined.back().end || message[joined.back().end] == ' '))
            joined.back().end = std::max(joined.back().end, fact.end);
        else
            joined.push_back(fact);
    }
    std::set<std::string_view> seen;
    std::erase_if(joined, [&](const text::Span& fact) { return !seen.insert(fact.of(message)).second; });
    return joined;
}

} // namespace tandem
