#include "services/vectors/VectorTable.h"

#include <algorithm>
#include <utility>

namespace tandem {
namespace {

enum Part : std::size_t { PassagesPart, CodesPart, ExactPart, GraphPart };

} // namespace

VectorTable::VectorTable(int dimension)
    : m_dimension(dimension)
    , m_codes(dimension)
    , m_exact(dimension)
{
}

Status VectorTable::put(std::string_view passage, std::span<const float> vector)
{
    const auto before = m_passages.find(passage);
    TRY(m_passages.append(passage));
    if (before)
        m_passages.remove(*before);
    m_codes.append(vector);
    m_exact.append(vector);
    if (m_graph)
        m_graph->add(m_codes);
    return {};
}

void VectorTable::remove(std::string_view passage)
{
    if (const auto row = m_passages.find(passage))
        m_passages.remove(*row);
}

Result<std::vector<Neighbour>> VectorTable::search(std::span<const float> vector, std::size_t count, std::size_t effort) const
{
    count = std::min(count, size());
    if (count == 0)
        return std::vector<Neighbour>();
    const VectorCodes::Query query = m_codes.query(vector);
    float error = query.error;
    std::vector<Found> candidates;
    // A graph loses against a look at every row when a large part of everything is asked for.
    if (m_graph && count <= size() / 4)
        candidates = nearInGraph(query, count, effort);
    // The graph may miss one anyway, so what rounding is likely to do is enough: a quarter of its bound is ten times its spread.
    if (!candidates.empty())
        error /= 4;
    else
        candidates = nearInRows(query, count);
    return scored(vector, error, candidates, count);
}

// Empty when it finds too few, as where nearly all around was removed.
std::vector<VectorTable::Found> VectorTable::nearInGraph(
    const VectorCodes::Query& query, std::size_t count, std::size_t effort) const
{
    for (effort = std::max(effort, count + count / 2); effort <= rows() / 2; effort *= 4) {
        std::vector<Found> found = m_graph->search(m_codes, query, effort);
        if (removed() > 0)
            std::erase_if(found, [this](const Found& each) { return m_passages.removed(each.row); });
        if (found.size() >= std::max(count, effort / 2))
            return found;
    }
    return {};
}

// Every row that can be among the best: an estimate is off by at most the query's error, and so is the one it must reach.
std::vector<VectorTable::Found> VectorTable::nearInRows(const VectorCodes::Query& query, std::size_t count) const
{
    std::vector<float> best; // a heap with the worst of the best estimates on top
    best.reserve(count + 1);
    std::vector<Found> result;
    std::size_t most = 4 * count + 1024;
    const auto tooFar = [&](float similarity) { return best.size() == count && similarity < best.front() - 2 * query.error; };
    for (std::uint32_t row = 0; row < rows(); ++row) {
        const float similarity = m_codes.estimate(query, row);
        if (tooFar(similarity) || m_passages.removed(row))
            continue;
        result.push_back({similarity, row});
        if (best.size() < count || similarity > best.front()) {
            best.push_back(similarity);
            std::ranges::push_heap(best, std::ranges::greater{});
            if (best.size() > count) {
                std::ranges::pop_heap(best, std::ranges::greater{});
                best.pop_back();
            }
        }
        if (result.size() == most) {
            std::erase_if(result, [&](const Found& each) { return tooFar(each.similarity); });
            most = 2 * result.size() + 1024;
        }
    }
    std::erase_if(result, [&](const Found& each) { return tooFar(each.similarity); });
    std::ranges::sort(result, std::ranges::greater{}, &Found::similarity);
    return result;
}

Result<std::vector<Neighbour>> VectorTable::scored(
    std::span<const float> query, float error, const std::vector<Found>& candidates, std::size_t count) const
{
    std::vector<std::pair<float, std::uint32_t>> best; // a heap with the worst on top
    best.reserve(count + 1);
    for (const Found& candidate : candidates) {
        // They come best estimate first, so neither can any that follows.
        if (best.size() == count && candidate.similarity + error < best.front().first)
            break;
        best.emplace_back(TRY(m_exact.product(query.data(), candidate.row)), candidate.row);
        std::ranges::push_heap(best, std::ranges::greater{});
        if (best.size() > count) {
            std::ranges::pop_heap(best, std::ranges::greater{});
            best.pop_back();
        }
    }
    std::ranges::sort(best, std::ranges::greater{});
    std::vector<Neighbour> result;
    result.reserve(best.size());
    for (const auto& [similarity, row] : best)
        result.push_back({PassageId(std::string(m_passages.passage(row))), similarity});
    return result;
}

Result<std::optional<float>> VectorTable::similarity(std::span<const float> query, std::string_view passage) const
{
    const auto row = m_passages.find(passage);
    if (!row)
        return std::optional<float>();
    return std::optional<float>(TRY(m_exact.product(query.data(), *row)));
}

Result<VectorTable> VectorTable::compacted() const
{
    VectorTable result(m_dimension);
    std::vector<std::uint32_t> kept;
    kept.reserve(size());
    for (std::uint32_t row = 0; row < rows(); ++row) {
        if (m_passages.removed(row))
            continue;
        kept.push_back(row);
        TRY(result.m_passages.append(m_passages.passage(row)));
        result.m_codes.appendFrom(m_codes, row);
    }
    result.m_exact = m_exact.selected(kept);
    return result;
}

Status VectorTable::buildGraph(const std::stop_token& stop)
{
    VectorGraph graph;
    while (graph.rows() < rows()) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "building the vector graph was stopped");
        graph.add(m_codes);
    }
    m_graph = std::move(graph);
    return {};
}

void VectorTable::attach(VectorGraph graph)
{
    while (graph.rows() < rows())
        graph.add(m_codes);
    m_graph = std::move(graph);
}

std::vector<PartSource> VectorTable::parts() const
{
    return {[this](const ByteSink& take) -> Status {
                ByteWriter writer;
                writer.value(m_codes.worstError());
                writer.value(m_codes.longest());
                writer.text(m_passages.serialized());
                return take(writer.written());
            },
        [this](const ByteSink& take) -> Status {
            for (std::uint32_t row = 0; row < rows(); ++row)
                TRY(take(m_codes.bytes(row)));
            return {};
        },
        [this](const ByteSink& take) -> Status {
            std::vector<float> vector(static_cast<std::size_t>(m_dimension));
            for (std::uint32_t row = 0; row < rows(); ++row) {
                TRY(m_exact.read(row, vector));
                TRY(take({reinterpret_cast<const char*>(vector.data()), m_exact.rowBytes()}));
            }
            return {};
        },
        [this](const ByteSink& take) -> Status { return m_graph ? take(m_graph->serialized()) : Status(); }};
}

Result<VectorTable> VectorTable::restored(int dimension, const std::shared_ptr<const CheckedFile>& file, std::size_t first)
{
    if (file->parts() != first + partCount)
        return file->damaged("it has another number of parts");
    VectorTable table(dimension);
    const std::string head = TRY(file->read(first + PassagesPart));
    ByteReader reader(head);
    const auto worstError = reader.value<float>();
    const auto longest = reader.value<float>();
    auto passages = PassageRows::restored(reader.text());
    if (!passages || !reader.good() || !reader.atEnd())
        return file->damaged(passages ? "its list of passages is cut short" : passages.error().message);
    table.m_passages = std::move(*passages);
    const std::size_t rowBytes = table.m_codes.rowBytes();
    if (file->size(first + CodesPart) != table.rows() * rowBytes
        || file->size(first + ExactPart) != table.rows() * table.m_exact.rowBytes())
        return file->damaged("its vectors do not fit its passages");
    TRY(file->visit(first + CodesPart, rowBytes, [&](std::string_view bytes) -> Status {
        for (; !bytes.empty(); bytes.remove_prefix(rowBytes))
            table.m_codes.appendBytes(bytes.substr(0, rowBytes));
        return {};
    }));
    table.m_codes.restoreBounds(worstError, longest);
    TRY(file->visit(first + ExactPart, 1, [](std::string_view) { return Status(); }));
    table.m_exact = ExactVectors(dimension, {file, first + ExactPart, table.rows()});
    return table;
}

Result<VectorGraph> VectorTable::restoredGraph(const CheckedFile& file, std::size_t first, std::size_t rows)
{
    auto graph = VectorGraph::restored(TRY(file.read(first + GraphPart)), rows);
    if (!graph)
        return file.damaged(graph.error().message);
    return std::move(*graph);
}

Status VectorTable::adopt(const std::shared_ptr<const CheckedFile>& file, std::size_t first, std::size_t rows)
{
    return m_exact.adopt({file, first + ExactPart, rows});
}

} // namespace tandem
