#pragma once

#include "base/Error.h"

#include <filesystem>
#include <string>

namespace tandem {

// SHA-256 of the whole file in lower-case hex. Hashing 75 MB takes 50 to 300 ms, so the answer is remembered beside the model,
// in <file>.sha256, and believed as long as the model's size and modification time stay what they were. A directory that
// cannot be written only costs the hashing.
Result<std::string> modelFingerprint(const std::filesystem::path& file);

} // namespace tandem
