#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "model/Decision.h"
#include "model/Desk.h"
#include "services/store/EgressStore.h"
#include "services/store/ReviewStore.h"
#include "services/store/SpendStore.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What was done here, decided and sent out.
namespace tandem {

// Where a list of decisions goes on.
struct DecisionPlace {
    TicketId ticket; // "" = at the beginning
    int sequence = 0;
};

// What the engine decided, from what, by which policy. Decisions are added and never changed; they go with their ticket.
class DecisionLog {
public:
    DecisionLog() = default;
    DecisionLog(const DecisionLog&) = delete;
    DecisionLog& operator=(const DecisionLog&) = delete;
    virtual ~DecisionLog() = default;

    // As the ticket's next one, whatever `decision.sequence` says. NotFound without its ticket.
    virtual Status append(const DecisionRecord& decision) = 0;
    // By ticket id and sequence, those after `after` that were made at `since` or later, at most `limit` (1…1000, clamped).
    virtual Result<std::vector<DecisionRecord>> list(const DecisionPlace& after, TimePoint since, int limit) = 0;
};

class AuditStore {
public:
    AuditStore() = default;
    AuditStore(const AuditStore&) = delete;
    AuditStore& operator=(const AuditStore&) = delete;
    virtual ~AuditStore() = default;

    virtual Status append(AuditEntry entry) = 0; // sets sequence and hash
    // nullopt when the chain holds, else the first sequence that does not.
    virtual Result<std::optional<std::int64_t>> verify() = 0;
    virtual Result<std::vector<AuditEntry>> list(std::int64_t after, int limit) = 0;
    virtual Result<std::vector<AuditEntry>> ofSubject(const std::string& subject) = 0; // oldest first
    virtual DecisionLog& decisions() = 0;
    virtual EgressStore& egress() = 0;
    virtual SpendStore& spend() = 0;
    virtual ReviewStore& reviews() = 0;
};

} // namespace tandem
