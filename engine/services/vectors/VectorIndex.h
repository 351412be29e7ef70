#pragma once

#include "base/Error.h"
#include "model/Ids.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tandem {

struct Neighbour {
    PassageId passage;
    float similarity = 0; // cosine
};

// Nearest neighbours by cosine over unit vectors. Thread-safe: searches run together, changes exclude them briefly.
class VectorIndex {
public:
    VectorIndex() = default;
    VectorIndex(const VectorIndex&) = delete;
    VectorIndex& operator=(const VectorIndex&) = delete;
    virtual ~VectorIndex() = default;

    // The embedder's; fixed at creation. A vector of another length is InvalidArgument.
    [[nodiscard]] virtual const std::string& modelId() const = 0;
    [[nodiscard]] virtual int dimension() const = 0;
    [[nodiscard]] virtual std::size_t size() const = 0;
    // Replaces the vector of a passage that is already there.
    virtual Status put(const PassageId& passage, std::span<const float> vector) = 0;
    // Removing what is not there is fine.
    virtual Status remove(const PassageId& passage) = 0;
    // Best first, at most `count`.
    [[nodiscard]] virtual Result<std::vector<Neighbour>> search(std::span<const float> query, std::size_t count) const = 0;
    // The exact cosine of each passage, in order; nullopt for one that is not there.
    [[nodiscard]] virtual Result<std::vector<std::optional<float>>> similarities(
        std::span<const float> query, const std::vector<PassageId>& passages) const
        = 0;
    // Atomic: a temporary file, fsync, rename; the file carries model id, dimension and a checksum.
    [[nodiscard]] virtual Status save(const std::filesystem::path& file) const = 0;
};

// The index that runs in this process (HnswIndex). An empty model id or a dimension below 1 is InvalidArgument.
Result<std::unique_ptr<VectorIndex>> makeVectorIndex(const std::string& modelId, int dimension);
// NotFound without the file, Corrupt when it does not pass its check, InvalidArgument when it holds another model's vectors.
// Searches are answered at once, by a look at every vector until the graph is read.
Result<std::unique_ptr<VectorIndex>> loadVectorIndex(
    const std::filesystem::path& file, const std::string& modelId, int dimension);

} // namespace tandem
