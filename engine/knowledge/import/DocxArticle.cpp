#include "knowledge/import/ArticleFormats.h"
#include "knowledge/import/DocxLine.h"
#include "knowledge/import/DocxStyles.h"
#include "knowledge/import/DocxTable.h"
#include "knowledge/import/ZipArchive.h"

#include "base/Text.h"

#include <pugixml.hpp>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace tandem::formats {
namespace {

constexpr ZipLimits limits{5'000, 300'000'000, 200}; // pictures are listed, not read
constexpr std::size_t longestPart = 40'000'000; // bytes of XML
constexpr int deepestList = 8;

using Node = pugi::xml_node;

// Walks the document once and writes Markdown.
class DocxReader {
public:
    DocxReader(const DocxStyles& styles, const DocxReferences& references)
        : m_styles(styles)
        , m_references(references)
    {
    }

    void read(const Node& body)
    {
        takeBlocks(body, 0);
        if (!m_unended.empty())
            addLine({}, {});
    }
    std::string take() { return std::string(text::trim(m_out)); }
    [[nodiscard]] const std::string& title() const { return m_title; }

private:
    void takeBlocks(const Node& parent, int depth)
    {
        if (depth > deepestDocx)
            return;
        for (const Node& node : parent.children()) {
            const std::string_view name = localName(node.name());
            if (name == "p")
                takeParagraph(node, depth + 1);
            else if (name == "tbl")
                takeTable(node, depth + 1);
            else if (holdsDocxContent(name))
                takeBlocks(node, depth + 1);
        }
    }

    void takeParagraph(const Node& paragraph, int depth)
    {
        const Node properties = childOf(paragraph, "pPr");
        const DocxStyles::Style style = m_styles.style(attributeOf(childOf(properties, "pStyle"), "val"));
        if (style.role == DocxStyles::Role::Contents)
            return;
        const DocxLine line = docxLine(paragraph, m_references);
        m_unended += line.text;
        if (!line.goesOn)
            addLine(properties, style);
        for (const Node& box : line.boxes)
            takeBlocks(box, depth + 1);
    }

    // What was read since the last paragraph's end.
    void addLine(const Node& properties, const DocxStyles::Style& style)
    {
        const std::string line(text::trim(std::exchange(m_unended, {})));
        if (line.empty())
            return;
        const std::string mark = prefixOf(properties, style);
        const bool isList = style.role == DocxStyles::Role::Text && !mark.empty();
        if (m_inList && !isList)
            m_out += '\n';
        m_inList = isList;
        m_out += mark + line + (isList ? "\n" : "\n\n");
        takeTitle(style, line);
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
        const int level = std::clamp(levelText.size() == 1 ? levelText[0] - '0' : style.listLevel, 0, deepestList);
        const DocxStyles::ListLevel form = m_styles.listLevel(list, level);
        if (form.marker == DocxStyles::Marker::None)
            return {};
        const std::string indent(static_cast<std::size_t>(level) * 2, ' ');
        if (form.marker == DocxStyles::Marker::Bullet)
            return indent + "- ";
        return indent + std::to_string(numberOf(list, level, form)) + ". ";
    }

    int numberOf(const std::string& list, int level, const DocxStyles::ListLevel& form)
    {
        std::vector<std::optional<int>>& counts = m_counts[m_styles.counterOf(list)];
        if (m_begun.emplace(list, level).second && form.restarts)
            counts.resize(std::min(counts.size(), static_cast<std::size_t>(level)));
        counts.resize(static_cast<std::size_t>(level) + 1); // deeper levels begin anew
        counts.back() = counts.back() ? *counts.back() + 1 : form.start;
        return *counts.back();
    }

    void takeTable(const Node& node, int depth)
    {
        const DocxTable table = docxTable(node, m_references);
        if (m_inList)
            m_out += '\n';
        m_inList = false;
        if (!table.frame.empty()) { // around a note
            takeBlocks(table.frame.front(), depth + 1);
            return;
        }
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            std::string rule = "\n|";
            m_out += '|';
            for (const std::string& cell : table.rows[i]) {
                m_out += cell + '|';
                rule += "-|";
            }
            m_out += (i == 0 ? rule : "") + '\n';
        }
        m_out += '\n';
    }

    const DocxStyles& m_styles;
    const DocxReferences& m_references;
    std::map<std::string, std::vector<std::optional<int>>, std::less<>> m_counts; // of numbered lists, by level
    std::set<std::pair<std::string, int>> m_begun; // lists and their levels that were seen
    std::string m_out;
    std::string m_unended; // of paragraphs whose end was deleted
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

// Of footnotes.xml or endnotes.xml: number → text.
std::map<std::string, std::string, std::less<>> notes(ZipArchive& archive, std::string_view part)
{
    std::map<std::string, std::string, std::less<>> texts;
    pugi::xml_document document;
    if (!load(archive, part, document))
        return texts;
    for (const Node& note : document.document_element().children()) {
        std::string text;
        for (const Node& paragraph : note.children()) {
            if (localName(paragraph.name()) == "p")
                text += (text.empty() ? "" : " ") + docxLine(paragraph, {}).text;
        }
        texts.emplace(attributeOf(note, "id"), std::move(text));
    }
    return texts;
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
    DocxReferences references;
    references.links = relations(archive, folder + "_rels/" + place.substr(folder.size()) + ".rels", "/hyperlink");
    references.footnotes = notes(archive, folder + "footnotes.xml");
    references.endnotes = notes(archive, folder + "endnotes.xml");
    DocxStyles styles;
    pugi::xml_document other;
    if (load(archive, folder + "styles.xml", other))
        styles.readStyles(other.document_element());
    if (load(archive, folder + "numbering.xml", other))
        styles.readNumbering(other.document_element());
    DocxReader reader(styles, references);
    reader.read(childOf(document.document_element(), "body"));
    Fields fields{{"body", reader.take()}};
    if (!reader.title().empty())
        fields["title"] = reader.title();
    takeProperties(archive, fields);
    return fields;
}

} // namespace tandem::formats
