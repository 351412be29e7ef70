#include "pipeline/validate/PhraseList.h"

#include <algorithm>
#include <array>

namespace tandem {

namespace {

constexpr std::size_t longestGap = 48; // bytes between two pieces of a phrase

constexpr auto negations = std::to_array<std::string_view>(
    {" not ", " nicht ", " kein", " noch ", " niet ", " geen ", " nie ", " pas ", " never ", " nooit "});

bool negates(std::string gap)
{
    gap.append(1, ' ');
    return std::ranges::any_of(negations, [&](std::string_view word) { return gap.contains(word); });
}

// A phrase that begins with a Latin letter begins where a word does.
std::optional<text::Span> placeOf(std::string_view phrase, const std::string& words)
{
    const std::vector<std::string_view> pieces = text::split(phrase, '*');
    const bool atWord = static_cast<unsigned char>(phrase.front()) < 0x80;
    for (std::size_t begin = 0; (begin = words.find(pieces.front(), begin)) != std::string::npos; ++begin) {
        if (atWord && words[begin - 1] != ' ')
            continue;
        std::size_t end = begin + pieces.front().size();
        bool whole = true;
        for (std::size_t i = 1; i < pieces.size() && whole; ++i) {
            const std::size_t next = words.find(pieces[i], end);
            whole = next != std::string::npos && next - end <= longestGap && !negates(words.substr(end, next - end + 1));
            end = next + pieces[i].size();
        }
        if (whole)
            return text::Span{begin, end};
    }
    return std::nullopt;
}

} // namespace

PhraseText::PhraseText(std::string_view sentence)
{
    std::size_t before = 0;
    for (const text::Span& word : text::words(sentence)) {
        if (word.begin > before)
            add(" ", word);
        before = word.end;
        std::string folded = text::foldAccents(word.of(sentence));
        for (std::size_t at = 0; (at = folded.find("’", at)) != std::string::npos;)
            folded.replace(at, std::string_view("’").size(), 1, '\'');
        add(folded, word);
    }
    add(" ", {sentence.size(), sentence.size()});
}

text::Span PhraseText::inSentence(text::Span words) const
{
    return {m_places[words.begin].begin, m_places[words.end - 1].end};
}

void PhraseText::add(std::string_view piece, text::Span place)
{
    if (piece == " " && m_words.ends_with(' '))
        return;
    m_words += piece;
    m_places.resize(m_words.size(), place);
}

PhraseList::PhraseList(std::span<const std::string_view> phrases)
{
    for (const std::string_view phrase : phrases)
        m_phrases.push_back(text::foldAccents(phrase));
}

std::optional<text::Span> PhraseList::find(const PhraseText& sentence) const
{
    for (const std::string& phrase : m_phrases) {
        if (const auto place = placeOf(phrase, sentence.words()))
            return sentence.inSentence(*place);
    }
    return std::nullopt;
}

} // namespace tandem
