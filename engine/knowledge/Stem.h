#pragma once

#include <string>
#include <string_view>

namespace tandem {

// What the forms of a word have in common, found without knowing its language: the first six letters in Latin, Greek and
// Cyrillic script; in Arabic script the word without article, conjunction and common endings. Words of other scripts and
// whatever holds a digit stay as they are. `word`: one word, as text::foldAccents leaves it.
std::string indexStemOf(std::string_view word);

} // namespace tandem
