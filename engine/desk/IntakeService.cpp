#include "desk/IntakeService.h"

#include "base/Random.h"
#include "desk/CustomerMerge.h"
#include "pipeline/ingest/Ingest.h"
#include "privacy/Seal.h"

namespace tandem {

namespace {

// What makes two requests under one Idempotency-Key the same request.
std::string hashOf(const IncomingMessage& message)
{
    std::string joined;
    for (const std::string_view part : {std::string_view(message.customerId), std::string_view(message.subject),
             std::string_view(message.text), std::string_view(message.metadataJson), name(message.channel),
             std::string_view(message.customerName), std::string_view(message.customerEmail)})
        joined += std::to_string(part.size()) + ":" + std::string(part);
    joined += message.priority ? name(*message.priority) : "-";
    joined += message.customerTier ? name(*message.customerTier) : "-";
    return sha256Hex(joined);
}

bool mayWriteFor(const Actor& actor, const CustomerId& customer)
{
    return actor.role != Role::Customer || actor.customer == customer;
}

} // namespace

IntakeService::IntakeService(Store& store, Metrics& metrics, const Clock& clock, WakeUp& work, ResponseTimes times)
    : m_store(store)
    , m_metrics(metrics)
    , m_clock(clock)
    , m_work(work)
    , m_times(times)
{
}

Result<Receipt> IntakeService::submit(const Actor& actor, IncomingMessage message)
{
    const IncomingMessage clean = TRY(normalised(std::move(message)));
    if (clean.idempotencyKey.size() > 255)
        return failure(ErrorCode::InvalidArgument, "The Idempotency-Key is longer than 255 bytes");
    const std::string requestHash = hashOf(clean);
    auto receipt
        = TRY(writeResult(m_store, [&](Transaction& transaction) { return store(transaction, actor, clean, requestHash); }));
    if (!receipt.repeated)
        m_metrics.count("tandem_tickets_received_total", {{"channel", name(clean.channel)}}, 1);
    m_work.notify();
    return receipt;
}

Result<Receipt> IntakeService::store(
    Transaction& transaction, const Actor& actor, const IncomingMessage& message, const std::string& requestHash)
{
    const CustomerId customer = TRY(transaction.customers().idOf(message.customerId));
    if (!mayWriteFor(actor, customer))
        return failure(ErrorCode::Forbidden, "A customer's token opens tickets for that customer alone");
    if (!message.idempotencyKey.empty()) {
        const auto earlier = TRY(transaction.access().findResponse(actor.id, message.idempotencyKey));
        if (earlier && earlier->requestHash != requestHash)
            return failure(
                ErrorCode::Conflict, "This Idempotency-Key was used for another request; use a new key for a new ticket");
        if (earlier) {
            const Ticket ticket = TRY(transaction.tickets().get(earlier->ticket));
            return Receipt{ticket.id, ticket.status, ticket.correlation, true};
        }
    }
    const TimePoint now = m_clock.now();
    const auto known = TRY(transaction.customers().find(customer));
    const Customer merged = mergedCustomer(known, customer, message);
    TRY(transaction.customers().put(merged));
    Ticket ticket;
    ticket.id = TicketId(newUlid(now));
    ticket.customer = customer;
    ticket.correlation = message.correlation;
    ticket.channel = message.channel;
    ticket.subject = message.subject;
    ticket.priority = message.priority;
    ticket.metadataJson = message.metadataJson;
    ticket.preview = previewOf(message.text);
    startWaiting(ticket, now, merged.tier, m_times);
    ticket.createdAt = now;
    ticket.updatedAt = now;
    TRY(transaction.tickets().insert(ticket));
    Message first;
    first.id = MessageId(newUlid(now));
    first.ticket = ticket.id;
    first.text = message.text;
    first.at = now;
    TRY(transaction.tickets().append(first));
    TRY(transaction.enqueue(JobId(newUlid(now)), ticket.id, now));
    if (!message.idempotencyKey.empty())
        TRY(transaction.access().putResponse(actor.id, message.idempotencyKey, {requestHash, ticket.id}, now));
    return Receipt{ticket.id, ticket.status, ticket.correlation, false};
}

} // namespace tandem
