#include "knowledge/import/ArticleFiles.h"

#include "base/Text.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>

namespace tandem {
namespace {

constexpr std::size_t mostText = 5'000'000;
constexpr std::size_t mostTable = 200'000'000;
constexpr std::size_t mostPdf = 100'000'000;
constexpr std::size_t mostDocx = 100'000'000; // pictures are in it
constexpr std::size_t mostZip = 300'000'000;

std::string endingOf(const std::filesystem::path& name)
{
    return text::fold(text::repairUtf8(name.extension().string()));
}

void addFolder(const std::filesystem::path& folder, FoundFiles& found)
{
    std::error_code error;
    std::vector<std::filesystem::path> entries;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        entries.push_back(entry->path());
    if (error) {
        found.refused.push_back({folder.string(), "the folder cannot be read: " + error.message()});
        return;
    }
    std::ranges::sort(entries);
    for (const std::filesystem::path& entry : entries) {
        const auto status = std::filesystem::symlink_status(entry, error);
        if (isHidden(entry.filename()) || std::filesystem::is_symlink(status))
            continue;
        if (std::filesystem::is_directory(status))
            addFolder(entry, found);
        else if (!std::filesystem::is_regular_file(status) || !fileKindOf(entry))
            found.refused.push_back({entry.string(), notAKind(entry)});
        else
            found.files.push_back(entry);
    }
}

} // namespace

std::optional<FileKind> fileKindOf(const std::filesystem::path& name)
{
    struct Ending {
        std::string_view text;
        FileKind kind;
    };
    static constexpr auto endings = std::to_array<Ending>({{".md", FileKind::Markdown}, {".markdown", FileKind::Markdown},
        {".html", FileKind::Html}, {".htm", FileKind::Html}, {".txt", FileKind::Text}, {".text", FileKind::Text},
        {".csv", FileKind::Csv}, {".json", FileKind::Json}, {".jsonl", FileKind::JsonLines}, {".ndjson", FileKind::JsonLines},
        {".pdf", FileKind::Pdf}, {".docx", FileKind::Docx}, {".zip", FileKind::Zip}});
    const auto found = std::ranges::find(endings, endingOf(name), &Ending::text);
    return found == endings.end() ? std::nullopt : std::optional(found->kind);
}

std::string notAKind(const std::filesystem::path& name)
{
    static constexpr auto documents
        = std::to_array<std::string_view>({".doc", ".docm", ".dot", ".odt", ".rtf", ".pages", ".wpd", ".epub"});
    if (std::ranges::find(documents, endingOf(name)) != documents.end())
        return "not a kind of file that can be imported; save it as DOCX or PDF";
    return "not a kind of file that can be imported (Markdown, HTML, text, PDF, DOCX, CSV, JSON, JSONL, zip)";
}

std::size_t mostBytes(FileKind kind)
{
    switch (kind) {
    case FileKind::Markdown:
    case FileKind::Html:
    case FileKind::Text: return mostText;
    case FileKind::Csv:
    case FileKind::Json:
    case FileKind::JsonLines: return mostTable;
    case FileKind::Pdf: return mostPdf;
    case FileKind::Docx: return mostDocx;
    case FileKind::Zip: break;
    }
    return mostZip;
}

FoundFiles articleFiles(const std::vector<std::filesystem::path>& paths)
{
    FoundFiles found;
    for (const std::filesystem::path& path : paths) {
        std::error_code error;
        const auto status = std::filesystem::status(path, error);
        if (std::filesystem::is_directory(status)) {
            const std::size_t before = found.files.size() + found.refused.size();
            addFolder(path, found);
            if (found.files.size() + found.refused.size() == before)
                found.refused.push_back({path.string(), "the folder holds nothing to import"});
        } else if (!std::filesystem::exists(status))
            found.refused.push_back({path.string(), "there is no such file or folder"});
        else if (!std::filesystem::is_regular_file(status) || !fileKindOf(path))
            found.refused.push_back({path.string(), notAKind(path)});
        else
            found.files.push_back(path);
    }
    return found;
}

bool isHidden(const std::filesystem::path& file)
{
    return std::ranges::any_of(file, [](const std::filesystem::path& part) {
        const std::string name = part.string();
        return (name.starts_with('.') && name != "." && name != "..") || name == "__MACOSX";
    });
}

Result<std::string> bytesOf(const std::filesystem::path& file, std::size_t most)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error)
        return failure(ErrorCode::Io, "it cannot be read: " + error.message());
    if (size > most)
        return failure(ErrorCode::TooLarge, "it is larger than " + std::to_string(most / 1'000'000) + " MB");
    std::ifstream input(file, std::ios::binary);
    std::string content(size, '\0');
    if (!input.read(content.data(), static_cast<std::streamsize>(size)))
        return failure(ErrorCode::Io, "it cannot be read");
    return content;
}

} // namespace tandem
