#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

// What single words say about names of people: resources/lexicons/names.tsv, name_cues.tsv and ordinary_words.txt, which are
// built in. Words are compared without case and accents. Read once, then constant: any thread.
namespace tandem::pii {

using WordKinds = std::uint16_t;
inline constexpr WordKinds givenName = 1; // and surely nothing else
inline constexpr WordKinds weakName = 2; // a given name and a word, place or brand as well
inline constexpr WordKinds surname = 4;
inline constexpr WordKinds otherProper = 8; // a month, place, product
inline constexpr WordKinds nobodyWord = 16; // greeted or named like a person, but none
inline constexpr WordKinds particleWord = 32; // "von", "de"
inline constexpr WordKinds companyWord = 64; // "GmbH"
inline constexpr WordKinds titleAfter = 128; // "Bey"
inline constexpr WordKinds ordinaryWord = 256;
inline constexpr WordKinds personVerb = 512; // "said"
inline constexpr WordKinds endsCue = 2048; // cuesAt knows it
inline constexpr WordKinds germanWord = 1024; // of the language that spells every noun with a capital

enum class Cue : std::uint8_t { None, NameIs, IAm, Title, Greeting, Closing, Label, Role, Beside };

// FNV-1a over the letters without case and accents; apostrophes count, other signs do not.
std::uint64_t wordHash(std::string_view word);
WordKinds kindsOf(std::uint64_t wordHash);
// The cues that end with the last of these words, newest last; bits are 1 << Cue.
std::uint16_t cuesAt(const std::uint64_t* lastWord, std::size_t wordsBefore);

inline bool has(std::uint16_t cues, Cue cue)
{
    return (cues & (1U << static_cast<unsigned>(cue))) != 0;
}

// Lists of the scripts without capitals, as they stand in the file.
const std::vector<std::string_view>& namesOfKind(std::string_view kind); // han, kanji, kana, arabic, arabic_family

// The number of bytes of the Latin letter at `at`, 0 when there is none there; `capital` tells its case.
std::size_t latinLetter(std::string_view text, std::size_t at, bool& capital);

} // namespace tandem::pii
