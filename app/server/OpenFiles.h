#pragma once

#include <cstddef>

namespace tandem::app {

// Raises this process's soft limit of open files so that `connections` fit beside the engine's own files, as far as the hard
// limit lets it; logs "open_files_limited" with the limit when that is not enough. Called from main before threads.
void allowConnections(std::size_t connections);

} // namespace tandem::app
