#include "pipeline/learn/ModelFile.h"

#include "base/Bytes.h"
#include "base/Text.h"

#include <fstream>
#include <system_error>

namespace tandem {

Result<std::string> readModelFile(const std::filesystem::path& file, std::string_view magic, std::size_t mostBytes)
{
    const auto damaged = [&](std::string_view what) {
        return failure(
            ErrorCode::Corrupt, "The model file " + file.string() + " " + std::string(what) + "; restore it or train it again.");
    };
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return failure(ErrorCode::NotFound, "The model file " + file.string() + " cannot be read; restore it or train it again.");
    std::string content(mostBytes + 1, '\0');
    stream.read(content.data(), static_cast<std::streamsize>(content.size()));
    content.resize(static_cast<std::size_t>(stream.gcount()));
    if (content.size() > mostBytes)
        return damaged("is too large");
    if (!content.starts_with(magic) || content.size() < magic.size() + sizeof(std::uint32_t) + sizeof(std::uint64_t))
        return damaged("is not a model of this program");
    const std::size_t end = content.size() - sizeof(std::uint64_t);
    if (ByteReader(std::string_view(content).substr(end)).value<std::uint64_t>()
        != text::hash64(std::string_view(content).substr(0, end)))
        return damaged("does not match its checksum");
    content.resize(end);
    return content;
}

Status replaceModelFile(const std::filesystem::path& file, std::string_view content)
{
    std::filesystem::path draft = file;
    draft += ".new";
    {
        std::ofstream stream(draft, std::ios::binary | std::ios::trunc);
        stream.write(content.data(), static_cast<std::streamsize>(content.size()));
        if (!stream.flush())
            return failure(ErrorCode::Io, "The model file " + draft.string() + " cannot be written.");
    }
    std::error_code error;
    std::filesystem::rename(draft, file, error);
    if (error)
        return failure(ErrorCode::Io, "The model file " + file.string() + " cannot be replaced: " + error.message() + ".");
    return {};
}

} // namespace tandem
