// Tickets that began elsewhere.
#include "base/Random.h"
#include "desk/CustomerMerge.h"
#include "desk/IntakeService.h"
#include "pipeline/ResponseTimes.h"
#include "pipeline/ingest/Ingest.h"

namespace tandem {

namespace {

constexpr std::size_t longestText = 100000; // code points

// Times in order and none ahead; texts normalised like any other.
Status clean(ImportedTicket& ticket, TimePoint now)
{
    ticket.message = TRY(normalised(std::move(ticket.message)));
    TimePoint before = ticket.receivedAt;
    for (Message& message : ticket.thread) {
        message.text = TRY(normalisedText(message.text, "thread", longestText));
        if (message.at < before)
            return failure(ErrorCode::InvalidArgument, "The messages of an imported ticket must be in the order of their times");
        before = message.at;
    }
    if (before > now)
        return failure(ErrorCode::InvalidArgument, "An imported ticket holds a time that lies ahead");
    return {};
}

// When the customer began to wait for an answer that has not come; nullopt = nobody waits.
std::optional<TimePoint> waitingSince(const ImportedTicket& ticket)
{
    std::optional<TimePoint> since = ticket.receivedAt;
    for (const Message& message : ticket.thread) {
        if (message.author != Author::Customer && message.visibility == Visibility::Public)
            since.reset();
        else if (message.author == Author::Customer && !since)
            since = message.at;
    }
    return since;
}

std::string newestWords(const ImportedTicket& ticket)
{
    std::string words = ticket.message.text;
    for (const Message& message : ticket.thread) {
        if (message.author == Author::Customer)
            words = message.text;
    }
    return words;
}

} // namespace

Result<Receipt> IntakeService::import(const Actor& actor, ImportedTicket ticket)
{
    if (actor.role != Role::Admin)
        return failure(ErrorCode::Forbidden, "Tickets of another desk are imported by admins");
    TRY(clean(ticket, m_clock.now()));
    auto receipt = TRY(writeResult(m_store, [&](Transaction& transaction) { return storeImported(transaction, actor, ticket); }));
    m_metrics.count("tandem_tickets_received_total", {{"channel", name(ticket.message.channel)}}, 1);
    m_work.notify();
    return receipt;
}

Result<Receipt> IntakeService::storeImported(Transaction& transaction, const Actor& actor, const ImportedTicket& imported)
{
    const IncomingMessage& message = imported.message;
    const CustomerId id = TRY(transaction.customers().idOf(message.customerId));
    const auto known = TRY(transaction.customers().find(id));
    const Customer customer = mergedCustomer(known, id, message);
    TRY(transaction.customers().put(customer));
    const auto since = waitingSince(imported);
    Ticket ticket;
    ticket.id = TicketId(newUlid(imported.receivedAt));
    ticket.customer = id;
    ticket.correlation = message.correlation;
    ticket.channel = message.channel;
    ticket.status = since ? TicketStatus::Received : TicketStatus::Pending;
    ticket.subject = message.subject;
    ticket.priority = message.priority;
    ticket.metadataJson = message.metadataJson;
    ticket.preview = previewOf(newestWords(imported));
    ticket.assignee = imported.assignee;
    if (since)
        startWaiting(ticket, *since, customer.tier, m_times);
    ticket.createdAt = imported.receivedAt;
    ticket.updatedAt = imported.thread.empty() ? imported.receivedAt : imported.thread.back().at;
    TRY(transaction.tickets().insert(ticket));
    Message first;
    first.id = MessageId(newUlid(imported.receivedAt));
    first.ticket = ticket.id;
    first.text = message.text;
    first.at = imported.receivedAt;
    TRY(transaction.tickets().append(first));
    for (Message said : imported.thread) {
        said.id = MessageId(newUlid(said.at));
        said.ticket = ticket.id;
        TRY(transaction.tickets().append(said));
    }
    const TimePoint now = m_clock.now();
    TRY(transaction.audit().append({0, now, actor.id, "ticket.imported", ticket.id.value(), "", ""}));
    if (since)
        TRY(transaction.enqueue(JobId(newUlid(now)), ticket.id, now));
    return Receipt{ticket.id, ticket.status, ticket.correlation, false};
}

} // namespace tandem
