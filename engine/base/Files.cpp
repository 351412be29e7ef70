#include "base/Files.h"

#include <fstream>
#include <sstream>

namespace tandem {

Result<std::string> readFile(const std::filesystem::path& file, std::string_view what)
{
    std::ifstream const stream(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    if (!stream)
        return failure(ErrorCode::Io, "The " + std::string(what) + " cannot be read: " + file.string());
    return std::move(bytes).str();
}

} // namespace tandem
