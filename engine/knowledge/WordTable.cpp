#include "knowledge/WordTable.h"

#include <functional>

namespace tandem {
namespace {

std::size_t hashOf(std::string_view word)
{
    return std::hash<std::string_view>()(word);
}

} // namespace

std::uint32_t WordTable::find(std::string_view text) const
{
    return m_numbers.find(hashOf(text), [&](std::uint32_t number) { return word(number) == text; });
}

std::uint32_t WordTable::add(std::string_view text)
{
    if (const std::uint32_t known = find(text); known != none)
        return known;
    const auto number = static_cast<std::uint32_t>(size());
    m_text += text;
    m_begins.push_back(static_cast<std::uint32_t>(m_text.size()));
    m_numbers.add(hashOf(text), number, [this](std::uint32_t other) { return hashOf(word(other)); });
    return number;
}

std::size_t WordTable::bytes() const
{
    return m_text.capacity() + m_begins.capacity() * sizeof(std::uint32_t) + m_numbers.bytes();
}

} // namespace tandem
