#pragma once

#include "knowledge/KnowledgeBase.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

enum class FileKind : std::uint8_t { Markdown, Html, Text, Csv, Json, JsonLines, Pdf, Docx, Zip };
// By the ending of its name.
std::optional<FileKind> fileKindOf(const std::filesystem::path& name);
// Why a file of another kind is refused, and what to do.
std::string notAKind(const std::filesystem::path& name);

// Bytes that a file of this kind may have.
std::size_t mostBytes(FileKind kind);

// The files that `paths` stand for: folders recursively and sorted, hidden files and links left out. A path that is not there is
// refused, and so is a folder without files; in a folder, files of other kinds are refused too, so that nobody wonders where they
// are.
struct FoundFiles {
    std::vector<std::filesystem::path> files;
    std::vector<ImportReport::Refused> refused;
};
FoundFiles articleFiles(const std::vector<std::filesystem::path>& paths);

// ".git/x", "a/.hidden.md", "__MACOSX/x": what programs keep beside the files of people.
bool isHidden(const std::filesystem::path& file);

Result<std::string> bytesOf(const std::filesystem::path& file, std::size_t most);

} // namespace tandem
