#pragma once

#include "base/Error.h"
#include "model/Language.h"
#include "pipeline/understand/PatternGraph.h"
#include "pipeline/understand/Tokens.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace tandem {

// What a lexicon's patterns speak of. Each is one file in resources/lexicons, named like the topic in snake case.
enum class Topic : std::uint8_t {
    HumanRequested,
    LegalRegulatory,
    Refund,
    AccountClosure,
    DataDeletion,
    PlanDowngradeCredit,
    ChurnThreat,
    Abuse,
    RepeatedQuestion,
    Negation,
    Urgency,
    Sentiment,
    Injection,
};
inline constexpr std::size_t topicCount = 13;

// One line of a lexicon.
struct Pattern {
    Topic topic = Topic::HumanRequested;
    Language language = Language::En;
    double weight = 1; // below zero: what it covers does not count; at −2 or below the whole sentence does not
    std::string note;
};

struct PatternMatch {
    const Pattern* pattern = nullptr;
    std::size_t begin = 0; // bytes of the text
    std::size_t end = 0;
    std::size_t firstWord = 0; // tokens
    std::size_t lastWord = 0;
    std::uint64_t literal = ~0ULL; // bit i: word firstWord + i is one of the pattern's, not of a gap
};

// All lexicons, compiled. A pattern is a sequence of words: "*" at either end of a word stands for any letters, "…" for at most
// three words, "……" for at most eight, "(a|b c|)" for a choice, "@name" for the choice of that name in choices.tsv. In Chinese
// and Japanese patterns pieces are found anywhere and a gap is at most twelve characters. Immutable after load and thread-safe.
class Lexicon {
public:
    // A missing file or a line that cannot be read is an error that names file and line.
    static Result<Lexicon> load(const std::filesystem::path& directory);

    // Matches of the patterns that speak the text's language: all of several words, those of one word only when `language` is
    // theirs (short words mean different things elsewhere). Ascending by begin.
    [[nodiscard]] std::vector<PatternMatch> matches(const Tokens& tokens, const LanguageGuess& language) const;

private:
    using Choices = std::map<std::string, std::vector<std::string>, std::less<>>; // by "language name"

    Status readFile(const std::filesystem::path& file, Topic topic, const Choices& choices);
    Status addPattern(const Pattern& pattern, std::string_view text, const Choices& choices);
    void matchIdeographs(const Tokens& tokens, std::vector<PatternMatch>& found) const;

    struct Substring {
        std::vector<std::string> pieces;
        std::size_t pattern = 0;
    };
    std::vector<Pattern> m_patterns;
    PatternGraph m_graph;
    std::vector<Substring> m_substrings;
};

} // namespace tandem
