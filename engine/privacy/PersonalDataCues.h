#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tandem::pii {

// Finds any of a few dozen words in one pass over a text. The words are in lower case, and constant.
class CueList {
public:
    explicit CueList(std::vector<std::string_view> words)
        : m_words(std::move(words))
    {
        for (std::size_t i = 0; i < m_words.size(); ++i)
            m_byFirst[static_cast<unsigned char>(m_words[i].front())].push_back(static_cast<std::uint16_t>(i));
    }

    // Calls take(word's index, its place) for every occurrence, in the order of places.
    template <typename Take>
    void each(std::string_view text, Take take) const
    {
        for (std::size_t at = 0; at < text.size(); ++at) {
            for (const std::uint16_t i : m_byFirst[static_cast<unsigned char>(text[at])]) {
                const std::string_view word = m_words[i];
                if (text.size() - at >= word.size() && text[at + word.size() - 1] == word.back()
                    && text.compare(at, word.size(), word) == 0)
                    take(i, at);
            }
        }
    }

private:
    std::vector<std::string_view> m_words;
    std::array<std::vector<std::uint16_t>, 256> m_byFirst;
};

template <typename Items, typename Word>
CueList cueList(const Items& items, Word word)
{
    std::vector<std::string_view> words;
    for (const auto& item : items)
        words.push_back(word(item));
    return CueList(std::move(words));
}

} // namespace tandem::pii
