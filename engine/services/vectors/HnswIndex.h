#pragma once

#include "services/vectors/VectorIndex.h"
#include "services/vectors/VectorTable.h"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <shared_mutex>
#include <thread>

namespace tandem {

// A look at every vector while there are few, a graph above. A thread of its own builds the graph, builds it anew on a copy when
// more than a fifth of the rows is removed, and reads it when an index is loaded; meanwhile the old graph or the look at every
// vector serves. A vector takes about 620 bytes of memory with its passage's id; what exact scores need is in the saved file.
class HnswIndex final : public VectorIndex {
public:
    struct Settings {
        std::size_t exactBelow = 20'000; // vectors
        std::size_t effort = 0; // how many rows a search of the graph keeps in view; 0 = effortFor() as many as there are
    };

    // The more rows there are, the wider a search has to look to find the same share of the nearest: 271 of 100,000, 858 of a
    // million. It grows with the root of their number (measured by bench scale), never below 96.
    static std::size_t effortFor(std::size_t rows);

    static Result<std::unique_ptr<HnswIndex>> create(std::string modelId, int dimension, Settings settings);
    // NotFound, Corrupt or InvalidArgument (another model's), naming the file. A graph that does not pass its check is not an
    // error: it is built anew.
    static Result<std::unique_ptr<HnswIndex>> load(
        const std::filesystem::path& path, const std::string& modelId, int dimension, Settings settings);
    HnswIndex(const HnswIndex&) = delete;
    HnswIndex& operator=(const HnswIndex&) = delete;
    ~HnswIndex() override;

    [[nodiscard]] const std::string& modelId() const override { return m_modelId; }
    [[nodiscard]] int dimension() const override { return m_dimension; }
    [[nodiscard]] std::size_t size() const override;
    Status put(const PassageId& passage, std::span<const float> vector) override;
    Status remove(const PassageId& passage) override;
    [[nodiscard]] Result<std::vector<Neighbour>> search(std::span<const float> query, std::size_t count) const override;
    [[nodiscard]] Result<std::vector<std::optional<float>>> similarities(
        std::span<const float> query, const std::vector<PassageId>& passages) const override;
    // Searches go on meanwhile. Afterwards the exact vectors are read from the file instead of being kept in memory. A graph
    // that is finished later is added to the file, unless something changed since.
    [[nodiscard]] Status save(const std::filesystem::path& path) const override;

    // Waits until no graph is being built or read.
    void settle() const;
    [[nodiscard]] bool hasGraph() const;

private:
    struct Change {
        std::string passage;
        std::vector<float> vector; // empty = removed
    };

    HnswIndex(std::string modelId, int dimension, Settings settings, VectorTable table);
    [[nodiscard]] Status checked(std::span<const float> vector) const;
    // These three with the lock held.
    void record(const PassageId& passage, std::span<const float> vector);
    void maintain();
    void replaceTable(VectorTable table);
    // These on the builder's thread.
    void readGraph(const std::shared_ptr<const CheckedFile>& file, const std::stop_token& stop);
    void buildGraph(const std::stop_token& stop);
    Status buildAndSwap(const std::stop_token& stop);
    void finish();
    static Status apply(VectorTable& table, const std::vector<Change>& changes, const std::stop_token& stop);

    const std::string m_modelId;
    const int m_dimension;
    const Settings m_settings;
    mutable std::mutex m_saving; // taken before m_mutex
    mutable std::shared_mutex m_mutex;
    mutable std::condition_variable_any m_built;
    mutable VectorTable m_table; // saving moves its exact vectors to the file
    std::uint64_t m_tables = 0; // how often it was replaced by a copy
    std::uint64_t m_revision = 0; // counts changes
    mutable std::filesystem::path m_savedTo; // empty before the first save
    mutable std::uint64_t m_savedRevision = 0;
    bool m_building = false;
    std::size_t m_notBefore = 0; // after a failed build: the size at which the next is tried
    std::vector<Change> m_changes; // since the copy that is being built was taken
    std::jthread m_builder; // last: it uses all of the above
};

} // namespace tandem
