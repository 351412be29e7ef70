#include "desk/ConversationService.h"

namespace tandem {

ConversationService::ConversationService(Store& store)
    : m_store(store)
{
}

Result<TicketView> ConversationService::ticket(const Actor& actor, const TicketId& id)
{
    return readResult(m_store, [&](Transaction& transaction) -> Result<TicketView> {
        TicketView view;
        view.ticket = TRY(transaction.tickets().get(id));
        if (actor.role == Role::Customer && view.ticket.customer != actor.customer)
            return failure(ErrorCode::NotFound, "There is no ticket " + id.value());
        const auto customer = TRY(transaction.customers().find(view.ticket.customer));
        if (customer)
            view.customer = *customer;
        view.messages = TRY(transaction.tickets().messages(id));
        view.approvals = TRY(transaction.approvals().ofTicket(id));
        return view;
    });
}

} // namespace tandem
