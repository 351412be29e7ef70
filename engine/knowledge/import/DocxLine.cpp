#include "knowledge/import/DocxLine.h"

#include "knowledge/import/DocxStyles.h"
#include "knowledge/import/DocxSymbols.h"

#include "base/Text.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include <pugixml.hpp>

namespace tandem {
namespace {

using Node = pugi::xml_node;

bool isAddress(std::string_view target)
{
    return target.starts_with("https://") || target.starts_with("http://");
}

// HYPERLINK "https://…" \o "…" → https://…
std::string addressIn(std::string_view instruction)
{
    instruction = text::trim(instruction);
    if (!instruction.starts_with("HYPERLINK"))
        return {};
    const std::size_t begin = instruction.find('"');
    const std::size_t end = begin == std::string_view::npos ? begin : instruction.find('"', begin + 1);
    if (end == std::string_view::npos)
        return {};
    return text::repairUtf8(instruction.substr(begin + 1, end - begin - 1));
}

bool isSwitchedOn(const Node& node)
{
    const std::string_view value = attributeOf(node, "val");
    return node && value != "0" && value != "false" && value != "off";
}

std::optional<char32_t> codeOf(std::string_view hex)
{
    unsigned code = 0;
    const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), code, 16);
    const bool isCharacter = code > 0 && code < 0x110000 && (code < 0xD800 || code > 0xDFFF);
    return error == std::errc() && end == hex.data() + hex.size() && isCharacter ? std::optional<char32_t>(code) : std::nullopt;
}

class LineReader {
public:
    explicit LineReader(const DocxReferences& references)
        : m_references(references)
    {
    }

    DocxLine read(const Node& paragraph)
    {
        take(paragraph, 0);
        m_line.goesOn = static_cast<bool>(childOf(childOf(childOf(paragraph, "pPr"), "rPr"), "del"));
        const bool apart = m_line.goesOn && (m_line.text.ends_with(' ') || m_line.text.ends_with("\xC2\xA0"));
        m_line.text = text::collapseWhitespace(m_line.text) + (apart ? " " : "");
        return std::move(m_line);
    }

private:
    // A field that is open: PAGE, HYPERLINK "…" and so on, then what it shows.
    struct Field {
        std::string instruction;
        bool shows = false;
        std::size_t begin = 0;
    };

    void take(const Node& parent, int depth)
    {
        if (depth > deepestDocx)
            return;
        for (const Node& node : parent.children()) {
            const std::string_view name = localName(node.name());
            const std::size_t begin = m_line.text.size();
            if (name == "r") {
                takeRun(node, depth + 1);
            } else if (name == "hyperlink") {
                take(node, depth + 1);
                const auto target = m_references.links.find(attributeOf(node, "id"));
                if (target != m_references.links.end())
                    addAddress(target->second, begin);
            } else if (name == "fldSimple") {
                take(node, depth + 1);
                addAddress(addressIn(attributeOf(node, "instr")), begin);
            } else if (name == "oMath" || name == "oMathPara") {
                takeFormula(node, depth + 1);
            } else if (name == "AlternateContent") {
                takeAlternative(node, depth + 1, [this](const Node& alternative, int deeper) { take(alternative, deeper); });
            } else if (holdsDocxContent(name)) {
                take(node, depth + 1);
            }
        }
    }

    void takeRun(const Node& run, int depth)
    {
        const Node properties = childOf(run, "rPr");
        if (isSwitchedOn(childOf(properties, "vanish")))
            return;
        takeRunContent(run, attributeOf(childOf(properties, "rFonts"), "ascii"), depth);
    }

    void takeRunContent(const Node& run, std::string_view font, int depth)
    {
        if (depth > deepestDocx)
            return;
        for (const Node& node : run.children()) {
            const std::string_view name = localName(node.name());
            if (name == "fldChar")
                takeFieldMark(attributeOf(node, "fldCharType"));
            else if (name == "instrText" && !m_fields.empty() && !m_fields.back().shows)
                m_fields.back().instruction += node.text().get();
            else if (std::ranges::all_of(m_fields, &Field::shows))
                takeShown(node, name, font, depth);
        }
    }

    void takeShown(const Node& node, std::string_view name, std::string_view font, int depth)
    {
        if (name == "t")
            addText(text::repairUtf8(node.text().get()), font);
        else if (name == "tab" || name == "br" || name == "cr" || name == "ptab")
            m_line.text += ' ';
        else if (name == "noBreakHyphen")
            m_line.text += '-';
        else if (name == "sym" || name == "symEx")
            addSymbol(attributeOf(node, "font"), attributeOf(node, "char"));
        else if (name == "ruby")
            take(childOf(node, "rubyBase"), depth + 1);
        else if (name == "footnoteReference")
            addNote(m_references.footnotes, attributeOf(node, "id"));
        else if (name == "endnoteReference")
            addNote(m_references.endnotes, attributeOf(node, "id"));
        else if (name == "AlternateContent")
            takeAlternative(
                node, depth + 1, [&](const Node& alternative, int deeper) { takeRunContent(alternative, font, deeper); });
        else
            findBoxes(node, depth + 1);
    }

    // What new programs show, or where that is nothing what old ones do.
    template <typename Take>
    void takeAlternative(const Node& node, int depth, const Take& takeOne)
    {
        const std::pair before(m_line.text.size(), m_line.boxes.size());
        for (const Node& alternative : node.children()) {
            if (std::pair(m_line.text.size(), m_line.boxes.size()) == before)
                takeOne(alternative, depth + 1);
        }
    }

    // Text boxes. Each stands there twice, once for old programs.
    void findBoxes(const Node& parent, int depth)
    {
        if (depth > deepestDocx)
            return;
        for (const Node& node : parent.children()) {
            const std::string_view name = localName(node.name());
            if (name == "txbxContent")
                m_line.boxes.push_back(node);
            else if (name != "Fallback")
                findBoxes(node, depth + 1);
        }
    }

    void takeFieldMark(std::string_view type)
    {
        if (type == "begin") {
            m_fields.push_back({{}, false, m_line.text.size()});
        } else if (m_fields.empty()) {
            return; // one that began in another paragraph
        } else if (type == "separate") {
            m_fields.back().shows = true;
        } else if (type == "end") {
            const Field field = std::move(m_fields.back());
            m_fields.pop_back();
            addAddress(addressIn(field.instruction), field.begin);
        }
    }

    // A fraction as 1/2, a power as x^2; the rest one after the other.
    void takeFormula(const Node& parent, int depth)
    {
        if (depth > deepestDocx)
            return;
        for (const Node& node : parent.children()) {
            const std::string_view name = localName(node.name());
            if (name == "t") {
                m_line.text += text::repairUtf8(node.text().get());
                continue;
            }
            const bool isBracket = name == "d" || name == "rad";
            if (name == "den")
                m_line.text += '/';
            else if (name == "sup")
                m_line.text += '^';
            else if (isBracket)
                m_line.text += name == "rad" ? "√(" : "(";
            if (!name.ends_with("Pr"))
                takeFormula(node, depth + 1);
            if (isBracket)
                m_line.text += ')';
        }
    }

    void addText(const std::string& text, std::string_view font)
    {
        const auto points = text::codePoints(text);
        const bool isPlain = !isSymbolFont(font)
            && std::ranges::none_of(points, [](char32_t point) { return point >= 0xE000 && point <= 0xF8FF; });
        if (isPlain) {
            m_line.text += text;
            return;
        }
        for (const char32_t point : points)
            m_line.text += point == ' ' ? " " : docxSymbol(font, point);
    }

    void addSymbol(std::string_view font, std::string_view hex)
    {
        if (const auto code = codeOf(hex))
            m_line.text += docxSymbol(font, *code);
    }

    void addAddress(const std::string& target, std::size_t begin)
    {
        const std::string_view shown = std::string_view(m_line.text).substr(std::min(begin, m_line.text.size()));
        if (isAddress(target) && !text::trim(shown).empty() && !shown.contains(target))
            m_line.text += " (" + target + ")";
    }

    void addNote(const std::map<std::string, std::string, std::less<>>& notes, std::string_view id)
    {
        const auto note = notes.find(id);
        if (note != notes.end() && !note->second.empty())
            m_line.text += " (" + note->second + ")";
    }

    const DocxReferences& m_references;
    DocxLine m_line;
    std::vector<Field> m_fields;
};

} // namespace

DocxLine docxLine(const pugi::xml_node& paragraph, const DocxReferences& references)
{
    return LineReader(references).read(paragraph);
}

bool holdsDocxContent(std::string_view localName)
{
    return localName == "sdt" || localName == "sdtContent" || localName == "customXml" || localName == "ins"
        || localName == "moveTo" || localName == "smartTag" || localName == "bdo" || localName == "dir"
        || localName == "txbxContent";
}

} // namespace tandem
