#pragma once

#include <functional>
#include <vector>

namespace tandem {

// A smooth function to be made small: returns its value at a point and writes its gradient there.
using Objective = std::function<double(const std::vector<double>& point, std::vector<double>& gradient)>;

// Limited-memory BFGS with a backtracking line search. Deterministic; stops after `iterations` or when no step helps.
std::vector<double> minimise(const Objective& objective, std::vector<double> start, int iterations);

} // namespace tandem
