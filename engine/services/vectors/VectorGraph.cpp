#include "services/vectors/VectorGraph.h"

#include "base/Bytes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <utility>

namespace tandem {
namespace {

// Chosen with ./dev bench search: more links cost memory, fewer cost recall.
constexpr std::size_t upperLinks = 16;
constexpr std::size_t lowestLinks = 2 * upperLinks;
constexpr std::size_t firstLinks = 24; // of a new row on the lowest level; the rest fills up from rows that come later
constexpr std::size_t buildEffort = 200;
constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t upperListSize = upperLinks + 1;
constexpr std::size_t lowestListSize = lowestLinks + 1;

// One row in sixteen reaches each further level. Worked out from the row's number, it need not be stored.
int levelOf(std::uint32_t row)
{
    std::uint64_t bits = (std::uint64_t{row} + 1) * 0x9E3779B97F4A7C15ULL;
    bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBULL;
    return std::min(std::countr_zero(bits ^ (bits >> 31U)) / 4, 15);
}

std::size_t mostLinks(int level)
{
    return level == 0 ? lowestLinks : upperLinks;
}

// Which rows a search has seen. Each thread keeps one for all its searches and never clears it before the marks run out.
class Seen {
public:
    void begin(std::size_t rows)
    {
        if (m_marks.size() < rows)
            m_marks.resize(rows + rows / 4, 0);
        if (++m_mark == 0) {
            std::ranges::fill(m_marks, std::uint16_t{0});
            m_mark = 1;
        }
    }
    bool add(std::uint32_t row) { return std::exchange(m_marks[row], m_mark) != m_mark; }

private:
    std::vector<std::uint16_t> m_marks;
    std::uint16_t m_mark = 0;
};

thread_local Seen seen;

// The best so far, best first, and which of them are still to be looked around.
class Beam {
public:
    Beam(std::vector<VectorGraph::Found>& entries, std::size_t width)
        : m_entries(entries)
        , m_width(width)
    {
        m_entries.clear();
        m_entries.reserve(width + 1);
    }
    void add(float similarity, std::uint32_t row)
    {
        if (m_entries.size() == m_width && similarity <= m_entries.back().similarity)
            return;
        const auto place = std::upper_bound(m_entries.begin(), m_entries.end(), similarity,
            [](float value, const VectorGraph::Found& entry) { return value > entry.similarity; });
        m_next = std::min(m_next, static_cast<std::size_t>(place - m_entries.begin()));
        m_entries.insert(place, VectorGraph::Found{similarity, row | waiting});
        if (m_entries.size() > m_width)
            m_entries.pop_back();
    }
    // The best row that nobody looked around yet; false when there is none.
    bool take(std::uint32_t& row)
    {
        while (m_next < m_entries.size() && (m_entries[m_next].row & waiting) == 0)
            ++m_next;
        if (m_next == m_entries.size())
            return false;
        row = m_entries[m_next].row &= ~waiting;
        return true;
    }
    // Most often the one that is taken next.
    [[nodiscard]] std::uint32_t afterTaken() const
    {
        return m_next + 1 < m_entries.size() ? m_entries[m_next + 1].row & ~waiting : m_entries[m_next].row & ~waiting;
    }

private:
    static constexpr std::uint32_t waiting = 1U << 31U;
    std::vector<VectorGraph::Found>& m_entries;
    std::size_t m_width;
    std::size_t m_next = 0;
};

// Of the candidates, best first, those that lie nearer to the row than to any that was taken before: links in all directions
// instead of many into the nearest crowd.
std::size_t chosen(
    const VectorCodes& codes, std::span<const VectorGraph::Found> candidates, std::size_t most, std::uint32_t* into)
{
    std::size_t count = 0;
    for (const VectorGraph::Found& candidate : candidates) {
        if (count == most)
            break;
        const bool crowded = std::any_of(
            into, into + count, [&](std::uint32_t other) { return codes.estimate(candidate.row, other) > candidate.similarity; });
        if (!crowded)
            into[count++] = candidate.row;
    }
    return count;
}

std::unexpected<Error> damaged(const char* why)
{
    return failure(ErrorCode::Corrupt, std::string("the graph is wrong: ") + why);
}

} // namespace

VectorGraph::VectorGraph()
    : m_links(lowestListSize * sizeof(Link))
{
}

const VectorGraph::Link* VectorGraph::list(std::uint32_t row, int level) const
{
    if (level == 0)
        return reinterpret_cast<const Link*>(m_links.at(row));
    return m_upper.data() + m_upperAt[row] + static_cast<std::size_t>(level - 1) * upperListSize;
}

VectorGraph::Link* VectorGraph::list(std::uint32_t row, int level)
{
    return const_cast<Link*>(std::as_const(*this).list(row, level));
}

std::span<const VectorGraph::Link> VectorGraph::links(std::uint32_t row, int level) const
{
    const Link* from = list(row, level);
    return {from + 1, *from};
}

VectorGraph::Found VectorGraph::climbed(const VectorCodes& codes, const VectorCodes::Query& query, Found from, int level) const
{
    for (Found best = from;; from = best) {
        const std::span<const Link> around = links(from.row, level);
        for (const Link link : around)
            codes.prefetch(link);
        for (const Link link : around) {
            const float similarity = codes.estimate(query, link);
            if (similarity > best.similarity)
                best = {similarity, link};
        }
        if (best.row == from.row)
            return from;
    }
}

void VectorGraph::nearest(const VectorCodes& codes, const VectorCodes::Query& query, Found from, int level, std::size_t effort,
    std::vector<Found>& best) const
{
    Seen& marks = seen;
    marks.begin(rows());
    marks.add(from.row);
    Beam beam(best, effort);
    beam.add(from.similarity, from.row);
    std::array<Link, lowestLinks> fresh{};
    for (std::uint32_t row = 0; beam.take(row);) {
        std::size_t count = 0;
        for (const Link link : links(row, level)) {
            if (marks.add(link)) {
                codes.prefetch(link);
                fresh[count++] = link;
            }
        }
        if (level == 0)
            m_links.prefetch(beam.afterTaken());
        for (std::size_t i = 0; i < count; ++i)
            beam.add(codes.estimate(query, fresh[i]), fresh[i]);
    }
}

void VectorGraph::linkBack(const VectorCodes& codes, std::uint32_t from, std::uint32_t to, float similarity, int level)
{
    Link* const links = list(from, level);
    const std::size_t count = links[0];
    if (count < mostLinks(level)) {
        links[1 + count] = to;
        ++links[0];
        return;
    }
    std::array<Found, lowestListSize> candidates{};
    for (std::size_t i = 0; i < count; ++i)
        codes.prefetch(links[1 + i]);
    for (std::size_t i = 0; i < count; ++i)
        candidates[i] = {codes.estimate(from, links[1 + i]), links[1 + i]};
    candidates[count] = {similarity, to};
    const std::span<Found> all(candidates.data(), count + 1);
    std::ranges::sort(all, std::ranges::greater{}, &Found::similarity);
    links[0] = static_cast<Link>(chosen(codes, all, mostLinks(level), links + 1));
}

void VectorGraph::connect(const VectorCodes& codes, std::uint32_t row, int level, const std::vector<Found>& candidates)
{
    Link* const links = list(row, level);
    links[0] = static_cast<Link>(chosen(codes, candidates, level == 0 ? firstLinks : upperLinks, links + 1));
    for (std::size_t i = 0; i < links[0]; ++i)
        linkBack(codes, links[1 + i], row, codes.estimate(row, links[1 + i]), level);
}

// Whether the row has the code of one that is there. No estimate of a vector is larger than the one with itself, but for those
// of longer vectors.
bool VectorGraph::joinTwin(const VectorCodes& codes, std::uint32_t row, float self, const std::vector<Found>& candidates)
{
    for (const Found& candidate : candidates) {
        if (candidate.similarity < self)
            return false;
        if (codes.bytes(candidate.row) == codes.bytes(row)) {
            m_twins[row] = std::exchange(m_twins[candidate.row], row);
            ++m_twinCount;
            return true;
        }
    }
    return false;
}

void VectorGraph::add(const VectorCodes& codes)
{
    const auto row = static_cast<std::uint32_t>(rows());
    const int level = levelOf(row);
    const VectorCodes::Query query = codes.rowAsQuery(row);
    std::vector<std::vector<Found>> found(static_cast<std::size_t>(level) + 1);
    if (m_top >= 0) {
        Found from{codes.estimate(query, m_entry), m_entry};
        for (int at = m_top; at > level; --at)
            from = climbed(codes, query, from, at);
        for (int at = std::min(level, m_top); at >= 0; --at) {
            auto& best = found[static_cast<std::size_t>(at)];
            nearest(codes, query, from, at, buildEffort, best);
            from = best.front();
        }
    }
    std::memset(m_links.append(), 0, m_links.rowBytes());
    m_upperAt.push_back(static_cast<std::uint32_t>(m_upper.size()));
    m_upper.resize(m_upper.size() + static_cast<std::size_t>(level) * upperListSize);
    m_twins.push_back(none);
    if (joinTwin(codes, row, codes.estimate(query, row), found.front()))
        return;
    for (int at = 0; at <= std::min(level, m_top); ++at)
        connect(codes, row, at, found[static_cast<std::size_t>(at)]);
    if (level > m_top) {
        m_top = level;
        m_entry = row;
    }
}

std::vector<VectorGraph::Found> VectorGraph::search(
    const VectorCodes& codes, const VectorCodes::Query& query, std::size_t effort) const
{
    std::vector<Found> best;
    if (m_top < 0 || effort == 0)
        return best;
    Found from{codes.estimate(query, m_entry), m_entry};
    for (int level = m_top; level > 0; --level)
        from = climbed(codes, query, from, level);
    nearest(codes, query, from, 0, effort, best);
    if (m_twinCount == 0)
        return best;
    std::vector<Found> all;
    for (const Found& each : best) {
        for (std::uint32_t row = each.row; row != none && all.size() < effort; row = m_twins[row])
            all.push_back({each.similarity, row});
    }
    return all;
}

std::string VectorGraph::serialized() const
{
    ByteWriter writer;
    writer.value(static_cast<std::uint64_t>(rows()));
    writer.value(static_cast<std::uint64_t>(m_upper.size()));
    writer.value(static_cast<std::int32_t>(m_top));
    writer.value(m_entry);
    for (std::size_t row = 0; row < rows(); ++row)
        writer.bytes(m_links.at(row), m_links.rowBytes());
    writer.bytes(m_upper.data(), m_upper.size() * sizeof(Link));
    writer.bytes(m_twins.data(), m_twins.size() * sizeof(Link));
    return writer.written();
}

Result<VectorGraph> VectorGraph::restored(std::string_view bytes, std::size_t rows)
{
    ByteReader reader(bytes);
    VectorGraph graph;
    const auto count = reader.value<std::uint64_t>();
    const auto upper = reader.value<std::uint64_t>();
    graph.m_top = reader.value<std::int32_t>();
    graph.m_entry = reader.value<std::uint32_t>();
    if (count != rows || bytes.size() != 24 + count * (graph.m_links.rowBytes() + sizeof(Link)) + upper * sizeof(Link))
        return damaged("it does not belong to these vectors");
    graph.m_upperAt.reserve(rows);
    std::uint64_t at = 0;
    for (std::uint32_t row = 0; row < rows; ++row) {
        std::memcpy(graph.m_links.append(), reader.take(graph.m_links.rowBytes()).data(), graph.m_links.rowBytes());
        graph.m_upperAt.push_back(static_cast<std::uint32_t>(at));
        at += static_cast<std::uint64_t>(levelOf(row)) * upperListSize;
    }
    if (at != upper)
        return damaged("its levels are others");
    const auto take = [&reader](std::vector<Link>& into, std::size_t size) {
        into.resize(size);
        const std::string_view taken = reader.take(size * sizeof(Link));
        std::copy(taken.begin(), taken.end(), reinterpret_cast<char*>(into.data()));
    };
    take(graph.m_upper, upper);
    take(graph.m_twins, rows);
    graph.m_twinCount = rows - static_cast<std::size_t>(std::ranges::count(graph.m_twins, none));
    if (rows == 0 ? graph.m_top != -1 : graph.m_entry >= rows || graph.m_top != levelOf(graph.m_entry))
        return damaged("it has no way in");
    return graph.leadsNowhere() ? Result<VectorGraph>(damaged("a link leads nowhere")) : Result<VectorGraph>(std::move(graph));
}

bool VectorGraph::leadsNowhere() const
{
    for (std::uint32_t row = 0; row < rows(); ++row) {
        if (m_twins[row] != none && m_twins[row] >= rows())
            return true;
        for (int level = 0; level <= levelOf(row); ++level) {
            if (*list(row, level) > mostLinks(level))
                return true;
            for (const Link link : links(row, level)) {
                if (link >= rows() || levelOf(link) < level)
                    return true;
            }
        }
    }
    return false;
}

} // namespace tandem
