#pragma once

#include "base/Error.h"

#include <filesystem>

namespace tandem {

// One process a workspace: an exclusive lock on the file `lock` in its directory, for as long as the object lives. The kernel
// lets go of it when the process ends in whatever way, so no stale lock is ever left. Move-only.
class WorkspaceLock {
public:
    // Makes the directory (mode 0700) when it is missing. Conflict names the process that holds it.
    static Result<WorkspaceLock> acquire(const std::filesystem::path& directory);
    WorkspaceLock(WorkspaceLock&& other) noexcept;
    WorkspaceLock& operator=(WorkspaceLock&& other) noexcept;
    WorkspaceLock(const WorkspaceLock&) = delete;
    WorkspaceLock& operator=(const WorkspaceLock&) = delete;
    ~WorkspaceLock();

private:
    explicit WorkspaceLock(int descriptor);

    int m_descriptor;
};

} // namespace tandem
