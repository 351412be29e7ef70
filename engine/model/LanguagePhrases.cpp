#include "model/LanguagePhrases.h"

#include "base/Text.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace tandem {

namespace {

// Ideographs and kana are written without spaces.
bool isUnspaced(std::string_view letter)
{
    const auto lead = static_cast<unsigned char>(letter.front());
    return lead >= 0xE3 && lead <= 0xE9;
}

// Whether a code point is part of a word: Latin-1 and general punctuation, currency signs and the Arabic marks are not.
bool isWordLetter(std::string_view letter)
{
    const auto lead = static_cast<unsigned char>(letter.front());
    if (lead < 0x80)
        return (lead >= '0' && lead <= '9') || (lead >= 'a' && lead <= 'z');
    return lead != 0xC2 && lead != 0xE2 && !isUnspaced(letter) && letter != "؟" && letter != "،" && letter != "؛";
}

bool isContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

std::string_view letterAt(std::string_view text, std::size_t at)
{
    std::size_t end = at + 1;
    while (end < text.size() && isContinuation(text[end]))
        ++end;
    return text.substr(at, end - at);
}

std::string_view letterBefore(std::string_view text, std::size_t at)
{
    std::size_t begin = at - 1;
    while (begin > 0 && isContinuation(text[begin]))
        --begin;
    return text.substr(begin, at - begin);
}

// No word goes on at either end.
bool isWhole(std::string_view text, std::size_t begin, std::size_t end)
{
    const bool cutAtBegin = begin > 0 && isWordLetter(letterAt(text, begin)) && isWordLetter(letterBefore(text, begin));
    const bool cutAtEnd = end < text.size() && isWordLetter(letterBefore(text, end)) && isWordLetter(letterAt(text, end));
    return !cutAtBegin && !cutAtEnd;
}

} // namespace

LanguagePhrases::LanguagePhrases(std::span<const Line> lines)
{
    for (const Line& line : lines) {
        auto& phrases = m_phrases.at(std::to_underlying(line.language));
        for (const std::string_view phrase : text::split(line.phrases, '|')) {
            if (!phrase.empty())
                phrases.push_back(text::foldAccents(phrase));
        }
        std::ranges::stable_sort(phrases, std::greater(), &std::string::size);
    }
}

bool LanguagePhrases::isIn(std::string_view folded, Language language) const
{
    return std::ranges::any_of(m_phrases.at(std::to_underlying(language)), [&](const std::string& phrase) {
        for (auto at = folded.find(phrase); at != std::string_view::npos; at = folded.find(phrase, at + 1)) {
            if (isWhole(folded, at, at + phrase.size()))
                return true;
        }
        return false;
    });
}

std::size_t LanguagePhrases::atStart(std::string_view folded, Language language) const
{
    const auto& phrases = m_phrases.at(std::to_underlying(language));
    const auto found = std::ranges::find_if(
        phrases, [&](const std::string& phrase) { return folded.starts_with(phrase) && isWhole(folded, 0, phrase.size()); });
    return found == phrases.end() ? 0 : found->size();
}

std::size_t LanguagePhrases::atEnd(std::string_view folded, Language language) const
{
    const auto& phrases = m_phrases.at(std::to_underlying(language));
    const auto found = std::ranges::find_if(phrases, [&](const std::string& phrase) {
        return folded.ends_with(phrase) && isWhole(folded, folded.size() - phrase.size(), folded.size());
    });
    return found == phrases.end() ? 0 : found->size();
}

} // namespace tandem
