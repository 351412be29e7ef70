#include "pipeline/validate/DraftLanguage.h"

#include "base/Text.h"
#include "model/StopWords.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace tandem {

namespace {

constexpr std::size_t fewestWords = 6;
constexpr int fewestStopWords = 3; // of the other language
constexpr int fewestSigns = 12; // of a script without spaces
constexpr int fewestLetters = 20; // of the Arabic script
constexpr double stopWordShare = 0.25; // in running text it is a third or more

// Without what stands in quotation marks or is code: labels are quoted as the product shows them.
std::string spoken(std::string_view sentence)
{
    constexpr auto pairs = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"`", "`"}, {"\"", "\""}, {"“", "”"}, {"„", "“"}, {"«", "»"}, {"»", "«"}, {"「", "」"}, {"『", "』"}, {"”", "”"}});
    std::string kept;
    std::size_t at = 0;
    while (at < sentence.size()) {
        const std::string_view rest = sentence.substr(at);
        const auto opening = std::ranges::find_if(pairs, [&](const auto& pair) { return rest.starts_with(pair.first); });
        const std::size_t end
            = opening == pairs.end() ? std::string_view::npos : rest.find(opening->second, opening->first.size());
        if (end != std::string_view::npos) {
            kept += ' ';
            at += end + opening->second.size();
        } else {
            kept += sentence[at++];
        }
    }
    return kept;
}

// Each word once and no link or address: a word that a table repeats speaks for nothing more than once.
std::vector<std::string> distinctWords(std::string_view text)
{
    std::vector<std::string> words;
    for (const std::string_view piece : text::split(text, ' ')) {
        if (piece.contains("://") || piece.contains("www.") || piece.contains('@'))
            continue;
        for (const text::Span& word : text::words(piece))
            words.push_back(text::foldAccents(word.of(piece)));
    }
    std::ranges::sort(words);
    const auto repeated = std::ranges::unique(words);
    words.erase(repeated.begin(), repeated.end());
    return words;
}

// Of a text mostly written in it.
std::optional<Language> byScript(const ScriptCounts& scripts)
{
    if (scripts.arabic >= fewestLetters && scripts.arabic > scripts.latin)
        return Language::Ar;
    const int signs = scripts.han + scripts.kana;
    if (signs < fewestSigns || signs * 2 < scripts.latin)
        return std::nullopt;
    if (scripts.kana * 6 >= signs)
        return Language::Ja;
    return scripts.kana == 0 ? std::optional(Language::Zh) : std::nullopt;
}

} // namespace

std::optional<Language> otherLanguage(std::string_view sentence, Language wanted)
{
    const std::string text = spoken(sentence);
    const ScriptCounts scripts = scriptCounts(text);
    if (const auto language = byScript(scripts))
        return *language == wanted ? std::nullopt : language;
    if ((scripts.han + scripts.kana) * 4 > scripts.latin || scripts.arabic > 0)
        return std::nullopt;
    const std::vector<std::string> words = distinctWords(text);
    if (words.size() < fewestWords)
        return std::nullopt;
    std::string all;
    for (const std::string& word : words)
        all += word + ' ';
    const auto counts = stopWordCounts(all);
    const auto best = std::ranges::max_element(counts);
    const auto language = static_cast<Language>(best - counts.begin());
    const bool isClear = *best >= fewestStopWords && *best >= stopWordShare * static_cast<double>(words.size())
        && 2 * counts[std::to_underlying(wanted)] < *best;
    return isClear && language != wanted ? std::optional(language) : std::nullopt;
}

} // namespace tandem
