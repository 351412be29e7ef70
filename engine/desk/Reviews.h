#pragma once

#include "base/Error.h"
#include "model/Desk.h"
#include "model/Draft.h"
#include "model/DraftReview.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace tandem {

// What of a reply is supported: all its sentences, in order, as they stand in it.
struct ReplyCheck {
    std::vector<DraftSentence> sentences;
};

// What people make of the engine's drafts, and what that proves; and what the engine finds in theirs. A reply reviews its
// ticket's draft by itself (Conversations::reply). For the desk's own people; Forbidden for everybody else. Thread-safe,
// synchronous.
class Reviews {
public:
    Reviews() = default;
    Reviews(const Reviews&) = delete;
    Reviews& operator=(const Reviews&) = delete;
    virtual ~Reviews() = default;

    // A person says that the draft is wrong; also of one that was sent already. Once is enough: doing it again changes nothing.
    // Conflict: the ticket has another draft by now. NotFound: there is no such ticket.
    virtual Status reject(const Actor& actor, const TicketId& ticket, const DraftId& draft, std::optional<DraftFault> fault) = 0;
    // Holds what a person is about to send on a ticket against what the library says about the customer's message and about the
    // reply, by the same code as the engine's drafts. It advises: nothing is stored, nothing hinders the reply. InvalidArgument:
    // the text is empty, too long or no UTF-8. NotFound: there is no such ticket. Unavailable and retryable while the models
    // load.
    virtual Result<ReplyCheck> check(const Actor& actor, const TicketId& ticket, const std::string& text, std::stop_token stop)
        = 0;
    // Every category, for whoever wrote a reviewed draft and for who writes now.
    virtual Result<std::vector<AutoSendState>> autoSend(const Actor& actor) = 0;
};

} // namespace tandem
