#include "knowledge/import/PdfText.h"

#include "base/Text.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

namespace tandem {
namespace {

constexpr std::size_t edgeLines = 2; // lines at the top and at the bottom of a page that may be a running head
constexpr std::size_t fewestPages = 3; // with fewer, what stands twice may be meant
constexpr std::size_t longestRunning = 120; // bytes
constexpr std::size_t longLine = 60; // bytes of a line that goes on in the next

using Page = std::vector<std::string_view>;

// Without empty lines at its ends.
Page trimmed(Page lines)
{
    while (!lines.empty() && text::trim(lines.back()).empty())
        lines.pop_back();
    const auto first = std::ranges::find_if(lines, [](std::string_view line) { return !text::trim(line).empty(); });
    lines.erase(lines.begin(), first);
    return lines;
}

// "Page 12 of 40" and "Page 13 of 40" are one running line.
std::string withoutNumbers(std::string_view line)
{
    std::string result;
    for (const char c : text::trim(line)) {
        const bool digit = c >= '0' && c <= '9';
        if (!digit)
            result += c;
        else if (!result.ends_with('0'))
            result += '0';
    }
    return result;
}

bool isPageNumber(std::string_view line)
{
    const std::string plain = withoutNumbers(line);
    return plain == "0" || plain == "- 0 -" || plain == "0 / 0" || plain == "0/0";
}

// How far a line is from the nearer end of its page: 0 = the first or the last.
std::size_t distance(const Page& page, std::size_t line)
{
    return std::min(line, page.size() - 1 - line);
}

// On how many pages each line stands near an end.
std::map<std::string, std::size_t> runningLines(const std::vector<Page>& pages)
{
    std::map<std::string, std::size_t> count;
    for (const Page& page : pages) {
        std::set<std::string> seen;
        for (std::size_t i = 0; i < page.size(); ++i) {
            if (distance(page, i) < edgeLines && page[i].size() <= longestRunning)
                seen.insert(withoutNumbers(page[i]));
        }
        for (const std::string& line : seen)
            ++count[line];
    }
    return count;
}

void dropRunningLines(std::vector<Page>& pages)
{
    const std::map<std::string, std::size_t> count = runningLines(pages);
    // A chapter's name stands at the very top of its pages alone.
    const std::array<std::size_t, edgeLines> often{
        std::max(fewestPages, (pages.size() + 9) / 10), std::max(fewestPages, (pages.size() + 1) / 2)};
    for (Page& page : pages) {
        Page kept;
        for (std::size_t i = 0; i < page.size(); ++i) {
            const std::size_t far = distance(page, i);
            const auto found = far < edgeLines ? count.find(withoutNumbers(page[i])) : count.end();
            const bool isTitle = &page == &pages.front() && i == 0 && !isPageNumber(page[i]);
            const bool isRunning = found != count.end() && !found->first.empty() && found->second >= often[far];
            if (isTitle || (!isRunning && !(far < edgeLines && isPageNumber(page[i]))))
                kept.push_back(page[i]);
        }
        page = trimmed(std::move(kept));
    }
}

bool endsSentence(std::string_view line)
{
    static constexpr auto ends
        = std::to_array<std::string_view>({".", "!", "?", ":", "。", "！", "？", "：", "؟", "…", "\"", "”", ")"});
    return std::ranges::any_of(ends, [&](std::string_view end) { return line.ends_with(end); });
}

enum class Gap : std::uint8_t { None, EmptyLine, PageEnd };

// A page's end, or the odd place of a bullet, parts a sentence. A short line above an empty one is a heading.
bool goesOn(std::string_view before, std::string_view after, Gap gap)
{
    if (gap == Gap::None)
        return true;
    const bool isLong = before.size() >= longLine;
    if (before.empty() || endsSentence(before) || (gap == Gap::EmptyLine && !isLong))
        return false;
    const bool isItem = before.starts_with("- ");
    const auto first = static_cast<unsigned char>(after.front());
    const bool isSmall = (first >= 'a' && first <= 'z') || (first >= 0x80 && gap == Gap::PageEnd);
    return isSmall || (isItem && isLong && !after.starts_with("- "));
}

std::string lineOf(std::string_view line)
{
    static constexpr auto bullets = std::to_array<std::string_view>({"•", "◦", "▪", "‣", "●", "○", "\xEF\x82\xB7", "·"});
    for (const std::string_view bullet : bullets) {
        if (line.starts_with(bullet) && !text::trim(line.substr(bullet.size())).empty())
            return "- " + std::string(text::trim(line.substr(bullet.size())));
    }
    return std::string(line);
}

} // namespace

std::string withoutPages(std::string_view pdfText)
{
    std::vector<Page> pages;
    for (const std::string_view page : text::split(pdfText, '\f')) {
        pages.push_back(trimmed(text::lines(page)));
        if (pages.back().empty())
            pages.pop_back();
    }
    dropRunningLines(pages);
    std::string body;
    std::string last;
    Gap gap = Gap::None;
    for (const Page& page : pages) {
        for (const std::string_view each : page) {
            const std::string line = lineOf(text::trim(each));
            if (line.empty()) {
                gap = std::max(gap, Gap::EmptyLine);
                continue;
            }
            if (!goesOn(last, line, gap))
                body += '\n';
            gap = Gap::None;
            body += line + '\n';
            last = line;
        }
        gap = Gap::PageEnd;
    }
    return std::string(text::trim(body));
}

} // namespace tandem
