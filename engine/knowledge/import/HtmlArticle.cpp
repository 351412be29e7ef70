#include "knowledge/import/ArticleFormats.h"
#include "knowledge/import/HtmlEntities.h"

#include "base/Text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <set>

namespace tandem::formats {
namespace {

std::string lowered(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

template <std::size_t N>
bool isOneOf(std::string_view name, const std::array<std::string_view, N>& names)
{
    return std::ranges::find(names, name) != names.end();
}

constexpr std::array<std::string_view, 13> skipped{
    "script", "style", "template", "noscript", "svg", "iframe", "object", "nav", "head", "button", "select", "textarea", "math"};
constexpr std::array<std::string_view, 20> breaking{"p", "div", "section", "article", "main", "header", "footer", "aside", "dl",
    "dt", "dd", "blockquote", "figure", "figcaption", "form", "fieldset", "address", "hr", "details", "summary"};

constexpr std::size_t deepestList = 12;

struct Tag {
    std::string name;
    std::string_view attributes;
    bool closes = false;
};

// The value of an attribute; "" when it is not there.
std::string attribute(const Tag& tag, std::string_view name)
{
    const std::string lower = lowered(tag.attributes);
    for (std::size_t at = lower.find(name); at != std::string::npos; at = lower.find(name, at + 1)) {
        std::size_t value = at + name.size();
        const bool starts = at == 0 || std::isspace(static_cast<unsigned char>(lower[at - 1])) != 0;
        while (value < lower.size() && lower[value] == ' ')
            ++value;
        if (!starts || value >= lower.size() || lower[value] != '=')
            continue;
        std::string_view const rest = text::trim(tag.attributes.substr(value + 1));
        const bool quoted = rest.starts_with('"') || rest.starts_with('\'');
        const std::size_t end = quoted ? rest.find(rest.front(), 1) : rest.find_first_of(" \t\n");
        return withoutEntities(quoted ? rest.substr(1, end == std::string_view::npos ? end : end - 1) : rest.substr(0, end));
    }
    return {};
}

// Walks the tags once and writes Markdown. Not a browser: tags that are not closed or closed twice do no harm.
class HtmlReader {
public:
    explicit HtmlReader(std::string_view html)
        : m_html(html)
    {
    }

    Fields read()
    {
        while (m_position < m_html.size()) {
            if (m_html[m_position] != '<' || !takeMarkup())
                takeText();
        }
        if (m_inCode)
            takeCode({"pre", {}, true});
        endBlock();
        Fields fields{{"body", std::move(m_out)}};
        if (!m_title.empty() || !m_heading.empty())
            fields["title"] = m_heading.empty() ? m_title : m_heading;
        if (!m_language.empty())
            fields["lang"] = m_language;
        return fields;
    }

private:
    void takeText()
    {
        const std::size_t end = std::min(m_html.find('<', m_position + 1), m_html.size());
        m_line += withoutEntities(m_html.substr(m_position, end - m_position));
        m_position = end;
    }

    // A comment, declaration or tag. False when "<" is only a sign.
    bool takeMarkup()
    {
        const std::string_view rest = m_html.substr(m_position);
        if (rest.starts_with("<!--")) {
            skipPast("-->");
            return true;
        }
        if (rest.starts_with("<!") || rest.starts_with("<?")) {
            skipPast(">");
            return true;
        }
        const bool closes = rest.starts_with("</");
        std::size_t end = closes ? 2 : 1;
        if (end >= rest.size() || std::isalpha(static_cast<unsigned char>(rest[end])) == 0)
            return false;
        while (end < rest.size() && (std::isalnum(static_cast<unsigned char>(rest[end])) != 0 || rest[end] == '-'))
            ++end;
        const Tag tag{lowered(rest.substr(closes ? 2 : 1, end - (closes ? 2 : 1))), attributesFrom(rest, end), closes};
        m_position += end + tag.attributes.size();
        m_position = std::min(m_position + 1, m_html.size());
        take(tag);
        return true;
    }

    // Up to the ">" that ends the tag; one inside quotes does not.
    static std::string_view attributesFrom(std::string_view rest, std::size_t begin)
    {
        char quote = 0;
        for (std::size_t i = begin; i < rest.size(); ++i) {
            if (quote != 0)
                quote = rest[i] == quote ? '\0' : quote;
            else if (rest[i] == '"' || rest[i] == '\'')
                quote = rest[i];
            else if (rest[i] == '>')
                return rest.substr(begin, i - begin);
        }
        return rest.substr(begin);
    }

    void skipPast(std::string_view mark)
    {
        const std::size_t end = m_html.find(mark, m_position);
        m_position = end == std::string_view::npos ? m_html.size() : end + mark.size();
    }

    // What stands before the closing tag; nullopt when there is none.
    std::optional<std::string_view> takeElement(const std::string& name)
    {
        if (m_unclosed.contains(name))
            return std::nullopt;
        const std::string closing = "</" + name;
        std::size_t end = m_position;
        while (end < m_html.size() && lowered(m_html.substr(end, closing.size())) != closing)
            end = std::min(m_html.find('<', end + 1), m_html.size());
        if (end == m_html.size()) {
            m_unclosed.insert(name); // so that it is looked for once only
            return std::nullopt;
        }
        const std::string_view content = m_html.substr(m_position, end - m_position);
        m_position = end;
        skipPast(">");
        return content;
    }

    void skipElement(const std::string& name)
    {
        const bool code = name == "script" || name == "style";
        if (!takeElement(name) && code)
            m_position = m_html.size();
    }

    void takeTitle()
    {
        const auto content = takeElement("title");
        if (content && m_title.empty())
            m_title = text::collapseWhitespace(withoutEntities(*content));
    }

    void take(const Tag& tag)
    {
        const bool isHeading = tag.name.size() == 2 && tag.name[0] == 'h' && tag.name[1] >= '1' && tag.name[1] <= '6';
        if (!tag.closes && isOneOf(tag.name, skipped)) {
            skipElement(tag.name);
        } else if (tag.name == "title" && !tag.closes) {
            takeTitle();
        } else if (tag.name == "html" && !tag.closes) {
            m_language = attribute(tag, "lang");
        } else if (isHeading) {
            takeHeading(tag, tag.name[1] - '0');
        } else if (tag.name == "ul" || tag.name == "ol") {
            takeList(tag);
        } else if (tag.name == "li") {
            takeItem(tag);
        } else if (tag.name == "tr" || tag.name == "table") {
            takeTable(tag);
        } else if (tag.name == "td" || tag.name == "th") {
            takeCell(tag);
        } else if (tag.name == "br") {
            m_inTable ? void(m_line += ' ') : endBlock();
        } else if (tag.name == "a" && !tag.closes) {
            m_target = attribute(tag, "href");
            m_linkBegin = m_line.size();
        } else if (tag.name == "a") {
            endLink();
        } else if (isOneOf(tag.name, breaking) && !m_inTable) {
            if (!(m_isItem && text::trim(m_line).empty() && !tag.closes)) // <li><p>
                endBlock();
        } else if (tag.name == "pre") {
            takeCode(tag);
        }
    }

    void takeList(const Tag& tag)
    {
        endBlock();
        if (!tag.closes && m_lists.size() < deepestList)
            m_lists.push_back({tag.name == "ol", 0});
        else if (tag.closes && !m_lists.empty()) {
            m_lists.pop_back();
            if (m_lists.empty())
                m_out += '\n';
        }
    }

    void takeItem(const Tag& tag)
    {
        endBlock();
        m_isItem = !tag.closes;
        m_prefix.clear();
        if (tag.closes)
            return;
        if (m_lists.empty()) {
            m_prefix = "- ";
            return;
        }
        List& list = m_lists.back();
        m_prefix = std::string((m_lists.size() - 1) * 2, ' ') + (list.isNumbered ? std::to_string(++list.count) + ". " : "- ");
    }

    // Lines of code stay lines.
    void takeCode(const Tag& tag)
    {
        if (tag.closes && !m_inCode)
            return;
        if (!tag.closes) {
            endBlock();
        } else {
            const std::string_view code = withoutEmptyEnds(m_line);
            if (!code.empty())
                m_out.append("```\n").append(code).append("\n```\n\n");
            m_line.clear();
        }
        m_inCode = !tag.closes;
    }

    static std::string_view withoutEmptyEnds(std::string_view code)
    {
        const std::size_t first = code.find_first_not_of("\r\n");
        const std::size_t last = code.find_last_not_of(" \t\r\n");
        return last == std::string_view::npos ? std::string_view() : code.substr(first, last - first + 1);
    }

    void takeHeading(const Tag& tag, int level)
    {
        if (!tag.closes) {
            endBlock();
            m_prefix = std::string(static_cast<std::size_t>(level), '#') + ' ';
            return;
        }
        if (m_heading.empty() && level == 1)
            m_heading = text::collapseWhitespace(m_line);
        endBlock();
    }

    void endLink()
    {
        const bool address = m_target.starts_with("https://") || m_target.starts_with("http://");
        if (address && m_line.find(m_target, std::min(m_linkBegin, m_line.size())) == std::string::npos)
            m_line += " (" + m_target + ")";
        m_target.clear();
    }

    void takeTable(const Tag& tag)
    {
        if (tag.name == "table") {
            endBlock();
            m_inTable = !tag.closes;
            m_rows = 0;
            m_out += '\n';
            return;
        }
        endCell();
        if (m_cells.empty())
            return;
        std::string delimiter = "\n|";
        m_out += '|';
        for (const std::string& cell : m_cells) {
            m_out += cell + '|';
            delimiter += "-|";
        }
        m_out += (m_rows++ == 0 ? delimiter : "") + '\n';
        m_cells.clear();
    }

    void takeCell(const Tag& tag)
    {
        endCell();
        m_inCell = !tag.closes;
    }

    void endCell()
    {
        if (!m_inCell)
            return;
        std::string cell = text::collapseWhitespace(m_line);
        for (std::size_t at = cell.find('|'); at != std::string::npos; at = cell.find('|', at + 2))
            cell.insert(at, 1, '\\');
        m_cells.push_back(std::move(cell));
        m_line.clear();
        m_inCell = false;
    }

    void endBlock()
    {
        if (m_inCode) {
            m_line += '\n';
            return;
        }
        const std::string line = text::collapseWhitespace(m_line);
        if (!line.empty())
            m_out += m_prefix + line + (m_isItem ? "\n" : "\n\n");
        m_line.clear();
        if (m_isItem && line.empty())
            return; // its text is still to come
        m_prefix.clear();
        m_isItem = false;
    }

    struct List {
        bool isNumbered = false;
        int count = 0;
    };

    std::string_view m_html;
    std::size_t m_position = 0;
    std::string m_out;
    std::string m_line;
    std::string m_prefix;
    std::string m_title;
    std::string m_heading;
    std::string m_language;
    std::string m_target;
    std::size_t m_linkBegin = 0;
    std::set<std::string> m_unclosed;
    std::vector<std::string> m_cells;
    int m_rows = 0;
    std::vector<List> m_lists; // open ones, the innermost last
    bool m_isItem = false; // the block that is being read begins an item
    bool m_inCode = false;
    bool m_inTable = false;
    bool m_inCell = false;
};

} // namespace

Fields html(std::string_view text)
{
    return HtmlReader(text).read();
}

} // namespace tandem::formats
