#pragma once

#include "knowledge/KnowledgeBase.h"
#include "model/Knowledge.h"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

struct ReadDocument {
    Document document; // updatedAt stays the epoch when the file does not say
    std::string place; // the file, with the line for CSV and JSONL
};

struct ReadResult {
    std::vector<ReadDocument> documents;
    std::vector<ImportReport::Refused> refused;
};

inline constexpr std::size_t mostArticleBytes = 5'000'000;

// The files that `paths` stand for: folders recursively and sorted, hidden files and links left out. A path that is not there is
// refused; in a folder, files of other kinds are refused too, so that nobody wonders where they are.
struct FoundFiles {
    std::vector<std::filesystem::path> files;
    std::vector<ImportReport::Refused> refused;
};
FoundFiles articleFiles(const std::vector<std::filesystem::path>& paths);

// Finds the language of a text that does not say; empty = by its script, Latin being English.
using LanguageOfText = std::function<std::optional<Language>(std::string_view text)>;

// Reads files into documents. Markdown, HTML and text hold one; CSV and JSONL hold one a line. Bad ones are named and left out.
class ArticleReader {
public:
    explicit ArticleReader(LanguageOfText languageOf = {});

    [[nodiscard]] ReadResult readArticles(const std::filesystem::path& file) const;
    // JSONL of {id, subject, customer_message, agent_resolution, category, language, resolved_at, superseded?}. Personal data is
    // replaced by placeholders: what one customer wrote must not reach another.
    [[nodiscard]] ReadResult readResolutions(const std::filesystem::path& file) const;

private:
    [[nodiscard]] Language languageOr(std::string_view text) const;

    LanguageOfText m_languageOf;
};

} // namespace tandem
