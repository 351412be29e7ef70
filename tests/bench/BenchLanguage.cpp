// links: tandem_pipeline
// bench language: LanguageDetector against pycld2, lid.176 and lingua on the same texts (lingua's own test files, judged only),
// one thread each, round by round in turn. Peers are not held to our twelve languages but for lingua; accuracy stands beside the
// time.
#include "PeerProcess.h"
#include "Results.h"
#include "base/Text.h"
#include "pipeline/understand/LanguageDetector.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>

using namespace tandem;

namespace {

constexpr int rounds = 9;
constexpr std::size_t textsPerLanguage = 100;

struct Set {
    std::string name;
    std::vector<std::string> texts;
    std::vector<std::string> languages;
};

Set readSet(const std::string& name)
{
    Set set{name, {}, {}};
    for (const Language language : allLanguages) {
        const std::string code(tandem::name(language));
        std::ifstream stream(TANDEM_SHARED_DATA "/lingua_langid/" + name + "/" + code + ".txt");
        std::size_t taken = 0;
        for (std::string line; taken < textsPerLanguage && std::getline(stream, line);) {
            if (text::trim(line).empty())
                continue;
            set.texts.push_back(line);
            set.languages.push_back(code);
            ++taken;
        }
    }
    return set;
}

double accuracy(const Set& set, const std::vector<std::string>& found)
{
    double right = 0;
    for (std::size_t i = 0; i < set.texts.size(); ++i)
        right += found[i] == set.languages[i] ? 1 : 0;
    return right / static_cast<double>(set.texts.size());
}

// Microseconds a text, and the answers.
double ourTime(const LanguageDetector& detector, const Set& set, std::vector<std::string>& found)
{
    found.clear();
    const auto start = std::chrono::steady_clock::now();
    for (const std::string& text : set.texts)
        found.emplace_back(name(detector.detect(text).language));
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
    return took.count() / static_cast<double>(set.texts.size());
}

void compare(
    const LanguageDetector& detector, bench::PeerProcess& process, std::size_t peer, const std::string& peerName, const Set& set)
{
    std::vector<double> ours;
    std::vector<double> theirs;
    std::vector<double> ratios;
    std::vector<std::string> found;
    std::vector<std::string> foundByPeer;
    for (int round = 0; round < rounds; ++round) {
        ours.push_back(ourTime(detector, set, found));
        const Json answer = bench::valueOf(process.ask({{"op", "judge"}, {"peer", peer}, {"texts", set.texts}}));
        theirs.push_back(answer.at("seconds").get<double>() * 1e6 / static_cast<double>(set.texts.size()));
        foundByPeer = answer.at("languages").get<std::vector<std::string>>();
        ratios.push_back(ours.back() / theirs.back());
    }
    std::ranges::sort(ratios);
    const Json line{{"bench", "language"}, {"name", "us_per_text"}, {"set", set.name}, {"value", bench::median(ours)},
        {"unit", "us"}, {"peer", peerName}, {"peer_value", bench::median(theirs)}, {"ratio", bench::median(ratios)},
        {"ratio_low", ratios.front()}, {"ratio_high", ratios.back()}, {"accuracy", accuracy(set, found)},
        {"peer_accuracy", accuracy(set, foundByPeer)}, {"texts", set.texts.size()}, {"n", rounds}};
    std::cout << toText(line) << '\n' << std::flush;
}

} // namespace

int main()
{
    const LanguageDetector detector = bench::valueOf(LanguageDetector::load(TANDEM_RESOURCES "/models"));
    std::vector<Set> sets;
    for (const char* name : {"single-words", "word-pairs", "sentences"}) {
        sets.push_back(readSet(name));
        if (sets.back().texts.empty()) {
            std::fprintf(stderr, "bench language: the texts of lingua_langid/%s are not in the shared data.\n", name);
            return 1;
        }
    }
    bench::PeerProcess process(TANDEM_RESOURCES "/../tests/bench/language_peer.py");
    const Json peers = bench::valueOf(process.ask({{"op", "peers"}}));
    for (std::size_t peer = 0; peer < peers.at("peers").size(); ++peer) {
        for (const Set& set : sets)
            compare(detector, process, peer, peers.at("peers")[peer], set);
    }
    return 0;
}
