#pragma once

#include "base/Bytes.h"
#include "base/Error.h"
#include "base/FileDescriptor.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Files that are written whole and must be read back whole: indexes that can be rebuilt. A header holds what the file is, its
// version and each part's length and checksum. Numbers are little-endian.
namespace tandem {

struct FileKind {
    char magic[9]; // eight characters
    std::uint32_t version = 1;
};

// Takes the next bytes of a part.
using ByteSink = std::function<Status(std::string_view)>;
// Hands a part's bytes to the sink, piece by piece: a part need not fit the memory.
using PartSource = std::function<Status(const ByteSink&)>;

// Temporary file beside it, fsync, rename, fsync of the folder: afterwards either the old file is there or the new one.
Status writeChecked(const std::filesystem::path& file, const FileKind& kind, std::span<const std::string_view> parts);
Status writeChecked(const std::filesystem::path& file, const FileKind& kind, std::span<const PartSource> parts);
// What was written, in one piece. NotFound without the file; Corrupt, naming the file and why, when anything does not match.
Result<std::string> readChecked(const std::filesystem::path& file, const FileKind& kind);

// Such a file, open for reading. It stays readable as it was when another takes its name. Thread-safe.
class CheckedFile {
public:
    // The header and the length are checked; each part is when it is read. Errors as of readChecked().
    static Result<CheckedFile> open(const std::filesystem::path& file, const FileKind& kind);

    [[nodiscard]] std::size_t parts() const { return m_parts.size(); }
    [[nodiscard]] std::uint64_t size(std::size_t part) const { return m_parts[part].size; }
    // A part in pieces, each but the last a multiple of `unit` bytes. What came may be used only when the result is good.
    Status visit(std::size_t part, std::size_t unit, const ByteSink& take) const;
    [[nodiscard]] Result<std::string> read(std::size_t part) const;
    // Some bytes of a part, which are not checked again.
    Status readAt(std::size_t part, std::uint64_t offset, std::span<char> into) const;
    // For who finds more wrong with it: Corrupt, naming the file.
    [[nodiscard]] std::unexpected<Error> damaged(const std::string& why) const;

private:
    struct Part {
        std::uint64_t size = 0;
        std::uint64_t checksum = 0;
        std::uint64_t offset = 0;
    };
    CheckedFile(std::filesystem::path file, FileDescriptor descriptor);
    Status readHeader(const FileKind& kind);

    std::filesystem::path m_file;
    FileDescriptor m_descriptor;
    std::vector<Part> m_parts;
};

} // namespace tandem
