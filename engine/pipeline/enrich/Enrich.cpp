#include "pipeline/enrich/Enrich.h"

#include "base/Text.h"
#include "pipeline/EarlierReading.h"

#include <algorithm>

namespace tandem {

namespace {

// What the desk said last to the customer there; "" = nothing.
Result<std::string> lastAnswer(Transaction& transaction, const TicketId& ticket)
{
    const auto messages = TRY(transaction.tickets().messages(ticket));
    const auto answer = std::find_if(messages.rbegin(), messages.rend(),
        [](const Message& message) { return message.author == Author::Agent && message.visibility == Visibility::Public; });
    return answer == messages.rend() ? std::string() : std::string(text::truncate(answer->text, 4000));
}

// The customer's last tickets before this one; the desk's answers in the newest of them.
Result<std::vector<EarlierTicket>> earlierTickets(Transaction& transaction, const Ticket& ticket)
{
    constexpr int most = 5;
    constexpr std::size_t withAnswer = 2;
    TicketListing listing;
    listing.filter.customer = ticket.customer;
    listing.limit = 2 * most; // a few came after it
    std::vector<EarlierTicket> earlier;
    for (const ListedTicket& listed : TRY(transaction.tickets().list(listing)).tickets) {
        const Ticket& other = listed.ticket;
        if (other.number >= ticket.number || earlier.size() == most)
            continue;
        EarlierTicket told{other.createdAt, other.subject, std::nullopt, other.status, {}};
        if (other.classification)
            told.category = other.classification->category;
        if (earlier.size() < withAnswer)
            told.answer = TRY(lastAnswer(transaction, other.id));
        earlier.push_back(std::move(told));
    }
    return earlier;
}

Result<Conversation> conversationOf(Transaction& transaction, const Ticket& ticket)
{
    Conversation conversation;
    conversation.ticket = ticket.id;
    conversation.subject = ticket.subject;
    conversation.channel = ticket.channel;
    conversation.priority = ticket.priority;
    conversation.history = TRY(transaction.tickets().messages(ticket.id));
    // Notes are between people: neither judged nor told to a language model.
    std::erase_if(conversation.history, [](const Message& message) { return message.visibility == Visibility::Internal; });
    const auto newest
        = std::ranges::find(conversation.history.rbegin(), conversation.history.rend(), Author::Customer, &Message::author);
    if (newest == conversation.history.rend())
        return failure(ErrorCode::Corrupt, "Ticket " + ticket.id.value() + " holds no customer message");
    conversation.text = newest->text;
    conversation.message = newest->id;
    const TimePoint hourBefore = newest->at - std::chrono::hours(1);
    conversation.messagesInHour = static_cast<int>(std::ranges::count_if(conversation.history,
        [&](const Message& message) { return message.author == Author::Customer && message.at > hourBefore; }));
    conversation.history.erase(std::prev(newest.base()), conversation.history.end());
    const auto customer = TRY(transaction.customers().find(ticket.customer));
    if (customer)
        conversation.customer = *customer;
    const auto label = TRY(transaction.labels().find(ticket.id));
    if (label && label->evidence == LabelEvidence::Set)
        conversation.category = label->category;
    const int tickets = TRY(transaction.customers().ticketCount(ticket.customer));
    conversation.customer.previousTickets = std::max(conversation.customer.previousTickets, tickets - 1);
    if (tickets > 1)
        conversation.earlierTickets = TRY(earlierTickets(transaction, ticket));
    EarlierReading earlier = TRY(earlierReading(transaction, ticket));
    conversation.earlierSignals = std::move(earlier.signals);
    conversation.earlierInjection = std::move(earlier.injection);
    return conversation;
}

} // namespace

Result<EnrichedTicket> enriched(Store& store, const TicketId& id)
{
    return readResult(store, [&](Transaction& transaction) -> Result<EnrichedTicket> {
        EnrichedTicket result;
        result.ticket = TRY(transaction.tickets().get(id));
        const Ticket& ticket = result.ticket;
        result.conversation = TRY(conversationOf(transaction, ticket));
        // How many came with it, whenever it is worked on; a later message of the customer opens no ticket.
        if (!ticket.classification) {
            const TimePoint hourBefore = ticket.createdAt - std::chrono::hours(1);
            result.conversation.ticketsInHour
                = TRY(transaction.customers().ticketCount(ticket.customer, hourBefore, ticket.createdAt));
        }
        return result;
    });
}

} // namespace tandem
