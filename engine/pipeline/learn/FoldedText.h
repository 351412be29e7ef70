#pragma once

#include "base/Text.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// A text folded as features see it (text::foldAccents), and where in the text each byte of it comes from.
class FoldedText {
public:
    explicit FoldedText(std::string_view text);

    [[nodiscard]] const std::string& text() const { return m_text; }
    // Bytes of the text that these bytes of the folded one come from. An empty span stays empty.
    [[nodiscard]] text::Span origin(const text::Span& folded) const;

private:
    void append(std::string_view folded, std::size_t begin, std::size_t end);
    bool appendFinely(std::string_view text, std::size_t begin, std::size_t end);

    std::string m_text;
    std::vector<std::uint32_t> m_begins; // a byte of m_text each
    std::vector<std::uint32_t> m_ends;
};

} // namespace tandem
