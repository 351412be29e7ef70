#pragma once

#include "base/Error.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace tandem {

// All of a file's bytes. Io, "The <what> cannot be read: <path>", when it cannot be.
Result<std::string> readFile(const std::filesystem::path& file, std::string_view what);

} // namespace tandem
