#pragma once

#include "model/Language.h"
#include "services/llm/ContentWords.h"

#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// What a text denies and how absolutely it speaks.
struct Polarity {
    std::vector<std::vector<std::string>> denied; // by negation word: stems of the content words next to it
    bool always = false; // "always", "every time"
    bool never = false;
    bool only = false; // "only", "exclusively"
    bool must = false; // "must", "required"
    bool may = false; // "can", "optional"
};

// `words` are the content words of `text` that a negation may be about.
Polarity polarityOf(std::string_view text, const std::vector<ContentWord>& words, Language language);

} // namespace tandem
