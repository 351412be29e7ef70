#include "knowledge/import/DocxTable.h"

#include "knowledge/import/DocxStyles.h"

#include "base/Text.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include <pugixml.hpp>

namespace tandem {
namespace {

using Node = pugi::xml_node;

constexpr std::size_t mostColumns = 200;

enum class Merge : std::uint8_t { None, Begins, GoesOn };

struct Cell {
    Node node;
    std::size_t columns = 1;
    Merge down = Merge::None;
};

struct Row {
    std::size_t before = 0; // columns that it leaves free
    std::vector<Cell> cells;
    bool isHeader = false;
};

std::size_t countIn(const Node& properties, std::string_view name, std::size_t otherwise)
{
    const std::string text(attributeOf(childOf(properties, name), "val"));
    const long count = text.empty() ? static_cast<long>(otherwise) : std::strtol(text.c_str(), nullptr, 10);
    return std::clamp<std::size_t>(count < 0 ? 0 : static_cast<std::size_t>(count), otherwise, mostColumns);
}

class TableReader {
public:
    explicit TableReader(const DocxReferences& references)
        : m_references(references)
    {
    }

    DocxTable read(const Node& table)
    {
        takeRows(table, 0);
        DocxTable result;
        if (m_rows.size() == 1 && m_rows[0].cells.size() == 1) {
            result.frame = {m_rows[0].cells[0].node};
            return result;
        }
        const auto body = std::ranges::find_if_not(m_rows, &Row::isHeader);
        const auto headers = std::max<std::ptrdiff_t>(body - m_rows.begin(), 1);
        for (std::size_t i = 0; i < m_rows.size(); ++i) {
            const bool isHeader = static_cast<std::ptrdiff_t>(i) < headers;
            std::vector<std::string> columns = columnsOf(m_rows[i], isHeader);
            if (isHeader && i > 0)
                joinHeader(result.rows.front(), columns);
            else
                result.rows.push_back(std::move(columns));
        }
        return result;
    }

private:
    void takeRows(const Node& parent, int depth)
    {
        if (depth > deepestDocx)
            return;
        for (const Node& node : parent.children()) {
            const std::string_view name = localName(node.name());
            const Node properties = childOf(node, "trPr");
            if (holdsDocxContent(name)) {
                takeRows(node, depth + 1);
            } else if (name == "tr" && !childOf(properties, "del")) {
                Row row{countIn(properties, "gridBefore", 0), {}, static_cast<bool>(childOf(properties, "tblHeader"))};
                takeCells(node, row, depth + 1);
                m_rows.push_back(std::move(row));
            }
        }
    }

    void takeCells(const Node& parent, Row& row, int depth)
    {
        if (depth > deepestDocx)
            return;
        for (const Node& node : parent.children()) {
            const std::string_view name = localName(node.name());
            const Node properties = childOf(node, "tcPr");
            if (holdsDocxContent(name)) {
                takeCells(node, row, depth + 1);
            } else if (name == "tc" && !childOf(properties, "cellDel")) {
                const Node down = childOf(properties, "vMerge");
                const Merge merge = !down ? Merge::None : attributeOf(down, "val") == "restart" ? Merge::Begins : Merge::GoesOn;
                row.cells.push_back({node, countIn(properties, "gridSpan", 1), merge});
            }
        }
    }

    [[nodiscard]] std::string textOf(const Cell& cell) const
    {
        std::string text = text::collapseWhitespace(textIn(cell.node, 0));
        for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
            text.insert(at, 1, '\\');
        return text;
    }

    [[nodiscard]] std::string textIn(const Node& parent, int depth) const
    {
        std::string all;
        if (depth > deepestDocx)
            return all;
        for (const Node& node : parent.children()) {
            if (localName(node.name()) != "p") {
                all += textIn(node, depth + 1);
                continue;
            }
            const DocxLine line = docxLine(node, m_references);
            all += line.text + (line.goesOn ? "" : " ");
            for (const Node& box : line.boxes)
                all += textIn(box, depth + 1);
        }
        return all;
    }

    std::vector<std::string> columnsOf(const Row& row, bool isHeader)
    {
        std::vector<std::string> columns(std::min(row.before, mostColumns));
        for (const Cell& cell : row.cells) {
            const std::size_t first = columns.size();
            m_above.resize(std::max(m_above.size(), first + cell.columns));
            std::string text = textOf(cell);
            if (cell.down == Merge::GoesOn && text.empty())
                text = m_above[first];
            for (std::size_t i = 0; i < cell.columns && columns.size() < mostColumns; ++i) {
                columns.push_back(isHeader || i == 0 ? text : std::string());
                m_above[first + i] = cell.down == Merge::None ? std::string() : text;
            }
        }
        return columns;
    }

    static void joinHeader(std::vector<std::string>& header, const std::vector<std::string>& more)
    {
        header.resize(std::max(header.size(), more.size()));
        for (std::size_t i = 0; i < more.size(); ++i) {
            if (more[i].empty() || more[i] == header[i])
                continue;
            header[i] += (header[i].empty() ? "" : " ") + more[i];
        }
    }

    const DocxReferences& m_references;
    std::vector<Row> m_rows;
    std::vector<std::string> m_above; // by column: what is being merged down
};

} // namespace

DocxTable docxTable(const pugi::xml_node& table, const DocxReferences& references)
{
    return TableReader(references).read(table);
}

} // namespace tandem
