#pragma once

#include "base/Bytes.h"
#include "base/Error.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

// Files that are written whole and must be read back whole: indexes that can be rebuilt. A header holds what the file is, its
// version and a checksum over the rest. Numbers are little-endian.
namespace tandem {

struct FileKind {
    char magic[9]; // eight characters
    std::uint32_t version = 1;
};

// Temporary file beside it, fsync, rename, fsync of the folder: afterwards either the old file is there or the new one.
Status writeChecked(const std::filesystem::path& file, const FileKind& kind, std::span<const std::string_view> parts);
// What was written, in one piece. NotFound without the file; Corrupt, naming the file and why, when anything does not match.
Result<std::string> readChecked(const std::filesystem::path& file, const FileKind& kind);

// Fast 64-bit sum that notices flipped bits, cuts and swaps; not for secrets.
std::uint64_t contentChecksum(std::string_view bytes, std::uint64_t seed = 0);

} // namespace tandem
