#pragma once

#include "base/Error.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

// Files in resources/models and those that a desk learns: eight letters that name the kind, content, and text::hash64 of both.
namespace tandem {

// Magic and content, without the sum. NotFound without the file; Corrupt, naming the file and why, when it is longer than
// `mostBytes` or anything does not match.
Result<std::string> readModelFile(const std::filesystem::path& file, std::string_view magic, std::size_t mostBytes);
// Written beside the target, synced and renamed into place: after a crash either the old file is there or the new one.
Status replaceModelFile(const std::filesystem::path& file, std::string_view content);

} // namespace tandem
