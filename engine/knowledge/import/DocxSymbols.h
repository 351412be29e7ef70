#pragma once

#include <string>
#include <string_view>

namespace tandem {

// Whether a font shows signs in place of the letters that stand in the text: Symbol, Wingdings.
bool isSymbolFont(std::string_view font);
// The sign, in UTF-8, that a font of symbols shows for a code; "" for one that says nothing, such as an ornament.
std::string docxSymbol(std::string_view font, char32_t code);

} // namespace tandem
