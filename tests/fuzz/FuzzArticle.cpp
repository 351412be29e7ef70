// links: tandem_knowledge
#include "Fuzzed.h"
#include "base/Text.h"
#include "knowledge/import/ArticleFormats.h"
#include "knowledge/import/PdfText.h"
#include "knowledge/import/TextEncoding.h"
#include "knowledge/import/ZipArchive.h"

#include <string>

using namespace tandem;

namespace {

// Whoever reads the fields goes on with them: valid UTF-8, and nothing but the error or the document comes of them.
void take(const Result<formats::Fields>& fields)
{
    if (!fields) {
        fuzz::require(!fields.error().message.empty(), "a refusal says why");
        return;
    }
    for (const auto& [key, value] : *fields)
        fuzz::require(text::isValidUtf8(value), "what was read is valid UTF-8");
    if (const auto document = formats::documentOf(*fields))
        fuzz::require(!document->body.empty() && !document->title.empty(), "a document has title and text");
    if (const auto resolution = formats::resolutionOf(*fields, {}))
        fuzz::require(resolution->kind == DocumentKind::Resolution && !resolution->body.empty(), "a resolution has a text");
}

void take(const Result<formats::Rows>& rows)
{
    if (!rows)
        return;
    for (const formats::Row& row : rows->rows)
        take(row.fields);
}

void takeZip(std::string_view bytes)
{
    auto archive = ZipArchive::open(bytes, {50, 1'000'000, 200});
    if (!archive)
        return;
    for (const ZipArchive::Entry& entry : archive->entries()) {
        fuzz::require(!entry.fault.empty() || isInside(entry.name), "what may be read stays inside");
        if (const auto content = archive->read(entry, 100'000))
            fuzz::require(content->size() <= 100'000, "what is read keeps to its limit");
    }
}

} // namespace

// The first byte chooses the reader, the rest is the file.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view bytes = fuzz::textOf(data + 1, size - 1);
    const auto utf8 = utf8Of(std::string(bytes));
    if (utf8)
        fuzz::require(text::isValidUtf8(*utf8), "a text that was recognised is valid UTF-8");
    const std::string text = utf8 ? *utf8 : text::repairUtf8(bytes);
    switch (data[0] % 11) {
    case 0: take(formats::markdown(text)); break;
    case 1: take(Result<formats::Fields>(formats::html(text))); break;
    case 2: take(formats::docx(bytes)); break;
    case 3: takeZip(bytes); break;
    case 4: take(formats::csvArticles(text)); break;
    case 5: take(formats::csvTickets(text)); break;
    case 6: take(formats::jsonArticles(text)); break;
    case 7: take(formats::jsonTickets(text)); break;
    case 8: take(Result<formats::Rows>(formats::jsonLineTickets(text))); break;
    case 9: fuzz::require(text::isValidUtf8(withoutPages(text)), "a PDF's text is valid UTF-8"); break;
    default: fuzz::require(text::isValidUtf8(declaredCharset(bytes)), "a page's charset is text"); break;
    }
    return 0;
}
