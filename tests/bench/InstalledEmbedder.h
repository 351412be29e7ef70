#pragma once

#include "Results.h"
#include "services/embedding/LocalEmbedder.h"
#include "services/embedding/ModelDirectory.h"

#include <cstdio>
#include <memory>

namespace tandem::bench {

// The model of this machine; null, and said, when there is none.
inline std::unique_ptr<Embedder> installedEmbedder(const char* program)
{
    const auto model = installedModel(defaultModelDirectory());
    if (model)
        return valueOf(LocalEmbedder::create({.modelFile = *model}));
    std::fprintf(stderr, "%s: words alone, for there is no model: %s\n", program, model.error().message.c_str());
    return nullptr;
}

} // namespace tandem::bench
