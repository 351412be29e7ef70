#pragma once

#include "model/Language.h"

#include <array>
#include <string>
#include <vector>

namespace tandem {

// What the desk says by itself, in the twelve languages. Immutable.
struct DeskPhrases {
    std::array<std::string, languageCount> approved; // by Language: to the customer, when an action was approved
    std::array<std::string, languageCount> declined;
    std::vector<std::string> formulas; // sentences that frame a draft in any language and say nothing themselves
};

} // namespace tandem
