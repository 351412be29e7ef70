#pragma once

#include "base/Error.h"
#include "model/Desk.h"
#include "model/DraftReview.h"

#include <optional>
#include <vector>

namespace tandem {

// What people make of the engine's drafts, and what that proves. A reply reviews its ticket's draft by itself
// (Conversations::reply). For the desk's own people; Forbidden for everybody else. Thread-safe, synchronous.
class Reviews {
public:
    Reviews() = default;
    Reviews(const Reviews&) = delete;
    Reviews& operator=(const Reviews&) = delete;
    virtual ~Reviews() = default;

    // A person says that the draft is wrong; also of one that was sent already. Once is enough: doing it again changes nothing.
    // Conflict: the ticket has another draft by now. NotFound: there is no such ticket.
    virtual Status reject(const Actor& actor, const TicketId& ticket, const DraftId& draft, std::optional<DraftFault> fault) = 0;
    // Every category, for whoever wrote a reviewed draft and for who writes now.
    virtual Result<std::vector<AutoSendState>> autoSend(const Actor& actor) = 0;
};

} // namespace tandem
