#pragma once

#include "pipeline/validate/EvidenceIndex.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace tandem {

// What the calculations that a sentence shows say about its numbers.
struct DerivedNumbers {
    std::string conflict; // why one is wrong or rests on something that nobody said; "" = none is
    std::vector<text::Span> settled; // of FactText::text: results, and what only the customer said
    bool complete = false; // the sentence says nothing beside them that needs evidence
    std::optional<std::size_t> source; // of the cited sentences: the first that holds an operand
};

// Reads "3 × €32.00 = €96.00", "41 days ÷ 30, rounded up = 2", "40 % of €240 = €96" and "2026-11-03 + 14 days = 2026-11-17" out
// of a sentence and checks them: every operand stands in the cited evidence or in what the customer said, at least one of them in
// the evidence, units and currencies go together, and the arithmetic is exact or rounded as it says. A calculation in
// brackets or without "=" is none. Pure.
DerivedNumbers derivedNumbers(
    const ReadSentence& answer, const std::vector<ReadSentence>& cited, const std::vector<ReadSentence>& said);

// Words that a calculation is introduced with and that state nothing: "total", "rounded"; takes a word's stem.
bool isCalculationWord(const std::string& stem);

} // namespace tandem
