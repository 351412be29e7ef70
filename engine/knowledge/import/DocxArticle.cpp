#include "knowledge/import/ArticleFormats.h"
#include "knowledge/import/DocxStyles.h"
#include "knowledge/import/ZipArchive.h"

#include "base/Text.h"

#include <pugixml.hpp>

#include <algorithm>
#include <utility>

namespace tandem::formats {
namespace {

constexpr ZipLimits limits{5'000, 300'000'000, 200}; // pictures are listed, not read
constexpr std::size_t longestPart = 40'000'000; // bytes of XML
constexpr int deepest = 100; // elements inside one another
constexpr int deepestList = 8;

using Node = pugi::xml_node;

// Walks the document once and writes Markdown.
class DocxReader {
public:
    DocxReader(const DocxStyles& styles, const std::map<std::string, std::string, std::less<>>& links)
        : m_styles(styles)
        , m_links(links)
    {
    }

    void read(const Node& body) { takeBlocks(body, 0); }
    std::string take() { return std::string(text::trim(m_out)); }
    [[nodiscard]] const std::string& title() const { return m_title; }

private:
    void takeBlocks(const Node& parent, int depth)
    {
        if (depth > deepest)
            return;
        for (const Node& node : parent.children()) {
            const std::string_view name = localName(node.name());
            if (name == "p")
                takeParagraph(node, depth + 1);
            else if (name == "tbl")
                takeTable(node, depth + 1);
            else if (holdsMore(name))
                takeBlocks(node, depth + 1);
        }
    }

    static bool holdsMore(std::string_view name)
    {
        return name == "sdt" || name == "sdtContent" || name == "customXml" || name == "ins" || name == "moveTo"
            || name == "smartTag" || name == "fldSimple" || name == "txbxContent";
    }

    void takeParagraph(const Node& paragraph, int depth)
    {
        const Node properties = childOf(paragraph, "pPr");
        const DocxStyles::Style style = m_styles.style(attributeOf(childOf(properties, "pStyle"), "val"));
        if (style.role == DocxStyles::Role::Contents)
            return;
        std::vector<Node> boxes;
        const std::string line = text::collapseWhitespace(inlineText(paragraph, boxes, depth));
        if (!line.empty()) {
            const std::string mark = prefixOf(properties, style);
            const bool isList = style.role == DocxStyles::Role::Text && !mark.empty();
            if (m_inList && !isList)
                m_out += '\n';
            m_inList = isList;
            m_out += mark + line + (isList ? "\n" : "\n\n");
            takeTitle(style, line);
        }
        for (const Node& box : boxes)
            takeBlocks(box, depth + 1);
    }

    void takeTitle(const DocxStyles::Style& style, const std::string& line)
    {
        const bool better = style.role == DocxStyles::Role::Title || (style.role == DocxStyles::Role::Heading && m_title.empty());
        if (better && !m_hasTitle)
            m_title = line;
        m_hasTitle = m_hasTitle || style.role == DocxStyles::Role::Title;
    }

    // "## " of a heading, "  - " or "  3. " of a list's item.
    std::string prefixOf(const Node& properties, const DocxStyles::Style& style)
    {
        if (style.role != DocxStyles::Role::Text)
            return std::string(static_cast<std::size_t>(style.level), '#') + ' ';
        const Node numbering = childOf(properties, "numPr");
        std::string list(attributeOf(childOf(numbering, "numId"), "val"));
        if (list.empty())
            list = style.list;
        if (list.empty() || list == "0")
            return {};
        const std::string_view levelText = attributeOf(childOf(numbering, "ilvl"), "val");
        const int level = levelText.size() == 1 ? std::clamp(levelText[0] - '0', 0, deepestList) : 0;
        const DocxStyles::Marker marker = m_styles.marker(list, level);
        if (marker == DocxStyles::Marker::None)
            return {};
        const std::string indent(static_cast<std::size_t>(level) * 2, ' ');
        if (marker == DocxStyles::Marker::Bullet)
            return indent + "- ";
        std::vector<int>& counts = m_counts[list];
        counts.resize(static_cast<std::size_t>(level) + 1, 0); // deeper levels begin anew
        return indent + std::to_string(++counts.back()) + ". ";
    }

    std::string inlineText(const Node& parent, std::vector<Node>& boxes, int depth) const
    {
        std::string line;
        if (depth > deepest)
            return line;
        for (const Node& node : parent.children()) {
            const std::string_view name = localName(node.name());
            if (name == "r")
                line += runText(node, boxes, depth + 1);
            else if (name == "hyperlink")
                line += linkText(node, boxes, depth + 1);
            else if (holdsMore(name))
                line += inlineText(node, boxes, depth + 1);
        }
        return line;
    }

    std::string runText(const Node& run, std::vector<Node>& boxes, int depth) const
    {
        const Node hidden = childOf(childOf(run, "rPr"), "vanish");
        const std::string_view value = attributeOf(hidden, "val");
        if (hidden && value != "0" && value != "false")
            return {};
        std::string line;
        for (const Node& node : run.children()) {
            const std::string_view name = localName(node.name());
            if (name == "t")
                line += text::repairUtf8(node.text().get());
            else if (name == "tab" || name == "br" || name == "cr")
                line += ' ';
            else if (name == "noBreakHyphen")
                line += '-';
            else if (name == "AlternateContent" || name == "drawing" || name == "pict")
                findBoxes(node, boxes, depth + 1);
        }
        return line;
    }

    // Text boxes. Each stands there twice, once for old programs.
    static void findBoxes(const Node& parent, std::vector<Node>& boxes, int depth)
    {
        if (depth > deepest)
            return;
        for (const Node& node : parent.children()) {
            const std::string_view name = localName(node.name());
            if (name == "txbxContent")
                boxes.push_back(node);
            else if (name != "Fallback")
                findBoxes(node, boxes, depth + 1);
        }
    }

    std::string linkText(const Node& link, std::vector<Node>& boxes, int depth) const
    {
        std::string line = inlineText(link, boxes, depth);
        const auto target = m_links.find(attributeOf(link, "id"));
        if (target != m_links.end() && line.find(target->second) == std::string::npos)
            line += " (" + target->second + ")";
        return line;
    }

    void takeTable(const Node& table, int depth)
    {
        std::vector<std::vector<std::string>> rows;
        for (const Node& row : table.children()) {
            if (localName(row.name()) == "tr")
                rows.push_back(cellsOf(row, depth + 1));
        }
        if (m_inList)
            m_out += '\n';
        m_inList = false;
        const bool isBox = rows.size() == 1 && rows[0].size() == 1; // a frame around a note
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (isBox) {
                m_out += rows[i][0] + '\n';
                continue;
            }
            std::string rule = "\n|";
            m_out += '|';
            for (const std::string& cell : rows[i]) {
                m_out += cell + '|';
                rule += "-|";
            }
            m_out += (i == 0 ? rule : "") + '\n';
        }
        m_out += '\n';
    }

    std::vector<std::string> cellsOf(const Node& row, int depth) const
    {
        std::vector<std::string> cells;
        for (const Node& cell : row.children()) {
            if (localName(cell.name()) != "tc")
                continue;
            std::string text = text::collapseWhitespace(cellText(cell, depth + 1));
            for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
                text.insert(at, 1, '\\');
            cells.push_back(std::move(text));
        }
        return cells;
    }

    std::string cellText(const Node& cell, int depth) const
    {
        std::string all;
        if (depth > deepest)
            return all;
        for (const Node& node : cell.children()) {
            std::vector<Node> boxes;
            if (localName(node.name()) == "p")
                all += inlineText(node, boxes, depth + 1) + ' ';
            else if (node.type() == pugi::node_element)
                all += cellText(node, depth + 1);
        }
        return all;
    }

    const DocxStyles& m_styles;
    const std::map<std::string, std::string, std::less<>>& m_links;
    std::map<std::string, std::vector<int>, std::less<>> m_counts; // of numbered lists, by level
    std::string m_out;
    std::string m_title;
    bool m_hasTitle = false;
    bool m_inList = false;
};

Result<std::string> partOf(ZipArchive& archive, std::string_view name)
{
    const auto entry = archive.find(name);
    if (!entry)
        return failure(ErrorCode::NotFound, "it is no Word document: it has no " + std::string(name));
    return archive.read(*entry, longestPart);
}

// False when the part is not there or is no XML: only the text itself has to be.
bool load(ZipArchive& archive, std::string_view name, pugi::xml_document& into)
{
    const auto part = partOf(archive, name);
    return part && into.load_buffer(part->data(), part->size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
}

// Of the relations in a .rels part: id → target, of those whose type ends so.
std::map<std::string, std::string, std::less<>> relations(ZipArchive& archive, std::string_view part, std::string_view type)
{
    std::map<std::string, std::string, std::less<>> targets;
    pugi::xml_document document;
    if (!load(archive, part, document))
        return targets;
    for (const Node& node : document.document_element().children()) {
        if (attributeOf(node, "Type").ends_with(type))
            targets.emplace(attributeOf(node, "Id"), text::repairUtf8(attributeOf(node, "Target")));
    }
    return targets;
}

void takeProperties(ZipArchive& archive, Fields& fields)
{
    pugi::xml_document document;
    if (!load(archive, "docProps/core.xml", document))
        return;
    const Node core = document.document_element();
    const std::string title = text::collapseWhitespace(text::repairUtf8(childOf(core, "title").text().get()));
    if (!title.empty() && !fields.contains("title"))
        fields["title"] = title;
    const std::string day = std::string(childOf(core, "modified").text().get()).substr(0, 10);
    if (parseTime(day))
        fields["updated"] = day;
}

} // namespace

Result<Fields> docx(std::string_view bytes)
{
    ZipArchive archive = TRY(ZipArchive::open(bytes, limits));
    const auto main = relations(archive, "_rels/.rels", "/officeDocument");
    std::string place = main.empty() ? "word/document.xml" : main.begin()->second;
    if (place.starts_with('/'))
        place.erase(0, 1);
    const std::string part = TRY(partOf(archive, place));
    pugi::xml_document document;
    if (!document.load_buffer(part.data(), part.size(), pugi::parse_default | pugi::parse_ws_pcdata_single))
        return failure(ErrorCode::InvalidArgument, "it is a damaged Word document: its text is no XML");
    const std::size_t slash = place.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : place.substr(0, slash + 1);
    auto links = relations(archive, folder + "_rels/" + place.substr(folder.size()) + ".rels", "/hyperlink");
    std::erase_if(
        links, [](const auto& link) { return !link.second.starts_with("https://") && !link.second.starts_with("http://"); });
    DocxStyles styles;
    pugi::xml_document other;
    if (load(archive, folder + "styles.xml", other))
        styles.readStyles(other.document_element());
    if (load(archive, folder + "numbering.xml", other))
        styles.readNumbering(other.document_element());
    DocxReader reader(styles, links);
    reader.read(childOf(document.document_element(), "body"));
    Fields fields{{"body", reader.take()}};
    if (!reader.title().empty())
        fields["title"] = reader.title();
    takeProperties(archive, fields);
    return fields;
}

} // namespace tandem::formats
