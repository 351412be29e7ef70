#pragma once

#include "base/Clock.h"
#include "model/Ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tandem {

// Pending: handed over, and nobody wrote down what became of it; for ever so when the process ended meanwhile. Answered: with any
// status. Failed: no whole answer came, or nobody waited for it. Refused: sending is switched off, and nothing was sent.
enum class EgressOutcome : std::uint8_t { Pending, Answered, Failed, Refused };
std::string_view name(EgressOutcome outcome); // "pending", …
std::optional<EgressOutcome> egressOutcomeFrom(std::string_view text);

// Something that left this machine, or would have.
struct EgressEntry {
    EgressId id;
    std::int64_t sequence = 0; // set by the store: counts up, in the order of writing
    TimePoint at{};
    TicketId ticket; // on whose behalf; empty = no ticket's
    std::string host; // "https://api.example.com:443": never a path, a query or a user's name
    std::string method; // "POST"
    std::int64_t bytesOut = 0; // request line, headers and body as handed over, before TLS; 0 when refused
    std::string bodyHash; // SHA-256 of the body, lower-case hex
    std::optional<std::string> body; // nullopt: not asked for, refused, forgotten, or gone with its ticket
    EgressOutcome outcome = EgressOutcome::Pending;
    int status = 0; // of the answer; 0 = none
    std::int64_t bytesIn = 0; // of the answer's body, as far as it was taken
    std::optional<TimePoint> settledAt;
};

struct EgressListing {
    std::int64_t before = 0; // only entries with a smaller sequence; 0 = from the newest on
    TicketId ticket{}; // only this one's; empty = all
    int limit = 100; // 1…1000, clamped
};

// What went to one host.
struct EgressTotal {
    std::string host;
    std::int64_t requests = 0; // the refused ones included
    std::int64_t refused = 0;
    std::int64_t bytesOut = 0;
    std::int64_t bytesIn = 0;
};

} // namespace tandem
