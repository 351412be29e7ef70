#include "knowledge/import/Importer.h"

#include "knowledge/LearnedId.h"
#include "knowledge/PassageBuilder.h"
#include "knowledge/import/ArticleReader.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tandem {
namespace {

// A batch is what one transaction writes and what a stop loses.
constexpr std::size_t batchDocuments = 32;
constexpr std::size_t batchBytes = 64'000;

} // namespace

Importer::Importer(DocumentSink& sink, TimePoint now, const Progress& progress, std::stop_token stop)
    : m_sink(sink)
    , m_now(now)
    , m_progress(progress)
    , m_stop(std::move(stop))
    , m_before(sink.versions())
{
}

void Importer::showProgress() const
{
    if (m_progress)
        m_progress(m_done, m_found + m_filesLeft);
}

std::unexpected<Error> Importer::stopped() const
{
    return failure(ErrorCode::Cancelled,
        "the import was stopped after " + std::to_string(m_done)
            + " documents; they are kept, and the same import again goes on from "
              "there");
}

Status Importer::takeArticles(const ArticleReader& reader, const std::vector<std::filesystem::path>& paths)
{
    FoundFiles found = articleFiles(paths);
    std::ranges::move(found.refused, std::back_inserter(m_report.refused));
    m_filesLeft = static_cast<int>(found.files.size());
    showProgress();
    for (const std::filesystem::path& file : found.files) {
        if (m_stop.stop_requested())
            return stopped();
        --m_filesLeft;
        const Status taken = reader.eachArticleFile(file, [this](ReadResult read) { return take(std::move(read)); });
        if (!taken)
            return taken.error().code == ErrorCode::Cancelled ? Status(stopped()) : taken;
    }
    return {};
}

// Each file by itself, as each says on its own whose its addresses are. What is read of one is written before the next.
Status Importer::takeResolutions(const ArticleReader& reader, const std::filesystem::path& path)
{
    std::error_code ignored;
    FoundFiles found;
    if (std::filesystem::is_directory(path, ignored))
        found = articleFiles({path});
    else
        found.files.push_back(path);
    std::ranges::move(found.refused, std::back_inserter(m_report.refused));
    m_filesLeft = static_cast<int>(found.files.size());
    for (const std::filesystem::path& file : found.files) {
        --m_filesLeft;
        TRY(take(reader.readResolutions(file)));
        TRY(flush());
    }
    return {};
}

Status Importer::take(ReadResult read)
{
    m_found += static_cast<int>(read.documents.size());
    // A PDF whose reading was stopped is not a bad one.
    if (m_stop.stop_requested())
        return stopped();
    std::ranges::move(read.refused, std::back_inserter(m_report.refused));
    for (ReadDocument& document : read.documents)
        TRY(takeOne(std::move(document)));
    return {};
}

Status Importer::takeOne(ReadDocument read)
{
    if (m_stop.stop_requested())
        return stopped();
    Document& document = read.document;
    if (isLearnedId(document.id)) { // written so, it would rest on nothing and be for everybody
        m_report.refused.push_back(
            {read.place, "its id " + document.id.value() + " is one of what the desk learns; give it another"});
        ++m_done;
        return {};
    }
    if (!m_seen.insert(document.id).second) {
        m_report.refused.push_back({read.place, "its id " + document.id.value() + " stands for another document of this import"});
        ++m_done;
        return {};
    }
    // Before the date is filled in: a file that names none is not a new version each day.
    document.contentHash = contentHashOf(document);
    if (document.updatedAt == TimePoint{})
        document.updatedAt = m_now;
    const DocumentSink::Known known = m_sink.known(document);
    if (known == DocumentSink::Known::OtherKind || known == DocumentSink::Known::Unchanged) {
        if (known == DocumentSink::Known::OtherKind)
            m_report.refused.push_back({read.place, "its id " + document.id.value() + " belongs to a document of another kind"});
        else
            ++m_report.unchanged;
        ++m_done;
        showProgress();
        return {};
    }
    m_waiting[document.id] = {std::move(read.place), known == DocumentSink::Known::New};
    m_batchBytes += document.body.size() + document.question.size();
    m_batch.push_back(std::move(document));
    if (m_batch.size() >= batchDocuments || m_batchBytes >= batchBytes)
        return flush();
    return {};
}

Status Importer::flush()
{
    if (m_batch.empty())
        return {};
    const int count = static_cast<int>(m_batch.size());
    const auto left = m_sink.write(std::exchange(m_batch, {}), m_before, m_stop);
    if (!left)
        return left.error().code == ErrorCode::Cancelled ? Status(stopped()) : std::unexpected(left.error());
    for (const ArticleId& id : *left)
        refuseChanged(id, m_waiting.extract(id).mapped().place);
    for (const auto& [id, waiting] : std::exchange(m_waiting, {}))
        ++(waiting.isNew ? m_report.added : m_report.changed);
    m_done += count;
    m_batchBytes = 0;
    showProgress();
    return {};
}

void Importer::refuseChanged(const ArticleId& id, const std::string& place)
{
    m_report.refused.push_back(
        {place, "its document " + id.value() + " was changed by somebody while it was imported; import it again to overwrite"});
}

std::string Importer::soFar() const
{
    return std::to_string(m_report.added) + " added, " + std::to_string(m_report.changed) + " changed, "
        + std::to_string(m_report.unchanged) + " unchanged and " + std::to_string(m_report.refused.size()) + " refused before";
}

Status Importer::finish()
{
    m_filesLeft = 0;
    return flush();
}

} // namespace tandem
