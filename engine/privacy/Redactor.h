#pragma once

#include "privacy/Redaction.h"

#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// No placeholder is longer, brackets included.
inline constexpr std::size_t longestPlaceholder = 42;

// What placeholders stand for: the first spelling of each.
using PlaceholderValues = std::map<std::string, std::string, std::less<>>;

// "[CARD_1]" and the like at `at`: the bytes up to the bracket's end, 0 when there is none.
std::size_t placeholderLength(std::string_view text, std::size_t at);
// Whether a placeholder is one that redact() or withoutPersons() could have made: "[CARD_1]", "[PERSON]", but not "[CSV]".
bool standsForPersonalData(std::string_view placeholder);
// Where such placeholders stand in a text, ascending.
std::vector<text::Span> placeholdersIn(std::string_view text);
std::string withValues(std::string_view text, const PlaceholderValues& values);

// Gives out placeholders: one numbering for all that it redacts. Not thread-safe.
class Redactor {
public:
    // What looks like a placeholder in any of these is never given out; they outlive the call only.
    explicit Redactor(std::span<const std::string_view> texts);

    // The type of what is left out without a way back: another text's placeholder.
    static constexpr std::string_view leftOut = "left_out";

    // `found` ascending and not overlapping.
    Redacted redact(std::string_view text, std::vector<PiiSpan> found);
    [[nodiscard]] const PlaceholderValues& values() const { return m_values; }

private:
    struct Known {
        std::map<std::string, std::string> placeholders; // by comparable value
        std::size_t count = 0;
    };
    const std::string& placeholderOf(std::string_view type, std::string_view value);

    std::set<std::string> m_taken;
    std::map<std::string, Known, std::less<>> m_known; // by type
    PlaceholderValues m_values;
};

} // namespace tandem
