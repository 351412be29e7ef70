#pragma once

#include "model/Language.h"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// Phrases that mean the same in each of the twelve languages. They are found as whole words ("ile" not in "file"), those of
// ideographs and kana anywhere, and in a text of their own language alone ("do" is "up to" in Polish). Immutable, thread-safe.
class LanguagePhrases {
public:
    struct Line {
        Language language;
        std::string_view phrases; // separated by "|", in their usual spelling, with "'" for an apostrophe
    };
    explicit LanguagePhrases(std::span<const Line> lines);

    // `folded` is text::foldAccents of a text whose signs are plain (FactText::text).
    [[nodiscard]] bool isIn(std::string_view folded, Language language) const;
    // Bytes of the longest phrase that it begins or ends with; 0 when there is none.
    [[nodiscard]] std::size_t atStart(std::string_view folded, Language language) const;
    [[nodiscard]] std::size_t atEnd(std::string_view folded, Language language) const;

private:
    std::array<std::vector<std::string>, languageCount> m_phrases; // folded, the longest first
};

} // namespace tandem
