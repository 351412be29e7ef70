#pragma once

#include "model/DraftStage.h"
#include "model/Ids.h"

#include <cstdint>
#include <string_view>

namespace tandem {

// Hears of drafts while they are written. Called by the threads that write them: thread-safe, and it holds none of them up.
class DraftListener {
public:
    // A draft while it is written. A ticket whose lease ran out may be drafted twice at a time, so a ticket's id is not enough.
    using Writing = std::uint64_t;

    DraftListener() = default;
    DraftListener(const DraftListener&) = delete;
    DraftListener& operator=(const DraftListener&) = delete;
    virtual ~DraftListener() = default;

    virtual Writing begun(const TicketId& ticket) = 0;
    virtual void entered(const TicketId& ticket, Writing writing, DraftStage stage) = 0;
    // Goes on from what came before; a piece may end inside a character.
    virtual void wrote(const TicketId& ticket, Writing writing, std::string_view text) = 0;
    // What came so far is void.
    virtual void startedOver(const TicketId& ticket, Writing writing) = 0;
    // Stored, failed or cancelled: whoever wants to know reads the ticket.
    virtual void ended(const TicketId& ticket, Writing writing) = 0;
};

} // namespace tandem
