#include "services/llm/QuotedText.h"

#include "base/Text.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace tandem {

namespace {

constexpr std::size_t shortestRepeat = 20; // bytes of a line without a mark of quotation; less may be said twice
constexpr std::size_t mostAnswered = 3; // lines that are quoted to be answered
constexpr std::size_t fewestUnmarked = 2; // lines at the end that nothing marks as quoted
constexpr std::size_t mostLines = 1000; // of a message; each is looked for in all that was said

enum class Repeat : std::uint8_t { No, Short, Yes }; // Short: blank, or so few words that it says nothing where it stands alone

struct Line {
    std::string_view whole; // with its end
    std::string words; // one blank between two
    bool isQuoted = false;
    Repeat repeat = Repeat::No;
};

Line lineOf(std::string_view whole)
{
    Line line{whole, {}, false, Repeat::No};
    std::string_view text = text::trim(whole);
    while (text.starts_with('>')) {
        line.isQuoted = true;
        text = text::trim(text.substr(1));
    }
    line.words = text::collapseWhitespace(text);
    return line;
}

std::vector<Line> linesOf(std::string_view message)
{
    std::vector<Line> lines;
    while (!message.empty()) {
        const std::size_t end = std::min(message.find('\n'), message.size() - 1) + 1;
        lines.push_back(lineOf(message.substr(0, end)));
        message.remove_prefix(end);
    }
    return lines;
}

// Whole words of what was said: "12 days" is no repeat of "112 days".
bool stands(const std::string& said, const std::string& words)
{
    std::string whole(1, ' ');
    whole += words;
    whole += ' ';
    return said.contains(whole);
}

Repeat repeatIn(const std::string& said, const Line& line)
{
    if (line.words.empty())
        return Repeat::Short;
    if (!stands(said, line.words))
        return Repeat::No;
    return line.isQuoted || line.words.size() >= shortestRepeat ? Repeat::Yes : Repeat::Short;
}

// Where the repeats that begin at `at` end, and whether they are left out.
struct Run {
    std::size_t end = 0;
    bool isDropped = false;
};

Run runAt(const std::vector<Line>& lines, std::size_t at)
{
    Run run{at, false};
    std::size_t repeats = 0;
    bool isMarked = false;
    for (; run.end < lines.size() && lines[run.end].repeat != Repeat::No; ++run.end) {
        repeats += lines[run.end].repeat == Repeat::Yes ? 1 : 0;
        isMarked = isMarked || (lines[run.end].isQuoted && lines[run.end].repeat == Repeat::Yes);
    }
    const bool isLast = run.end == lines.size();
    run.isDropped = repeats > mostAnswered || (isLast && (isMarked || repeats >= fewestUnmarked));
    return run;
}

} // namespace

std::string QuotedText::withoutRepeats(std::string_view message)
{
    std::vector<Line> lines = linesOf(message);
    if (lines.size() <= mostLines) {
        for (Line& line : lines)
            line.repeat = repeatIn(m_said, line);
    }
    std::string kept;
    for (std::size_t at = 0; at < lines.size();) {
        const Run run = lines[at].repeat == Repeat::Yes ? runAt(lines, at) : Run{at, false};
        if (run.isDropped) {
            at = run.end;
            continue;
        }
        for (const std::size_t end = std::max(run.end, at + 1); at < end; ++at)
            kept += lines[at].whole;
    }
    remember(message);
    // Whoever says nothing but what was said says it again.
    return text::trim(kept).empty() ? std::string(message) : kept;
}

void QuotedText::remember(std::string_view message)
{
    if (m_said.empty())
        m_said.push_back(' ');
    for (const Line& line : linesOf(message)) {
        if (!line.words.empty())
            m_said.append(line.words).append(1, ' ');
    }
    if (m_said.size() > remembered)
        m_said.erase(0, m_said.find(' ', m_said.size() - remembered));
}

} // namespace tandem
