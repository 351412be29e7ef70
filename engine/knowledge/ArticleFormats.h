#pragma once

#include "base/Error.h"
#include "model/Knowledge.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// One function per file format. What a file says is a set of named texts, the same names for all formats: id, title, body, lang,
// updated, category, audience, plan, supersedes (separated by commas), valid_from, valid_until, superseded.
namespace tandem::formats {

using Fields = std::map<std::string, std::string, std::less<>>;

// Front matter between "---" lines: "key: value", "key: [a, b]", "key:" with "- a" lines; the rest is body. Without front matter
// only title (the first heading, if any) and body are set.
Result<Fields> markdown(std::string_view text);
// body as Markdown: headings, lists and tables are kept, scripts, styles and navigation dropped; title and lang from the page.
Fields html(std::string_view text);

struct Row {
    std::size_t line = 0; // in the file, from 1
    Result<Fields> fields;
};
// RFC 4180 with a header row; "," or ";" or a tabulator between cells. "text" is another name for body.
Result<std::vector<Row>> csv(std::string_view text);
// One JSON object a line.
std::vector<Row> jsonLines(std::string_view text);

// Checks every field and makes the document; `language` and updatedAt stay as they are when the fields do not say.
Result<Document> documentOf(const Fields& fields);
// A resolution's members under their own names.
Result<Document> resolutionOf(const Fields& fields);

} // namespace tandem::formats
