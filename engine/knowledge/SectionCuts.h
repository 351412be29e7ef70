#pragma once

#include "knowledge/PassageSize.h"

#include <cstdint>
#include <vector>

namespace tandem {

// Whether a section may be cut before a piece.
enum class CutPlace : std::uint8_t {
    BetweenBlocks, // a paragraph, list, table or block of code begins here
    InLongBlock, // inside one that is longer than a passage
    InBlock, // inside one that would fit: only when nothing else is left
};

// What stays together: a sentence, an item, a row.
struct CutPiece {
    PassageSize size;
    PassageSize tie; // what a passage that begins here repeats of the text before; 0 = nothing
    CutPlace place = CutPlace::BetweenBlocks;
    double cohesion = 0; // 0…1: how much it goes on with what stands before it; of the first piece it means nothing
};

// Where passages begin, the first at 0: as few as can be, and among these where the text turns to something else. Each piece
// fits a passage by itself. Pure.
std::vector<std::size_t> passageStarts(const std::vector<CutPiece>& pieces, const PassageLimits& limits = {});

} // namespace tandem
