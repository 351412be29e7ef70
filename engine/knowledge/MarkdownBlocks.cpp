#include "knowledge/MarkdownText.h"

#include "base/Text.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace tandem {
namespace {

std::string_view withoutReturn(std::string_view line)
{
    return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

std::size_t indent(std::string_view line)
{
    std::size_t width = 0;
    for (const char character : line) {
        if (character == ' ')
            ++width;
        else if (character == '\t')
            width += 4;
        else
            break;
    }
    return width;
}

std::optional<std::pair<int, std::string_view>> headingOf(std::string_view line)
{
    const std::size_t level = line.find_first_not_of('#');
    if (level == std::string_view::npos || level == 0 || level > 6 || (line[level] != ' ' && line[level] != '\t'))
        return std::nullopt;
    std::string_view text = text::trim(line.substr(level));
    const std::size_t last = text.find_last_not_of('#');
    if (last != std::string_view::npos && last + 1 < text.size() && (text[last] == ' ' || text[last] == '\t'))
        text = text::trim(text.substr(0, last));
    return std::pair(static_cast<int>(level), text);
}

// The text after "-", "*", "+", "•", "1." or "1)"; nullopt when the line is no list item.
std::optional<std::string_view> itemOf(std::string_view line)
{
    constexpr std::string_view bullet = "•";
    std::size_t mark = 0;
    if (line.starts_with(bullet))
        return text::trim(line.substr(bullet.size()));
    if (line.starts_with('-') || line.starts_with('*') || line.starts_with('+')) {
        mark = 1;
    } else {
        while (mark < line.size() && mark < 9 && std::isdigit(static_cast<unsigned char>(line[mark])) != 0)
            ++mark;
        if (mark == 0 || mark >= line.size() || (line[mark] != '.' && line[mark] != ')'))
            return std::nullopt;
        ++mark;
    }
    if (mark == line.size())
        return std::string_view();
    if (line[mark] != ' ' && line[mark] != '\t')
        return std::nullopt;
    return text::trim(line.substr(mark));
}

bool consistsOf(std::string_view line, std::string_view marks, std::size_t least)
{
    const auto count = std::ranges::count_if(line, [&](char c) { return marks.find(c) != std::string_view::npos; });
    const bool only = std::ranges::all_of(line, [&](char c) { return c == ' ' || marks.find(c) != std::string_view::npos; });
    return only && static_cast<std::size_t>(count) >= least;
}

bool isRule(std::string_view line)
{
    return consistsOf(line, "-", 3) || consistsOf(line, "*", 3) || consistsOf(line, "_", 3);
}

bool isTableDelimiter(std::string_view line)
{
    return line.find('-') != std::string_view::npos && line.find('|') != std::string_view::npos
        && line.find_first_not_of("|-: \t") == std::string_view::npos;
}

std::vector<std::string> cellsOf(std::string_view row)
{
    row = text::trim(row);
    if (row.starts_with('|'))
        row.remove_prefix(1);
    if (row.ends_with('|') && !row.ends_with("\\|"))
        row.remove_suffix(1);
    std::vector<std::string> cells(1);
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (row[i] == '\\' && i + 1 < row.size() && row[i + 1] == '|') {
            cells.back() += '|';
            ++i;
        } else if (row[i] == '|') {
            cells.emplace_back();
        } else {
            cells.back() += row[i];
        }
    }
    for (std::string& cell : cells)
        cell = withoutInlineMarks(cell);
    return cells;
}

// "Plan: Free; Storage: 2 GB": a row that can be read and quoted without its table.
std::string rowText(const std::vector<std::string>& header, const std::vector<std::string>& cells)
{
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].empty())
            continue;
        if (!text.empty())
            text += "; ";
        if (i < header.size() && !header[i].empty())
            text.append(header[i]).append(": ");
        text += cells[i];
    }
    return text;
}

bool isWide(std::string_view text, bool atEnd)
{
    // Ideographs, kana and their punctuation take three bytes from E3 on: no space belongs between two lines of them.
    if (text.size() < 3)
        return false;
    const auto first = static_cast<unsigned char>(atEnd ? text[text.size() - 3] : text[0]);
    return first >= 0xE3 && first <= 0xE9;
}

class BlockReader {
public:
    explicit BlockReader(std::string_view markdown)
        : m_lines(text::lines(markdown))
    {
    }

    std::vector<Block> read()
    {
        while (m_next < m_lines.size()) {
            std::string_view line = withoutReturn(m_lines[m_next]);
            m_indent = indent(line);
            line = text::trim(line);
            while (line.starts_with("> ") || line == ">")
                line = text::trim(line.substr(1));
            if (!takeFence(line) && !takeTable(line))
                takeLine(line);
            ++m_next;
        }
        closeOpen();
        return std::move(m_blocks);
    }

private:
    void add(BlockKind kind, std::string text, int level = 0)
    {
        if (!text.empty())
            m_blocks.push_back({kind, level, m_group, std::move(text)});
    }

    // Ends the paragraph or item that is being collected.
    void closeOpen()
    {
        add(m_openKind, withoutInlineMarks(m_open));
        m_open.clear();
        m_openLines = 0;
        m_openKind = BlockKind::Paragraph;
    }

    void append(std::string_view line)
    {
        if (!m_open.empty() && !(isWide(m_open, true) && isWide(line, false)))
            m_open += ' ';
        m_open += line;
        ++m_openLines;
    }

    bool takeFence(std::string_view line)
    {
        const bool ticks = line.starts_with("```");
        if (!ticks && !line.starts_with("~~~"))
            return false;
        closeOpen();
        ++m_group;
        m_inList = false;
        const std::string_view fence = line.substr(0, 3);
        while (++m_next < m_lines.size() && !text::trim(m_lines[m_next]).starts_with(fence))
            add(BlockKind::Code, std::string(text::trim(m_lines[m_next])));
        ++m_group;
        return true;
    }

    bool takeTable(std::string_view line)
    {
        if (line.find('|') == std::string_view::npos || m_next + 1 >= m_lines.size()
            || !isTableDelimiter(text::trim(m_lines[m_next + 1])))
            return false;
        closeOpen();
        ++m_group;
        m_inList = false;
        const std::vector<std::string> header = cellsOf(line);
        const std::size_t before = m_blocks.size();
        m_next += 2;
        while (m_next < m_lines.size() && m_lines[m_next].find('|') != std::string_view::npos) {
            add(BlockKind::TableRow, rowText(header, cellsOf(m_lines[m_next])));
            ++m_next;
        }
        if (m_blocks.size() == before) // only a header: its words are kept
            add(BlockKind::TableRow, rowText({}, header));
        --m_next;
        ++m_group;
        return true;
    }

    void takeLine(std::string_view line)
    {
        if (line.empty()) {
            closeOpen();
            return;
        }
        if (const auto heading = headingOf(line)) {
            closeOpen();
            ++m_group;
            m_inList = false;
            add(BlockKind::Heading, withoutInlineMarks(heading->second), heading->first);
            return;
        }
        const bool underline = consistsOf(line, "=", 3) || consistsOf(line, "-", 3);
        if (underline && m_openLines == 1 && m_openKind == BlockKind::Paragraph && line.find(' ') == std::string_view::npos) {
            ++m_group;
            m_openKind = BlockKind::Heading;
            add(BlockKind::Heading, withoutInlineMarks(m_open), line.front() == '=' ? 1 : 2);
            m_open.clear();
            closeOpen();
            return;
        }
        if (isRule(line)) {
            closeOpen();
            m_inList = false;
            return;
        }
        takeText(line);
    }

    void takeText(std::string_view line)
    {
        if (const auto item = itemOf(line)) {
            closeOpen();
            if (!m_inList)
                ++m_group;
            m_inList = true;
            m_openKind = BlockKind::ListItem;
            if (!item->empty())
                append(*item);
            return;
        }
        if (m_openLines == 0 && m_openKind == BlockKind::Paragraph) {
            // After an empty line an indented line goes on with the list; anything else ends it.
            if (m_inList && m_indent >= 2) {
                m_openKind = BlockKind::ListItem;
            } else {
                m_inList = false;
                ++m_group;
            }
        }
        append(line);
    }

    std::vector<std::string_view> m_lines;
    std::size_t m_next = 0;
    std::size_t m_indent = 0;
    std::vector<Block> m_blocks;
    std::string m_open;
    BlockKind m_openKind = BlockKind::Paragraph;
    int m_openLines = 0;
    int m_group = 0;
    bool m_inList = false;
};

} // namespace

std::vector<Block> blocksOf(std::string_view markdown)
{
    return BlockReader(markdown).read();
}

} // namespace tandem
