#pragma once

#include "model/Language.h"
#include "model/facts/Bounds.h"

#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// The amount from or to which a rule holds: "refunds above €500", "up to 25 MB", "fewer than 5 users".
struct Threshold {
    double amount = 0; // in units of its dimension: bytes, euros
    std::string_view currency; // ISO 4217, "" without one
    int dimension = 0; // Dimension
    std::vector<std::string> things; // stems of what a plain number counts
    Bound bound = Bound::None; // never About
};

// In order; what a text says, in the words of its language.
std::vector<Threshold> thresholdsIn(std::string_view text, Language language);
// Two rules that part the same amounts between them: "up to €500" and "above €500".
bool areOpposite(const Threshold& left, const Threshold& right);

// Amounts that a question names, "over 500 euros" as a little more than that.
class AskedAmounts {
public:
    AskedAmounts(std::string_view question, Language language);
    // Whether a rule with this threshold is for an amount asked about; true when none of its sort is named.
    [[nodiscard]] bool fit(const Threshold& threshold) const;
    [[nodiscard]] bool isEmpty() const { return m_amounts.empty(); }

private:
    std::vector<Threshold> m_amounts;
};

} // namespace tandem
