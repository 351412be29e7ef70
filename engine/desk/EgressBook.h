#pragma once

#include "base/Error.h"
#include "model/Desk.h"
#include "model/Egress.h"

#include <cstdint>
#include <vector>

namespace tandem {

struct EgressPage {
    std::vector<EgressEntry> entries; // newest first, without bodies
    std::int64_t before = 0; // EgressListing::before of the next page; 0 = there is none
};

// What left this machine, to whom, for which ticket. For supervisors and admins; Forbidden for everybody else. Thread-safe,
// synchronous.
class EgressBook {
public:
    EgressBook() = default;
    EgressBook(const EgressBook&) = delete;
    EgressBook& operator=(const EgressBook&) = delete;
    virtual ~EgressBook() = default;

    virtual Result<EgressPage> list(const Actor& actor, const EgressListing& listing) = 0;
    // With the text that was sent, as long as it is kept. NotFound.
    virtual Result<EgressEntry> entry(const Actor& actor, const EgressId& id) = 0;
    // By host, in the order of their names.
    virtual Result<std::vector<EgressTotal>> totals(const Actor& actor, TimePoint since) = 0;
};

} // namespace tandem
