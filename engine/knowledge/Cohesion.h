#pragma once

#include <functional>
#include <string_view>
#include <vector>

namespace tandem {

// How much each sentence of a section goes on with what stands before it, 0…1 by sentence; that of the first means nothing.
using CohesionOf = std::function<std::vector<double>(const std::vector<std::string_view>& sentences)>;

// By the words that the sentences around a place have in common, those weighing most that few sentences of the section have.
std::vector<double> wordCohesion(const std::vector<std::string_view>& sentences);

// By the vectors of the sentences: nearness of what stands before a place to what stands after it. As many as `sentences`, of one
// length; empty when they are not.
std::vector<double> vectorCohesion(const std::vector<std::vector<float>>& vectors);

} // namespace tandem
