#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pugi {
class xml_node; // NOLINT(readability-identifier-naming)
}

namespace tandem {

// What the text of a DOCX file refers to: link targets by relation, texts of foot- and endnotes by their number.
struct DocxReferences {
    std::map<std::string, std::string, std::less<>> links;
    std::map<std::string, std::string, std::less<>> footnotes;
    std::map<std::string, std::string, std::less<>> endnotes;
};

// What a reader sees of a paragraph: its runs, with symbols, fields' results and formulas; the address of a link and the text of
// a note stand in brackets after what they belong to. Deleted and hidden text is left out.
struct DocxLine {
    std::string text; // white space collapsed; may end with a space where it goes on
    std::vector<pugi::xml_node> boxes; // text boxes that hang on it
    bool goesOn = false; // its end was deleted: the next paragraph goes on with it
};
DocxLine docxLine(const pugi::xml_node& paragraph, const DocxReferences& references);

// Elements that hold paragraphs, rows, cells or runs and show nothing themselves.
bool holdsDocxContent(std::string_view localName);

inline constexpr int deepestDocx = 100; // elements inside one another

} // namespace tandem
