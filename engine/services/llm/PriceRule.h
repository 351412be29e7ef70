#pragma once

#include "model/ContentWords.h"
#include "model/Language.h"
#include "model/facts/Facts.h"

#include <optional>
#include <string>
#include <vector>

namespace tandem {

// What a sentence says that something costs: "€12 per seat a month", "€10 per pack of 5,000 runs", "每个席位每月12欧元".
struct PriceRule {
    const Fact* price = nullptr; // of the text given
    std::vector<std::string> things; // stems: the price is one for each of them; empty with a pack
    const Fact* pack = nullptr; // the price is one for so much or so many
    std::optional<Measure> period;
};

// nullopt unless it is one exact price for each of one thing or for a pack of one size, and the sentence holds no other amount:
// a minimum, a maximum, a volume or a second price is a condition that nobody here can apply. `text` outlives the result. Pure.
std::optional<PriceRule> priceRuleIn(const FactText& text, const std::vector<ContentWord>& words, Language language);

} // namespace tandem
