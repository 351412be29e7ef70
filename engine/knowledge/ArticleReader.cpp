#include "knowledge/ArticleReader.h"

#include "base/Text.h"
#include "knowledge/ArticleFormats.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>
#include <utility>

namespace tandem {
namespace {

constexpr std::size_t mostResolutionBytes = 200'000'000;

std::string kindOf(const std::filesystem::path& file)
{
    return text::fold(file.extension().string());
}

bool isArticleKind(const std::filesystem::path& file)
{
    static constexpr std::array<std::string_view, 9> kinds{
        ".md", ".markdown", ".html", ".htm", ".txt", ".text", ".csv", ".jsonl", ".ndjson"};
    return std::ranges::find(kinds, kindOf(file)) != kinds.end();
}

bool isHidden(const std::filesystem::path& file)
{
    return file.filename().string().starts_with('.');
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
        if (isHidden(entry) || std::filesystem::is_symlink(status))
            continue;
        if (std::filesystem::is_directory(status))
            addFolder(entry, found);
        else if (!std::filesystem::is_regular_file(status) || !isArticleKind(entry))
            found.refused.push_back(
                {entry.string(), "not a kind of file that can be imported (Markdown, HTML, text, CSV, JSONL)"});
        else
            found.files.push_back(entry);
    }
}

Result<std::string> contentOf(const std::filesystem::path& file, std::size_t most)
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
    if (content.starts_with("\xEF\xBB\xBF"))
        content.erase(0, 3);
    if (content.find('\0') != std::string::npos)
        return failure(ErrorCode::InvalidArgument, "it is a binary file, or text that is not UTF-8");
    if (!text::isValidUtf8(content))
        return failure(ErrorCode::InvalidArgument, "its text is not valid UTF-8");
    return content;
}

Result<std::vector<formats::Row>> rowsOf(const std::string& kind, const std::string& content)
{
    if (kind == ".csv")
        return formats::csv(content);
    if (kind == ".jsonl" || kind == ".ndjson")
        return formats::jsonLines(content);
    std::vector<formats::Row> one;
    if (kind == ".html" || kind == ".htm")
        one.push_back({0, formats::html(content)});
    else if (kind == ".txt" || kind == ".text")
        one.push_back({0, formats::Fields{{"body", content}}});
    else
        one.push_back({0, formats::markdown(content)});
    return one;
}

// Script alone: kana is Japanese, Han without kana Chinese, Arabic letters Arabic.
Language languageOfScript(std::string_view text)
{
    std::size_t kana = 0;
    std::size_t han = 0;
    std::size_t arabic = 0;
    std::size_t letters = 0;
    for (const char32_t point : text::codePoints(text::truncate(text, 4000))) {
        kana += point >= 0x3041 && point <= 0x30FF ? 1 : 0;
        han += point >= 0x4E00 && point <= 0x9FFF ? 1 : 0;
        arabic += point >= 0x0620 && point <= 0x06FF ? 1 : 0;
        letters += (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z') || point >= 0xC0 ? 1 : 0;
    }
    if ((kana + han) * 3 > letters)
        return kana * 10 > kana + han ? Language::Ja : Language::Zh;
    return arabic * 3 > letters ? Language::Ar : Language::En;
}

} // namespace

FoundFiles articleFiles(const std::vector<std::filesystem::path>& paths)
{
    FoundFiles found;
    for (const std::filesystem::path& path : paths) {
        std::error_code error;
        const auto status = std::filesystem::status(path, error);
        if (std::filesystem::is_directory(status))
            addFolder(path, found);
        else if (!std::filesystem::exists(status))
            found.refused.push_back({path.string(), "there is no such file or folder"});
        else if (!std::filesystem::is_regular_file(status) || !isArticleKind(path))
            found.refused.push_back(
                {path.string(), "not a kind of file that can be imported (Markdown, HTML, text, CSV, JSONL)"});
        else
            found.files.push_back(path);
    }
    return found;
}

ArticleReader::ArticleReader(LanguageOfText languageOf)
    : m_languageOf(std::move(languageOf))
{
}

Language ArticleReader::languageOr(std::string_view text) const
{
    const Language byScript = languageOfScript(text);
    if (byScript != Language::En || !m_languageOf)
        return byScript;
    return m_languageOf(text).value_or(byScript);
}

ReadResult ArticleReader::readArticles(const std::filesystem::path& file) const
{
    ReadResult result;
    const auto content = contentOf(file, mostArticleBytes);
    auto rows = content ? rowsOf(kindOf(file), *content) : std::unexpected(content.error());
    if (!rows) {
        result.refused.push_back({file.string(), rows.error().message});
        return result;
    }
    for (formats::Row& row : *rows) {
        const std::string place = file.string() + (row.line > 0 ? ":" + std::to_string(row.line) : "");
        if (!row.fields) {
            result.refused.push_back({place, row.fields.error().message});
            continue;
        }
        // A file that holds one article may leave its id and title to the file's name.
        const std::string stem = file.stem().string();
        if (row.line == 0 && text::isValidUtf8(stem)) {
            row.fields->try_emplace("id", stem);
            row.fields->try_emplace("title", stem);
        }
        auto document = formats::documentOf(*row.fields);
        if (document && !row.fields->contains("lang"))
            document->language = languageOr(document->title + "\n" + document->body);
        if (document)
            result.documents.push_back({std::move(*document), place});
        else
            result.refused.push_back({place, document.error().message});
    }
    return result;
}

ReadResult ArticleReader::readResolutions(const std::filesystem::path& file) const
{
    ReadResult result;
    const auto content = contentOf(file, mostResolutionBytes);
    if (!content) {
        result.refused.push_back({file.string(), content.error().message});
        return result;
    }
    for (const formats::Row& row : formats::jsonLines(*content)) {
        const std::string place = file.string() + ":" + std::to_string(row.line);
        auto document = row.fields ? formats::resolutionOf(*row.fields) : std::unexpected(row.fields.error());
        if (document && !row.fields->contains("language"))
            document->language = languageOr(document->title + "\n" + document->body);
        if (document)
            result.documents.push_back({std::move(*document), place});
        else
            result.refused.push_back({place, document.error().message});
    }
    return result;
}

} // namespace tandem
