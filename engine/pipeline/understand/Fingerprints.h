#pragma once

#include "base/Error.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace tandem {

// 16 hex digits.
std::string fingerprintText(std::uint64_t fingerprint);

// Of the files that a message is read by: each model's checksum by the file's stem ("signals", "sentiment"), and "lexicons" of
// all patterns together. The category head is left out: it may be exchanged while the program runs. An error names the file.
Result<std::map<std::string, std::string>> readingFingerprints(const std::filesystem::path& resources);

} // namespace tandem
