#include "pipeline/learn/FoldedText.h"

#include "pipeline/learn/Characters.h"

#include <algorithm>
#include <limits>

namespace tandem {

namespace {

bool isAscii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool isBreak(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

// Marks that fold together with the letter before them.
bool joinsLetterBefore(char32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x64B && c <= 0x65F) || c == 0x670 || c == 0x3099 || c == 0x309A || c == 0xFF9E
        || c == 0xFF9F || (c >= 0xFE00 && c <= 0xFE0F);
}

// Han and full-width kana fold to themselves.
bool foldsToItself(char32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FE);
}

} // namespace

FoldedText::FoldedText(std::string_view text)
{
    text = text::truncate(text, std::numeric_limits<std::uint32_t>::max());
    m_text.reserve(text.size());
    // White space stands between what folds by itself.
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = begin;
        while (end < text.size() && isBreak(text[end]) == isBreak(text[begin]))
            ++end;
        const std::string_view piece = text.substr(begin, end - begin);
        if (isAscii(piece)) {
            const std::string folded = text::foldAccents(piece);
            for (std::size_t i = 0; i < piece.size(); ++i)
                append(std::string_view(folded).substr(i, 1), begin + i, begin + i + 1);
        } else if (!appendFinely(text, begin, end)) {
            append(text::foldAccents(piece), begin, end);
        }
        begin = end;
    }
}

text::Span FoldedText::origin(const text::Span& folded) const
{
    if (folded.begin >= folded.end || folded.end > m_text.size())
        return {};
    return {m_begins[folded.begin], m_ends[folded.end - 1]};
}

void FoldedText::append(std::string_view folded, std::size_t begin, std::size_t end)
{
    m_text += folded;
    m_begins.resize(m_text.size(), static_cast<std::uint32_t>(begin));
    m_ends.resize(m_text.size(), static_cast<std::uint32_t>(end));
}

// Letter by letter. False, with nothing appended, when the letters fold together to something else than one by one.
bool FoldedText::appendFinely(std::string_view text, std::size_t begin, std::size_t end)
{
    const std::size_t before = m_text.size();
    for (std::size_t at = begin; at < end;) {
        const Character first = characterAt(text, at);
        std::size_t next = at + first.length;
        while (next < end) {
            const Character mark = characterAt(text, next);
            if (!joinsLetterBefore(mark.codePoint))
                break;
            next += mark.length;
        }
        const std::string_view letter = text.substr(at, next - at);
        if (letter.size() == first.length && foldsToItself(first.codePoint))
            append(letter, at, next);
        else
            append(text::foldAccents(letter), at, next);
        at = next;
    }
    if (std::string_view(m_text).substr(before) == text::foldAccents(text.substr(begin, end - begin)))
        return true;
    m_text.resize(before);
    m_begins.resize(before);
    m_ends.resize(before);
    return false;
}

} // namespace tandem
