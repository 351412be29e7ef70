#include "pipeline/learn/ModelFile.h"

#include "base/Bytes.h"
#include "base/FileDescriptor.h"
#include "base/Text.h"

#include <cerrno>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace tandem {

namespace {

std::string systemReason()
{
    return std::error_code(errno, std::system_category()).message();
}

// Content first, then the name: a renamed file that was never synced may be empty after a crash. errno tells what went wrong.
bool writeSynced(const std::filesystem::path& file, std::string_view content)
{
    const FileDescriptor output(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    return output.isOpen() && writeAll(output, content) && ::fsync(output.number()) == 0;
}

} // namespace

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
    if (!writeSynced(draft, content))
        return failure(ErrorCode::Io, "The model file " + draft.string() + " cannot be written: " + systemReason() + ".");
    if (::rename(draft.c_str(), file.c_str()) != 0)
        return failure(ErrorCode::Io, "The model file " + file.string() + " cannot be replaced: " + systemReason() + ".");
    const std::filesystem::path folder = file.parent_path().empty() ? std::filesystem::path(".") : file.parent_path();
    if (!syncFolder(folder))
        return failure(ErrorCode::Io, "The folder " + folder.string() + " cannot be synced: " + systemReason() + ".");
    return {};
}

} // namespace tandem
