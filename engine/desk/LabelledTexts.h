#pragma once

#include "base/Error.h"
#include "pipeline/learn/DeskHead.h"
#include "pipeline/understand/ExampleShelf.h"
#include "services/embedding/Embedder.h"
#include "services/store/Store.h"

#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

namespace tandem {

// The desk's labelled tickets as examples, in the order of their ids, at most a few thousand: what people set before what they
// confirmed, and the newest. Texts are opened here and not kept. With a model their vectors are made where they are missing and
// stored beside the labels. `progress` tells texts done and found. Blocks for as long as embedding takes.
Result<std::vector<DeskExample>> labelledExamples(Store& store, Embedder* embedder, std::optional<TimePoint> newSince,
    const std::function<void(int, int)>& progress, const std::stop_token& stop);

// The shipped messages, by which is judged whether a head still finds what the desk does not have.
std::vector<DeskExample> shelvedExamples(const ExampleShelf& shelf);

} // namespace tandem
