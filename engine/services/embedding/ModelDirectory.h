#pragma once

#include "base/Error.h"

#include <filesystem>

namespace tandem {

// Where ./dev and `tandemctl models` put models: $TANDEM_MODELS, else $XDG_CACHE_HOME/tandem/models, else ~/.cache/tandem/models.
std::filesystem::path defaultModelDirectory();

// The embedding model in GGUF form. When only the packed file lies in the directory it is repacked first (about a second,
// once; safe when two processes do it at once). Unavailable, saying what to do, when there is neither.
Result<std::filesystem::path> installedModel(const std::filesystem::path& modelsDirectory);

} // namespace tandem
