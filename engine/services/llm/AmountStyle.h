#pragma once

#include "model/Language.h"
#include "model/facts/Arithmetic.h"

#include <string>

namespace tandem {

// An amount as a language writes it: "€1,680", "1.680 €", "300 GB", "45 000". Of a fraction that no decimal number is, two
// decimals.
std::string shownAmount(const Fraction& amount, const Measure& measure, Language language);

} // namespace tandem
