#pragma once

#include "base/Error.h"
#include "model/Egress.h"

#include <vector>

namespace tandem {

// The ledger of what left this machine. Rows are never removed, and they outlive their ticket; a body goes with its ticket, or
// when it is forgotten. Bodies are stored sealed.
class EgressStore {
public:
    EgressStore() = default;
    EgressStore(const EgressStore&) = delete;
    EgressStore& operator=(const EgressStore&) = delete;
    virtual ~EgressStore() = default;

    virtual Status append(const EgressEntry& entry) = 0; // Conflict when its id exists
    // Outcome, status, bytesIn and settledAt of an entry that is pending; the rest of `entry` but its id is passed over.
    // NotFound; Conflict when it is settled already.
    virtual Status settle(const EgressEntry& entry) = 0;
    virtual Result<EgressEntry> get(const EgressId& id) = 0; // with its body; NotFound
    virtual Result<std::vector<EgressEntry>> list(const EgressListing& listing) = 0; // newest first, without bodies
    virtual Result<std::vector<EgressTotal>> totals(TimePoint since) = 0; // by host, in the order of their names
    // Of entries before `before`, the oldest first, at most `limit`; yields how many.
    virtual Result<int> forgetBodies(TimePoint before, int limit) = 0;
};

} // namespace tandem
