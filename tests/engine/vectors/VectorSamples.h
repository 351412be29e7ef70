#pragma once

#include "UnitVector.h"
#include "services/vectors/HnswIndex.h"
#include "support/Strings.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

// Vectors, passages and indexes of them for the tests of HnswIndex.
namespace tandem::samples {

inline constexpr int dimension = 48;

inline std::vector<float> unitVector(unsigned seed)
{
    return unitVector(seed, dimension);
}

inline PassageId passage(unsigned number)
{
    return PassageId("p" + std::to_string(number));
}

inline std::unique_ptr<HnswIndex> indexOf(unsigned count, std::size_t exactBelow = 20'000)
{
    auto index = valueOf(HnswIndex::create("model-a", dimension, {exactBelow}));
    for (unsigned i = 0; i < count; ++i)
        succeed(index->put(passage(i), unitVector(i)));
    index->settle();
    return index;
}

// Share of the true ten nearest among the found ten.
inline double recall(const HnswIndex& index, const std::set<unsigned>& present)
{
    double found = 0;
    constexpr unsigned queries = 50;
    for (unsigned q = 0; q < queries; ++q) {
        const std::vector<float> query = unitVector(1'000'000 + q);
        std::vector<std::pair<float, unsigned>> exact;
        for (const unsigned number : present) {
            const std::vector<float> vector = unitVector(number);
            exact.emplace_back(-std::inner_product(query.begin(), query.end(), vector.begin(), 0.0F), number);
        }
        std::ranges::partial_sort(exact, exact.begin() + 10);
        const auto neighbours = valueOf(index.search(query, 10));
        for (int i = 0; i < 10; ++i)
            found += static_cast<double>(
                std::ranges::count(neighbours, passage(exact[static_cast<std::size_t>(i)].second), &Neighbour::passage));
    }
    return found / (queries * 10);
}

inline std::set<unsigned> upTo(unsigned count)
{
    std::set<unsigned> numbers;
    for (unsigned i = 0; i < count; ++i)
        numbers.insert(numbers.end(), i);
    return numbers;
}

} // namespace tandem::samples
