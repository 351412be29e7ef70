#pragma once

#include "services/store/Store.h"
#include "support/Strings.h"

#include <string>

namespace tandem {

// Tickets whose words the shipped category head does not know, with the category that a person set: the desk calls a broken zorp
// an account matter and a question about quux a wish.
inline void addLabelledTickets(Store& store, int first, int count, TimePoint at)
{
    succeed(store.write([&](Transaction& transaction) -> Status {
        for (int i = first; i < first + count; ++i) {
            Ticket ticket;
            const std::string number = std::to_string(1000 + i);
            ticket.id = TicketId("tic_" + number);
            ticket.customer = CustomerId("cus_" + std::to_string(i % 7));
            ticket.subject = i % 2 == 0 ? "Zorp " + number : "Quux";
            ticket.createdAt = ticket.updatedAt = at + std::chrono::minutes(i);
            ticket.status = TicketStatus::Resolved;
            TRY(transaction.tickets().insert(ticket));
            const std::string text = i % 2 == 0 ? "Our zorp has stopped again, row " + std::to_string(i % 13) + "."
                                                : "Tell me about the quux of week " + std::to_string(i % 11) + ", please.";
            TRY(transaction.tickets().append(
                {MessageId("msg_" + number), ticket.id, Author::Customer, Visibility::Public, {}, text, ticket.createdAt}));
            TRY(transaction.labels().put({ticket.id, i % 2 == 0 ? Category::AccountManagement : Category::FeatureRequest,
                LabelEvidence::Set, ActorId("a-marta"), ticket.createdAt + std::chrono::minutes(5)}));
        }
        return {};
    }));
}

} // namespace tandem
