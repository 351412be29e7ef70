#pragma once

#include "knowledge/KnowledgeBase.h"
#include "model/Knowledge.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace tandem {

class ArticleReader;
struct ReadDocument;
struct ReadResult;

// What the importer asks of the knowledge base.
class DocumentSink {
public:
    enum class Known : std::uint8_t { New, Changed, Unchanged, OtherKind };

    DocumentSink() = default;
    DocumentSink(const DocumentSink&) = delete;
    DocumentSink& operator=(const DocumentSink&) = delete;
    virtual ~DocumentSink() = default;

    [[nodiscard]] virtual Known known(const Document& document) const = 0;
    // Cuts, embeds, stores and indexes them, all or none.
    virtual Status write(std::vector<Document> documents, std::stop_token stop) = 0;
};

// One import: decides what is new, writes it in batches, counts. Not thread-safe; for one import.
class Importer {
public:
    using Progress = std::function<void(int done, int found)>;

    Importer(DocumentSink& sink, TimePoint now, const Progress& progress, std::stop_token stop);

    // Reads and takes every file that `paths` stand for.
    Status takeArticles(const ArticleReader& reader, const std::vector<std::filesystem::path>& paths);
    Status takeResolutions(const ArticleReader& reader, const std::filesystem::path& file);
    // Writes the last batch.
    Status finish();
    [[nodiscard]] ImportReport report() && { return std::move(m_report); }

private:
    Status take(ReadResult read);
    Status takeOne(ReadDocument read);
    [[nodiscard]] std::unexpected<Error> stopped() const;
    Status flush();
    void showProgress() const;

    DocumentSink& m_sink;
    TimePoint m_now;
    const Progress& m_progress;
    std::stop_token m_stop;
    ImportReport m_report;
    std::set<ArticleId> m_seen;
    std::vector<Document> m_batch;
    std::size_t m_batchBytes = 0;
    int m_batchAdded = 0;
    int m_done = 0;
    int m_found = 0;
    int m_filesLeft = 0;
};

} // namespace tandem
