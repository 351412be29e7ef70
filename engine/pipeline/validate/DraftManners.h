#pragma once

#include "base/Text.h"
#include "pipeline/validate/PhraseList.h"

#include <cstdint>
#include <optional>

namespace tandem {

// How an answer must not speak to anybody.
enum class BadManner : std::uint8_t {
    Insult,
    Threat,
    Sexual,
    SelfHarm, // encourages it or tells how
    Cold // blames, lectures or turns the customer away
};

// Where a sentence does, in any of the twelve languages: bytes of the sentence. What is said to or of the reader counts; that
// somebody writes about fraud, bugs that kill a process or adult content is no offence. nullopt when it does not. Pure.
std::optional<text::Span> badManner(BadManner kind, const PhraseText& sentence);

} // namespace tandem
