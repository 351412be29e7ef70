#include "services/llm/CitationMarkers.h"

#include "base/Text.h"
#include "services/llm/ChatRequests.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tandem {

namespace {

constexpr std::size_t longestMarker = 120; // bytes
constexpr std::string_view replacementCharacter = "\xEF\xBF\xBD";

struct Brackets {
    std::string_view open;
    std::string_view close;
};
constexpr std::array brackets{Brackets{"[", "]"}, Brackets{"【", "】"}, Brackets{"［", "］"}};

const Brackets* bracketsAt(std::string_view text)
{
    const auto* const found
        = std::ranges::find_if(brackets, [text](const Brackets& pair) { return text.starts_with(pair.open); });
    return found == brackets.end() ? nullptr : found;
}

enum class Match { None, Unfinished, Found };

// Reads what stands at the start of `text` as a marker.
class MarkerReader {
public:
    explicit MarkerReader(std::string_view text)
        : m_text(text)
    {
    }

    Match read()
    {
        const Brackets* const pair = bracketsAt(m_text);
        if (pair == nullptr)
            return Match::None;
        m_at = pair->open.size();
        do {
            skip(" ");
            if (!reference())
                return unread();
            skip(" ");
        } while (skip(",") || skip(";"));
        if (!skip(pair->close))
            return unread();
        return m_at > longestMarker ? Match::None : Match::Found;
    }

    [[nodiscard]] std::size_t length() const { return m_at; }
    [[nodiscard]] const std::vector<ChatCitation>& references() const { return m_references; }

private:
    // The text ended before anything in it spoke against a marker.
    Match unread() const { return m_at == m_text.size() && m_at < longestMarker ? Match::Unfinished : Match::None; }

    bool skip(std::string_view what)
    {
        if (!m_text.substr(m_at).starts_with(what))
            return false;
        m_at += what.size();
        return true;
    }

    // 1…9999; 0 = none here.
    std::size_t number()
    {
        constexpr std::size_t digits = 4;
        std::size_t value = 0;
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && m_at - begin < digits && m_text[m_at] >= '0' && m_text[m_at] <= '9')
            value = value * 10 + static_cast<std::size_t>(m_text[m_at++] - '0');
        return value;
    }

    bool reference()
    {
        const std::size_t document = number();
        if (document == 0 || !skip("."))
            return false;
        const std::size_t first = number();
        if (first == 0)
            return false;
        std::size_t last = first;
        if (skip("-") || skip("–")) {
            last = number();
            // [2.1-2.3]
            if (last == document && skip("."))
                last = number();
            if (last == 0)
                return false;
        }
        ChatCitation citation;
        citation.document = document - 1;
        citation.firstSentence = first - 1;
        citation.endSentence = last;
        m_references.push_back(citation);
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::vector<ChatCitation> m_references;
};

// How many bytes of an unfinished character stand at the end.
std::size_t unfinishedCharacter(std::string_view text)
{
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
        const auto byte = static_cast<unsigned char>(text[text.size() - back]);
        if ((byte & 0xC0U) == 0x80U)
            continue;
        const std::size_t length = byte >= 0xF0U ? 4 : byte >= 0xE0U ? 3 : byte >= 0xC0U ? 2 : 1;
        return length > back ? back : 0;
    }
    return 0;
}

// The end of the last sentence stays behind its marker: "in five days [1.2]. You can …".
std::size_t skipEndOfSentence(std::string_view text)
{
    constexpr std::array<std::string_view, 14> ends{" ", "\n", "\r", "\t", ".", ",", ";", ":", "!", "?", "。", "！", "？", "，"};
    std::size_t at = 0;
    while (at < text.size()) {
        const auto* const end
            = std::ranges::find_if(ends, [rest = text.substr(at)](std::string_view mark) { return rest.starts_with(mark); });
        if (end == ends.end())
            break;
        at += end->size();
    }
    return at;
}

} // namespace

CitationMarkers::CitationMarkers(std::vector<std::size_t> sentenceCounts)
    : m_sentenceCounts(std::move(sentenceCounts))
{
}

std::string_view CitationMarkers::feed(std::string_view bytes)
{
    m_pending += bytes;
    return process(Ending::Open);
}

std::string_view CitationMarkers::finish()
{
    if (const std::size_t cut = unfinishedCharacter(m_pending); cut > 0) {
        m_pending.resize(m_pending.size() - cut);
        m_pending += replacementCharacter;
    }
    return process(Ending::Closed);
}

std::string_view CitationMarkers::process(Ending ending)
{
    const std::size_t before = m_text.size();
    std::string_view view(m_pending);
    view.remove_suffix(unfinishedCharacter(view));
    std::size_t at = 0;
    while (at < view.size()) {
        const auto taken = step(view.substr(at), ending);
        if (!taken)
            break;
        at += *taken;
    }
    m_pending.erase(0, at);
    return std::string_view(m_text).substr(before);
}

// Takes what the text begins with: a marker with the space before it, or what can be no part of one. nullopt = more must come.
std::optional<std::size_t> CitationMarkers::step(std::string_view view, Ending ending)
{
    const std::size_t space = view.front() == ' ' ? 1 : 0;
    if (space > 0 && m_dropSpace) {
        m_dropSpace = false;
        return space;
    }
    if (space == view.size() && ending == Ending::Open)
        return std::nullopt;
    MarkerReader marker(view.substr(space));
    const Match match = marker.read();
    if (match == Match::Unfinished && ending == Ending::Open)
        return std::nullopt;
    if (match == Match::Found && takeMarker(marker.references()))
        return space + marker.length();

    // At least one byte, and on to where a marker could begin next; 【 and ［ begin with E3 and EF.
    const std::size_t end = std::min(view.find_first_of(" [\xE3\xEF", 1), view.size());
    m_text += view.substr(0, end);
    m_dropSpace = false;
    return end;
}

bool CitationMarkers::takeMarker(const std::vector<ChatCitation>& references)
{
    std::vector<ChatCitation> there;
    std::ranges::copy_if(references, std::back_inserter(there),
        [this](const ChatCitation& reference) { return pointsInto(m_sentenceCounts, reference); });
    if (there.empty())
        return false;
    cite(there);
    m_dropSpace = m_text.empty() || m_text.ends_with('\n');
    return true;
}

// The citations speak of the sentence that ends here, from the last marker on at most.
void CitationMarkers::cite(const std::vector<ChatCitation>& references)
{
    const std::string_view uncited = std::string_view(m_text).substr(m_citedEnd);
    const std::size_t begin = m_citedEnd + skipEndOfSentence(uncited);
    const auto sentences = text::sentences(std::string_view(m_text).substr(begin));
    if (!sentences.empty()) {
        m_lastRange.emplace();
        m_lastRange->begin = begin + sentences.back().begin;
        m_lastRange->end = begin + sentences.back().end;
        m_citedEnd = m_text.size();
    }
    // A marker before all text speaks of nothing.
    if (!m_lastRange)
        return;
    for (ChatCitation citation : references) {
        citation.begin = m_lastRange->begin;
        citation.end = m_lastRange->end;
        m_citations.push_back(citation);
    }
}

} // namespace tandem
