#include "desk/TicketViews.h"

#include "desk/Roles.h"
#include "operations/ActorNames.h"
#include "pipeline/act/WaitingApprovals.h"

#include <algorithm>

namespace tandem {

namespace {

constexpr int earlierTickets = 10;

std::unexpected<Error> noTicket(const TicketId& id)
{
    return failure(ErrorCode::NotFound, "There is no ticket " + id.value());
}

std::vector<PassageId> citedPassages(const Draft& draft)
{
    std::vector<PassageId> cited;
    for (const DraftSentence& sentence : draft.sentences) {
        for (const Citation& citation : sentence.citations) {
            if (std::ranges::find(cited, citation.passage) == cited.end())
                cited.push_back(citation.passage);
        }
    }
    return cited;
}

// In the order of `ids`; a passage that was taken out of the knowledge base since is left out.
Result<std::vector<Passage>> passagesOf(Transaction& transaction, const std::vector<PassageId>& ids)
{
    std::vector<Passage> passages;
    if (ids.empty())
        return passages;
    std::vector<StoredPassage> stored = TRY(transaction.knowledge().passages(ids));
    for (const PassageId& id : ids) {
        const auto found = std::ranges::find(stored, id, [](const StoredPassage& each) { return each.passage.id; });
        if (found != stored.end())
            passages.push_back(std::move(found->passage));
    }
    return passages;
}

Result<std::vector<Ticket>> earlierOf(Transaction& transaction, const Ticket& ticket)
{
    TicketListing listing;
    listing.filter.customer = ticket.customer;
    listing.limit = earlierTickets + 1;
    TicketPage page = TRY(transaction.tickets().list(listing));
    std::vector<Ticket> earlier;
    for (ListedTicket& listed : page.tickets) {
        if (listed.ticket.id == ticket.id || earlier.size() == earlierTickets)
            continue;
        listed.ticket.classification.reset();
        listed.ticket.draft.reset();
        earlier.push_back(std::move(listed.ticket));
    }
    return earlier;
}

Status addForStaff(Transaction& transaction, const Actor& actor, TicketView& view)
{
    view.events = TRY(transaction.audit().ofSubject(view.ticket.id.value()));
    if (view.ticket.draft)
        view.evidence = TRY(passagesOf(transaction, citedPassages(*view.ticket.draft)));
    view.earlier = TRY(earlierOf(transaction, view.ticket));
    std::vector<ActorId> named{view.ticket.assignee};
    for (const Message& message : view.messages)
        named.push_back(message.actor);
    for (const AuditEntry& entry : view.events) {
        named.push_back(entry.actor);
        if (entry.action == "ticket.assigned")
            named.emplace_back(entry.detail);
    }
    for (const Approval& approval : view.approvals) {
        named.push_back(approval.decidedBy);
        named.push_back(approval.proposal.proposedBy);
        for (const ApprovalKey& key : approval.keys)
            named.push_back(key.actor);
    }
    view.tags = TRY(transaction.labels().tags(view.ticket.id));
    view.names = TRY(namesOf(transaction, actor, named));
    return {};
}

} // namespace

Result<Ticket> visibleTicket(Transaction& transaction, const Actor& actor, const TicketId& id)
{
    auto ticket = transaction.tickets().get(id);
    if (!ticket && ticket.error().code == ErrorCode::NotFound)
        return noTicket(id);
    if (ticket && actor.role == Role::Customer && ticket->customer != actor.customer)
        return noTicket(id);
    return ticket;
}

Result<std::map<ActorId, std::string>> namesOf(Transaction& transaction, const Actor& actor, const std::vector<ActorId>& wanted)
{
    auto known = TRY(actorNames(transaction));
    if (!actor.displayName.empty())
        known[actor.id] = actor.displayName;
    std::map<ActorId, std::string> names;
    for (const ActorId& id : wanted) {
        if (const auto found = known.find(id); found != known.end())
            names.insert(*found);
    }
    return names;
}

Result<TicketView> viewOf(Transaction& transaction, const Actor& actor, const TicketId& id, TimePoint now)
{
    TicketView view;
    view.ticket = TRY(visibleTicket(transaction, actor, id));
    const auto customer = TRY(transaction.customers().find(view.ticket.customer));
    if (customer)
        view.customer = *customer;
    view.messages = TRY(transaction.tickets().messages(id));
    view.approvals = TRY(transaction.decisions().approvalsOf(id));
    for (Approval& approval : view.approvals) {
        if (approval.state == ApprovalState::Waiting && !isWaiting(approval, now))
            approval.state = ApprovalState::Expired;
    }
    if (isDeskPerson(actor.role)) {
        TRY(addForStaff(transaction, actor, view));
        return view;
    }
    std::erase_if(view.messages, [](const Message& message) { return message.visibility == Visibility::Internal; });
    // What people proposed and why anything was decided so is between the desk's people.
    std::erase_if(view.approvals, [](const Approval& approval) { return approval.proposal.proposedBy != ActorId("engine"); });
    for (Approval& approval : view.approvals) {
        approval.comment.clear();
        approval.proposal = {};
        approval.keys.clear();
        approval.executionReason.clear();
    }
    return view;
}

} // namespace tandem
