#pragma once

#include "base/Error.h"
#include "model/LearnedHead.h"
#include "pipeline/learn/HeadFile.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace tandem {

// A ticket of the desk as a head learns from it.
struct DeskExample {
    std::uint64_t key = 0; // of the event that it tells of: the ticket's group, or itself; decides when it is held back
    std::int64_t at = 0; // when it came in; only the order counts
    TextCounts counts;
    std::vector<float> vector; // empty without a model
    std::size_t label = 0;
    double weight = 1;
    bool isNew = true; // the learned head in use has not seen it, or not with this label
};

struct DeskHead {
    DeskVerdict verdict = DeskVerdict::TooFew;
    std::size_t examples = 0;
    HeadFigures shipped;
    HeadFigures learned; // each example judged by a head that was trained without it
    double gainLow = 0; // 95 % sure: the learned head's log loss is lower by at least this
    HeadFile file; // empty when there were too few
};

// Fits the shipped head to the desk's tickets and judges whether that is better. Every example is held back once, in one of five
// parts by its key; those of one key together weigh as much as two. A class with next to no examples stays as it is, and those
// teach nothing. Better means: 95 % sure of a log loss that is lower than the shipped head's by enough to be worth it (paired
// bootstrap over keys), without a loss of macro-F1 over the classes that were learned; of the other classes' texts in
// `elsewhere`, which are not the desk's, next to none lost; with enough examples, a lower loss on the newest fifth too, for a
// head of the older ones; and against `used`, a learned head that is in use (or null), no higher loss on the examples that are
// new to it. Without texts from elsewhere a head is learned more timidly. Deterministic. Cancelled when stopped.
Result<DeskHead> learnDeskHead(const HeadFile& shipped, const HeadFile* used, std::span<const DeskExample> examples,
    std::span<const DeskExample> elsewhere, const std::stop_token& stop);

// Fewer examples than this, of the second largest class, or of full weight are too few.
inline constexpr std::size_t fewestDeskExamples = 60;
inline constexpr std::size_t fewestOfSecondClass = 8;
inline constexpr std::size_t fewestSureExamples = 20;

// One head of the file, fitted and calibrated in the same way, without judging whether that is better.
Result<LinearHead> deskHead(const HeadFile& shipped, const LinearHead& head, std::span<const DeskExample> examples,
    std::span<const DeskExample> elsewhere, const std::stop_token& stop);

} // namespace tandem
