#pragma once

#include <QString>

#include <string_view>
#include <vector>

namespace tandem::ui {

// A stretch of a QString.
struct Stretch {
    int begin = 0;
    int length = 0;
    friend bool operator==(const Stretch&, const Stretch&) = default;
};

// Where words of `query` stand in `text`, in any inflection: stems are compared, words that share a long beginning count as the
// same, and ideographs and kana go by pairs. Words that any text has are left out. In order, without overlaps; positions are
// those of QString::fromUtf8(text). Pure.
std::vector<Stretch> wordMatches(std::string_view text, std::string_view query);

} // namespace tandem::ui
