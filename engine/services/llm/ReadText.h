#pragma once

#include "model/ContentWords.h"
#include "model/Language.h"
#include "model/facts/Bounds.h"
#include "model/facts/Facts.h"
#include "services/llm/CalculationCues.h"

#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// A question or a sentence of the evidence with what may be calculated with: its amounts and what they count.
struct ReadText {
    ReadText(std::string_view text, Language ofText);
    ReadText(const ReadText&) = delete; // `amounts` point into `facts`
    ReadText& operator=(const ReadText&) = delete;

    Language language;
    FactText facts;
    std::string folded;
    std::vector<ContentWord> words;
    std::vector<const Fact*> amounts; // numbers and dates, each once: "We are 35. What do 35 seats cost?" names one

    // The only amount, if it is of a sort; null otherwise.
    template <typename Is>
    [[nodiscard]] const Fact* only(const Is& is) const
    {
        return amounts.size() == 1 && is(*amounts.front()) ? amounts.front() : nullptr;
    }
    // What an amount counts, wherever the text names it.
    [[nodiscard]] std::vector<std::string> thingsOf(const Fact& amount) const;
    [[nodiscard]] bool holds(Cue cue) const { return holdsCue(folded, cue, language); }
    [[nodiscard]] Bound bound(const Fact& amount) const { return boundOf(facts, amount, language); }
    [[nodiscard]] bool holdsStem(const std::string& stem) const;
    [[nodiscard]] bool holdsAnyOf(const std::vector<std::string>& stems) const;
    // Bytes of facts.text, folded and without white space around.
    [[nodiscard]] std::string foldedPart(std::size_t begin, std::size_t end) const;
};

} // namespace tandem
