#include "pipeline/understand/Lexicon.h"

#include "base/Text.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <fstream>
#include <sstream>

namespace tandem {

namespace {

constexpr std::array<std::string_view, topicCount> fileNames{"human_requested", "legal_regulatory", "refund", "account_closure",
    "data_deletion", "plan_downgrade_credit", "churn_threat", "abuse", "repeated_question", "negation", "urgency", "sentiment",
    "injection"};
constexpr std::string_view ellipsis = "…";
constexpr std::size_t narrowGap = 3;
constexpr std::size_t wideGap = 8;
constexpr std::size_t mostMatches = 4000; // of one text; what a text of bad intent holds beyond changes nothing
constexpr std::size_t mostExpansions = 6000; // of one line
constexpr std::size_t widestIdeographicGap = 12 * 3; // bytes: three a character

Result<std::string> contentOf(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream content;
    if (!stream || !(content << stream.rdbuf()))
        return failure(ErrorCode::NotFound, "The lexicon " + file.string() + " cannot be read; restore it.");
    return std::move(content).str();
}

Error lineError(const std::filesystem::path& file, std::size_t line, std::string_view what)
{
    return {ErrorCode::Corrupt,
        "The lexicon " + file.string() + ", line " + std::to_string(line) + ": " + std::string(what) + ".", false};
}

// Splits at the bars that stand in no inner bracket.
std::vector<std::string> alternativesOf(std::string_view group)
{
    std::vector<std::string> result(1);
    int depth = 0;
    for (const char c : group) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (c == '|' && depth == 0)
            result.emplace_back();
        else
            result.back() += c;
    }
    for (std::string& each : result)
        each = text::trim(each);
    return result;
}

std::size_t bracketEnd(std::string_view pattern, std::size_t open)
{
    int depth = 0;
    for (std::size_t at = open; at < pattern.size(); ++at) {
        depth += pattern[at] == '(' ? 1 : pattern[at] == ')' ? -1 : 0;
        if (depth == 0)
            return at;
    }
    return std::string::npos;
}

// Fields of a line that says something; empty for comments and blank lines.
std::vector<std::string_view> fieldsOf(std::string_view line)
{
    if (text::trim(line).empty() || line.starts_with('#'))
        return {};
    return text::split(line, '\t');
}

bool isIdeographicLanguage(Language language)
{
    return language == Language::Zh || language == Language::Ja;
}

// Replaces choices one after another; each result is a pattern without any.
struct Expander {
    std::string_view language;
    const std::map<std::string, std::vector<std::string>, std::less<>>& choices;
    std::vector<std::string> results;
    std::string problem;

    void expand(const std::string& pattern)
    {
        if (!problem.empty() || results.size() > mostExpansions)
            return;
        const std::size_t at = pattern.find_first_of("(@");
        if (at == std::string::npos) {
            results.push_back(pattern);
            return;
        }
        std::size_t end = 0;
        std::vector<std::string> alternatives;
        if (pattern[at] == '(') {
            end = bracketEnd(pattern, at);
            if (end == std::string::npos) {
                problem = "a bracket is not closed";
                return;
            }
            alternatives = alternativesOf(std::string_view(pattern).substr(at + 1, end - at - 1));
            ++end;
        } else {
            end = pattern.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", at + 1);
            end = std::min(end, pattern.size());
            const std::string name = std::string(language) + " " + pattern.substr(at + 1, end - at - 1);
            const auto known = choices.find(name);
            if (known == choices.end()) {
                problem = "no choice is named \"" + name + "\"";
                return;
            }
            alternatives = known->second;
        }
        for (const std::string& each : alternatives)
            expand(pattern.substr(0, at) + each + pattern.substr(end));
    }
};

// The words of a pattern without choices; empty when it has none or a wildcard stands alone.
std::vector<PatternWord> wordsOf(const std::string& pattern)
{
    std::vector<PatternWord> words;
    std::size_t gap = 0;
    std::string spaced = pattern;
    for (std::size_t at = spaced.find(ellipsis); at != std::string::npos; at = spaced.find(ellipsis, at + ellipsis.size())) {
        if (at > 0 && spaced[at - 1] != ' ' && !std::string_view(spaced).substr(0, at).ends_with(ellipsis))
            spaced.insert(at++, " ");
        if (const std::size_t after = at + ellipsis.size();
            after < spaced.size() && !std::string_view(spaced).substr(after).starts_with(ellipsis) && spaced[after] != ' ')
            spaced.insert(after, " ");
    }
    for (const std::string_view part : text::split(spaced, ' ')) {
        if (part.empty())
            continue;
        if (part.starts_with(ellipsis)) {
            gap = part.size() > ellipsis.size() ? wideGap : narrowGap;
            continue;
        }
        const bool openStart = part.starts_with('*');
        const bool openEnd = part.size() > 1 && part.ends_with('*');
        const std::string_view bare = part.substr(openStart ? 1 : 0, part.size() - (openStart ? 1 : 0) - (openEnd ? 1 : 0));
        const Tokens tokens = tokensOf(bare);
        for (std::size_t i = 0; i < tokens.words.size(); ++i) {
            const bool start = openStart && i == 0;
            const bool end = openEnd && i + 1 == tokens.words.size();
            const WordMatch match = start && end ? WordMatch::Inside
                : start                          ? WordMatch::End
                : end                            ? WordMatch::Start
                                                 : WordMatch::Whole;
            if (match != WordMatch::Whole && tokens.words[i].folded.size() < 2)
                return {};
            words.push_back({tokens.words[i].folded, match, words.empty() ? 0 : gap});
            gap = 0;
        }
    }
    return words;
}

std::vector<std::string> piecesOf(const std::string& pattern)
{
    std::vector<std::string> pieces(1);
    for (std::size_t at = 0; at < pattern.size();) {
        if (std::string_view(pattern).substr(at).starts_with(ellipsis)) {
            if (!pieces.back().empty())
                pieces.emplace_back();
            at += ellipsis.size();
            continue;
        }
        const char c = pattern[at++];
        if (c != ' ' || (!pieces.back().empty() && static_cast<unsigned char>(pieces.back().back()) < 0x80))
            pieces.back() += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    }
    while (!pieces.empty() && pieces.back().empty())
        pieces.pop_back();
    return pieces;
}

bool crossesSentence(std::string_view gap)
{
    static constexpr std::array<std::string_view, 7> stops{"。", "！", "？", "!", "?", "\n", "; "};
    return std::any_of(stops.begin(), stops.end(), [gap](std::string_view stop) { return gap.contains(stop); });
}

std::size_t wordAt(const Tokens& tokens, std::size_t byte)
{
    const auto after = std::upper_bound(tokens.words.begin(), tokens.words.end(), byte,
        [](std::size_t value, const Token& token) { return value < token.begin; });
    return after == tokens.words.begin() ? 0 : static_cast<std::size_t>(after - tokens.words.begin()) - 1;
}

} // namespace

Result<Lexicon> Lexicon::load(const std::filesystem::path& directory)
{
    Lexicon lexicon;
    const std::filesystem::path choicesFile = directory / "choices.tsv";
    const std::string content = TRY(contentOf(choicesFile));
    Choices choices;
    std::size_t number = 0;
    for (const std::string_view line : text::lines(content)) {
        ++number;
        const auto fields = fieldsOf(line);
        if (fields.empty())
            continue;
        if (fields.size() < 3 || !languageFrom(fields[0]))
            return std::unexpected(lineError(choicesFile, number, "language, name and alternatives are wanted"));
        choices[std::string(fields[0]) + " " + std::string(fields[1])] = alternativesOf(fields[2]);
    }
    for (std::size_t topic = 0; topic < topicCount; ++topic)
        TRY(lexicon.readFile(directory / (std::string(fileNames[topic]) + ".tsv"), static_cast<Topic>(topic), choices));
    lexicon.m_graph.finish();
    return lexicon;
}

Status Lexicon::readFile(const std::filesystem::path& file, Topic topic, const Choices& choices)
{
    const std::string content = TRY(contentOf(file));
    std::size_t number = 0;
    for (const std::string_view line : text::lines(content)) {
        ++number;
        const auto fields = fieldsOf(line);
        if (fields.empty())
            continue;
        const auto language = languageFrom(fields[0]);
        Pattern pattern{topic, language.value_or(Language::En), 0, fields.size() > 3 ? std::string(text::trim(fields[3])) : ""};
        const std::string_view weight = fields.size() > 2 ? text::trim(fields[2]) : "";
        const auto parsed = std::from_chars(weight.data(), weight.data() + weight.size(), pattern.weight);
        if (!language || weight.empty() || parsed.ec != std::errc() || parsed.ptr != weight.data() + weight.size())
            return std::unexpected(lineError(file, number, "language, pattern and a weight are wanted"));
        if (const Status added = addPattern(pattern, fields[1], choices); !added)
            return std::unexpected(lineError(file, number, added.error().message));
    }
    return {};
}

Status Lexicon::addPattern(const Pattern& pattern, std::string_view text, const Choices& choices)
{
    Expander expander{name(pattern.language), choices, {}, {}};
    expander.expand(std::string(text::trim(text)));
    if (!expander.problem.empty())
        return failure(ErrorCode::Corrupt, expander.problem);
    if (expander.results.size() > mostExpansions)
        return failure(ErrorCode::Corrupt, "the choices multiply to more than " + std::to_string(mostExpansions) + " patterns");
    std::vector<std::vector<PatternWord>> variants;
    for (const std::string& each : expander.results) {
        if (isIdeographicLanguage(pattern.language)) {
            std::vector<std::string> pieces = piecesOf(each);
            if (pieces.empty())
                return failure(ErrorCode::Corrupt, "the pattern is empty");
            m_substrings.push_back({std::move(pieces), m_patterns.size()});
        } else {
            variants.push_back(wordsOf(each));
            if (variants.back().empty())
                return failure(ErrorCode::Corrupt, "the pattern has no words, or too short a word with a wildcard");
        }
    }
    m_graph.add(variants, m_patterns.size());
    m_patterns.push_back(pattern);
    return {};
}

std::vector<PatternMatch> Lexicon::matches(const Tokens& tokens, const LanguageGuess& language) const
{
    std::vector<PatternMatch> found;
    const bool doubtful = language.mixed || language.confidence < 0.5;
    m_graph.match(tokens, [&](std::size_t index, std::size_t first, std::size_t last, std::uint64_t literal) {
        const Pattern& pattern = m_patterns[index];
        if (found.size() >= mostMatches)
            return;
        if (std::popcount(literal) == 1 && pattern.language != language.language && !doubtful)
            return;
        found.push_back({&pattern, tokens.words[first].begin, tokens.words[last].end, first, last, literal});
    });
    if (tokens.hasIdeographs) {
        std::vector<PatternMatch> substrings;
        matchIdeographs(tokens, substrings);
        for (const PatternMatch& each : substrings) {
            if (each.pattern->language == language.language || !isIdeographicLanguage(language.language))
                found.push_back(each);
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const PatternMatch& a, const PatternMatch& b) { return a.begin < b.begin; });
    return found;
}

void Lexicon::matchIdeographs(const Tokens& tokens, std::vector<PatternMatch>& found) const
{
    const std::string_view text = std::string_view(tokens.lower).substr(0, 64U << 10U);
    for (const Substring& substring : m_substrings) {
        const std::string& first = substring.pieces.front();
        for (std::size_t at = text.find(first); at != std::string_view::npos; at = text.find(first, at + first.size())) {
            std::size_t end = at + first.size();
            bool whole = true;
            for (std::size_t i = 1; i < substring.pieces.size() && whole; ++i) {
                const std::string_view window = text.substr(end, widestIdeographicGap + substring.pieces[i].size());
                const std::size_t next = window.find(substring.pieces[i]);
                whole = next != std::string_view::npos && !crossesSentence(window.substr(0, next));
                end += whole ? next + substring.pieces[i].size() : 0;
            }
            if (whole && found.size() < mostMatches)
                found.push_back({&m_patterns[substring.pattern], at, end, wordAt(tokens, at), wordAt(tokens, end - 1), ~0ULL});
        }
    }
}

} // namespace tandem
