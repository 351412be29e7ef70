#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

enum class BlockKind : std::uint8_t { Heading, Paragraph, ListItem, TableRow, Code };

// A line or run of lines of Markdown that stands for itself, as plain text.
struct Block {
    BlockKind kind = BlockKind::Paragraph;
    int level = 0; // of a heading: 1…6
    int group = 0; // items of one list, rows of one table and lines of one code block share a number
    std::string text;
};

// Headings, paragraphs, list items, table rows ("Column: value; Column: value") and lines of code, in order. Any text is
// Markdown: what is no mark is kept. Front matter must be gone.
std::vector<Block> blocksOf(std::string_view markdown);

// Inline marks taken away: emphasis, code spans, links ("text (https://…)"), images, escapes, the common tags. Words stay.
std::string withoutInlineMarks(std::string_view text);

} // namespace tandem
