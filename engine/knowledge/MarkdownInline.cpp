#include "knowledge/MarkdownText.h"

#include "base/Text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace tandem {
namespace {

// No mark is looked for further away than this: it keeps the work linear, whatever the text.
constexpr std::size_t window = 1000;

bool isSpace(char character)
{
    return character == ' ' || character == '\t' || character == '\n' || character == '\r';
}

bool isWordByte(char character)
{
    const auto byte = static_cast<unsigned char>(character);
    return byte >= 0x80 || (std::isalnum(byte) != 0);
}

bool isPunctuation(char character)
{
    const auto byte = static_cast<unsigned char>(character);
    return byte < 0x80 && std::ispunct(byte) != 0;
}

// The tags that people mix into Markdown. Anything else in angle brackets, such as <file name>, is text.
bool isCommonTag(std::string_view name)
{
    static constexpr std::array<std::string_view, 25> names{"a", "b", "i", "u", "s", "p", "br", "hr", "em", "strong", "span",
        "div", "code", "pre", "kbd", "sub", "sup", "small", "mark", "img", "details", "summary", "font", "center", "del"};
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::find(names, lower) != names.end();
}

class InlineReader {
public:
    explicit InlineReader(std::string_view text)
        : m_text(text)
    {
    }

    std::string read()
    {
        while (m_position < m_text.size()) {
            const char character = m_text[m_position];
            const bool taken = (character == '\\' && takeEscape()) || (character == '`' && takeCode())
                || ((character == '[' || character == '!') && takeLink()) || (character == '<' && takeAngle())
                || ((character == '*' || character == '_' || character == '~') && takeEmphasis());
            if (!taken) {
                m_out += character;
                ++m_position;
            }
        }
        return std::move(m_out);
    }

private:
    // The text up to the end of the window from here.
    [[nodiscard]] std::string_view near() const { return m_text.substr(0, m_position + window); }

    bool takeEscape()
    {
        if (m_position + 1 >= m_text.size() || !isPunctuation(m_text[m_position + 1]))
            return false;
        // "C:\*.exe" and "\\server" are paths: a backslash is an escape only before a mark that would mean something.
        if (std::string_view("\\`*_{}[]()#+-.!|~<>").find(m_text[m_position + 1]) == std::string_view::npos)
            return false;
        m_out += m_text[m_position + 1];
        m_position += 2;
        return true;
    }

    bool takeCode()
    {
        std::size_t ticks = 1;
        while (m_position + ticks < m_text.size() && m_text[m_position + ticks] == '`')
            ++ticks;
        const std::string fence(ticks, '`');
        const std::size_t end = near().find(fence, m_position + ticks);
        if (end == std::string_view::npos)
            return false;
        m_out += text::trim(m_text.substr(m_position + ticks, end - m_position - ticks));
        m_position = end + ticks;
        return true;
    }

    // The bracket that closes the one at `open`; npos when there is none.
    [[nodiscard]] std::size_t closing(std::size_t open, char left, char right) const
    {
        int depth = 0;
        for (std::size_t i = open; i < near().size(); ++i) {
            if (m_text[i] == '\\') {
                ++i;
            } else if (m_text[i] == left) {
                ++depth;
            } else if (m_text[i] == right && --depth == 0) {
                return i;
            }
        }
        return std::string_view::npos;
    }

    bool takeLink()
    {
        const bool image = m_text[m_position] == '!';
        const std::size_t open = m_position + (image ? 1 : 0);
        if (open >= m_text.size() || m_text[open] != '[')
            return false;
        const std::size_t close = closing(open, '[', ']');
        if (close == std::string_view::npos || close + 1 >= m_text.size() || m_text[close + 1] != '(')
            return false;
        const std::size_t end = closing(close + 1, '(', ')');
        if (end == std::string_view::npos)
            return false;
        std::string_view target = text::trim(m_text.substr(close + 2, end - close - 2));
        target = target.substr(0, target.find_first_of(" \t\n")); // a title may follow
        if (target.starts_with('<') && target.ends_with('>'))
            target = target.substr(1, target.size() - 2);
        const std::string label = InlineReader(m_text.substr(open + 1, close - open - 1)).read();
        m_out += label;
        // An address is a fact that an answer may need; a path inside the help centre is not.
        const bool address = target.starts_with("https://") || target.starts_with("http://");
        if (!image && address && label.find(target) == std::string::npos)
            m_out.append(" (").append(target).append(")");
        m_position = end + 1;
        return true;
    }

    bool takeAngle()
    {
        const std::size_t end = near().find('>', m_position);
        if (end == std::string_view::npos)
            return false;
        std::string_view inside = m_text.substr(m_position + 1, end - m_position - 1);
        if (inside.starts_with("https://") || inside.starts_with("http://") || inside.starts_with("mailto:")) {
            m_out += inside.starts_with("mailto:") ? inside.substr(7) : inside;
            m_position = end + 1;
            return true;
        }
        if (inside.starts_with('/'))
            inside.remove_prefix(1);
        const std::string_view tag = inside.substr(0, inside.find_first_of(" \t\n/"));
        if (!isCommonTag(tag))
            return false;
        if (tag == "br" || tag == "BR" || tag == "p" || tag == "div")
            m_out += ' ';
        m_position = end + 1;
        return true;
    }

    // A run of marks counts when one that closes it follows: "*.exe and *.bat" has none.
    bool takeEmphasis()
    {
        const char mark = m_text[m_position];
        std::size_t length = 1;
        while (m_position + length < m_text.size() && m_text[m_position + length] == mark)
            ++length;
        const std::size_t inner = m_position + length;
        if (length > 3 || (mark == '~' && length != 2) || inner >= m_text.size() || isSpace(m_text[inner]))
            return takeRun(length);
        const bool insideWord = m_position > 0 && isWordByte(m_text[m_position - 1]);
        if (mark == '_' && insideWord)
            return takeRun(length);
        const std::string run(length, mark);
        const std::string_view text = near();
        for (std::size_t end = text.find(run, inner + 1); end != std::string_view::npos; end = text.find(run, end + 1)) {
            const std::size_t after = end + length;
            const bool wordGoesOn = after < m_text.size() && isWordByte(m_text[after]);
            const bool longer = after < m_text.size() && m_text[after] == mark;
            if (isSpace(m_text[end - 1]) || longer || (wordGoesOn && (mark == '_' || (insideWord && length == 1))))
                continue;
            m_out += InlineReader(m_text.substr(inner, end - inner)).read();
            m_position = after;
            return true;
        }
        return takeRun(length);
    }

    bool takeRun(std::size_t length)
    {
        m_out += m_text.substr(m_position, length);
        m_position += length;
        return true;
    }

    std::string_view m_text;
    std::size_t m_position = 0;
    std::string m_out;
};

} // namespace

std::string withoutInlineMarks(std::string_view text)
{
    return text::collapseWhitespace(InlineReader(text).read());
}

} // namespace tandem
