#pragma once

#include "knowledge/import/DocxLine.h"

#include <string>
#include <vector>

namespace tandem {

// A table as rows of Markdown cells, by columns of its grid. What is merged down stands in each of its rows, since a row is read
// by itself; the names of columns, which may take several rows, are one.
struct DocxTable {
    std::vector<std::vector<std::string>> rows; // the first names the columns
    std::vector<pugi::xml_node> frame; // the only cell of a table that is a frame around text; none for others
};
DocxTable docxTable(const pugi::xml_node& table, const DocxReferences& references);

} // namespace tandem
