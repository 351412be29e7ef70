#pragma once

#include "model/Language.h"

#include <array>
#include <string_view>

namespace tandem {

// The languages written in Latin letters, in the order of allLanguages.
inline constexpr std::size_t latinLanguageCount = 9;
inline constexpr std::array<Language, latinLanguageCount> latinLanguages{
    Language::En, Language::Es, Language::Fr, Language::De, Language::It, Language::Pt, Language::Nl, Language::Pl, Language::Tr};

// What CLD2's tables say about a text in Latin letters, by language: how often a language is among the likely ones of a
// character quadgram, of a whole word, and of a word that is typical of one language.
struct Cld2Evidence {
    std::array<float, latinLanguageCount> quadgrams{};
    std::array<float, latinLanguageCount> words{};
    std::array<float, latinLanguageCount> distinct{};
    int quadgramCount = 0; // found in the table
};

// `folded`: lower-case words separated and surrounded by single spaces (" guten morgen "). Pure, thread-safe.
Cld2Evidence cld2Evidence(std::string_view folded);

} // namespace tandem
