#pragma once

#include "model/Language.h"
#include "model/facts/Arithmetic.h"

#include <optional>
#include <string_view>

namespace tandem {

// How a text says that a number was rounded: "rounded up", "≈"; in any of the twelve languages, whole words. `folded` is
// text::foldAccents of a FactText::text or a part of it.
std::optional<Rounding> roundingSaid(std::string_view folded);
// Whether a rule makes whole ones of what is begun (Up: "per started hour", "pack of") or of what is complete (Down: "each full
// month"), in the words of its language.
std::optional<Rounding> roundingRuled(std::string_view folded, Language language);

} // namespace tandem
