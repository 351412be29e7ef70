#include "services/vectors/VectorTable.h"

#include "services/vectors/CheckedFile.h"
#include "services/vectors/DotProduct.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace tandem {

VectorTable::VectorTable(int dimension)
    : m_dimension(static_cast<std::size_t>(dimension))
{
}

Status VectorTable::put(const std::string& passage, std::span<const float> vector)
{
    const auto found = m_rows.find(passage);
    if (found != m_rows.end() && !m_graph) {
        std::ranges::copy(vector, m_vectors.begin() + static_cast<std::ptrdiff_t>(found->second * m_dimension));
        return {};
    }
    if (found != m_rows.end())
        TRY(remove(passage));
    return append(passage, vector);
}

Status VectorTable::append(const std::string& passage, std::span<const float> vector)
{
    if (m_passages.size() >= std::numeric_limits<std::uint32_t>::max() - 1)
        return failure(ErrorCode::TooLarge, "the vector index is full: it holds four thousand million vectors");
    const auto index = static_cast<std::uint32_t>(m_passages.size());
    m_vectors.insert(m_vectors.end(), vector.begin(), vector.end());
    m_passages.push_back(passage);
    m_rows[passage] = index;
    if (m_graph) {
        m_graph->rebase(m_vectors.data());
        const Status added = m_graph->add(index);
        if (!added)
            m_graph.reset(); // a scan is slower and right
    }
    return {};
}

Status VectorTable::remove(const std::string& passage)
{
    const auto found = m_rows.find(passage);
    if (found == m_rows.end())
        return {};
    const std::uint32_t index = found->second;
    m_rows.erase(found);
    if (m_graph) {
        m_passages[index].clear();
        return m_graph->markDeleted(index);
    }
    const std::size_t last = m_passages.size() - 1;
    if (index != last) {
        std::copy_n(row(last), m_dimension, m_vectors.begin() + static_cast<std::ptrdiff_t>(index * m_dimension));
        m_passages[index] = std::move(m_passages[last]);
        if (!m_passages[index].empty())
            m_rows[m_passages[index]] = index;
    }
    m_passages.pop_back();
    m_vectors.resize(last * m_dimension);
    return {};
}

std::vector<Neighbour> VectorTable::scan(const float* query, std::size_t count) const
{
    // The heap keeps the worst of the best on top.
    std::vector<std::pair<float, std::uint32_t>> best;
    best.reserve(count + 1);
    for (std::size_t index = 0; index < m_passages.size(); ++index) {
        if (m_passages[index].empty())
            continue;
        const float similarity = dotProduct(query, row(index), m_dimension);
        if (best.size() == count && similarity <= best.front().first)
            continue;
        best.emplace_back(similarity, static_cast<std::uint32_t>(index));
        std::ranges::push_heap(best, std::ranges::greater{});
        if (best.size() > count) {
            std::ranges::pop_heap(best, std::ranges::greater{});
            best.pop_back();
        }
    }
    std::ranges::sort(best, std::ranges::greater{});
    std::vector<Neighbour> result;
    result.reserve(best.size());
    for (const auto& [similarity, index] : best)
        result.push_back({PassageId(m_passages[index]), similarity});
    return result;
}

Result<std::vector<Neighbour>> VectorTable::search(const float* query, std::size_t count) const
{
    count = std::min(count, size());
    if (count == 0)
        return std::vector<Neighbour>();
    // A graph loses against a scan when a large part of everything is asked for.
    if (!m_graph || count > size() / 4)
        return scan(query, count);
    const auto rows = TRY(m_graph->search(query, count));
    std::vector<Neighbour> result;
    result.reserve(rows.size());
    for (const auto& [similarity, index] : rows)
        result.push_back({PassageId(m_passages[index]), similarity});
    return result;
}

std::optional<float> VectorTable::similarity(const float* query, const std::string& passage) const
{
    const auto found = m_rows.find(passage);
    if (found == m_rows.end())
        return std::nullopt;
    return dotProduct(query, row(found->second), m_dimension);
}

VectorTable VectorTable::compacted() const
{
    VectorTable result(static_cast<int>(m_dimension));
    result.m_vectors.reserve(size() * m_dimension);
    result.m_passages.reserve(size());
    for (std::size_t index = 0; index < m_passages.size(); ++index) {
        if (m_passages[index].empty())
            continue;
        result.m_rows[m_passages[index]] = static_cast<std::uint32_t>(result.m_passages.size());
        result.m_passages.push_back(m_passages[index]);
        result.m_vectors.insert(result.m_vectors.end(), row(index), row(index) + m_dimension);
    }
    return result;
}

Status VectorTable::buildGraph(std::stop_token stop)
{
    if (removed() > 0)
        return failure(ErrorCode::Internal, "a vector graph is built over compacted rows only");
    auto graph = TRY(VectorGraph::create(m_vectors.data(), static_cast<int>(m_dimension), size() + size() / 4));
    for (std::size_t index = 0; index < m_passages.size(); ++index) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "building the vector graph was stopped");
        TRY(graph->add(static_cast<std::uint32_t>(index)));
    }
    m_graph = std::move(graph);
    return {};
}

std::string VectorTable::serializedPassages() const
{
    ByteWriter writer;
    writer.value(static_cast<std::uint64_t>(m_passages.size()));
    for (const std::string& passage : m_passages)
        writer.text(passage);
    return writer.written();
}

std::string_view VectorTable::vectorBytes() const
{
    return {static_cast<const char*>(static_cast<const void*>(m_vectors.data())), m_vectors.size() * sizeof(float)};
}

Result<VectorTable> VectorTable::restored(
    int dimension, std::string_view passages, std::string_view vectors, std::string_view graph)
{
    VectorTable table(dimension);
    ByteReader reader(passages);
    const auto count = reader.value<std::uint64_t>();
    if (count > passages.size() || vectors.size() != count * table.m_dimension * sizeof(float))
        return failure(ErrorCode::Corrupt, "the saved vectors do not fit their passages");
    table.m_passages.reserve(count);
    for (std::uint64_t index = 0; index < count; ++index) {
        table.m_passages.emplace_back(reader.text());
        const std::string& passage = table.m_passages.back();
        if (!passage.empty() && !table.m_rows.emplace(passage, static_cast<std::uint32_t>(index)).second)
            return failure(ErrorCode::Corrupt, "the saved vectors hold a passage twice");
    }
    if (!reader.good() || !reader.atEnd())
        return failure(ErrorCode::Corrupt, "the saved list of passages is cut short");
    table.m_vectors.resize(count * table.m_dimension);
    if (count > 0)
        std::memcpy(table.m_vectors.data(), vectors.data(), vectors.size());
    if (!graph.empty())
        table.m_graph = TRY(VectorGraph::load(table.m_vectors.data(), dimension, count, graph));
    return table;
}

} // namespace tandem
