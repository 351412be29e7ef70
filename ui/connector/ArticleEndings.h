#pragma once

#include <array>
#include <string_view>

namespace tandem::ui {

// Of the files that hold articles, in lower case.
inline constexpr std::array<std::string_view, 13> articleEndings{
    ".md", ".markdown", ".html", ".htm", ".txt", ".text", ".pdf", ".docx", ".csv", ".json", ".jsonl", ".ndjson", ".zip"};

// Of those that hold past tickets.
inline constexpr std::array<std::string_view, 5> resolutionEndings{".csv", ".json", ".jsonl", ".ndjson", ".zip"};

} // namespace tandem::ui
