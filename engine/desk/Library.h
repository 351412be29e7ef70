#pragma once

#include "base/Error.h"
#include "knowledge/KnowledgeBase.h"
#include "model/Desk.h"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

namespace tandem {

// What the desk knows, for people who tend it. Thread-safe, synchronous.
class Library {
public:
    Library() = default;
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
    virtual ~Library() = default;

    // Supervisor and above. See KnowledgeBase.
    virtual Result<ImportReport> importArticles(const Actor& actor, const std::vector<std::filesystem::path>& paths,
        const std::function<void(int, int)>& progress, std::stop_token stop)
        = 0;
    virtual Result<ImportReport> importResolutions(const Actor& actor, const std::filesystem::path& file,
        const std::function<void(int, int)>& progress, std::stop_token stop)
        = 0;
    virtual Result<std::vector<Document>> documents(const Actor& actor) = 0;
};

} // namespace tandem
