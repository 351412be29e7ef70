// links: tandem_http
#include "Fuzzed.h"
#include "services/http/ServerSentEvents.h"

#include <algorithm>
#include <string>
#include <vector>

using namespace tandem;

namespace {

struct Reading {
    std::vector<std::string> told; // names and data in turn
    std::string lastId;
    std::optional<Milliseconds> reconnectAfter;
    bool failed = false;
    bool operator==(const Reading&) const = default;
};

// One reader over the stream, cut as `cut` says: how many bytes the next piece has, given those that are left.
template <typename Cut>
Reading read(std::string_view stream, std::size_t limit, Cut cut)
{
    Reading reading;
    ServerSentEvents reader(limit);
    const auto handler = [&](const ServerSentEvents::Event& event) {
        fuzz::require(event.data.size() <= limit && (event.name == "message" || event.name.size() <= limit),
            "no event is larger than the limit");
        fuzz::require(!event.name.empty(), "an event has a name");
        reading.told.emplace_back(event.name);
        reading.told.emplace_back(event.data);
    };
    while (!stream.empty() && !reading.failed) {
        const std::size_t size = std::clamp<std::size_t>(cut(stream.size()), 1, stream.size());
        const std::string piece(stream.substr(0, size)); // gone after the call
        reading.failed = !reader.feed(piece, handler);
        stream.remove_prefix(size);
    }
    // After an error nobody asks for these, and how far the reader came by then is its own affair.
    if (!reading.failed) {
        reading.lastId = reader.lastEventId();
        reading.reconnectAfter = reader.reconnectAfter();
    }
    return reading;
}

} // namespace

// The first byte says the limit, the next eight where to cut (again and again); what follows is the stream. However it is cut,
// the same events are told.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t cuts = 8;
    if (size < 1 + cuts)
        return 0;
    const std::size_t limit = data[0] % 2 == 0 ? std::size_t{1} << 20U : data[0];
    const std::string_view stream = fuzz::textOf(data + 1 + cuts, size - 1 - cuts);
    const Reading whole = read(stream, limit, [](std::size_t left) { return left; });
    fuzz::require(whole == read(stream, limit, [](std::size_t) { return std::size_t{1}; }), "byte by byte tells the same");
    std::size_t next = 0;
    const Reading cut = read(stream, limit, [&](std::size_t) { return std::size_t{data[1 + next++ % cuts]}; });
    fuzz::require(whole == cut, "however it is cut it tells the same");
    return 0;
}
