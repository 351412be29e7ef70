#pragma once

#include "model/ContentWords.h"
#include "model/Language.h"

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
    bool limited = false; // "once", "at most": says "only" in other words
    bool all = false; // "all", "every"
};

// `words` are the content words of `text` that a negation may be about.
Polarity polarityOf(std::string_view text, const std::vector<ContentWord>& words, Language language);

} // namespace tandem
