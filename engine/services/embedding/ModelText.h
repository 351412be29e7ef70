#pragma once

#include "services/embedding/Embedder.h"

#include <string>
#include <string_view>

namespace tandem {

// The text as e5's tokenizer was trained to see it, with the prefix of its role: NFKC, every kind of white space a plain
// space, control characters gone. Reads at most `bytes` bytes of the text, any bytes.
std::string modelText(std::string_view text, TextRole role, std::size_t bytes);

} // namespace tandem
