#pragma once

#include "services/vectors/VectorIndex.h"
#include "services/vectors/VectorTable.h"

#include <condition_variable>
#include <cstdint>
#include <shared_mutex>
#include <thread>

namespace tandem {

// Vectors in memory: an exact scan while there are few, an hnswlib graph above. The graph is built, and built anew when more
// than a fifth of it is removed, by a thread of its own on a copy; the scan or the old graph serves meanwhile.
class HnswIndex final : public VectorIndex {
public:
    struct Settings {
        std::size_t exactBelow = 20'000; // vectors
    };

    static Result<std::unique_ptr<HnswIndex>> create(std::string modelId, int dimension, Settings settings);
    // NotFound, Corrupt or InvalidArgument (another model's), naming the file.
    static Result<std::unique_ptr<HnswIndex>> load(
        const std::filesystem::path& file, const std::string& modelId, int dimension, Settings settings);
    ~HnswIndex() override;

    [[nodiscard]] const std::string& modelId() const override { return m_modelId; }
    [[nodiscard]] int dimension() const override { return m_dimension; }
    [[nodiscard]] std::size_t size() const override;
    Status put(const PassageId& passage, std::span<const float> vector) override;
    Status remove(const PassageId& passage) override;
    [[nodiscard]] Result<std::vector<Neighbour>> search(std::span<const float> query, std::size_t count) const override;
    [[nodiscard]] Result<std::vector<std::optional<float>>> similarities(
        std::span<const float> query, const std::vector<PassageId>& passages) const override;
    [[nodiscard]] Status save(const std::filesystem::path& file) const override;

    // Waits until no graph is being built.
    void settle() const;
    [[nodiscard]] bool hasGraph() const;

private:
    struct Change {
        std::string passage;
        std::vector<float> vector; // empty = removed
    };

    HnswIndex(std::string modelId, int dimension, Settings settings, VectorTable table);
    [[nodiscard]] Status checked(std::span<const float> vector) const;
    // Both with the lock held.
    void record(const PassageId& passage, std::span<const float> vector);
    void buildGraphIfDue();
    void build(VectorTable table, const std::stop_token& stop);
    static Status apply(VectorTable& table, const std::vector<Change>& changes);

    const std::string m_modelId;
    const int m_dimension;
    const Settings m_settings;
    mutable std::shared_mutex m_mutex;
    mutable std::condition_variable_any m_built;
    VectorTable m_table;
    bool m_building = false;
    std::size_t m_notBefore = 0; // after a failed build: the size at which the next is tried
    std::vector<Change> m_changes; // since the copy that is being built was taken
    std::jthread m_builder; // last: it uses all of the above
};

} // namespace tandem
