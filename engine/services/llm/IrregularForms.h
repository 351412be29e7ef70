#pragma once

#include "model/ContentWords.h"

#include <string_view>
#include <vector>

namespace tandem {

// contentWords() with irregular forms of English verbs under the stem of their base: "undone" and "undo", "paid" and "pay". The
// word index keeps its own stems; this is for comparing a question with sentences that were found. Pure.
std::vector<ContentWord> comparableWords(std::string_view text);

} // namespace tandem
