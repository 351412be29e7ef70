#include "pipeline/understand/Lexicon.h"

#include "base/Text.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <fstream>
#include <functional>
#include <sstream>
#include <tuple>

namespace tandem {

namespace {

constexpr std::string_view choicesName = "choices.tsv";
constexpr std::size_t mostMatches = 4000; // of one text; what a text of bad intent holds beyond changes nothing
constexpr std::size_t mostPieceBytes = 64U << 10U; // of a text, read for pieces
constexpr std::uintmax_t largestDeskFile = 1U << 20U; // bytes
constexpr std::size_t mostDeskVariants = 100'000; // of all patterns of a desk
constexpr std::size_t mostDeskProblems = 200;
constexpr double heaviest = 10;

// Topics in their order. Notes that a topic's patterns may bear, between bars; "" is none, "*" any.
struct TopicFile {
    std::string_view name;
    std::string_view notes;
};
constexpr std::array<TopicFile, topicCount> topicFiles{
    {{"human_requested", "*"}, {"legal_regulatory", "*"}, {"refund", "*"}, {"account_closure", "*"}, {"data_deletion", "*"},
        {"plan_downgrade_credit", "*"}, {"churn_threat", "*"}, {"abuse", "*"}, {"repeated_question", "*"},
        {"negation", "before|after"}, {"urgency", "impact|scope|safety|deadline|tone|hinder|calm"}, {"sentiment", "|scale|flip"},
        {"injection", "override|leak|role|action|exfiltration|answer|indirect|stealth|marker|hidden|invisible|encoded"}}};

Result<std::string> contentOf(const std::filesystem::path& file)
{
    std::ifstream const stream(file, std::ios::binary);
    std::ostringstream content;
    if (!stream || !(content << stream.rdbuf()))
        return failure(ErrorCode::NotFound, "The lexicon " + file.string() + " cannot be read; restore it.");
    return std::move(content).str();
}

// Fields of a line that says something; empty for comments and blank lines.
std::vector<std::string_view> fieldsOf(std::string_view line)
{
    if (text::trim(line).empty() || line.starts_with('#'))
        return {};
    return text::split(line, '\t');
}

// Gives each line that says something with its number to `take`; stops at the first error that `take` returns.
using LineReader = std::function<Status(std::size_t number, const std::vector<std::string_view>& fields)>;
Status readLines(std::string_view content, const LineReader& take)
{
    std::size_t number = 0;
    for (const std::string_view line : text::lines(content)) {
        ++number;
        if (const auto fields = fieldsOf(line); !fields.empty())
            TRY(take(number, fields));
    }
    return {};
}

std::unexpected<Error> wrong(std::string what)
{
    return failure(ErrorCode::Corrupt, std::move(what));
}

std::unexpected<Error> tooMany()
{
    return wrong("the patterns up to here stand for more than " + std::to_string(mostDeskVariants) + " texts");
}

bool isIdeographicLanguage(Language language)
{
    return language == Language::Zh || language == Language::Ja;
}

Status addChoice(const std::vector<std::string_view>& fields, PatternChoices& choices)
{
    const auto language = fields.size() < 3 ? std::nullopt : languageFrom(text::trim(fields[0]));
    if (!language)
        return wrong("language, name and alternatives are wanted, with tabs between them");
    return choices.set(*language, text::trim(fields[1]), fields[2]);
}

std::optional<Topic> topicOf(const std::filesystem::path& file)
{
    const auto* const known = std::ranges::find(topicFiles, file.stem().string(), &TopicFile::name);
    return known == topicFiles.end() ? std::nullopt : std::optional(static_cast<Topic>(known - topicFiles.begin()));
}

bool mayBear(Topic topic, std::string_view note)
{
    const std::string_view notes = topicFiles[static_cast<std::size_t>(topic)].notes;
    const auto allowed = text::split(notes, '|');
    return notes == "*" || std::ranges::find(allowed, note) != allowed.end();
}

std::size_t wordAt(const Tokens& tokens, std::size_t byte)
{
    const auto after = std::upper_bound(tokens.words.begin(), tokens.words.end(), byte,
        [](std::size_t value, const Token& token) { return value < token.begin; });
    return after == tokens.words.begin() ? 0 : static_cast<std::size_t>(after - tokens.words.begin()) - 1;
}

} // namespace

std::string_view name(Topic topic)
{
    return topicFiles[static_cast<std::size_t>(topic)].name;
}

std::string described(const LexiconProblem& problem)
{
    const std::string place = problem.line == 0 ? problem.file : problem.file + ", line " + std::to_string(problem.line);
    return place.empty() ? problem.reason : place + ": " + problem.reason;
}

Result<Lexicon> Lexicon::load(const std::filesystem::path& directory, const std::filesystem::path& desk)
{
    Lexicon lexicon;
    PatternChoices choices;
    TRY(lexicon.readShipped(directory, choices));
    const std::size_t shipped = lexicon.m_patterns.size();
    if (!desk.empty())
        lexicon.readDesk(desk, choices);
    lexicon.m_deskPatterns = lexicon.m_patterns.size() - shipped;
    for (Graphs* graphs : {&lexicon.m_others, &lexicon.m_injection}) {
        graphs->words.finish();
        graphs->pieces.finish();
    }
    return lexicon;
}

Status Lexicon::readShipped(const std::filesystem::path& directory, PatternChoices& choices)
{
    const auto read = [&](const std::filesystem::path& file, const LineReader& take) -> Status {
        const std::string content = TRY(contentOf(file));
        return readLines(content, [&](std::size_t number, const std::vector<std::string_view>& fields) -> Status {
            if (const Status taken = take(number, fields); !taken)
                return wrong(
                    "The lexicon " + file.string() + ", line " + std::to_string(number) + ": " + taken.error().message + ".");
            return {};
        });
    };
    TRY(read(directory / choicesName,
        [&](std::size_t, const std::vector<std::string_view>& fields) { return addChoice(fields, choices); }));
    for (std::size_t topic = 0; topic < topicCount; ++topic) {
        const auto file = directory / (std::string(topicFiles[topic].name) + ".tsv");
        TRY(read(file, [&](std::size_t number, const std::vector<std::string_view>& fields) {
            return addLine({static_cast<Topic>(topic), {}, 0, {}, PatternSource::Shipped, number}, fields, choices);
        }));
    }
    return {};
}

// The choices first, so that all files may name them.
void Lexicon::readDesk(const std::filesystem::path& folder, PatternChoices& choices)
{
    std::error_code error;
    if (!std::filesystem::exists(folder, error) && !error)
        return;
    std::vector<std::filesystem::path> files;
    for (auto entry = std::filesystem::directory_iterator(folder, error); !error && entry != std::filesystem::end(entry);
        entry.increment(error)) {
        if (entry->path().extension() == ".tsv" && !entry->path().filename().string().starts_with('.'))
            files.push_back(entry->path());
    }
    if (error)
        m_problems.push_back({"", 0, "the folder " + folder.string() + " cannot be read: " + error.message()});
    std::ranges::sort(files);
    std::ranges::stable_partition(files, [](const auto& file) { return file.filename() == choicesName; });
    for (const std::filesystem::path& file : files)
        readDeskFile(file, choices);
}

void Lexicon::readDeskFile(const std::filesystem::path& file, PatternChoices& choices)
{
    const std::string name = file.filename().string();
    const auto skip = [&](std::size_t line, std::string reason) { m_problems.push_back({name, line, std::move(reason)}); };
    const std::optional<Topic> topic = topicOf(file);
    if (!topic && name != choicesName) {
        skip(0, "no lexicon has this name; README.md beside the shipped ones lists them");
        return;
    }
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (error || size > largestDeskFile) {
        skip(0, error ? "the file cannot be read: " + error.message() : "the file is larger than 1 MiB");
        return;
    }
    if (size == 0)
        return;
    const auto content = contentOf(file);
    if (!content) {
        skip(0, "the file cannot be read");
        return;
    }
    m_deskFingerprint = text::hash64(*content, text::hash64(name, m_deskFingerprint));
    std::string_view lines = *content;
    if (lines.starts_with("\xEF\xBB\xBF")) // some editors' mark of UTF-8
        lines.remove_prefix(3);
    const Status read = readLines(lines, [&](std::size_t number, const std::vector<std::string_view>& fields) -> Status {
        if (m_problems.size() >= mostDeskProblems)
            return wrong("from line " + std::to_string(number) + " on nothing is read: too much is wrong before");
        const bool isText = std::ranges::all_of(fields, text::isValidUtf8);
        const Status added = !isText ? wrong("it is not UTF-8; save the file as that")
            : topic                  ? addLine({*topic, {}, 0, {}, PatternSource::Desk, number}, fields, choices)
                                     : addChoice(fields, choices);
        if (!added)
            skip(number, added.error().message);
        return {};
    });
    if (!read)
        skip(0, read.error().message);
}

Status Lexicon::addLine(Pattern pattern, const std::vector<std::string_view>& fields, const PatternChoices& choices)
{
    const auto language = languageFrom(text::trim(fields[0]));
    const std::string_view weight = fields.size() > 2 ? text::trim(fields[2]) : "";
    const auto parsed = std::from_chars(weight.data(), weight.data() + weight.size(), pattern.weight);
    if (!language || weight.empty() || parsed.ec != std::errc() || parsed.ptr != weight.data() + weight.size())
        return wrong("language, pattern and a weight are wanted, with tabs between them");
    if (pattern.topic == Topic::Injection && pattern.weight > 1)
        return wrong("a weight of this lexicon is at most 1");
    if (!std::isfinite(pattern.weight) || std::abs(pattern.weight) > heaviest || pattern.weight == 0)
        return wrong("a weight lies between -10 and 10 and is not 0");
    pattern.language = *language;
    pattern.note = fields.size() > 3 ? std::string(text::trim(fields[3])) : "";
    const bool isHarmless = pattern.topic == Topic::Injection && pattern.weight < 0; // then the note says nothing
    if (!isHarmless && !mayBear(pattern.topic, pattern.note))
        return wrong("the note must be one of " + std::string(topicFiles[static_cast<std::size_t>(pattern.topic)].notes));
    if (pattern.source == PatternSource::Desk && m_deskVariants > mostDeskVariants)
        return tooMany();
    const bool inPieces = isIdeographicLanguage(*language);
    const PatternSegments segments
        = TRY(patternSegments(text::trim(fields[1]), inPieces ? PatternCut::Ellipses : PatternCut::Spaces, *language, choices));
    m_deskVariants += pattern.source == PatternSource::Desk ? variantCount(segments) : 0;
    if (pattern.source == PatternSource::Desk && m_deskVariants > mostDeskVariants)
        return tooMany();
    Graphs& graphs = pattern.topic == Topic::Injection ? m_injection : m_others;
    const auto index = static_cast<std::uint32_t>(m_patterns.size());
    if (!(inPieces ? graphs.pieces.add(segments, index) : graphs.words.add(segments, index)))
        return wrong("the pattern has no words, or too short a word with a star");
    m_patterns.push_back(std::move(pattern));
    return {};
}

std::vector<PatternMatch> Lexicon::matches(const Tokens& tokens, const LanguageGuess& language) const
{
    return matchesOf(m_others, tokens, language);
}

std::vector<PatternMatch> Lexicon::injectionMatches(const Tokens& tokens) const
{
    return matchesOf(m_injection, tokens, {Language::En, 0, true});
}

std::vector<PatternMatch> Lexicon::matchesOf(const Graphs& graphs, const Tokens& tokens, const LanguageGuess& language) const
{
    std::vector<PatternMatch> found;
    const bool doubtful = language.mixed || language.confidence < 0.5;
    graphs.words.match(tokens, [&](std::uint32_t index, std::size_t first, std::size_t last, std::uint64_t literal) {
        const Pattern& pattern = m_patterns[index];
        const bool speaks = pattern.language == language.language || doubtful || std::popcount(literal) > 1;
        if (speaks && found.size() < mostMatches)
            found.push_back({&pattern, tokens.words[first].begin, tokens.words[last].end, first, last, literal});
    });
    if (tokens.hasIdeographs) {
        const std::size_t most = found.size() + mostMatches;
        const std::string_view lower = text::truncate(tokens.lower, mostPieceBytes);
        graphs.pieces.match(lower, [&](std::uint32_t index, std::size_t begin, std::size_t end) {
            const Pattern& pattern = m_patterns[index];
            const bool speaks = pattern.language == language.language || !isIdeographicLanguage(language.language);
            if (speaks && found.size() < most)
                found.push_back({&pattern, begin, end, wordAt(tokens, begin), wordAt(tokens, end - 1)});
        });
    }
    std::ranges::stable_sort(found, [](const PatternMatch& a, const PatternMatch& b) {
        return std::tie(a.begin, a.pattern, b.end) < std::tie(b.begin, b.pattern, a.end);
    });
    return found;
}

} // namespace tandem
