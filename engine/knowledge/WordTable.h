#pragma once

#include "knowledge/IndexTable.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// Words and their numbers, counted from 0 in the order they came. A word has at most 255 bytes. Not thread-safe.
class WordTable {
public:
    static constexpr std::uint32_t none = IndexTable::none;

    [[nodiscard]] std::uint32_t find(std::string_view text) const;
    // Its number, a new one when it is new.
    std::uint32_t add(std::string_view text);
    [[nodiscard]] std::string_view word(std::uint32_t number) const
    {
        return {m_text.data() + m_begins[number], m_begins[number + 1] - m_begins[number]};
    }
    [[nodiscard]] std::size_t size() const { return m_begins.size() - 1; }
    [[nodiscard]] std::size_t bytes() const;

private:
    std::string m_text; // all words, one after another
    std::vector<std::uint32_t> m_begins{0}; // by number, and the end
    IndexTable m_numbers;
};

} // namespace tandem
