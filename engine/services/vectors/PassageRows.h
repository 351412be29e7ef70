#pragma once

#include "base/Error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

// Which passage is in which row, in about ten bytes beside the ids' own. A row's passage never changes; a removed row keeps its
// place. Not thread-safe; reading may run together.
class PassageRows {
public:
    // The passage's new row. An older one of the same passage must be removed before anything else is asked.
    Result<std::uint32_t> append(std::string_view passage);
    void remove(std::uint32_t row);
    [[nodiscard]] std::optional<std::uint32_t> find(std::string_view wanted) const;
    [[nodiscard]] std::string_view passage(std::uint32_t row) const; // also a removed row's; valid until the next append
    [[nodiscard]] bool removed(std::uint32_t row) const { return m_removed[row] != 0; }

    [[nodiscard]] std::size_t rows() const { return m_removed.size(); }
    [[nodiscard]] std::size_t size() const { return m_size; } // without removed ones

    [[nodiscard]] std::string serialized() const;
    static Result<PassageRows> restored(std::string_view bytes);

private:
    [[nodiscard]] std::size_t startOf(std::string_view passage) const;
    void enter(std::uint32_t row);
    void growTable();

    std::string m_text; // one id after another
    std::vector<std::uint32_t> m_ends; // by row, in m_text
    std::vector<std::uint8_t> m_removed; // by row
    std::size_t m_size = 0;
    // Open addressing: row + 1, 0 = free. A removed row's entry stays until the table grows.
    std::vector<std::uint32_t> m_table;
    std::size_t m_entered = 0;
};

} // namespace tandem
