#pragma once

#include "base/Clock.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tandem {

// How a classifier does on examples that it was not trained on, by their weights.
struct HeadFigures {
    double macroF1 = 0; // over the classes that were learned
    double accuracy = 0;
    double logLoss = 0;
};

enum class DeskVerdict : std::uint8_t {
    TooFew, // examples: nothing was tried
    Unchanged, // the learned one in use has seen the same
    NotBetter,
    Better
};
std::string_view name(DeskVerdict verdict); // "too_few", "unchanged", "not_better", "better"

// A classifier that the desk learned, as it is kept.
struct HeadRecord {
    int number = 0; // counts up from 1 in a workspace
    int before = 0; // what was in use when it was made; 0 = the shipped one
    std::uint64_t base = 0; // fingerprint of the shipped one that it grew from; with another one it is not used
    std::uint64_t data = 0; // hash of what it learned from
    TimePoint at{};
    std::int64_t examples = 0;
    HeadFigures shipped;
    HeadFigures learned;
    double gainLow = 0; // 95 % sure: its log loss is lower by at least this
};

} // namespace tandem
