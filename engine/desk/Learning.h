#pragma once

#include "base/Error.h"
#include "model/Desk.h"

#include <optional>
#include <vector>

namespace tandem {

// What the desk learns from its people: a resolution becomes a candidate, a supervisor accepts it, and the next draft can cite
// it. Thread-safe, synchronous. Agents read; supervisors and admins decide; others get Forbidden.
class Learning {
public:
    Learning() = default;
    Learning(const Learning&) = delete;
    Learning& operator=(const Learning&) = delete;
    virtual ~Learning() = default;

    // Newest first, each with what stands in its way. nullopt = in any state. limit: 1…500, clamped.
    virtual Result<std::vector<LearningCandidate>> candidates(const Actor& actor, std::optional<CandidateState> state, int limit)
        = 0;
    // Chunked, embedded and indexed when this returns; `resolution` replaces the candidate's text when it is set (it is redacted
    // again). It holds when and for whom all that it rests on does. Conflict: discarded or accepted already, or what it rests on
    // does not go together or is gone. Unavailable while models load.
    virtual Status accept(const Actor& actor, const CandidateId& id, const std::optional<std::string>& resolution) = 0;
    virtual Status discard(const Actor& actor, const CandidateId& id) = 0;
    // Takes an accepted one out of the knowledge base: no later draft can cite it. Conflict when it is not accepted.
    virtual Status undo(const Actor& actor, const CandidateId& id) = 0;
};

} // namespace tandem
