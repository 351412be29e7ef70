#pragma once

#include "base/Error.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem {

// A navigable small-world graph over rows of floats that somebody else owns: the graph stores row numbers alone, so each vector
// is in memory once. Rows are added in order 0, 1, 2 … and never move; a deleted one is only marked. Not thread-safe, but
// searches may run together.
class VectorGraph {
public:
    // The rows start at `base`; call rebase() when they moved.
    static Result<std::unique_ptr<VectorGraph>> create(const float* base, int dimension, std::size_t capacity);
    // From what serialized() wrote. Corrupt when it does not fit `rows`.
    static Result<std::unique_ptr<VectorGraph>> load(const float* base, int dimension, std::size_t rows, std::string_view bytes);

    VectorGraph(const VectorGraph&) = delete;
    VectorGraph& operator=(const VectorGraph&) = delete;
    ~VectorGraph();

    void rebase(const float* base);
    Status add(std::uint32_t row);
    Status markDeleted(std::uint32_t row);
    // Row and cosine, best first.
    [[nodiscard]] Result<std::vector<std::pair<float, std::uint32_t>>> search(const float* query, std::size_t count) const;
    [[nodiscard]] std::size_t rows() const;
    [[nodiscard]] std::string serialized() const;

private:
    struct Parts; // keeps hnswlib out of this header
    explicit VectorGraph(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace tandem
