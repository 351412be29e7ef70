#pragma once

#include "base/Clock.h"
#include "model/Action.h"
#include "model/Ids.h"
#include "model/Language.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

enum class Role : std::uint8_t { Customer, Service, Agent, Supervisor, Admin };
std::string_view name(Role role);
std::optional<Role> roleFrom(std::string_view text);

// On whose behalf a desk method runs.
struct Actor {
    ActorId id;
    Role role = Role::Agent;
    std::string displayName;
    CustomerId customer; // set for Role::Customer: sees its own tickets only
};

enum class ApprovalState : std::uint8_t { Waiting, Approved, Rejected, Expired };
std::string_view name(ApprovalState state);
std::optional<ApprovalState> approvalStateFrom(std::string_view text);

// A person's yes. An action that needs two has them of two people.
struct ApprovalKey {
    ActorId actor;
    TimePoint at{};
    std::string comment; // personal
};

struct Approval {
    ApprovalId id;
    TicketId ticket;
    std::string action; // as ProposedAction::type: the proposal's kind by name
    std::string detail; // the customer's words that ask for it; "" when a person proposed it; personal
    ApprovalState state = ApprovalState::Waiting;
    std::string amount; // as the customer names it, "€384.00"; "" = none named; personal
    ActorId decidedBy;
    std::string comment; // the decider's; personal
    std::optional<TimePoint> decidedAt;
    TimePoint createdAt{};
    TimePoint expiresAt{};
    ActionProposal proposal{};
    int keysNeeded = 1; // 0: done at once, on the proposer's word
    std::vector<ApprovalKey> keys{}; // in the order of turning; the last one decided
    ExecutionState execution = ExecutionState::None;
    std::string
        executionReason{}; // why it is not done yet or was handed over, a code: "egress_off", "answered_500"; "" = nothing
    std::optional<TimePoint> executedAt{};
    std::optional<TimePoint> reversibleUntil{}; // set when it is carried out
};

enum class CandidateState : std::uint8_t { Proposed, Accepted, Discarded, Undone };
std::string_view name(CandidateState state);
std::optional<CandidateState> candidateStateFrom(std::string_view text);

// A person's resolution that may become knowledge. All texts are redacted before they are stored here.
struct LearningCandidate {
    CandidateId id;
    TicketId ticket;
    std::string subject;
    std::string question; // what the customer asked
    std::string resolution; // what the person answered
    std::string category;
    Language language = Language::En;
    CandidateState state = CandidateState::Proposed;
    ArticleId article; // set while Accepted: the resolution in the knowledge base
    ActorId proposedBy;
    ActorId decidedBy;
    TimePoint createdAt{};
    std::optional<TimePoint> decidedAt;
    std::vector<ArticleId> restsOn{}; // documents that the answer quotes; empty: it is the person's own
    // Why it cannot be learned, or is no evidence any more, as a sentence; "" = nothing stands in the way. Told, not stored.
    std::string obstacle{};
};

struct AuditEntry {
    std::int64_t sequence = 0; // set by the store
    TimePoint at{};
    ActorId actor;
    std::string action; // "ticket.escalated", "approval.approved", "token.created"
    std::string subject; // an id
    std::string detail; // ids, numbers and enum names only
    std::string hash; // SHA-256 over the previous entry's hash and this one's fields; set by the store
};

} // namespace tandem
