#pragma once

#include "pipeline/validate/EvidenceIndex.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tandem {

// What a value measures. Values of different sorts are never compared.
enum class ValueSort : std::uint8_t { Duration, Data, Percent, Money, Count, TimeOfDay };

// Which way a sentence bounds its values: "at least 8", "up to 25".
enum class Bound : std::uint8_t { None, Least, Most };

struct SentenceValue {
    ValueSort sort = ValueSort::Count;
    double least = 0; // in the sort's smallest unit; of "a month" 28 days, of "3 business days" 3 days
    double most = 0; // 31 days, 5 days and a weekend; equal to `least` for what is exact
    std::string unit; // currency of Money, stem of what is counted of Count
    std::string shown; // as it is written
};

struct SentenceValues {
    std::vector<SentenceValue> values; // in the order of the text
    Bound bound = Bound::None;
    std::vector<int> years; // that the sentence names: it speaks of a time
    bool dated = false; // names a day, or a month of a year
};

// Amounts with units, money, durations, percentages, counts ("10 members") and times of day. Pure.
SentenceValues valuesOf(const ReadSentence& sentence);

} // namespace tandem
