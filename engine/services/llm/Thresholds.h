#pragma once

#include "model/Language.h"

#include <string_view>
#include <vector>

namespace tandem {

// The amount from or to which a rule holds: "refunds above €500", "up to 25 MB".
struct Threshold {
    double amount = 0; // in units of its dimension: bytes, euros
    std::string_view currency; // ISO 4217, "" without one
    int dimension = 0; // Dimension
    bool above = false;
    friend bool operator==(const Threshold&, const Threshold&) = default;
};

// In order; what a text of any of the twelve languages says.
std::vector<Threshold> thresholdsIn(std::string_view text, Language language);

// Amounts that a question names, "over 500 euros" as a little more than that.
class AskedAmounts {
public:
    AskedAmounts(std::string_view question, Language language);
    // Whether a rule with this threshold is for an amount asked about; true when none of its sort is named.
    [[nodiscard]] bool fit(const Threshold& threshold) const;
    [[nodiscard]] bool isEmpty() const { return m_amounts.empty(); }

private:
    struct Amount {
        Threshold at;
        int direction = 0; // 1 = above `at`, -1 = below, 0 = just that
    };
    std::vector<Amount> m_amounts;
};

} // namespace tandem
