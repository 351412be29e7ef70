#include "services/vectors/HnswIndex.h"

#include "base/Log.h"
#include "services/vectors/CheckedFile.h"

#include <array>
#include <cmath>
#include <mutex>
#include <utility>

namespace tandem {
namespace {

constexpr FileKind vectorFile{"TDMVECT\n", 1};
// So few changes are taken over while searches wait: a few milliseconds.
constexpr std::size_t smallRest = 16;

} // namespace

HnswIndex::HnswIndex(std::string modelId, int dimension, Settings settings, VectorTable table)
    : m_modelId(std::move(modelId))
    , m_dimension(dimension)
    , m_settings(settings)
    , m_table(std::move(table))
{
}

HnswIndex::~HnswIndex()
{
    m_builder.request_stop();
}

Result<std::unique_ptr<HnswIndex>> HnswIndex::create(std::string modelId, int dimension, Settings settings)
{
    if (modelId.empty() || dimension < 1)
        return failure(ErrorCode::InvalidArgument, "a vector index needs the embedding model's id and dimension");
    return std::unique_ptr<HnswIndex>(new HnswIndex(std::move(modelId), dimension, settings, VectorTable(dimension)));
}

Result<std::unique_ptr<HnswIndex>> HnswIndex::load(
    const std::filesystem::path& file, const std::string& modelId, int dimension, Settings settings)
{
    const std::string content = TRY(readChecked(file, vectorFile));
    ByteReader reader(content);
    const std::string_view savedModel = reader.text();
    const auto savedDimension = reader.value<std::int32_t>();
    if (!reader.good())
        return failure(ErrorCode::Corrupt, "index file " + file.string() + " is damaged: it is cut short");
    if (savedModel != modelId || savedDimension != dimension)
        return failure(ErrorCode::InvalidArgument,
            "index file " + file.string() + " holds vectors of the model " + std::string(savedModel) + ", not of " + modelId
                + "; it has to be rebuilt");
    const std::string_view passages = reader.text();
    const std::string_view vectors = reader.text();
    const std::string_view graph = reader.text();
    auto table = VectorTable::restored(dimension, passages, vectors, graph);
    if (!reader.good() || !table)
        return failure(ErrorCode::Corrupt,
            "index file " + file.string() + " is damaged: " + (table ? "it is cut short" : table.error().message));
    std::unique_ptr<HnswIndex> index(new HnswIndex(modelId, dimension, settings, std::move(*table)));
    const std::unique_lock lock(index->m_mutex);
    index->buildGraphIfDue();
    return index;
}

std::size_t HnswIndex::size() const
{
    const std::shared_lock lock(m_mutex);
    return m_table.size();
}

bool HnswIndex::hasGraph() const
{
    const std::shared_lock lock(m_mutex);
    return m_table.hasGraph();
}

void HnswIndex::settle() const
{
    std::shared_lock lock(m_mutex);
    m_built.wait(lock, [this] { return !m_building; });
}

Status HnswIndex::checked(std::span<const float> vector) const
{
    if (vector.size() != static_cast<std::size_t>(m_dimension))
        return failure(ErrorCode::InvalidArgument,
            "a vector of " + std::to_string(vector.size()) + " numbers does not fit an index of " + std::to_string(m_dimension));
    for (const float number : vector) {
        if (!std::isfinite(number))
            return failure(ErrorCode::InvalidArgument, "a vector holds a number that is not finite");
    }
    return {};
}

Status HnswIndex::put(const PassageId& passage, std::span<const float> vector)
{
    TRY(checked(vector));
    if (passage.empty())
        return failure(ErrorCode::InvalidArgument, "a vector needs its passage's id");
    const std::unique_lock lock(m_mutex);
    TRY(m_table.put(passage.value(), vector));
    record(passage, vector);
    buildGraphIfDue();
    return {};
}

Status HnswIndex::remove(const PassageId& passage)
{
    const std::unique_lock lock(m_mutex);
    TRY(m_table.remove(passage.value()));
    record(passage, {});
    buildGraphIfDue();
    return {};
}

void HnswIndex::record(const PassageId& passage, std::span<const float> vector)
{
    if (m_building)
        m_changes.push_back({passage.value(), std::vector<float>(vector.begin(), vector.end())});
}

Result<std::vector<Neighbour>> HnswIndex::search(std::span<const float> query, std::size_t count) const
{
    TRY(checked(query));
    const std::shared_lock lock(m_mutex);
    return m_table.search(query.data(), count);
}

Result<std::vector<std::optional<float>>> HnswIndex::similarities(
    std::span<const float> query, const std::vector<PassageId>& passages) const
{
    TRY(checked(query));
    std::vector<std::optional<float>> result;
    result.reserve(passages.size());
    const std::shared_lock lock(m_mutex);
    for (const PassageId& passage : passages)
        result.push_back(m_table.similarity(query.data(), passage.value()));
    return result;
}

Status HnswIndex::save(const std::filesystem::path& file) const
{
    const std::shared_lock lock(m_mutex);
    ByteWriter head;
    head.text(m_modelId);
    head.value(static_cast<std::int32_t>(m_dimension));
    head.text(m_table.serializedPassages());
    head.value(static_cast<std::uint64_t>(m_table.vectorBytes().size()));
    ByteWriter graph;
    graph.text(m_table.serializedGraph());
    const std::array<std::string_view, 3> parts{head.written(), m_table.vectorBytes(), graph.written()};
    return writeChecked(file, vectorFile, parts);
}

void HnswIndex::buildGraphIfDue()
{
    const std::size_t size = m_table.size();
    if (m_building || size < m_settings.exactBelow || size < m_notBefore)
        return;
    if (m_table.hasGraph() && m_table.removed() * 5 <= size + m_table.removed())
        return;
    m_building = true;
    m_changes.clear();
    // A builder that ended before has nothing left to do, so joining it here does not wait.
    m_builder = std::jthread(
        [this, table = m_table.compacted()](const std::stop_token& stop) mutable { build(std::move(table), stop); });
}

Status HnswIndex::apply(VectorTable& table, const std::vector<Change>& changes)
{
    for (const Change& change : changes) {
        if (change.vector.empty())
            TRY(table.remove(change.passage));
        else
            TRY(table.put(change.passage, change.vector));
    }
    return {};
}

void HnswIndex::build(VectorTable table, const std::stop_token& stop)
{
    Status status = table.buildGraph(stop);
    while (status && !stop.stop_requested()) {
        std::vector<Change> changes;
        {
            const std::unique_lock lock(m_mutex);
            if (m_changes.size() <= smallRest) {
                status = apply(table, m_changes);
                if (status) {
                    m_table = std::move(table);
                    m_building = false;
                    m_built.notify_all();
                    return;
                }
            }
            changes.swap(m_changes);
        }
        if (status)
            status = apply(table, changes);
    }
    const std::unique_lock lock(m_mutex);
    if (!status && status.error().code != ErrorCode::Cancelled) {
        log::warning("vector_graph_failed", {log::Field::reason(status.error().message)});
        m_notBefore = m_table.size() * 2;
    }
    m_changes.clear();
    m_building = false;
    m_built.notify_all();
}

Result<std::unique_ptr<VectorIndex>> makeVectorIndex(const std::string& modelId, int dimension)
{
    return TRY(HnswIndex::create(modelId, dimension, {}));
}

Result<std::unique_ptr<VectorIndex>> loadVectorIndex(const std::filesystem::path& file, const std::string& modelId, int dimension)
{
    return TRY(HnswIndex::load(file, modelId, dimension, {}));
}

} // namespace tandem
