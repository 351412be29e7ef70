#pragma once

#include "knowledge/import/ArticleFiles.h"
#include "model/Knowledge.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

struct ReadDocument {
    Document document; // updatedAt stays the epoch when the file does not say
    std::string place; // the file, with the line or the number of the item where it holds many
};

struct ReadResult {
    std::vector<ReadDocument> documents;
    std::vector<ImportReport::Refused> refused;
};

// Finds the language of a text that does not say; empty = by its script, Latin being English.
using LanguageOfText = std::function<std::optional<Language>(std::string_view text)>;

// Reads files into documents. Markdown, HTML, text, PDF and DOCX hold one; CSV, JSON and JSONL hold many, a zip holds files. Bad
// ones are named and left out.
class ArticleReader {
public:
    // `stop` ends what takes long: the reading of a PDF, the walk through a zip.
    explicit ArticleReader(LanguageOfText languageOf = {}, std::stop_token stop = {});

    // Each file of a zip comes by itself, so that one is in memory at a time. Ends with the first error that `take` answers.
    using Take = std::function<Status(ReadResult)>;
    Status eachArticleFile(const std::filesystem::path& file, const Take& take) const;
    // All that the file holds at once.
    [[nodiscard]] ReadResult readArticles(const std::filesystem::path& file) const;
    // JSONL, JSON or CSV of {id, subject, customer_message, agent_resolution, category, language, resolved_at, superseded?}, or
    // what Zendesk and Chatwoot export, or a zip of such. Personal data is replaced by placeholders: what one customer wrote must
    // not reach another.
    [[nodiscard]] ReadResult readResolutions(const std::filesystem::path& file) const;

private:
    [[nodiscard]] ReadResult readOne(FileKind kind, const std::filesystem::path& name, Result<std::string> bytes) const;
    [[nodiscard]] Language languageOr(std::string_view text) const;

    LanguageOfText m_languageOf;
    std::stop_token m_stop;
};

} // namespace tandem
