#pragma once

#include "model/Language.h"

#include <optional>
#include <string_view>

namespace tandem {

// The language that a sentence of an answer is clearly written in when it is not `wanted`. Quoted words, code, names and short
// sentences are no evidence: nullopt. Pure.
std::optional<Language> otherLanguage(std::string_view sentence, Language wanted);

} // namespace tandem
