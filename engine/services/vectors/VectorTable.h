#pragma once

#include "base/Error.h"
#include "services/vectors/CheckedFile.h"
#include "services/vectors/ExactVectors.h"
#include "services/vectors/PassageRows.h"
#include "services/vectors/VectorCodes.h"
#include "services/vectors/VectorGraph.h"
#include "services/vectors/VectorIndex.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

namespace tandem {

// Passages and their vectors in rows, with a graph over them or without one. What a search compares are codes of a byte a
// number; what it returns is scored exactly. Without a graph it looks at every row, and the bound on what coding can do makes
// its answer the exact one. A removed row is marked and keeps its place. Not thread-safe; reading may run together.
class VectorTable {
public:
    explicit VectorTable(int dimension);

    [[nodiscard]] std::size_t size() const { return m_passages.size(); } // without removed ones
    [[nodiscard]] std::size_t rows() const { return m_passages.rows(); }
    [[nodiscard]] std::size_t removed() const { return rows() - size(); }
    [[nodiscard]] bool hasGraph() const { return m_graph.has_value(); }

    Status put(std::string_view passage, std::span<const float> vector);
    void remove(std::string_view passage);
    // `effort`: how many rows a search of the graph keeps in view; more when many are asked for.
    [[nodiscard]] Result<std::vector<Neighbour>> search(
        std::span<const float> vector, std::size_t count, std::size_t effort) const;
    [[nodiscard]] Result<std::optional<float>> similarity(std::span<const float> query, std::string_view passage) const;

    // The same without removed rows and without a graph.
    [[nodiscard]] Result<VectorTable> compacted() const;
    // Takes about a fifth of a millisecond a row. Cancelled on stop, and then there is none.
    Status buildGraph(const std::stop_token& stop);
    // A graph of the first rows; those that came since are added.
    void attach(VectorGraph graph);

    // What a file holds, part by part; usable while the table stands and does not change. The graph's comes last, empty without.
    static constexpr std::size_t partCount = 4;
    [[nodiscard]] std::vector<PartSource> parts() const;
    // From the file's parts `first` and following, without the graph. The exact vectors stay in the file.
    static Result<VectorTable> restored(int dimension, const std::shared_ptr<const CheckedFile>& file, std::size_t first);
    [[nodiscard]] static Result<VectorGraph> restoredGraph(const CheckedFile& file, std::size_t first, std::size_t rows);
    // The exact vectors move to the file that was just written from this table; rows that came since stay in memory.
    Status adopt(const std::shared_ptr<const CheckedFile>& file, std::size_t first, std::size_t rows);

private:
    using Found = VectorGraph::Found;

    [[nodiscard]] std::vector<Found> nearInGraph(const VectorCodes::Query& query, std::size_t count, std::size_t effort) const;
    [[nodiscard]] std::vector<Found> nearInRows(const VectorCodes::Query& query, std::size_t count) const;
    [[nodiscard]] Result<std::vector<Neighbour>> scored(
        std::span<const float> query, float error, const std::vector<Found>& candidates, std::size_t count) const;

    int m_dimension;
    PassageRows m_passages;
    VectorCodes m_codes;
    ExactVectors m_exact;
    std::optional<VectorGraph> m_graph;
};

} // namespace tandem
