#include "pipeline/understand/PieceGraph.h"

#include "pipeline/learn/Characters.h"

#include <algorithm>

namespace tandem {

namespace {

constexpr std::size_t widestGap = 36; // bytes: twelve characters

std::uint64_t keyOf(std::uint32_t read, char32_t next)
{
    return static_cast<std::uint64_t>(read) << 32U | next;
}

bool endsSentence(std::string_view text)
{
    switch (text.front()) {
    case '!':
    case '?':
    case '\n': return true;
    case ';': return text.starts_with("; ");
    case '\xE3': return text.starts_with("。");
    case '\xEF': return text.starts_with("！") || text.starts_with("？");
    default: return false;
    }
}

// What stands between the ellipses of an alternative, in lower case. A space counts behind an ASCII letter only.
std::vector<std::string> piecesOf(std::string_view plain)
{
    std::vector<std::string> pieces(1);
    for (std::size_t at = 0; at < plain.size();) {
        if (plain.substr(at).starts_with(patternGap)) {
            if (!pieces.back().empty())
                pieces.emplace_back();
            at += patternGap.size();
            continue;
        }
        const char c = plain[at++];
        if (c != ' ' || (!pieces.back().empty() && static_cast<unsigned char>(pieces.back().back()) < 0x80))
            pieces.back() += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    }
    if (pieces.back().empty())
        pieces.pop_back();
    return pieces;
}

} // namespace

struct PieceGraph::Text {
    std::string_view lower;
    std::vector<Place> places; // ascending
    std::vector<std::uint32_t> stops; // where sentences end, ascending
};

struct PieceGraph::Walk {
    const Text& text;
    const Found& found;
    std::size_t begin;
};

std::uint32_t PieceGraph::pieceIndex(const std::string& piece)
{
    std::uint32_t read = 0;
    Step* last = nullptr;
    for (std::size_t at = 0; at < piece.size();) {
        const Character character = characterAt(piece, at);
        const auto [step, isNew] = m_steps.try_emplace(keyOf(read, character.codePoint));
        if (isNew)
            step->second.next = m_reads++;
        last = &step->second;
        read = last->next;
        at += character.length;
    }
    if (last->piece == noPiece) {
        last->piece = static_cast<std::uint32_t>(m_lengths.size());
        m_lengths.push_back(static_cast<std::uint32_t>(piece.size()));
        m_first.emplace_back();
    }
    return last->piece;
}

bool PieceGraph::add(const PatternSegments& segments, std::uint32_t pattern)
{
    std::vector<std::vector<std::vector<std::string>>> read;
    bool hasPieces = false; // in every variant
    for (const std::vector<std::string>& segment : segments) {
        auto& alternatives = read.emplace_back();
        std::ranges::transform(segment, std::back_inserter(alternatives), piecesOf);
        hasPieces = hasPieces || std::ranges::none_of(alternatives, [](const auto& pieces) { return pieces.empty(); });
    }
    if (!hasPieces)
        return false;
    std::vector<VariantGraph::Choice> choices;
    for (const auto& alternatives : read) {
        VariantGraph::Choice& choice = choices.emplace_back();
        for (const std::vector<std::string>& pieces : alternatives) {
            VariantGraph::Items& items = choice.emplace_back();
            std::ranges::transform(pieces, std::back_inserter(items), [this](const auto& piece) { return pieceIndex(piece); });
        }
    }
    for (const VariantGraph::Edge& edge : m_graph.add(choices, pattern))
        m_first[edge.item].push_back(edge);
    return true;
}

void PieceGraph::finish()
{
    m_graph.finish();
}

void PieceGraph::addPlaces(std::string_view lower, std::vector<Place>& places) const
{
    for (std::size_t begin = 0; begin < lower.size(); begin += characterAt(lower, begin).length) {
        std::uint32_t read = 0;
        for (std::size_t at = begin; at < lower.size();) {
            const Character character = characterAt(lower, at);
            const auto step = m_steps.find(keyOf(read, character.codePoint));
            if (step == m_steps.end())
                break;
            if (step->second.piece != noPiece)
                places.push_back({static_cast<std::uint32_t>(begin), step->second.piece});
            read = step->second.next;
            at += character.length;
        }
    }
}

void PieceGraph::match(std::string_view lower, const Found& found) const
{
    Text text{lower, {}, {}};
    addPlaces(lower, text.places);
    for (std::size_t at = 0; at < lower.size(); ++at) {
        if (endsSentence(lower.substr(at)))
            text.stops.push_back(static_cast<std::uint32_t>(at));
    }
    std::vector<std::size_t> taken(m_lengths.size()); // up to where a piece has been found that begins patterns
    for (const Place& place : text.places) {
        if (place.begin < taken[place.piece])
            continue;
        const std::size_t end = place.begin + m_lengths[place.piece];
        taken[place.piece] = end;
        const Walk walk{text, found, place.begin};
        for (const VariantGraph::Edge& edge : m_first[place.piece])
            visit(walk, edge.node, end);
    }
}

void PieceGraph::visit(const Walk& walk, std::uint32_t node, std::size_t end) const
{
    if (const std::uint32_t pattern = m_graph.patternAt(node); pattern != VariantGraph::none)
        walk.found(pattern, walk.begin, end);
    const std::span<const VariantGraph::Edge> edges = m_graph.edgesAt(node);
    if (edges.empty())
        return;
    const auto stop = std::ranges::lower_bound(walk.text.stops, end);
    const std::size_t reach = stop == walk.text.stops.end() ? end + widestGap : std::min<std::size_t>(*stop, end + widestGap);
    const auto begin = std::ranges::lower_bound(walk.text.places, end, {}, &Place::begin);
    for (auto place = begin; place != walk.text.places.end() && place->begin <= reach; ++place) {
        const auto edge = std::ranges::lower_bound(edges, place->piece, {}, &VariantGraph::Edge::item);
        if (edge == edges.end() || edge->item != place->piece)
            continue;
        const bool isNearest = std::none_of(begin, place, [&](const Place& each) { return each.piece == place->piece; });
        if (isNearest)
            visit(walk, edge->node, place->begin + m_lengths[place->piece]);
    }
}

} // namespace tandem
