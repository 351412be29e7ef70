// links: tandem_vectors tandem_embedding
// bench search [rows [real]]: the vector index against hnswlib, faiss and usearch, one thread each, in the same run, round by
// round in turn. Of the rows, 100,000 unless told otherwise, `real` are sentences of the public data, all if there are as many;
// the others lie between two of them. The first run embeds them, some 150 a second a core; the file is kept. Each engine looks as
// widely as it must for a recall of 0.98 of the exact ten nearest. Rates are by processor time.
#include "PeerProcess.h"
#include "ProcessorTime.h"
#include "Results.h"
#include "SearchSets.h"
#include "base/DotProduct.h"
#include "services/vectors/HnswIndex.h"

#include <QTemporaryDir>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <optional>
#include <string>

using namespace tandem;

namespace {

constexpr int rounds = 9;
constexpr std::size_t best = 10;
constexpr std::size_t queryCount = 1000;
constexpr double wantedRecall = 0.98;
constexpr std::size_t links = 16;
constexpr std::size_t buildEffort = 200;
constexpr std::array<std::size_t, 18> efforts{15, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 256, 384, 512};
constexpr const char* modelId = "bench";
constexpr std::array<const char*, 3> peers{"hnswlib", "faiss", "usearch"};

void print(Json line)
{
    line["bench"] = "search";
    std::cout << toText(line) << '\n' << std::flush;
}

PassageId passageOf(std::size_t row)
{
    return PassageId("article-" + std::to_string(row / 8) + "#" + std::to_string(row % 8));
}

double privateBytes()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("RssAnon:"))
            return std::strtod(line.c_str() + 8, nullptr) * 1024;
    }
    return 0;
}

template <typename T>
void keep(const std::filesystem::path& file, const std::vector<T>& values)
{
    std::ofstream stream(file, std::ios::binary);
    stream.write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(T)));
    if (!stream.flush())
        bench::stop("The file " + file.string() + " cannot be written.");
}

// The exact ten nearest rows of every query, by products of floats.
std::vector<std::uint32_t> exactNearest(const bench::SearchSet& set)
{
    std::vector<std::uint32_t> nearest;
    std::vector<std::pair<float, std::uint32_t>> all(set.rowCount());
    for (std::size_t q = 0; q < set.queryCount(); ++q) {
        for (std::size_t row = 0; row < all.size(); ++row)
            all[row] = {-dotProduct(set.query(q).data(), set.row(row).data(), set.dimension), static_cast<std::uint32_t>(row)};
        std::ranges::nth_element(all, all.begin() + best);
        for (std::size_t i = 0; i < best; ++i)
            nearest.push_back(all[i].second);
    }
    return nearest;
}

struct Measured {
    double seconds = 0;
    double recall = 0;
};

Measured searched(const VectorIndex& index, const bench::SearchSet& set, const std::vector<std::uint32_t>& nearest)
{
    std::vector<std::vector<Neighbour>> found(set.queryCount());
    const double start = bench::processorSeconds();
    for (std::size_t q = 0; q < set.queryCount(); ++q)
        found[q] = bench::valueOf(index.search(set.query(q), best));
    Measured result{bench::processorSeconds() - start};
    for (std::size_t q = 0; q < set.queryCount(); ++q) {
        for (std::size_t i = 0; i < best; ++i)
            result.recall
                += static_cast<double>(std::ranges::count(found[q], passageOf(nearest[q * best + i]), &Neighbour::passage));
    }
    result.recall /= static_cast<double>(set.queryCount() * best);
    return result;
}

// One engine as it answers all queries, looking as widely as it is told.
struct Engine {
    std::string name;
    std::function<Measured(std::size_t effort)> search;
    std::size_t effort = 0;
    double recall = 0;
    std::vector<double> rates{};

    void choose()
    {
        for (const std::size_t each : efforts) {
            effort = each;
            recall = search(each).recall;
            if (recall >= wantedRecall)
                return;
        }
    }
};

// Median of the ratios round by round; of nine, the second and the eighth bound it with 96 % confidence.
void printRatio(const bench::SearchSet& set, const Engine& ours, const Engine& peer)
{
    std::vector<double> ratios;
    for (std::size_t i = 0; i < ours.rates.size(); ++i)
        ratios.push_back(ours.rates[i] / peer.rates[i]);
    std::ranges::sort(ratios);
    print({{"name", "qps_at_recall98"}, {"set", set.name}, {"rows", set.rowCount()}, {"value", bench::median(ours.rates)},
        {"unit", "queries/s"}, {"recall", ours.recall}, {"effort", ours.effort}, {"peer", peer.name},
        {"peer_value", bench::median(peer.rates)}, {"peer_recall", peer.recall}, {"peer_effort", peer.effort},
        {"ratio", bench::median(ratios)}, {"ratio_low", ratios[1]}, {"ratio_high", ratios[ratios.size() - 2]}, {"n", rounds}});
}

Json asked(bench::PeerProcess& peer, const Json& request)
{
    return bench::valueOf(peer.ask(request));
}

// Builds and saves; the file is what the other measurements open.
void buildAndSave(const bench::SearchSet& set, const std::filesystem::path& file)
{
    const double start = bench::processorSeconds();
    // The graph is built once, over everything.
    const auto index
        = bench::valueOf(HnswIndex::create(modelId, static_cast<int>(set.dimension), {.exactBelow = set.rowCount()}));
    for (std::size_t row = 0; row < set.rowCount(); ++row)
        bench::succeed(index->put(passageOf(row), set.row(row)));
    index->settle();
    print({{"name", "build_s"}, {"set", set.name}, {"value", bench::processorSeconds() - start}, {"unit", "s"}, {"n", 1}});
    const auto saving = std::chrono::steady_clock::now();
    bench::succeed(index->save(file));
    print({{"name", "save_s"}, {"set", set.name}, {"value", bench::secondsSince(saving)}, {"unit", "s"}, {"n", 1}});
}

// In a process of its own: opens the saved index and says how long that took, what a search costs before the graph is there,
// and what it weighs once it answered every query.
int openAndWeigh(const std::filesystem::path& folder, int dimension)
{
    std::vector<float> queries(std::filesystem::file_size(folder / "queries.f32") / sizeof(float));
    std::ifstream(folder / "queries.f32", std::ios::binary)
        .read(reinterpret_cast<char*>(queries.data()), static_cast<std::streamsize>(queries.size() * sizeof(float)));
    const auto query = [&](std::size_t at) {
        return std::span<const float>(queries).subspan(
            at * static_cast<std::size_t>(dimension), static_cast<std::size_t>(dimension));
    };
    const double before = privateBytes();
    const auto start = std::chrono::steady_clock::now();
    const auto index = bench::valueOf(HnswIndex::load(folder / "vectors.index", modelId, dimension, {}));
    const double opened = bench::secondsSince(start);
    const bool scanServed = !index->hasGraph();
    const auto found = bench::valueOf(index->search(query(0), best));
    const double first = bench::secondsSince(start) - opened;
    index->settle();
    const double ready = bench::secondsSince(start);
    for (std::size_t q = 0; q < queryCount; ++q)
        (void)bench::valueOf(index->search(query(q), best));
    std::cout << toText({{"open_ms", opened * 1e3}, {"first_search_ms", first * 1e3}, {"scan_served", scanServed},
        {"graph_ready_ms", ready * 1e3}, {"bytes_per_vector", (privateBytes() - before) / static_cast<double>(index->size())},
        {"found", found.size()}})
              << '\n'
              << std::flush;
    return 0;
}

Json outputOf(const std::string& command)
{
    std::string text;
    std::FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr)
        bench::stop("The bench cannot start itself.");
    std::array<char, 512> piece{};
    while (std::fgets(piece.data(), piece.size(), pipe) != nullptr)
        text += piece.data();
    pclose(pipe);
    return bench::valueOf(parseJson(text));
}

double measureOpening(const bench::SearchSet& set, const std::string& command)
{
    std::map<std::string, std::vector<double>> values;
    bool scanServed = true;
    for (int round = 0; round < rounds; ++round) {
        const Json line = outputOf(command);
        for (const auto* const name : {"open_ms", "first_search_ms", "graph_ready_ms", "bytes_per_vector"})
            values[name].push_back(line.at(name).get<double>());
        scanServed = scanServed && line.at("scan_served").get<bool>();
    }
    for (const auto* const name : {"open_ms", "first_search_ms", "graph_ready_ms"}) {
        std::vector<double> sorted = values[name];
        std::ranges::sort(sorted);
        print({{"name", name}, {"set", set.name}, {"rows", set.rowCount()}, {"value", bench::median(sorted)}, {"unit", "ms"},
            {"highest", sorted.back()}, {"scan_served", scanServed}, {"n", rounds}});
    }
    return bench::median(values["bytes_per_vector"]);
}

// Every row is looked at: as many rows as an index has before it needs a graph.
void measureScan(bench::PeerProcess& peer, const bench::SearchSet& set, std::size_t rows)
{
    constexpr std::size_t queries = 200;
    const auto index = bench::valueOf(HnswIndex::create(modelId, static_cast<int>(set.dimension), {}));
    for (std::size_t row = 0; row < rows; ++row)
        bench::succeed(index->put(passageOf(row), set.row(row)));
    std::vector<double> ours;
    std::vector<double> theirs;
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) {
        const double start = bench::processorSeconds();
        for (std::size_t q = 0; q < queries; ++q)
            (void)bench::valueOf(index->search(set.query(q), best));
        ours.push_back((bench::processorSeconds() - start) * 1e3 / queries);
        theirs.push_back(
            asked(peer, {{"op", "flat"}, {"rows", rows}, {"queries", queries}})["seconds"].get<double>() * 1e3 / queries);
        ratios.push_back(theirs.back() / ours.back());
    }
    std::ranges::sort(ratios);
    print({{"name", "exact_scan_ms"}, {"set", set.name}, {"rows", rows}, {"value", bench::median(ours)}, {"unit", "ms"},
        {"peer", "faiss IndexFlatIP"}, {"peer_value", bench::median(theirs)}, {"ratio", bench::median(ratios)},
        {"ratio_low", ratios[1]}, {"ratio_high", ratios[ratios.size() - 2]}, {"n", rounds}});
}

std::vector<Engine> engines(bench::PeerProcess& peer, const Json& versions, const bench::SearchSet& set,
    const std::vector<std::uint32_t>& nearest, const std::filesystem::path& file)
{
    std::vector<Engine> all;
    // How widely it looks is settled when an index is opened.
    auto opened = std::make_shared<std::map<std::size_t, std::unique_ptr<HnswIndex>>>();
    all.push_back({"tandem", [opened, &set, &nearest, file](std::size_t effort) {
                       if (!opened->contains(effort)) {
                           opened->clear();
                           (*opened)[effort] = bench::valueOf(
                               HnswIndex::load(file, modelId, static_cast<int>(set.dimension), {.effort = effort}));
                           (*opened)[effort]->settle();
                       }
                       return searched(*opened->at(effort), set, nearest);
                   }});
    for (const std::string name : peers) {
        all.push_back({versions.at(name).get<std::string>(), [&peer, name](std::size_t effort) {
                           const Json answer = asked(peer, {{"op", "search"}, {"engine", name}, {"effort", effort}});
                           return Measured{answer["seconds"].get<double>(), answer["recall"].get<double>()};
                       }});
    }
    return all;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc == 4 && std::string(argv[1]) == "--open")
        return openAndWeigh(argv[2], std::atoi(argv[3]));
    const std::size_t rows = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000;
    const std::size_t real = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : rows;
    const bench::SearchSet set = bench::searchSet(TANDEM_SHARED_DATA, rows, real, queryCount);
    const std::vector<std::uint32_t> nearest = exactNearest(set);
    const QTemporaryDir temporary;
    const std::filesystem::path folder = temporary.path().toStdString();
    keep(folder / "rows.f32", set.rows);
    keep(folder / "queries.f32", set.queries);
    keep(folder / "nearest.u32", nearest);
    const auto file = folder / "vectors.index";
    buildAndSave(set, file);

    bench::PeerProcess peer(std::string(TANDEM_RESOURCES) + "/../tests/bench/search_peer.py");
    const Json versions = asked(peer, {{"op", "open"}, {"folder", folder}, {"dimension", set.dimension}})["versions"];
    measureScan(peer, set, std::min<std::size_t>(10'000, rows));
    const double weight = measureOpening(set,
        "'" + std::filesystem::canonical(argv[0]).string() + "' --open '" + folder.string() + "' "
            + std::to_string(set.dimension));
    for (const std::string name : peers) {
        const Json built = asked(peer, {{"op", "build"}, {"engine", name}, {"links", links}, {"effort", buildEffort}});
        print({{"name", "ram_per_vector"}, {"set", set.name}, {"value", weight}, {"unit", "bytes"}, {"peer", versions.at(name)},
            {"peer_value", built["bytes_per_vector"]}, {"ratio", weight / built["bytes_per_vector"].get<double>()},
            {"peer_build_s", built["seconds"]}, {"n", rounds}});
    }
    std::vector<Engine> all = engines(peer, versions, set, nearest, file);
    for (Engine& engine : all)
        engine.choose();
    for (std::size_t round = 0; round < rounds; ++round) {
        // Who goes first changes from round to round.
        for (std::size_t i = 0; i < all.size(); ++i) {
            Engine& engine = all[(round + i) % all.size()];
            engine.rates.push_back(static_cast<double>(set.queryCount()) / engine.search(engine.effort).seconds);
        }
    }
    for (std::size_t i = 1; i < all.size(); ++i)
        printRatio(set, all.front(), all[i]);
    return 0;
}
