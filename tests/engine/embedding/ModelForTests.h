#pragma once

#include "services/embedding/LocalEmbedder.h"
#include "services/embedding/ModelDirectory.h"
#include "support/Strings.h"

#include <memory>

namespace tandem {

// The installed model, or null where none is installed: such tests skip.
inline std::unique_ptr<Embedder> installedEmbedder(unsigned workers = 2, std::size_t cacheEntries = 1000)
{
    const auto model = installedModel(defaultModelDirectory());
    if (!model)
        return nullptr;
    auto embedder = LocalEmbedder::create({.modelFile = *model, .workers = workers, .cacheEntries = cacheEntries});
    if (!embedder && embedder.error().code == ErrorCode::Unavailable)
        return nullptr;
    return valueOf(std::move(embedder));
}

inline double cosine(const Embedding& a, const Embedding& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

} // namespace tandem

#define SKIP_WITHOUT_MODEL(embedder)                                                                                             \
    if (!(embedder))                                                                                                             \
    QSKIP("the embedding model is not installed (./dev models)")
