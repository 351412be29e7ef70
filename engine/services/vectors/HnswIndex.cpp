#include "services/vectors/HnswIndex.h"

#include "base/Log.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tandem {
namespace {

constexpr FileKind vectorFile{"TDMVECT\n", 2};
constexpr std::size_t firstTablePart = 1; // behind the model's id and dimension
// So few changes are taken over while searches wait: a few milliseconds.
constexpr std::size_t smallRest = 16;
// A table without a graph is compacted at once, but not for a handful of rows.
constexpr std::size_t leastRemoved = 256;
// A search of rowsMeasured rows that keeps effortOfMeasured of them in view finds .97 of the ten nearest.
constexpr double rowsMeasured = 50'000;
constexpr double effortOfMeasured = 192;
constexpr std::size_t leastEffort = 96;

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
    const std::filesystem::path& path, const std::string& modelId, int dimension, Settings settings)
{
    const auto file = std::make_shared<const CheckedFile>(TRY(CheckedFile::open(path, vectorFile)));
    if (file->parts() == 0)
        return file->damaged("it has no parts");
    const std::string head = TRY(file->read(0));
    ByteReader reader(head);
    const std::string_view savedModel = reader.text();
    const auto savedDimension = reader.value<std::int32_t>();
    if (!reader.good())
        return file->damaged("it does not name its model");
    if (savedModel != modelId || savedDimension != dimension)
        return failure(ErrorCode::InvalidArgument,
            "index file " + path.string() + " holds vectors of the model " + std::string(savedModel) + ", not of " + modelId
                + "; it has to be rebuilt");
    std::unique_ptr<HnswIndex> index(
        new HnswIndex(modelId, dimension, settings, TRY(VectorTable::restored(dimension, file, firstTablePart))));
    const std::unique_lock lock(index->m_mutex);
    index->m_savedTo = path;
    if (file->size(firstTablePart + VectorTable::partCount - 1) > 0) {
        index->m_building = true;
        index->m_builder = std::jthread([self = index.get(), file](const std::stop_token& stop) { self->readGraph(file, stop); });
    } else {
        index->maintain();
    }
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

std::size_t HnswIndex::effortFor(std::size_t rows)
{
    const double asked = effortOfMeasured * std::sqrt(static_cast<double>(rows) / rowsMeasured);
    return std::max(leastEffort, static_cast<std::size_t>(asked));
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
    maintain();
    return {};
}

Status HnswIndex::remove(const PassageId& passage)
{
    const std::unique_lock lock(m_mutex);
    m_table.remove(passage.value());
    record(passage, {});
    maintain();
    return {};
}

void HnswIndex::record(const PassageId& passage, std::span<const float> vector)
{
    ++m_revision;
    if (m_building)
        m_changes.push_back({passage.value(), std::vector<float>(vector.begin(), vector.end())});
}

Result<std::vector<Neighbour>> HnswIndex::search(std::span<const float> query, std::size_t count) const
{
    TRY(checked(query));
    const std::shared_lock lock(m_mutex);
    return m_table.search(query, count, m_settings.effort > 0 ? m_settings.effort : effortFor(m_table.size()));
}

Result<std::vector<std::optional<float>>> HnswIndex::similarities(
    std::span<const float> query, const std::vector<PassageId>& passages) const
{
    TRY(checked(query));
    std::vector<std::optional<float>> result;
    result.reserve(passages.size());
    const std::shared_lock lock(m_mutex);
    for (const PassageId& passage : passages)
        result.push_back(TRY(m_table.similarity(query, passage.value())));
    return result;
}

Status HnswIndex::save(const std::filesystem::path& path) const
{
    const std::lock_guard saving(m_saving);
    std::uint64_t tables = 0;
    std::size_t rows = 0;
    {
        const std::shared_lock lock(m_mutex);
        tables = m_tables;
        rows = m_table.rows();
        ByteWriter head;
        head.text(m_modelId);
        head.value(static_cast<std::int32_t>(m_dimension));
        std::vector<PartSource> parts = m_table.parts();
        parts.insert(parts.begin(), [&head](const ByteSink& take) { return take(head.written()); });
        TRY(writeChecked(path, vectorFile, parts));
        m_savedTo = path;
        m_savedRevision = m_revision;
    }
    const auto file = std::make_shared<const CheckedFile>(TRY(CheckedFile::open(path, vectorFile)));
    const std::unique_lock lock(m_mutex);
    return tables == m_tables ? m_table.adopt(file, firstTablePart, rows) : Status();
}

void HnswIndex::replaceTable(VectorTable table)
{
    m_table = std::move(table);
    ++m_tables;
}

void HnswIndex::maintain()
{
    if (m_building)
        return;
    const bool crowded = m_table.removed() * 5 > m_table.rows();
    if (m_table.size() < m_settings.exactBelow) {
        if (!crowded || m_table.removed() < leastRemoved)
            return;
        if (auto compact = m_table.compacted())
            replaceTable(std::move(*compact));
        return;
    }
    if ((m_table.hasGraph() && !crowded) || m_table.size() < m_notBefore)
        return;
    m_building = true;
    m_changes.clear();
    // A builder that ended before has nothing left to do, so joining it here does not wait.
    m_builder = std::jthread([this](const std::stop_token& stop) { buildGraph(stop); });
}

Status HnswIndex::apply(VectorTable& table, const std::vector<Change>& changes, const std::stop_token& stop)
{
    for (const Change& change : changes) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "building the vector graph was stopped");
        if (change.vector.empty())
            table.remove(change.passage);
        else
            TRY(table.put(change.passage, change.vector));
    }
    return {};
}

void HnswIndex::finish()
{
    m_changes = {};
    m_building = false;
    m_built.notify_all();
}

void HnswIndex::readGraph(const std::shared_ptr<const CheckedFile>& file, const std::stop_token& stop)
{
    const std::size_t rows = file->size(firstTablePart + 1) / (static_cast<std::size_t>(m_dimension) + sizeof(float));
    auto graph = VectorTable::restoredGraph(*file, firstTablePart, rows);
    if (graph) {
        const std::unique_lock lock(m_mutex);
        m_table.attach(std::move(*graph));
        finish();
        return;
    }
    log::warning("vector_graph_rebuilt", {log::Field::reason(graph.error().message)});
    buildGraph(stop);
}

void HnswIndex::buildGraph(const std::stop_token& stop)
{
    const Status status = buildAndSwap(stop);
    std::filesystem::path unfinished; // a file that was saved without the graph
    {
        const std::unique_lock lock(m_mutex);
        if (!status && status.error().code != ErrorCode::Cancelled) {
            log::warning("vector_graph_failed", {log::Field::reason(status.error().message)});
            m_notBefore = m_table.size() * 2;
        }
        if (status && m_savedRevision == m_revision)
            unfinished = m_savedTo;
    }
    if (!unfinished.empty()) {
        if (const Status saved = save(unfinished); !saved)
            log::warning("vector_graph_not_saved", {log::Field::reason(saved.error().message)});
    }
    const std::unique_lock lock(m_mutex);
    finish();
}

Status HnswIndex::buildAndSwap(const std::stop_token& stop)
{
    std::size_t taken = 0; // changes that the copy holds already
    auto copy = [&] {
        const std::shared_lock lock(m_mutex);
        taken = m_changes.size();
        return m_table.compacted();
    }();
    VectorTable table = TRY(std::move(copy));
    TRY(table.buildGraph(stop));
    for (;;) {
        std::vector<Change> changes;
        {
            const std::unique_lock lock(m_mutex);
            m_changes.erase(m_changes.begin(), m_changes.begin() + static_cast<std::ptrdiff_t>(std::exchange(taken, 0)));
            if (m_changes.size() <= smallRest) {
                TRY(apply(table, m_changes, {}));
                replaceTable(std::move(table));
                m_changes.clear();
                return {};
            }
            changes.swap(m_changes);
        }
        TRY(apply(table, changes, stop)); // an import may bring a million meanwhile: minutes
    }
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
