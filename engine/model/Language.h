#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tandem {

// The twelve languages; zh is Simplified Chinese.
enum class Language : std::uint8_t { En, Es, Fr, De, It, Pt, Nl, Pl, Tr, Ar, Zh, Ja };
inline constexpr std::size_t languageCount = 12;
inline constexpr std::array<Language, languageCount> allLanguages{Language::En, Language::Es, Language::Fr, Language::De,
    Language::It, Language::Pt, Language::Nl, Language::Pl, Language::Tr, Language::Ar, Language::Zh, Language::Ja};

// ISO 639-1 code: "en".
std::string_view name(Language language);
// Accepts a BCP 47 tag ("pt-BR"); anything outside the twelve is nullopt.
std::optional<Language> languageFrom(std::string_view code);

struct LanguageGuess {
    Language language = Language::En;
    double confidence = 0; // 0…1
    bool mixed = false; // a second language holds a fifth of the text or more
};

} // namespace tandem
