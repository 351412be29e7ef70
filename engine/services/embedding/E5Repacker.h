#pragma once

#include "base/Error.h"

#include <filesystem>

namespace tandem {

// Rewrites the packed multilingual-e5-small file as a GGUF of architecture bert, without loss: the 4-bit blocks are copied as
// they are. Takes about a second, once, at model set-up. The target appears complete or not at all (temporary file in the
// target's directory, fsync, rename), so two processes may do it at once. Corrupt names what is wrong with the source;
// Unavailable when this build has no llama.cpp.
Status repackE5(const std::filesystem::path& source, const std::filesystem::path& target);

} // namespace tandem
