#pragma once

#include "desk/ImportState.h"
#include "desk/Library.h"
#include "model/Desk.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>

namespace tandem::gateway {

// Imports of articles or of past tickets whose files come over the network: opened, filled piece by piece, begun, followed. The
// files lie in a folder of the import's own (0700) until it ends. An import is its opener's alone: for everybody else it is not
// there. Thread-safe; nothing here waits for an import but the destructor.
class ArticleImports {
public:
    struct Settings {
        // The uploads' own: emptied at the start, for what lies there was left by a process that did not end by itself. "" = the
        // system's temporary folder, where nothing is emptied.
        std::filesystem::path folder{};
        std::size_t imports = 4; // at one time
        std::uint64_t bytes = 512ULL << 20U; // of the files of one
        std::size_t files = 20'000; // of one
    };

    // `library` outlives it.
    explicit ArticleImports(Library& library);
    ArticleImports(Library& library, Settings settings);
    ArticleImports(const ArticleImports&) = delete;
    ArticleImports& operator=(const ArticleImports&) = delete;
    ~ArticleImports(); // stops what runs; what is done is kept

    // What the same person left half filled goes. Unavailable: as many as there may be are running.
    Result<ImportState> open(const Actor& actor, DocumentKind kind = DocumentKind::Article);
    // The next piece of a file: at 0 it begins the file anew, else `offset` is the size that it has by now (Conflict). `name` is
    // its path below what was chosen: "help/refunds.md".
    Status add(const Actor& actor, const std::string& id, const std::string& name, std::uint64_t offset, std::string_view bytes);
    Status begin(const Actor& actor, const std::string& id); // Conflict: it has begun already
    Result<ImportState> state(const Actor& actor, const std::string& id);
    // Stops one that runs, and takes away one that does not.
    Status close(const Actor& actor, const std::string& id);

private:
    struct Import;

    [[nodiscard]] Result<Import*> find(const Actor& actor, const std::string& id);
    [[nodiscard]] Status makeRoom(const Actor& actor);
    static void forget(Import& import, const std::filesystem::path& file);
    [[nodiscard]] Result<std::filesystem::path> newFolder() const;
    void run(Import& import, const Actor& actor, std::stop_token stop);
    Result<ImportReport> imported(Import& import, const Actor& actor, std::stop_token stop);

    Library& m_library;
    const Settings m_settings;
    std::mutex m_mutex;
    std::map<std::string, std::unique_ptr<Import>> m_imports;
    std::uint64_t m_opened = 0;
};

} // namespace tandem::gateway
