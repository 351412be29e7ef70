#include "app/server/OpenFiles.h"

#include "base/Log.h"

#include <algorithm>

#include <sys/resource.h>

namespace tandem::app {

namespace {

// Databases, indexes, models, event loops and pipes.
constexpr rlim_t ownFiles = 512;

} // namespace

void allowConnections(std::size_t connections)
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    const rlim_t wanted = static_cast<rlim_t>(connections) + ownFiles;
    if (limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < connections)
        log::warning("open_files_limited", {{"limit", limit.rlim_cur}});
}

} // namespace tandem::app
