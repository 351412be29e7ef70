// links: tandem_http
// bench stream: ServerSentEvents on answers as model providers stream them, in pieces of several sizes: megabytes a second,
// beside a bare search for line ends (the machine's limit) and the reader of Anthropic's own Python library, round by round in
// turn; and what is allocated for each delta once the reader is warm.
#include "PeerProcess.h"
#include "Results.h"
#include "services/http/ServerSentEvents.h"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <new>
#include <vector>

namespace {

std::atomic<long> allocations = 0;

} // namespace

// Counts every allocation of the program.
void* operator new(std::size_t size)
{
    allocations.fetch_add(1, std::memory_order_relaxed);
    if (void* memory = std::malloc(size == 0 ? 1 : size))
        return memory;
    throw std::bad_alloc();
}

void operator delete(void* memory) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

using namespace tandem;

namespace {

constexpr int rounds = 9;
constexpr int deltas = 100'000;

void print(Json line)
{
    line["bench"] = "stream";
    std::cout << toText(line) << '\n' << std::flush;
}

struct Stream {
    std::string name;
    std::string text;
};

// Deltas of a few words each, as one long answer: Anthropic's with a name to each event, OpenAI's Chat Completions without.
std::vector<Stream> streams()
{
    Stream named{"anthropic", {}};
    Stream bare{"openai", {}};
    const std::vector<std::string> words{"The", " refund", " takes", " five to seven", " working days", ",", " and", " you",
        " hear from us", " as soon as it is", " on its way."};
    for (std::size_t i = 0; i < deltas; ++i) {
        const std::string& word = words[i % words.size()];
        named.text
            += "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_"
               "delta\",\"text\":\""
            + word + "\"}}\n\n";
        bare.text
            += "data: {\"id\":\"chatcmpl-123\",\"object\":\"chat.completion.chunk\",\"created\":1694268190,\"model\":\"gpt-6-"
               "luna\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
            + word + "\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n";
    }
    return {std::move(named), std::move(bare)};
}

struct Reading {
    double seconds = 0;
    long allocations = 0;
};

// `stream` in pieces of `size` bytes, by a reader that has read all of it before.
Reading read(const Stream& stream, std::size_t size)
{
    ServerSentEvents reader;
    long told = 0;
    std::size_t bytes = 0;
    const ServerSentEvents::Handler handler = [&](const ServerSentEvents::Event& event) {
        ++told;
        bytes += event.data.size();
    };
    const auto readAll = [&] {
        std::string_view rest = stream.text;
        while (!rest.empty()) {
            bench::succeed(reader.feed(rest.substr(0, size), handler));
            rest.remove_prefix(std::min(size, rest.size()));
        }
    };
    readAll();
    const long before = allocations.load();
    const auto start = std::chrono::steady_clock::now();
    readAll();
    const Reading reading{bench::secondsSince(start), allocations.load() - before};
    if (told != 2L * deltas || bytes == 0) {
        std::fputs("bench stream: events were lost\n", stderr);
        std::exit(1);
    }
    return reading;
}

double lineSearchSeconds(const Stream& stream)
{
    const auto start = std::chrono::steady_clock::now();
    long lines = 0;
    const char* at = stream.text.data();
    const char* const end = at + stream.text.size();
    while (const void* found = std::memchr(at, '\n', static_cast<std::size_t>(end - at))) {
        ++lines;
        at = static_cast<const char*>(found) + 1;
    }
    const double seconds = bench::secondsSince(start);
    if (lines < 2L * deltas)
        std::exit(1);
    return seconds;
}

void compare(bench::PeerProcess& peer, const Stream& stream)
{
    const double megabytes = static_cast<double>(stream.text.size()) / 1e6;
    const auto about = peer.ask({{"op", "about"}});
    std::vector<double> ours;
    std::vector<double> theirs;
    std::vector<double> searches;
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) {
        // Who goes first alternates.
        if (round % 2 == 0)
            ours.push_back(megabytes / read(stream, 16'384).seconds);
        searches.push_back(megabytes / lineSearchSeconds(stream));
        if (about) {
            const auto answer
                = bench::valueOf(peer.ask({{"op", "time"}, {"stream", stream.text.substr(0, stream.text.size() / 20)}}));
            theirs.push_back(answer.at("megabytes_per_second").get<double>());
        }
        if (round % 2 == 1)
            ours.push_back(megabytes / read(stream, 16'384).seconds);
        if (about)
            ratios.push_back(ours.back() / theirs.back());
    }
    Json line{{"name", "mb_per_second"}, {"stream", stream.name}, {"piece_bytes", 16'384}, {"value", bench::median(ours)},
        {"unit", "MB/s"}, {"line_search", bench::median(searches)}, {"n", rounds}};
    if (about) {
        std::ranges::sort(ratios);
        line["peer"] = about->at("name");
        line["peer_value"] = bench::median(theirs);
        line["ratio"] = bench::median(ratios);
        line["ratio_low"] = ratios.front();
        line["ratio_high"] = ratios.back();
    }
    print(std::move(line));
}

void measurePieces(const Stream& stream)
{
    for (const std::size_t size :
        {std::size_t{1}, std::size_t{16}, std::size_t{100}, std::size_t{1'400}, std::size_t{1} << 20U}) {
        std::vector<double> speeds;
        double allocated = 0;
        for (int round = 0; round < rounds; ++round) {
            const Reading reading = read(stream, size);
            speeds.push_back(static_cast<double>(stream.text.size()) / 1e6 / reading.seconds);
            allocated = std::max(allocated, static_cast<double>(reading.allocations) / deltas);
        }
        print({{"name", "mb_per_second"}, {"stream", stream.name}, {"piece_bytes", size}, {"value", bench::median(speeds)},
            {"unit", "MB/s"}, {"n", rounds}});
        print({{"name", "allocations_per_delta"}, {"stream", stream.name}, {"piece_bytes", size}, {"value", allocated},
            {"unit", "allocations"}, {"n", rounds}});
    }
}

} // namespace

int main()
{
    bench::PeerProcess peer(TANDEM_RESOURCES "/../tests/bench/stream_peer.py");
    if (const auto about = peer.ask({{"op", "about"}}); !about)
        std::fprintf(stderr, "bench stream: %s Ours alone is measured.\n", about.error().message.c_str());
    for (const Stream& stream : streams()) {
        compare(peer, stream);
        measurePieces(stream);
    }
    return 0;
}
