#pragma once

#include "knowledge/KnowledgeBase.h"
#include "model/Knowledge.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

namespace tandem {

class ArticleReader;
struct ReadDocument;
struct ReadResult;

// What the importer asks of the knowledge base.
class DocumentSink {
public:
    enum class Known : std::uint8_t { New, Changed, Unchanged, OtherKind };
    using Versions = std::unordered_map<ArticleId, std::string>; // content hashes

    DocumentSink() = default;
    DocumentSink(const DocumentSink&) = delete;
    DocumentSink& operator=(const DocumentSink&) = delete;
    virtual ~DocumentSink() = default;

    // Of every document that there is now.
    [[nodiscard]] virtual Versions versions() const = 0;
    [[nodiscard]] virtual Known known(const Document& document) const = 0;
    // Cuts, embeds, stores and indexes them, all or none, but for those of which somebody stored another version than `seen` has,
    // or which somebody removed or added meanwhile: they stay as they are, and the answer names them.
    virtual Result<std::vector<ArticleId>> write(std::vector<Document> documents, const Versions& seen, std::stop_token stop) = 0;
};

// One import: decides what is new, writes it in batches, counts. What somebody changes while it runs, it leaves as it is and
// reports. Not thread-safe; for one import, which begins when it is made.
class Importer {
public:
    using Progress = std::function<void(int done, int found)>;

    Importer(DocumentSink& sink, TimePoint now, const Progress& progress, std::stop_token stop);

    // Reads and takes every file that `paths` stand for.
    Status takeArticles(const ArticleReader& reader, const std::vector<std::filesystem::path>& paths);
    Status takeResolutions(const ArticleReader& reader, const std::filesystem::path& path); // a file, or a folder of them
    // Writes the last batch.
    Status finish();
    [[nodiscard]] std::string soFar() const; // the report in a few words: "2 added, …"
    [[nodiscard]] ImportReport report() && { return std::move(m_report); }

private:
    Status take(ReadResult read);
    Status takeOne(ReadDocument read);
    [[nodiscard]] std::unexpected<Error> stopped() const;
    Status flush();
    void refuseChanged(const ArticleId& id, const std::string& place);
    void showProgress() const;

    struct Waiting {
        std::string place; // where it was read
        bool isNew = false;
    };

    DocumentSink& m_sink;
    TimePoint m_now;
    const Progress& m_progress;
    std::stop_token m_stop;
    ImportReport m_report;
    const DocumentSink::Versions m_before; // when the import began
    std::set<ArticleId> m_seen;
    std::vector<Document> m_batch;
    std::map<ArticleId, Waiting> m_waiting; // of the batch
    std::size_t m_batchBytes = 0;
    int m_done = 0;
    int m_found = 0;
    int m_filesLeft = 0;
};

} // namespace tandem
