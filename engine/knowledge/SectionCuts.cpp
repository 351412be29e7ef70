#include "knowledge/SectionCuts.h"

#include <algorithm>
#include <limits>

namespace tandem {
namespace {

constexpr double passageCost = 2; // more than any cut between blocks saves
constexpr double longBlockCost = 0.3;
constexpr double blockCost = 5; // rather one passage more
constexpr double withoutTieCost = 4; // rather one passage more
constexpr double shortCost = 0.5;
constexpr std::size_t shortPassage = 200; // characters

double costOf(const CutPiece& piece)
{
    switch (piece.place) {
    case CutPlace::BetweenBlocks: return piece.cohesion;
    case CutPlace::InLongBlock: return piece.cohesion + longBlockCost;
    case CutPlace::InBlock: break;
    }
    return piece.cohesion + blockCost;
}

} // namespace

std::vector<std::size_t> passageStarts(const std::vector<CutPiece>& pieces, const PassageLimits& limits)
{
    // The cheapest way to cut what stands before each piece, and where its last passage begins.
    struct Best {
        double cost = std::numeric_limits<double>::infinity();
        std::size_t start = 0;
    };
    std::vector<Best> best(pieces.size() + 1);
    best[0].cost = 0;
    for (std::size_t start = 0; start < pieces.size(); ++start) {
        double entry = best[start].cost + passageCost + (start > 0 ? costOf(pieces[start]) : 0);
        PassageSize size;
        for (std::size_t end = start; end < pieces.size(); ++end) {
            size += pieces[end].size;
            if (end > start && !size.fits(limits))
                break;
            const bool tied = pieces[start].tie.characters == 0 || (size + pieces[start].tie).fits(limits);
            const double cost
                = entry + (tied ? 0 : withoutTieCost) + (size.characters < shortPassage && pieces.size() > 1 ? shortCost : 0);
            if (cost < best[end + 1].cost)
                best[end + 1] = {cost, start};
        }
    }
    std::vector<std::size_t> starts;
    for (std::size_t end = pieces.size(); end > 0; end = best[end].start)
        starts.push_back(best[end].start);
    std::ranges::reverse(starts);
    return starts;
}

} // namespace tandem
