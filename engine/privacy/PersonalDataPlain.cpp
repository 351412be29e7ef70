#include "privacy/PersonalDataPlain.h"

#include "base/Unseen.h"

namespace tandem::pii {

namespace {

// What stands for a character: itself, nothing, or one ASCII character.
struct Plain {
    std::size_t bytes = 0; // of the character; 0: it stands for itself
    char sign = 0; // 0: it is left out
};

unsigned byteAt(std::string_view text, std::size_t at)
{
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

Plain fullWidth(unsigned point) // U+FF01 to U+FF5E stand for "!" to "~"
{
    const char ascii = static_cast<char>(point - 0xFF01 + '!');
    const bool kept = (ascii >= '0' && ascii <= '9') || (ascii >= 'A' && ascii <= 'Z') || (ascii >= 'a' && ascii <= 'z');
    // The others end sentences and clauses in Chinese and Japanese.
    const bool joins = std::string_view("+-.@_()/#").contains(ascii);
    return kept || joins ? Plain{3, ascii} : Plain{};
}

Plain threeBytes(std::string_view text, std::size_t at)
{
    const unsigned point
        = (byteAt(text, at) & 0xFU) << 12U | (byteAt(text, at + 1) & 0x3FU) << 6U | (byteAt(text, at + 2) & 0x3FU);
    if ((point >= 0x2000 && point <= 0x200A) || point == 0x202F || point == 0x205F || point == 0x3000)
        return {3, ' '};
    if ((point >= 0x2010 && point <= 0x2015) || point == 0x2212)
        return {3, '-'};
    if (text::isUnseen(point))
        return {3, 0};
    return point >= 0xFF01 && point <= 0xFF5E ? fullWidth(point) : Plain{};
}

Plain plainAt(std::string_view text, std::size_t at)
{
    const unsigned lead = byteAt(text, at);
    const unsigned second = byteAt(text, at + 1);
    if (lead < 0xC2 || (second & 0xC0U) != 0x80)
        return {};
    switch (lead) {
    case 0xC2: return second == 0xA0 ? Plain{2, ' '} : second == 0xAD ? Plain{2, 0} : Plain{};
    case 0xCD: return second == 0x8F ? Plain{2, 0} : Plain{};
    case 0xD9: return second >= 0xA0 && second <= 0xA9 ? Plain{2, static_cast<char>('0' + (second - 0xA0))} : Plain{};
    case 0xDB: return second >= 0xB0 && second <= 0xB9 ? Plain{2, static_cast<char>('0' + (second - 0xB0))} : Plain{};
    case 0xE1:
    case 0xE2:
    case 0xE3:
    case 0xEF: return (byteAt(text, at + 2) & 0xC0U) == 0x80 ? threeBytes(text, at) : Plain{};
    case 0xF3: // tags
        return second == 0xA0 && (byteAt(text, at + 2) & 0xFEU) == 0x80 && (byteAt(text, at + 3) & 0xC0U) == 0x80 ? Plain{4, 0}
                                                                                                                  : Plain{};
    default: return {};
    }
}

} // namespace

PlainText::PlainText(std::string_view text)
    : m_original(text)
{
    std::size_t at = 0;
    while (at < text.size() && plainAt(text, at).bytes == 0)
        ++at;
    m_changed = at < text.size();
    if (!m_changed)
        return;
    m_plain.reserve(text.size());
    m_begins.reserve(text.size());
    m_ends.reserve(text.size());
    for (std::size_t i = 0; i < at; ++i)
        append(text[i], i, i + 1);
    while (at < text.size()) {
        const Plain plain = plainAt(text, at);
        const std::size_t end = at + (plain.bytes == 0 ? 1 : plain.bytes);
        if (plain.bytes == 0)
            append(text[at], at, end);
        else if (plain.sign != 0)
            append(plain.sign, at, end);
        at = end;
    }
}

void PlainText::append(char c, std::size_t begin, std::size_t end)
{
    m_plain += c;
    m_begins.push_back(begin);
    m_ends.push_back(end);
}

} // namespace tandem::pii
