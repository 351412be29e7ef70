#pragma once

#include "base/Error.h"
#include "model/Language.h"
#include "pipeline/understand/PatternGraph.h"
#include "pipeline/understand/PieceGraph.h"
#include "pipeline/understand/Tokens.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
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
// "legal_regulatory"
std::string_view name(Topic topic);

enum class PatternSource : std::uint8_t { Shipped, Desk };

// One line of a lexicon.
struct Pattern {
    Topic topic = Topic::HumanRequested;
    Language language = Language::En;
    double weight = 1; // below zero: what it covers does not count; at −2 or below the whole sentence does not
    std::string note;
    PatternSource source = PatternSource::Shipped;
    std::size_t line = 0; // of its file, from 1
};

struct PatternMatch {
    const Pattern* pattern = nullptr;
    std::size_t begin = 0; // bytes of the text
    std::size_t end = 0;
    std::size_t firstWord = 0; // tokens
    std::size_t lastWord = 0;
    std::uint64_t literal = ~0ULL; // bit i: word firstWord + i is one of the pattern's, not of a gap
};

// What of a desk's own lexicons is skipped, and why.
struct LexiconProblem {
    std::string file; // its name; "" the folder
    std::size_t line = 0; // from 1; 0 all of it
    std::string reason; // without a full stop
};
// "refund.tsv, line 3: a bracket is not closed"
std::string described(const LexiconProblem& problem);

// All lexicons, compiled; resources/lexicons/README.md describes their lines. Immutable after load and thread-safe.
class Lexicon {
public:
    // A missing file or a line that cannot be read is an error that names file and line. `desk`: a folder of the same form with
    // the desk's own lines, read after the others; what cannot be read there is skipped and is among problems(). "" or a folder
    // that is not there: none.
    static Result<Lexicon> load(const std::filesystem::path& directory, const std::filesystem::path& desk = {});

    // Matches of the patterns that speak the text's language: all of several words, those of one word only when `language` is
    // theirs (short words mean different things elsewhere). Ascending by begin. All topics but Injection.
    [[nodiscard]] std::vector<PatternMatch> matches(const Tokens& tokens, const LanguageGuess& language) const;
    // Matches of the topic Injection, whatever the language. Ascending by begin.
    [[nodiscard]] std::vector<PatternMatch> injectionMatches(const Tokens& tokens) const;

    [[nodiscard]] const std::vector<LexiconProblem>& problems() const { return m_problems; }
    // How many patterns the desk has of its own.
    [[nodiscard]] std::size_t deskPatterns() const { return m_deskPatterns; }
    // Of the desk's files; 0 when it has none.
    [[nodiscard]] std::uint64_t deskFingerprint() const { return m_deskFingerprint; }

private:
    struct Graphs {
        PatternGraph words;
        PieceGraph pieces; // of Chinese and Japanese
    };

    Status readShipped(const std::filesystem::path& directory, PatternChoices& choices);
    void readDesk(const std::filesystem::path& folder, PatternChoices& choices);
    void readDeskFile(const std::filesystem::path& file, PatternChoices& choices);
    Status addLine(Pattern pattern, const std::vector<std::string_view>& fields, const PatternChoices& choices);
    [[nodiscard]] std::vector<PatternMatch> matchesOf(
        const Graphs& graphs, const Tokens& tokens, const LanguageGuess& language) const;

    std::vector<Pattern> m_patterns;
    Graphs m_others;
    Graphs m_injection;
    std::vector<LexiconProblem> m_problems;
    std::size_t m_deskPatterns = 0;
    std::size_t m_deskVariants = 0;
    std::uint64_t m_deskFingerprint = 0;
};

} // namespace tandem
