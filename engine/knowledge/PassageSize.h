#pragma once

#include <cstddef>
#include <limits>
#include <string_view>

namespace tandem {

struct PassageLimits {
    std::size_t characters = 900;
    double tokens = 220; // about
    double mostTokens = std::numeric_limits<double>::infinity();
};

// How long a text is, without asking the model: characters, tokens as e5's vocabulary cuts text on average, and how many there
// may be of a text that is no ordinary one.
struct PassageSize {
    std::size_t characters = 0;
    double tokens = 0;
    double mostTokens = 0;

    PassageSize& operator+=(const PassageSize& other);
    // Whether this is within the limits, of which the usual ones are stretched by `share`.
    [[nodiscard]] bool fits(const PassageLimits& limits, double share = 1.0) const;
};

PassageSize operator+(PassageSize left, const PassageSize& right);

PassageSize sizeOf(std::string_view text);

// The longest beginning, ended between two words where it can be, that has at most so many tokens whatever it holds.
std::string_view beginningWithin(std::string_view text, double mostTokens);

} // namespace tandem
