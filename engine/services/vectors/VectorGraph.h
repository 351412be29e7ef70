#pragma once

#include "base/Error.h"
#include "services/vectors/RowBlocks.h"
#include "services/vectors/VectorCodes.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// A hierarchical navigable small world (Malkov and Yashunin, 2016) over rows that somebody else holds: links alone, 145 bytes a
// row. Rows are added in order and stay; whoever searches leaves out removed ones. The codes must be the same in every call.
// Rows with equal codes, such as copies of one text, hang behind the first of them: as many of them as a search keeps in view
// would otherwise hide what lies around. Not thread-safe; searches may run together.
class VectorGraph {
public:
    struct Found {
        float similarity = 0; // as estimated
        std::uint32_t row = 0;
    };

    VectorGraph();

    [[nodiscard]] std::size_t rows() const { return m_links.rows(); }
    // Adds the row with the number rows().
    void add(const VectorCodes& codes);
    // The nearest it finds, best first: at most `effort`, which is also how widely it looks.
    [[nodiscard]] std::vector<Found> search(const VectorCodes& codes, const VectorCodes::Query& query, std::size_t effort) const;

    [[nodiscard]] std::string serialized() const;
    // Corrupt when it is not the graph of that many rows.
    static Result<VectorGraph> restored(std::string_view bytes, std::size_t rows);

private:
    using Link = std::uint32_t;

    // The number of links comes first, then the links.
    [[nodiscard]] std::span<const Link> links(std::uint32_t row, int level) const;
    [[nodiscard]] const Link* list(std::uint32_t row, int level) const;
    [[nodiscard]] Link* list(std::uint32_t row, int level);

    [[nodiscard]] bool leadsNowhere() const;
    [[nodiscard]] Found climbed(const VectorCodes& codes, const VectorCodes::Query& query, Found from, int level) const;
    void nearest(const VectorCodes& codes, const VectorCodes::Query& query, Found from, int level, std::size_t effort,
        std::vector<Found>& best) const;
    void connect(const VectorCodes& codes, std::uint32_t row, int level, const std::vector<Found>& candidates);
    [[nodiscard]] bool joinTwin(const VectorCodes& codes, std::uint32_t row, float self, const std::vector<Found>& candidates);
    void linkBack(const VectorCodes& codes, std::uint32_t from, std::uint32_t to, float similarity, int level);

    RowBlocks m_links; // of the lowest level
    std::vector<std::uint32_t> m_upperAt; // by row: where its lists of the levels above begin in m_upper
    std::vector<Link> m_upper;
    std::vector<std::uint32_t> m_twins; // by row: the next with the same code, or none
    std::size_t m_twinCount = 0;
    std::uint32_t m_entry = 0;
    int m_top = -1;
};

} // namespace tandem
