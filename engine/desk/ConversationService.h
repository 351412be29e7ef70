#pragma once

#include "desk/Conversations.h"
#include "services/store/Store.h"

namespace tandem {

class ConversationService final : public Conversations {
public:
    // The store outlives the service.
    explicit ConversationService(Store& store);

    Result<TicketView> ticket(const Actor& actor, const TicketId& id) override;

private:
    Store& m_store;
};

} // namespace tandem
