#pragma once

#include "base/Error.h"
#include "knowledge/import/OwnAddresses.h"
#include "model/Knowledge.h"

#include <cstddef>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

// One function per file format. What a file says is a set of named texts, the same names for all formats: id, title, body, lang,
// updated, category, audience, plan, supersedes (separated by commas), valid_from, valid_until, superseded. Of a past ticket: id,
// subject, customer_message, agent_resolution, category, language, resolved_at, superseded, and, for hiding them, persons and
// customer_addresses (a line each).
namespace tandem::formats {

using Fields = std::map<std::string, std::string, std::less<>>;

// Front matter between "---" lines: "key: value", "key: [a, b]", "key:" with "- a" lines; the rest is body. Without front matter
// only title (the first heading, if any) and body are set.
Result<Fields> markdown(std::string_view text);
// body as Markdown: headings, lists and tables are kept, scripts, styles and navigation dropped; title and lang from the page.
Fields html(std::string_view text);
// body as Markdown with headings, lists, tables, links and notes; title and updated from the document. Deleted and hidden text,
// contents and what stands at the head and foot of every page are left out.
Result<Fields> docx(std::string_view bytes);
// By pdftotext and pdfinfo, each a process of its own with limits; title and updated from the document, else its first line.
// Unavailable: they are not installed, or broke off.
Result<Fields> pdf(std::string_view bytes, const std::stop_token& stop);

struct Row {
    std::string place; // in the file: ":7" of a line, " item 3"; "" = the whole file
    Result<Fields> fields;
};
struct Rows {
    std::vector<Row> rows;
    std::map<std::string, std::size_t> leftOut; // what is no document, as a draft and a ticket that is open: reason → how many
};

// RFC 4180 with a header row; "," or ";" or a tabulator between cells. Names of columns are folded, with "_" for spaces.
Result<std::vector<Row>> table(std::string_view text);
// Articles: columns id, title, body (or text) and more.
Result<Rows> csvArticles(std::string_view text);
// One JSON object a line: an article of ours, of Zendesk's Help Center or of a Chatwoot portal, or a page of such.
Rows jsonLineArticles(std::string_view text);
// One JSON document: such an object, a list of them, or pages as the two systems' interfaces give them.
Result<Rows> jsonArticles(std::string_view text);

// Past tickets: resolutions of ours, tickets of Zendesk with their comments, conversations of Chatwoot with their messages. Of a
// solved one the customer's first message and the last public answer of a person.
Rows jsonLineTickets(std::string_view text);
Result<Rows> jsonTickets(std::string_view text);
// Our own columns; or Zendesk's with "comments" (JSON); or a row a comment: ticket_id, status, requester_id, author_id, public,
// body.
Result<Rows> csvTickets(std::string_view text);

// Checks every field and makes the document; `language` and updatedAt stay as they are when the fields do not say.
Result<Document> documentOf(const Fields& fields);
// Without greeting and signature, and without personal data: what one customer wrote must not reach another. Addresses of the
// desk's own stay.
Result<Document> resolutionOf(const Fields& fields, const OwnAddresses& own);

} // namespace tandem::formats
