// links: tandem_knowledge
// bench keyword [passages]: the keyword index against tantivy, bm25s and SQLite's FTS5, one thread each and in memory, in the
// same run, round by round in turn; 30,000 and 100,000 passages unless a number is told. Passages are sentences of the public
// data. Queries: eight of the most frequent words, and sentences that are no passage. All engines get the same words: the peers'
// are numbers of terms, cut by this program, and their times are taken inside their process. By processor time.
#include "PeerProcess.h"
#include "ProcessorTime.h"
#include "Results.h"
#include "SearchSets.h"
#include "knowledge/KeywordIndex.h"
#include "knowledge/Terms.h"

#include <QTemporaryDir>

#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <malloc.h>
#include <map>
#include <random>
#include <string>
#include <unordered_map>

using namespace tandem;

namespace {

constexpr int rounds = 9;
constexpr std::size_t best = 10;
constexpr std::size_t commonQueries = 30;
constexpr std::size_t wordsOfCommonQuery = 8;
constexpr std::size_t commonWords = 40;
constexpr std::size_t questionCount = 60;
constexpr std::array<const char*, 4> peers{"tantivy", "bm25s", "bm25s-numba", "fts5"};

void print(Json line)
{
    line["bench"] = "keyword";
    std::cout << toText(line) << '\n' << std::flush;
}

// That the program holds, as its allocator counts them.
double heldBytes()
{
    const auto held = mallinfo2();
    return static_cast<double>(held.uordblks) + static_cast<double>(held.hblkhd);
}

// Its order by text is that of the numbers, so that ties are broken alike.
PassageId passageOf(std::size_t number)
{
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "p%06zu", number);
    return PassageId(text.data());
}

// A library as numbers of words, and BM25 over it by the book: every passage is scored, in double precision.
struct Scanned {
    std::unordered_map<std::string, std::uint32_t> numbers;
    std::vector<std::string> words; // by number
    std::vector<std::map<std::uint32_t, int>> passages; // how often each word stands there
    std::vector<double> lengths;
    std::vector<std::size_t> passagesWith; // by word
    double averageLength = 0;

    explicit Scanned(const std::vector<std::string>& texts)
    {
        for (const std::string& text : texts) {
            std::map<std::uint32_t, int>& counts = passages.emplace_back();
            const std::vector<Term> terms = termsOf(text);
            for (const Term& term : terms) {
                const auto [place, isNew] = numbers.try_emplace(term.text, static_cast<std::uint32_t>(words.size()));
                if (isNew)
                    words.push_back(term.text);
                ++counts[place->second];
            }
            lengths.push_back(static_cast<double>(terms.size()));
            averageLength += lengths.back() / static_cast<double>(texts.size());
        }
        passagesWith.resize(words.size());
        for (const auto& counts : passages) {
            for (const auto& [word, count] : counts)
                ++passagesWith[word];
        }
    }

    [[nodiscard]] std::vector<std::size_t> bestOf(const KeywordQuery& query) const
    {
        std::vector<std::pair<double, std::size_t>> scored;
        for (std::size_t passage = 0; passage < passages.size(); ++passage) {
            double score = 0;
            for (const KeywordQuery::Word& word : query.words) {
                const auto number = numbers.find(word.text);
                const auto count = number == numbers.end() ? passages[passage].end() : passages[passage].find(number->second);
                if (count == passages[passage].end())
                    continue;
                const auto with = static_cast<double>(passagesWith[number->second]);
                const double rarity = std::log(1 + (static_cast<double>(passages.size()) - with + 0.5) / (with + 0.5));
                const double frequency = count->second;
                score += rarity * word.weight * frequency * 2.2
                    / (frequency + 1.2 * (0.25 + 0.75 * lengths[passage] / averageLength));
            }
            if (score > 0)
                scored.emplace_back(-score, passage);
        }
        const std::size_t count = std::min(best, scored.size());
        // Equal but for rounding: the lower number first.
        std::ranges::partial_sort(
            scored, scored.begin() + static_cast<std::ptrdiff_t>(count), [](const auto& left, const auto& right) {
                return std::abs(left.first - right.first) > 1e-9 ? left.first < right.first : left.second < right.second;
            });
        std::vector<std::size_t> result;
        for (std::size_t i = 0; i < count; ++i)
            result.push_back(scored[i].second);
        return result;
    }
};

struct QuerySet {
    std::string name;
    std::vector<KeywordQuery> queries; // each word once
    std::vector<std::vector<std::size_t>> nearest;
    std::map<std::string, std::vector<double>> milliseconds; // a query, by engine and round
    std::map<std::string, double> recall; // by peer
};

QuerySet commonSet(const Scanned& library)
{
    std::vector<std::uint32_t> byFrequency(library.words.size());
    for (std::uint32_t i = 0; i < byFrequency.size(); ++i)
        byFrequency[i] = i;
    std::ranges::sort(byFrequency, std::ranges::greater(), [&](std::uint32_t word) { return library.passagesWith[word]; });
    byFrequency.resize(commonWords);
    std::mt19937 random(11);
    QuerySet set{"eight common words", {}, {}, {}, {}};
    for (std::size_t i = 0; i < commonQueries; ++i) {
        std::ranges::shuffle(byFrequency, random);
        KeywordQuery& query = set.queries.emplace_back();
        for (std::size_t j = 0; j < wordsOfCommonQuery; ++j)
            query.words.push_back({library.words[byFrequency[j]], 1, false});
    }
    return set;
}

QuerySet questionSet(const std::vector<std::string>& texts)
{
    QuerySet set{"sentences", {}, {}, {}, {}};
    for (const std::string& text : texts) {
        KeywordQuery query = keywordQuery(text);
        for (KeywordQuery::Word& word : query.words)
            word.weight = 1;
        if (!query.words.empty())
            set.queries.push_back(std::move(query));
    }
    return set;
}

void keepForPeers(const std::filesystem::path& folder, const std::vector<std::string>& texts, const Scanned& library,
    const std::vector<QuerySet>& sets)
{
    std::ofstream passages(folder / "passages.txt");
    for (const std::string& text : texts) {
        for (const Term& term : termsOf(text))
            passages << 'w' << library.numbers.at(term.text) << ' ';
        passages << '\n';
    }
    for (const QuerySet& set : sets) {
        std::ofstream queries(folder / (set.name + ".txt"));
        for (const KeywordQuery& query : set.queries) {
            for (const KeywordQuery::Word& word : query.words) {
                const auto number = library.numbers.find(word.text);
                queries << (number == library.numbers.end() ? std::string("unknown") : 'w' + std::to_string(number->second))
                        << ' ';
            }
            queries << '\n';
        }
        std::ofstream right(folder / (set.name + ".best"));
        for (const auto& row : set.nearest) {
            for (const std::size_t passage : row)
                right << passage << ' ';
            right << '\n';
        }
    }
}

std::unique_ptr<KeywordIndex> built(const std::vector<std::string>& texts)
{
    auto index = std::make_unique<KeywordIndex>();
    const double memory = heldBytes();
    const double start = bench::processorSeconds();
    for (std::size_t i = 0; i < texts.size(); ++i)
        index->put(passageOf(i), {"", "", texts[i]});
    const double seconds = bench::processorSeconds() - start;
    const double grown = heldBytes() - memory;
    const auto n = static_cast<double>(texts.size());
    const KeywordIndexSize size = index->measured();
    const auto postings = static_cast<double>(size.postings);
    print({{"name", "indexed_passages"}, {"passages", texts.size()}, {"value", n / seconds}, {"unit", "1/s"}, {"n", 1}});
    print({{"name", "list_bytes_per_posting"}, {"passages", texts.size()},
        {"value", static_cast<double>(size.listBytes) / postings}, {"postings", size.postings}, {"words", size.words},
        {"word_bytes_per_posting", static_cast<double>(size.wordBytes) / postings}, {"all_bytes_per_posting", grown / postings},
        {"all_bytes_per_passage", grown / n}});
    return index;
}

void measureOpening(const KeywordIndex& index, const std::filesystem::path& file, double postings)
{
    bench::succeed(index.save(file, "bench"));
    std::vector<double> milliseconds;
    for (int round = 0; round < rounds; ++round) {
        const double start = bench::processorSeconds();
        const auto loaded = bench::valueOf(KeywordIndex::load(file, "bench"));
        milliseconds.push_back((bench::processorSeconds() - start) * 1e3);
    }
    std::ranges::sort(milliseconds);
    print({{"name", "open_ms"}, {"passages", index.size()}, {"value", bench::median(milliseconds)}, {"unit", "ms"},
        {"low", milliseconds[1]}, {"high", milliseconds[milliseconds.size() - 2]}, {"n", rounds},
        {"file_bytes_per_posting", static_cast<double>(std::filesystem::file_size(file)) / postings}});
}

// The share of queries that give the very ten passages of the scan, in their order.
double sameAsScan(const KeywordIndex& index, const QuerySet& set)
{
    double same = 0;
    for (std::size_t q = 0; q < set.queries.size(); ++q) {
        const auto hits = index.search(set.queries[q], best, {});
        bool isSame = hits.size() == set.nearest[q].size();
        for (std::size_t i = 0; isSame && i < hits.size(); ++i)
            isSame = hits[i].passage == passageOf(set.nearest[q][i]);
        same += isSame ? 1 : 0;
    }
    return same / static_cast<double>(set.queries.size());
}

double search(const KeywordIndex& index, const QuerySet& set)
{
    const double start = bench::processorSeconds();
    std::size_t found = 0;
    for (const KeywordQuery& query : set.queries)
        found += index.search(query, best, {}).size();
    const double seconds = bench::processorSeconds() - start;
    if (found == 0)
        bench::stop("The index finds nothing.");
    return seconds * 1e3 / static_cast<double>(set.queries.size());
}

void measureMatching(const KeywordIndex& index, const QuerySet& set, std::size_t passages)
{
    constexpr std::size_t asked = 100;
    std::vector<PassageId> some;
    for (std::size_t i = 0; i < asked; ++i)
        some.push_back(passageOf(i * passages / asked));
    std::vector<double> microseconds;
    for (int round = 0; round < rounds; ++round) {
        const double start = bench::processorSeconds();
        for (const KeywordQuery& query : set.queries)
            (void)index.match(query, some);
        microseconds.push_back((bench::processorSeconds() - start) * 1e6 / static_cast<double>(set.queries.size()));
    }
    print({{"name", "match_100_us"}, {"passages", passages}, {"queries", set.name}, {"value", bench::median(microseconds)},
        {"unit", "us"}, {"n", rounds}});
}

// Median of the ratios round by round; of nine, the second and the eighth bound it with 96 % confidence.
void printRatios(const QuerySet& set, const Json& versions, std::size_t passages)
{
    const std::vector<double>& ours = set.milliseconds.at("tandem");
    for (const std::string peer : peers) {
        const std::vector<double>& theirs = set.milliseconds.at(peer);
        std::vector<double> ratios;
        for (std::size_t i = 0; i < ours.size(); ++i)
            ratios.push_back(theirs[i] / ours[i]);
        std::ranges::sort(ratios);
        print({{"name", "search_ms"}, {"queries", set.name}, {"passages", passages}, {"value", bench::median(ours)},
            {"unit", "ms"}, {"peer", versions.at(peer)}, {"peer_value", bench::median(theirs)},
            {"peer_recall", set.recall.at(peer)}, {"ratio", bench::median(ratios)}, {"ratio_low", ratios[1]},
            {"ratio_high", ratios[ratios.size() - 2]}, {"n", rounds}});
    }
}

void compare(const std::vector<std::string>& texts, const std::vector<std::string>& questions)
{
    const auto index = built(texts);
    const Scanned library(texts);
    std::vector<QuerySet> sets{commonSet(library), questionSet(questions)};
    for (QuerySet& set : sets) {
        for (const KeywordQuery& query : set.queries)
            set.nearest.push_back(library.bestOf(query));
        print({{"name", "same_top_ten"}, {"queries", set.name}, {"passages", texts.size()}, {"value", sameAsScan(*index, set)},
            {"n", set.queries.size()}});
        measureMatching(*index, set, texts.size());
    }
    const QTemporaryDir temporary;
    const std::filesystem::path folder = temporary.path().toStdString();
    measureOpening(*index, folder / "words.index", static_cast<double>(index->measured().postings));
    keepForPeers(folder, texts, library, sets);
    bench::PeerProcess peer(std::string(TANDEM_RESOURCES) + "/../tests/bench/keyword_peer.py");
    const Json versions = bench::valueOf(peer.ask({{"op", "open"}, {"folder", folder}}))["versions"];
    for (const std::string name : peers) {
        const Json answer = bench::valueOf(peer.ask({{"op", "build"}, {"engine", name}}));
        print({{"name", "peer_build_s"}, {"passages", texts.size()}, {"peer", versions.at(name)}, {"value", answer["seconds"]},
            {"unit", "s"}, {"n", 1}});
    }
    for (int round = 0; round < rounds; ++round) {
        for (QuerySet& set : sets) {
            set.milliseconds["tandem"].push_back(search(*index, set));
            for (const std::string name : peers) {
                const Json answer = bench::valueOf(peer.ask({{"op", "search"}, {"engine", name}, {"set", set.name}}));
                set.milliseconds[name].push_back(answer["seconds"].get<double>() * 1e3 / static_cast<double>(set.queries.size()));
                set.recall[name] = answer["recall"].get<double>();
            }
        }
    }
    for (const QuerySet& set : sets)
        printRatios(set, versions, texts.size());
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> texts = bench::searchTexts(TANDEM_SHARED_DATA);
    const auto first = texts.begin() + questionCount;
    std::vector<std::size_t> counts{30'000, 100'000};
    if (argc > 1)
        counts = {std::strtoul(argv[1], nullptr, 10)};
    for (const std::size_t count : counts) {
        if (texts.size() < questionCount + count)
            bench::stop("The public data hold " + std::to_string(texts.size()) + " sentences; ask for fewer passages.");
        compare({first, first + static_cast<std::ptrdiff_t>(count)}, {texts.begin(), first});
    }
    return 0;
}
