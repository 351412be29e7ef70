#pragma once

#include "desk/Library.h"
#include "ui/connector/RemoteSession.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace tandem::ui {

// An import of articles or past tickets whose files lie here and whose desk is elsewhere: sends them piece by piece, lets the
// server import them, and follows it. For one import, on a thread that may wait.
class RemoteImport {
public:
    using Progress = std::function<void(int done, int found)>;

    // `session` outlives it. `progress` first counts the files up from minus as many to 0, then the documents.
    RemoteImport(const RemoteSession& session, DocumentKind kind, const Progress& progress, std::stop_token stop);

    // As Library::importArticles, or importResolutions.
    Result<ImportReport> run(const std::vector<std::filesystem::path>& paths);

private:
    struct File {
        std::filesystem::path path;
        std::string name; // at the server
    };
    void collect(const std::filesystem::path& path);
    void collectFolder(const std::filesystem::path& folder, const std::string& name);
    void take(const std::filesystem::path& file, std::string name);
    void refuse(const std::filesystem::path& file, std::string reason);
    Status open();
    Status send(const File& file);
    Status sendAll();
    Result<ImportReport> follow();
    void close();
    [[nodiscard]] std::string path(const char* action = "") const;
    [[nodiscard]] Error stopped() const;

    const RemoteSession& m_session;
    const DocumentKind m_kind;
    const Progress& m_progress;
    std::stop_token m_stop;
    std::vector<File> m_files;
    std::set<std::string> m_names;
    ImportReport m_report; // what never went out
    std::string m_id;
    int m_sent = 0; // files that the server took
};

} // namespace tandem::ui
