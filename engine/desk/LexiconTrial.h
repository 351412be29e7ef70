#pragma once

#include "base/Error.h"
#include "model/Classification.h"
#include "model/Language.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

// What a desk's own lexicons say, tried without an engine: the workspace may be in use. `resources` holds lexicons/ and models/,
// `own` is the desk's folder, which need not be there. All functions read the files anew. Thread-safe.
namespace tandem {

// Where a workspace keeps the desk's own lexicons.
std::filesystem::path lexiconFolder(const std::filesystem::path& workspace);

struct LexiconReport {
    std::size_t patterns = 0; // of the desk's own
    std::vector<std::string> problems; // "refund.tsv, line 3: a bracket is not closed"
};
// NotFound or Corrupt when the shipped lexicons are damaged.
Result<LexiconReport> checkLexicons(const std::filesystem::path& resources, const std::filesystem::path& own);

// A pattern that fired.
struct LexiconMatch {
    std::string lexicon; // "refund"
    bool isOwn = false; // of the desk's files
    std::size_t line = 0; // of lexicon + ".tsv", from 1
    Language language = Language::En;
    double weight = 0;
    std::string note;
    std::string words; // of the text
};
struct LexiconReading {
    LanguageGuess language;
    std::vector<LexiconMatch> matches; // in the order of the text
    std::vector<std::string> signalNames; // "refund": what the text is taken to say, by patterns and the judge of words
};
// InvalidArgument when the text is empty or not UTF-8.
Result<LexiconReading> readByLexicons(
    const std::filesystem::path& resources, const std::filesystem::path& own, const std::string& text);

} // namespace tandem
