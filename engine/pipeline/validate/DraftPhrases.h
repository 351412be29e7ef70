#pragma once

#include "base/Text.h"
#include "pipeline/validate/PhraseList.h"

#include <cstdint>
#include <optional>

namespace tandem {

// What an answer must not say of its own accord.
enum class ForbiddenSpeech : std::uint8_t { MoneyPromise, ActionClaim, LegalStatement };

// Where a sentence says it, in any of the twelve languages, whatever its case, accents and spacing: bytes of the sentence.
// nullopt when it does not, or when a word between the phrase's pieces negates it. Pure.
std::optional<text::Span> forbiddenSpeech(ForbiddenSpeech kind, const PhraseText& sentence);

} // namespace tandem
