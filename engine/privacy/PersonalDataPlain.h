#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::pii {

// A text as the scanners read it: without characters that cannot be seen (zero-width, direction marks, soft hyphens), with plain
// spaces and hyphens, and with ASCII digits, letters and signs for full-width and Arabic ones. Knows where each byte comes from.
class PlainText {
public:
    explicit PlainText(std::string_view text); // the text must outlive this object

    [[nodiscard]] std::string_view text() const { return m_changed ? std::string_view(m_plain) : m_original; }
    // Where a finding of text() begins and ends in the original; no byte of a removed character is at either end.
    [[nodiscard]] std::size_t originalBegin(std::size_t begin) const { return m_changed ? m_begins[begin] : begin; }
    [[nodiscard]] std::size_t originalEnd(std::size_t end) const { return m_changed && end > 0 ? m_ends[end - 1] : end; }

private:
    void append(char c, std::size_t begin, std::size_t end);

    std::string_view m_original;
    std::string m_plain;
    std::vector<std::size_t> m_begins; // per byte of m_plain: its character's place in the original
    std::vector<std::size_t> m_ends;
    bool m_changed = false;
};

} // namespace tandem::pii
