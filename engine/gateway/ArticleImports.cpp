#include "gateway/ArticleImports.h"

#include "base/FileDescriptor.h"
#include "base/Random.h"
#include "base/Text.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>
#include <vector>

namespace tandem::gateway {

namespace {

constexpr std::size_t idBytes = 12;
constexpr std::size_t longestName = 1000; // bytes
constexpr std::size_t longestPart = 255;
constexpr std::size_t deepest = 32;

std::unexpected<Error> noImport()
{
    return failure(ErrorCode::NotFound, "There is no such import; open one first");
}

std::unexpected<Error> diskFailed(int reason)
{
    return failure(ErrorCode::Io,
        "The server could not keep the file: " + std::generic_category().message(reason)
            + "; make room where its workspace lies");
}

// A relative path that stays where it begins.
Result<std::filesystem::path> pathOf(const std::string& name)
{
    const bool isPlain = !name.empty() && name.size() <= longestName && text::isValidUtf8(name)
        && std::ranges::none_of(name, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F' || c == '\\'; });
    std::filesystem::path path;
    std::size_t depth = 0;
    for (const std::string_view part : text::split(name, '/')) {
        if (!isPlain || part.empty() || part == "." || part == ".." || part.size() > longestPart || ++depth > deepest)
            return failure(ErrorCode::InvalidArgument,
                "'name' must be a path below the import's folder, such as help/refunds.md, of at most 1000 bytes");
        path /= part;
    }
    return path;
}

// Without a trace of where the files lay.
std::string withoutFolder(std::string text, const std::filesystem::path& folder)
{
    if (text == folder.string())
        return {};
    const std::string prefix = folder.string() + '/';
    for (std::size_t found = text.find(prefix); found != std::string::npos; found = text.find(prefix, found))
        text.erase(found, prefix.size());
    return text;
}

void removeFolder(const std::filesystem::path& folder)
{
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
}

} // namespace

struct ArticleImports::Import {
    std::uint64_t order = 0;
    ActorId owner;
    std::filesystem::path folder;
    std::map<std::filesystem::path, std::uint64_t> sizes; // of its files
    std::uint64_t bytes = 0;
    std::atomic<int> done = 0;
    std::atomic<int> found = 0;
    ImportState state; // but for what runs
    std::jthread thread;
};

void ArticleImports::forget(Import& import, const std::filesystem::path& file)
{
    const auto known = import.sizes.find(file);
    if (known == import.sizes.end())
        return;
    import.bytes -= known->second;
    import.sizes.erase(known);
    std::error_code ignored;
    std::filesystem::remove(import.folder / file, ignored);
}

ArticleImports::ArticleImports(Library& library)
    : ArticleImports(library, Settings())
{
}

ArticleImports::ArticleImports(Library& library, Settings settings)
    : m_library(library)
    , m_settings(std::move(settings))
{
    if (!m_settings.folder.empty())
        removeFolder(m_settings.folder);
}

ArticleImports::~ArticleImports()
{
    for (auto& [id, import] : m_imports)
        import->thread.request_stop();
    for (auto& [id, import] : m_imports) {
        if (import->thread.joinable())
            import->thread.join();
        removeFolder(import->folder);
    }
}

Status ArticleImports::makeRoom(const Actor& actor)
{
    std::erase_if(m_imports, [&](const auto& entry) {
        const Import& import = *entry.second;
        const bool goes = import.owner == actor.id && import.state.stage != ImportStage::Running;
        if (goes)
            removeFolder(import.folder);
        return goes;
    });
    while (m_imports.size() >= m_settings.imports) {
        auto oldest = m_imports.end();
        for (auto each = m_imports.begin(); each != m_imports.end(); ++each) {
            if (each->second->state.stage != ImportStage::Running
                && (oldest == m_imports.end() || each->second->order < oldest->second->order))
                oldest = each;
        }
        if (oldest == m_imports.end())
            return retryableFailure(ErrorCode::Unavailable, "Too many imports are running; try again when one has ended");
        removeFolder(oldest->second->folder);
        m_imports.erase(oldest);
    }
    return {};
}

Result<std::filesystem::path> ArticleImports::newFolder() const
{
    std::error_code error;
    std::filesystem::path parent = m_settings.folder;
    if (parent.empty())
        parent = std::filesystem::temp_directory_path(error);
    else if (std::filesystem::create_directories(parent, error))
        std::filesystem::permissions(parent, std::filesystem::perms::owner_all, error);
    if (error)
        return diskFailed(error.value());
    std::string folder = (parent / "tandem-import-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr)
        return diskFailed(errno);
    return folder;
}

Result<ImportState> ArticleImports::open(const Actor& actor, DocumentKind kind)
{
    const std::lock_guard lock(m_mutex);
    TRY(makeRoom(actor));
    const std::filesystem::path folder = TRY(newFolder());
    auto import = std::make_unique<Import>();
    import->order = ++m_opened;
    import->owner = actor.id;
    import->folder = folder;
    import->state.kind = kind;
    import->state.id = "imp_" + toHex(randomBytes(idBytes));
    ImportState state = import->state;
    m_imports.emplace(state.id, std::move(import));
    return state;
}

Result<ArticleImports::Import*> ArticleImports::find(const Actor& actor, const std::string& id)
{
    const auto found = m_imports.find(id);
    if (found == m_imports.end() || found->second->owner != actor.id)
        return noImport();
    return found->second.get();
}

Status ArticleImports::add(
    const Actor& actor, const std::string& id, const std::string& name, std::uint64_t offset, std::string_view bytes)
{
    const std::filesystem::path path = TRY(pathOf(name));
    const std::lock_guard lock(m_mutex);
    Import& import = *TRY(find(actor, id));
    if (import.state.stage != ImportStage::Open)
        return failure(ErrorCode::Conflict, "The import has begun and takes no more files; open another one");
    const auto known = import.sizes.find(path);
    const std::uint64_t before = known == import.sizes.end() ? 0 : known->second;
    if (offset != 0 && offset != before)
        return failure(ErrorCode::Conflict, "The file has " + std::to_string(before) + " bytes by now; go on from there");
    if (known == import.sizes.end() && import.sizes.size() >= m_settings.files)
        return failure(ErrorCode::TooLarge, "An import takes at most " + std::to_string(m_settings.files) + " files");
    if (import.bytes - (before - offset) + bytes.size() > m_settings.bytes) {
        forget(import, path); // half a file is no article
        return failure(ErrorCode::TooLarge,
            "The files of an import have at most " + std::to_string(m_settings.bytes >> 20U)
                + " MiB together; import fewer at once");
    }
    const std::filesystem::path target = import.folder / path;
    std::error_code error;
    std::filesystem::create_directories(target.parent_path(), error);
    const FileDescriptor file(
        ::open(target.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (offset == 0 ? O_TRUNC : O_APPEND), 0600));
    if (!file.isOpen() && (errno == EISDIR || errno == ENOTDIR))
        return failure(ErrorCode::InvalidArgument, "'name' is a folder of this import, or lies below one of its files");
    if (!file.isOpen())
        return diskFailed(errno);
    if (!writeAll(file, bytes)) {
        const auto failed = diskFailed(errno);
        forget(import, path);
        return failed;
    }
    import.bytes = import.bytes - (before - offset) + bytes.size();
    import.sizes[path] = offset + bytes.size();
    return {};
}

Status ArticleImports::begin(const Actor& actor, const std::string& id)
{
    const std::lock_guard lock(m_mutex);
    Import& import = *TRY(find(actor, id));
    if (import.state.stage != ImportStage::Open)
        return failure(ErrorCode::Conflict, "The import has begun already");
    if (import.sizes.empty())
        return failure(ErrorCode::InvalidArgument, "The import has no files yet");
    import.state.stage = ImportStage::Running;
    import.thread = std::jthread([this, &import, actor](std::stop_token stop) { run(import, actor, std::move(stop)); });
    return {};
}

Result<ImportReport> ArticleImports::imported(Import& import, const Actor& actor, std::stop_token stop)
{
    const auto progress = [&import](int done, int found) {
        import.done = done;
        import.found = found;
    };
    if (import.state.kind == DocumentKind::Resolution)
        return m_library.importResolutions(actor, import.folder, progress, std::move(stop));
    std::set<std::filesystem::path> first; // what lies in the folder itself
    for (const auto& [path, size] : import.sizes)
        first.insert(import.folder / *path.begin());
    return m_library.importArticles(actor, {first.begin(), first.end()}, progress, std::move(stop));
}

// On the import's own thread, which ends before the import goes.
void ArticleImports::run(Import& import, const Actor& actor, std::stop_token stop)
{
    auto report = imported(import, actor, std::move(stop));
    removeFolder(import.folder);
    const std::lock_guard lock(m_mutex);
    ImportState& state = import.state;
    if (report) {
        state.report = std::move(*report);
        for (ImportReport::Refused& refused : state.report.refused) {
            refused.file = withoutFolder(std::move(refused.file), import.folder);
            refused.reason = withoutFolder(std::move(refused.reason), import.folder);
        }
        state.stage = ImportStage::Done;
    } else if (report.error().code == ErrorCode::Cancelled) {
        state.stage = ImportStage::Stopped;
    } else {
        state.problem = withoutFolder(report.error().message, import.folder);
        state.stage = ImportStage::Failed;
    }
}

Result<ImportState> ArticleImports::state(const Actor& actor, const std::string& id)
{
    const std::lock_guard lock(m_mutex);
    const Import& import = *TRY(find(actor, id));
    ImportState state = import.state;
    state.done = import.done;
    state.found = import.found;
    return state;
}

Status ArticleImports::close(const Actor& actor, const std::string& id)
{
    const std::lock_guard lock(m_mutex);
    Import& import = *TRY(find(actor, id));
    if (import.state.stage == ImportStage::Running) {
        import.thread.request_stop();
        return {};
    }
    removeFolder(import.folder);
    m_imports.erase(id);
    return {};
}

} // namespace tandem::gateway
