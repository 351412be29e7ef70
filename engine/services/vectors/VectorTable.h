#pragma once

#include "base/Error.h"
#include "services/vectors/VectorGraph.h"
#include "services/vectors/VectorIndex.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tandem {

// Passages and their vectors in rows, with a graph over them or without one. Without a graph a search scans every row and a
// removed row is filled by the last one; with a graph rows stay where they are and removed ones are marked. Not thread-safe.
class VectorTable {
public:
    explicit VectorTable(int dimension);

    [[nodiscard]] std::size_t size() const { return m_rows.size(); } // without removed ones
    [[nodiscard]] std::size_t removed() const { return m_passages.size() - m_rows.size(); }
    [[nodiscard]] bool hasGraph() const { return m_graph != nullptr; }

    Status put(const std::string& passage, std::span<const float> vector);
    Status remove(const std::string& passage);
    [[nodiscard]] Result<std::vector<Neighbour>> search(const float* query, std::size_t count) const;
    [[nodiscard]] std::optional<float> similarity(const float* query, const std::string& passage) const;

    // The same rows without removed ones and without a graph.
    [[nodiscard]] VectorTable compacted() const;
    // Builds the graph; takes about half a millisecond a row. Cancelled on stop, and then there is none.
    Status buildGraph(std::stop_token stop);

    // For saving: ids (a removed row's is empty), then vectors, then the graph ("" without one).
    [[nodiscard]] std::string serializedPassages() const;
    [[nodiscard]] std::string_view vectorBytes() const;
    [[nodiscard]] std::string serializedGraph() const { return m_graph ? m_graph->serialized() : std::string(); }
    static Result<VectorTable> restored(
        int dimension, std::string_view passages, std::string_view vectors, std::string_view graph);

private:
    [[nodiscard]] const float* row(std::size_t index) const { return m_vectors.data() + index * m_dimension; }
    Status append(const std::string& passage, std::span<const float> vector);
    [[nodiscard]] std::vector<Neighbour> scan(const float* query, std::size_t count) const;

    std::size_t m_dimension;
    std::vector<float> m_vectors;
    std::vector<std::string> m_passages; // by row; "" = removed
    std::unordered_map<std::string, std::uint32_t> m_rows;
    std::unique_ptr<VectorGraph> m_graph;
};

} // namespace tandem
