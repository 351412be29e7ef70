#pragma once

#include "model/Draft.h"
#include "pipeline/validate/Grounding.h"

#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// The codes of a message that are one of a series: "AUTH-403", "FW-2026-004512"; in lower case. A version or a standard is none.
std::vector<std::string> askedIdentifiers(std::string_view message);

// Why a sentence answers somebody who asked about another code: it names others of a series that the customer named one of, or,
// naming none, rests on a text about another one alone. "" when it does not. `asked`: askedIdentifiers. Pure.
std::string otherIdentifier(
    const DraftSentence& sentence, const std::vector<Evidence>& evidence, const std::vector<std::string>& asked);

} // namespace tandem
