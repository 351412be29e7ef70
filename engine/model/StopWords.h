#pragma once

#include "model/Language.h"

#include <array>
#include <optional>
#include <string_view>

namespace tandem {

// Words that any text has, whatever it is about. `folded` is text::foldAccents of one word.
bool isStopWord(std::string_view folded);
// Verbs, polite words and the like that questions to a help desk are full of: they weigh little in finding an answer. Takes a
// folded word or its stem.
bool isWeakWord(std::string_view folded);
// Letters of a text by script.
struct ScriptCounts {
    int kana = 0;
    int han = 0;
    int arabic = 0;
    int latin = 0;
};
ScriptCounts scriptCounts(std::string_view text);
// How many of a text's words are stop words of each language, by Language; a word that two share counts for both. None for zh,
// ja.
std::array<int, languageCount> stopWordCounts(std::string_view text);
// The language whose stop words a text holds most of; by script for zh, ja and ar; nullopt when nothing speaks for one.
std::optional<Language> languageByStopWords(std::string_view text);

} // namespace tandem
