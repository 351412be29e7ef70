#pragma once

#include <string>
#include <string_view>

namespace tandem {

// What pdftotext gave, page by page between form feeds, as one text: running heads and feet and page numbers taken away, a
// sentence that goes over a page joined, "•" made list items. Pure, linear.
std::string withoutPages(std::string_view pdfText);

} // namespace tandem
