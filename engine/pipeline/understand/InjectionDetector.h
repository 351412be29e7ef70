#pragma once

#include "model/Classification.h"
#include "pipeline/understand/Lexicon.h"

#include <string_view>

namespace tandem {

// Looks for text that speaks to the assistant instead of asking it: orders to forget its rules, to reveal them, to play a part,
// to act without approval; openly, in quoted or hidden text, broken up by invisible characters or encoded as base64. Pure.
InjectionFinding findInjection(std::string_view text, const Lexicon& lexicon);

} // namespace tandem
