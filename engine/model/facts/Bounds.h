#pragma once

#include "model/Language.h"
#include "model/facts/Facts.h"

#include <cstdint>

namespace tandem {

// What the words next to an amount make of it: "under 5", "no more than 5", "about 5", "at least 5", "more than 5".
enum class Bound : std::uint8_t { None, Below, AtMost, About, AtLeast, Above };

// Understands the words of `language` alone; of several that fit, the longest ("no more than", not "more than"). Pure.
Bound boundOf(const FactText& text, const Fact& amount, Language language);

} // namespace tandem
