#pragma once

#include "pipeline/validate/EvidenceIndex.h"

#include <cstddef>
#include <string>
#include <vector>

namespace tandem {

// What the calculations that a sentence shows say about its numbers.
struct DerivedNumbers {
    std::string conflict; // why one is wrong or rests on something that nobody said; "" = none is
    std::vector<text::Span> settled; // of FactText::text: results, and what only the customer said
    bool complete = false; // the sentence says nothing beside them that needs evidence
    std::vector<std::size_t> sources; // of the cited sentences: those that hold an operand
};

// Reads "3 × €32.00 = €96.00", "41 days ÷ 30, rounded up = 2", "40 % of €240 = €96" and "2026-11-03 + 14 days = 2026-11-17" out
// of a sentence, each from its start to its end, and checks them: every operand stands in the cited evidence, or in what the
// customer said where it tells how many, how long or since when (a price or a share is the evidence's, an amount only what a
// share of the evidence is of). At least one stands in the evidence; units, currencies and the time of a price go together. The
// arithmetic is exact, or rounded as it says and as the evidence wants it; cents and what can be parted may be rounded to the
// nearest. A calculation in brackets or without "=" is none. Pure.
DerivedNumbers derivedNumbers(
    const ReadSentence& answer, const std::vector<ReadSentence>& cited, const std::vector<ReadSentence>& said);

} // namespace tandem
