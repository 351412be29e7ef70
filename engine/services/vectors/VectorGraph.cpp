#include "services/vectors/VectorGraph.h"

#include "services/vectors/CheckedFile.h"
#include "services/vectors/DotProduct.h"

// Without this hnswlib prefetches one entry past a full list of links. The distance is our own, so nothing is lost.
#define NO_MANUAL_VECTORIZATION
#include <hnswlib/hnswlib.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <limits>

namespace tandem {
namespace {

// Recall@10 on 50,000 clustered vectors of 384 numbers: 1.000 (200 queries).
constexpr std::size_t linkCount = 16;
constexpr std::size_t buildEffort = 120;
constexpr std::size_t searchEffort = 100;

constexpr std::uint32_t queryRow = std::numeric_limits<std::uint32_t>::max();
// hnswlib hands the distance function two stored items; the item "query" stands for the vector of the search on this thread.
thread_local const float* currentQuery = nullptr;

struct Rows {
    const float* base = nullptr;
    std::size_t dimension = 0;
    [[nodiscard]] const float* at(const void* item) const
    {
        std::uint32_t row = 0;
        std::memcpy(&row, item, sizeof(row));
        return row == queryRow ? currentQuery : base + static_cast<std::size_t>(row) * dimension;
    }
};

float distance(const void* left, const void* right, const void* parameter)
{
    const Rows& rows = *static_cast<const Rows*>(parameter);
    return 1.0F - dotProduct(rows.at(left), rows.at(right), rows.dimension);
}

class RowSpace final : public hnswlib::SpaceInterface<float> {
public:
    Rows rows;
    size_t get_data_size() override { return sizeof(std::uint32_t); }
    hnswlib::DISTFUNC<float> get_dist_func() override { return &distance; }
    void* get_dist_func_param() override { return &rows; }
};

using Graph = hnswlib::HierarchicalNSW<float>;

std::unexpected<Error> graphFailure(const char* action, const std::exception& problem)
{
    return failure(ErrorCode::Internal, std::string("the vector graph cannot ") + action + ": " + problem.what());
}

std::unexpected<Error> corruptGraph(const char* why)
{
    return failure(ErrorCode::Corrupt, std::string("the saved vector graph is damaged: ") + why);
}

Status restoreUpperLinks(Graph& graph, ByteReader& reader, std::size_t rows)
{
    for (std::size_t row = 0; row < rows; ++row) {
        const std::string_view links = reader.text();
        if (links.size() % graph.size_links_per_element_ != 0)
            return corruptGraph("a list of links has an impossible length");
        graph.element_levels_[row] = static_cast<int>(links.size() / graph.size_links_per_element_);
        graph.linkLists_[row] = nullptr;
        // Counted row by row: hnswlib's destructor frees the lists of the rows it knows of.
        graph.cur_element_count = row + 1;
        if (!links.empty()) {
            graph.linkLists_[row] = static_cast<char*>(std::malloc(links.size()));
            if (graph.linkLists_[row] == nullptr)
                return failure(ErrorCode::Unavailable, "not enough memory for the vector graph");
            std::memcpy(graph.linkLists_[row], links.data(), links.size());
        }
        graph.label_lookup_[row] = static_cast<hnswlib::tableint>(row);
        if (graph.isMarkedDeleted(static_cast<hnswlib::tableint>(row)))
            ++graph.num_deleted_;
    }
    return {};
}

} // namespace

struct VectorGraph::Parts {
    RowSpace space;
    std::unique_ptr<Graph> graph;
};

VectorGraph::VectorGraph(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

VectorGraph::~VectorGraph() = default;

Result<std::unique_ptr<VectorGraph>> VectorGraph::create(const float* base, int dimension, std::size_t capacity)
{
    try {
        auto parts = std::make_unique<Parts>();
        parts->space.rows = {base, static_cast<std::size_t>(dimension)};
        parts->graph = std::make_unique<Graph>(&parts->space, std::max<std::size_t>(capacity, 1024), linkCount, buildEffort);
        parts->graph->setEf(searchEffort);
        return std::unique_ptr<VectorGraph>(new VectorGraph(std::move(parts)));
    } catch (const std::exception& problem) {
        return graphFailure("be made", problem);
    }
}

Result<std::unique_ptr<VectorGraph>> VectorGraph::load(const float* base, int dimension, std::size_t rows, std::string_view bytes)
{
    auto created = TRY(create(base, dimension, rows + rows / 4));
    Graph& graph = *created->m_parts->graph;
    ByteReader reader(bytes);
    const auto count = reader.value<std::uint64_t>();
    const auto links = reader.value<std::uint64_t>();
    const auto rowSize = reader.value<std::uint64_t>();
    const auto topLevel = reader.value<std::int32_t>();
    const auto entry = reader.value<std::uint32_t>();
    if (count != rows || links != linkCount || rowSize != graph.size_data_per_element_ || (rows > 0 && entry >= rows))
        return corruptGraph("it does not belong to these vectors");
    const std::string_view lowest = reader.take(count * rowSize);
    if (!reader.good())
        return corruptGraph("it is cut short");
    std::memcpy(graph.data_level0_memory_, lowest.data(), lowest.size());
    try {
        TRY(restoreUpperLinks(graph, reader, rows));
    } catch (const std::exception& problem) {
        return graphFailure("be loaded", problem);
    }
    if (!reader.good() || !reader.atEnd())
        return corruptGraph("its length is wrong");
    graph.maxlevel_ = topLevel;
    graph.enterpoint_node_ = entry;
    return created;
}

void VectorGraph::rebase(const float* base)
{
    m_parts->space.rows.base = base;
}

Status VectorGraph::add(std::uint32_t row)
{
    Graph& graph = *m_parts->graph;
    try {
        if (graph.cur_element_count >= graph.max_elements_)
            graph.resizeIndex(graph.max_elements_ + graph.max_elements_ / 2);
        graph.addPoint(&row, row);
        return {};
    } catch (const std::exception& problem) {
        return graphFailure("take a vector", problem);
    }
}

Status VectorGraph::markDeleted(std::uint32_t row)
{
    try {
        m_parts->graph->markDelete(row);
        return {};
    } catch (const std::exception& problem) {
        return graphFailure("remove a vector", problem);
    }
}

Result<std::vector<std::pair<float, std::uint32_t>>> VectorGraph::search(const float* query, std::size_t count) const
{
    try {
        currentQuery = query;
        auto found = m_parts->graph->searchKnn(&queryRow, count);
        std::vector<std::pair<float, std::uint32_t>> result(found.size());
        for (std::size_t i = found.size(); i-- > 0; found.pop())
            result[i] = {1.0F - found.top().first, static_cast<std::uint32_t>(found.top().second)};
        return result;
    } catch (const std::exception& problem) {
        return graphFailure("be searched", problem);
    }
}

std::size_t VectorGraph::rows() const
{
    return m_parts->graph->cur_element_count;
}

std::string VectorGraph::serialized() const
{
    const Graph& graph = *m_parts->graph;
    ByteWriter writer;
    writer.value(static_cast<std::uint64_t>(graph.cur_element_count));
    writer.value(static_cast<std::uint64_t>(linkCount));
    writer.value(static_cast<std::uint64_t>(graph.size_data_per_element_));
    writer.value(static_cast<std::int32_t>(graph.maxlevel_));
    writer.value(static_cast<std::uint32_t>(graph.enterpoint_node_));
    writer.bytes(graph.data_level0_memory_, graph.cur_element_count * graph.size_data_per_element_);
    for (std::size_t row = 0; row < graph.cur_element_count; ++row) {
        const auto levels = static_cast<std::size_t>(std::max(graph.element_levels_[row], 0));
        writer.text(
            levels == 0 ? std::string_view() : std::string_view(graph.linkLists_[row], levels * graph.size_links_per_element_));
    }
    return writer.written();
}

} // namespace tandem
