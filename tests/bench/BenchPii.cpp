// links: tandem_privacy
// bench pii: findPersonalData against Presidio's analyzer on the same texts (Presidio's synthetic sentences and the project's own
// exam), one thread each, round by round in turn; and how its time grows with the text.
#include "PeerProcess.h"
#include "Results.h"
#include "base/Text.h"
#include "privacy/Redaction.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <vector>

using namespace tandem;

namespace {

constexpr int rounds = 9;
constexpr int repetitions = 20; // of ours, which is too fast to time once

void print(Json line)
{
    line["bench"] = "pii";
    std::cout << toText(line) << '\n' << std::flush;
}

struct Set {
    std::string name;
    std::vector<std::string> texts;
};

// At most `most` texts, evenly taken.
Set thinned(Set set, std::size_t most)
{
    std::vector<std::string> texts;
    const std::size_t step = std::max<std::size_t>(1, set.texts.size() / most);
    for (std::size_t i = 0; i < set.texts.size() && texts.size() < most; i += step)
        texts.push_back(set.texts[i]);
    set.texts = std::move(texts);
    return set;
}

std::vector<Set> sets()
{
    std::vector<Set> all;
    std::ifstream synthetic(TANDEM_SHARED_DATA "/pii/presidio_synth_dev.json");
    const std::string text{std::istreambuf_iterator<char>(synthetic), {}};
    if (!text.empty()) {
        Set set{"presidio_synth", {}};
        for (const Json& row : bench::valueOf(parseJson(text, {.bytes = 1U << 26U, .depth = 16})))
            set.texts.push_back(row.at("full_text"));
        all.push_back(thinned(std::move(set), 200));
    }
    Set own{"own", {}};
    for (const char* language : {"en", "es", "fr", "de", "it", "pt", "nl", "pl", "tr", "ar", "zh", "ja"}) {
        std::ifstream stream(std::string(TANDEM_RESOURCES "/training/pii/") + language + ".jsonl");
        for (std::string line; std::getline(stream, line);)
            own.texts.push_back(bench::valueOf(parseJson(line)).at("text"));
    }
    all.push_back(thinned(std::move(own), 200));
    return all;
}

double ourSeconds(const std::vector<std::string>& texts)
{
    std::size_t spans = 0;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < repetitions; ++i) {
        for (const std::string& text : texts)
            spans += findPersonalData(text).size();
    }
    const double seconds = bench::secondsSince(start) / repetitions;
    if (spans == 0)
        std::fputs("pii: nothing found in any text\n", stderr);
    return seconds;
}

void compare(bench::PeerProcess& peer, const Set& set)
{
    double characters = 0;
    for (const std::string& text : set.texts)
        characters += static_cast<double>(text::codePointCount(text));
    const auto count = static_cast<double>(set.texts.size());
    const auto name = peer.ask({{"op", "about"}});
    std::vector<double> ours;
    std::vector<double> theirs;
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) {
        // Who goes first alternates.
        if (round % 2 == 0)
            ours.push_back(ourSeconds(set.texts) * 1e6 / count);
        if (name) {
            const auto answer = bench::valueOf(peer.ask({{"op", "time"}, {"texts", set.texts}}));
            theirs.push_back(answer.at("seconds").get<double>() * 1e6 / count);
        }
        if (round % 2 == 1)
            ours.push_back(ourSeconds(set.texts) * 1e6 / count);
        if (name)
            ratios.push_back(theirs.back() / ours.back());
    }
    Json line{{"name", "us_per_text"}, {"set", set.name}, {"characters", characters / count}, {"value", bench::median(ours)},
        {"unit", "us"}, {"texts", set.texts.size()}, {"n", rounds}};
    if (name) {
        std::ranges::sort(ratios);
        line["peer"] = name->at("name");
        line["peer_value"] = bench::median(theirs);
        line["ratio"] = bench::median(ratios);
        line["ratio_low"] = ratios.front();
        line["ratio_high"] = ratios.back();
    }
    print(std::move(line));
    print({{"name", "us_per_189_characters"}, {"set", set.name}, {"value", bench::median(ours) * 189 * count / characters},
        {"unit", "us"}, {"n", rounds}});
}

// A long mail made of many: time per character must not grow.
void measureGrowth(const Set& set)
{
    std::string whole;
    for (const std::string& text : set.texts)
        whole += text + "\n";
    for (const std::size_t bytes : {std::size_t{10'000}, std::size_t{100'000}, std::size_t{1'000'000}}) {
        std::string text;
        while (text.size() < bytes)
            text += whole;
        text.resize(bytes);
        std::vector<double> times;
        for (int round = 0; round < rounds; ++round) {
            const auto start = std::chrono::steady_clock::now();
            (void)findPersonalData(text);
            times.push_back(bench::secondsSince(start) * 1e6);
        }
        print({{"name", "us_per_kilobyte"}, {"bytes", bytes}, {"value", bench::median(times) / static_cast<double>(bytes) * 1000},
            {"unit", "us"}, {"n", rounds}});
    }
}

} // namespace

int main()
{
    const auto start = std::chrono::steady_clock::now();
    (void)findPersonalData("My name is Ada.");
    print({{"name", "first_call_ms"}, {"value", bench::secondsSince(start) * 1e3}, {"unit", "ms"}, {"n", 1}});
    bench::PeerProcess peer(TANDEM_RESOURCES "/../tests/bench/pii_peer.py");
    if (const auto about = peer.ask({{"op", "about"}}); !about)
        std::fprintf(stderr, "bench pii: %s Ours alone is measured.\n", about.error().message.c_str());
    const std::vector<Set> all = sets();
    for (const Set& set : all)
        compare(peer, set);
    measureGrowth(all.back());
    return 0;
}
