#include "ui/connector/RemoteImport.h"

#include "base/Text.h"
#include "desk/ImportState.h"
#include "desk/Wire.h"
#include "ui/connector/ArticleEndings.h"

#include <QFile>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <system_error>

namespace tandem::ui {

namespace {

using Method = RemoteHttp::Method;

constexpr qint64 pieceBytes = 1LL << 20;
constexpr std::chrono::milliseconds pause{250}; // between two looks
constexpr int mostMisses = 20; // looks in a row that find no server

bool isFileOf(DocumentKind kind, const std::filesystem::path& file)
{
    const std::string ending = text::fold(text::repairUtf8(file.extension().string()));
    if (kind == DocumentKind::Resolution)
        return std::ranges::find(resolutionEndings, ending) != resolutionEndings.end();
    return std::ranges::find(articleEndings, ending) != articleEndings.end();
}

std::string notAFileOf(DocumentKind kind)
{
    return std::string("not a kind of file that can be imported (")
        + (kind == DocumentKind::Resolution ? "CSV, JSON, JSONL, zip)"
                                            : "Markdown, HTML, text, PDF, DOCX, CSV, JSON, JSONL, zip)");
}

std::string nameOf(const std::filesystem::path& path)
{
    const std::filesystem::path name = path.has_filename() ? path.filename() : path.parent_path().filename();
    return name.string();
}

std::unexpected<Error> tooOld()
{
    return failure(ErrorCode::Unavailable, "This server is too old to import past tickets; update it, or import them there");
}

} // namespace

RemoteImport::RemoteImport(const RemoteSession& session, DocumentKind kind, const Progress& progress, std::stop_token stop)
    : m_session(session)
    , m_kind(kind)
    , m_progress(progress)
    , m_stop(std::move(stop))
{
}

std::string RemoteImport::path(const char* action) const
{
    return "/api/v1/knowledge/imports" + (m_id.empty() ? std::string() : "/" + wire::percentEncoded(m_id)) + action;
}

Error RemoteImport::stopped() const
{
    return {ErrorCode::Cancelled, "the import was stopped; what was done is kept, and the same import again goes on from there",
        false};
}

void RemoteImport::refuse(const std::filesystem::path& file, std::string reason)
{
    m_report.refused.push_back({file.string(), std::move(reason)});
}

// Two files of one name from two folders: the second gets a folder of its own.
void RemoteImport::take(const std::filesystem::path& file, std::string name)
{
    if (!isFileOf(m_kind, file))
        return refuse(file, notAFileOf(m_kind));
    if (!text::isValidUtf8(name) || name.find('\\') != std::string::npos)
        return refuse(file, "its name has characters that the server does not take; rename it");
    const std::string wanted = name;
    for (int number = 2; !m_names.insert(name).second; ++number)
        name = std::to_string(number) + '/' + wanted;
    m_files.push_back({file, std::move(name)});
}

void RemoteImport::collectFolder(const std::filesystem::path& folder, const std::string& name)
{
    std::error_code error;
    std::vector<std::filesystem::path> entries;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        entries.push_back(entry->path());
    if (error)
        return refuse(folder, "the folder cannot be read: " + error.message());
    std::ranges::sort(entries);
    for (const std::filesystem::path& entry : entries) {
        if (m_stop.stop_requested())
            return;
        const std::string entryName = entry.filename().string();
        const auto status = std::filesystem::symlink_status(entry, error);
        if (entryName.starts_with('.') || entryName == "__MACOSX" || std::filesystem::is_symlink(status))
            continue;
        if (std::filesystem::is_directory(status))
            collectFolder(entry, name + '/' + entryName);
        else if (std::filesystem::is_regular_file(status))
            take(entry, name + '/' + entryName);
        else
            refuse(entry, "not a file");
    }
}

void RemoteImport::collect(const std::filesystem::path& path)
{
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (std::filesystem::is_directory(status))
        collectFolder(path, nameOf(path));
    else if (std::filesystem::is_regular_file(status))
        take(path, nameOf(path));
    else
        refuse(path, "there is no such file or folder");
}

Status RemoteImport::open()
{
    const bool isOfArticles = m_kind == DocumentKind::Article; // as every server takes it that is not told otherwise
    const std::string query = isOfArticles ? std::string() : "?kind=" + std::string(name(m_kind));
    const auto opened = m_session.request({Method::Post, path() + query, {}, {}});
    if (!opened && !isOfArticles && opened.error().code == ErrorCode::InvalidArgument)
        return tooOld(); // what it does not take is the query
    const auto state = wire::importState(TRY(opened));
    if (!state)
        return std::unexpected(m_session.notUnderstood(state.error()));
    m_id = state->id;
    if (state->kind == m_kind)
        return {};
    close(); // it would take past tickets for articles
    return tooOld();
}

Status RemoteImport::send(const File& file)
{
    QFile input(file.path);
    if (!input.open(QIODevice::ReadOnly)) {
        refuse(file.path, "it cannot be read: " + input.errorString().toStdString());
        return {};
    }
    qint64 offset = 0;
    do {
        if (m_stop.stop_requested())
            return std::unexpected(stopped());
        const QByteArray piece = input.read(pieceBytes);
        if (input.error() != QFileDevice::NoError) {
            // What was sent of it would be read as the whole: it is emptied, and the server says so of it too.
            refuse(file.path, "it cannot be read: " + input.errorString().toStdString());
            offset = 0;
            input.close();
        }
        RemoteHttp::Request request{Method::Put,
            path("/files") + "?name=" + wire::percentEncoded(file.name) + "&offset=" + std::to_string(offset), {}, {}};
        request.bytes = input.isOpen() ? piece : QByteArray("");
        const auto sent = m_session.request(request);
        if (!sent && (sent.error().code == ErrorCode::InvalidArgument || sent.error().code == ErrorCode::TooLarge)) {
            refuse(file.path, sent.error().message);
            return {}; // the server has forgotten what it had of it
        }
        TRY(sent);
        offset += piece.size();
    } while (input.isOpen() && !input.atEnd());
    ++m_sent;
    return {};
}

Status RemoteImport::sendAll()
{
    const int count = static_cast<int>(m_files.size());
    for (int sent = 0; sent < count; ++sent) {
        if (m_progress)
            m_progress(sent - count, count);
        TRY(send(m_files[static_cast<std::size_t>(sent)]));
    }
    return {};
}

Result<ImportReport> RemoteImport::follow()
{
    std::mutex mutex;
    std::condition_variable_any wake;
    bool told = false;
    for (int misses = 0;;) {
        if (m_stop.stop_requested() && !told)
            told = m_session.request({Method::Delete, path(), {}, {}}).has_value();
        const auto json = m_session.request({Method::Get, path(), {}, {}});
        if (json) {
            misses = 0;
            const auto state = wire::importState(*json);
            if (!state)
                return std::unexpected(m_session.notUnderstood(state.error()));
            if (m_progress)
                m_progress(state->done, state->found);
            switch (state->stage) {
            case ImportStage::Open:
            case ImportStage::Running: break;
            case ImportStage::Done: return state->report;
            case ImportStage::Stopped: return std::unexpected(stopped());
            case ImportStage::Failed: return failure(ErrorCode::Unavailable, state->problem);
            }
        } else if (!json.error().retryable || ++misses >= mostMisses) {
            return std::unexpected(json.error()); // the server goes on with what it has
        }
        std::unique_lock lock(mutex);
        if (m_stop.stop_requested())
            wake.wait_for(lock, pause, [] { return false; });
        else
            wake.wait_for(lock, m_stop, pause, [] { return false; });
    }
}

// What cannot be closed goes when the same person opens the next one.
void RemoteImport::close()
{
    static_cast<void>(m_session.request({Method::Delete, path(), {}, {}}));
}

Result<ImportReport> RemoteImport::run(const std::vector<std::filesystem::path>& paths)
{
    for (const std::filesystem::path& each : paths)
        collect(each);
    if (m_stop.stop_requested())
        return std::unexpected(stopped());
    if (m_files.empty())
        return m_report;
    TRY(open());
    const Status sent = sendAll();
    if (!sent || m_sent == 0) {
        close();
        return sent ? Result<ImportReport>(m_report) : std::unexpected(sent.error());
    }
    TRY(m_session.request({Method::Post, path("/begin"), {}, {}}));
    ImportReport report = TRY(follow());
    close();
    report.refused.insert(report.refused.begin(), m_report.refused.begin(), m_report.refused.end());
    return report;
}

} // namespace tandem::ui
