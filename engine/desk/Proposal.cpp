#include "desk/Proposal.h"

#include "base/Text.h"
#include "operations/ActorNames.h"
#include "pipeline/understand/NewestText.h"
#include "privacy/LearnedText.h"
#include "privacy/Seal.h"

#include <algorithm>

namespace tandem {

Result<std::vector<std::string>> namesAround(Transaction& transaction, const Ticket& ticket, const Actor& actor)
{
    std::vector<std::string> names{actor.displayName};
    if (const auto customer = TRY(transaction.customers().find(ticket.customer)))
        names.insert(names.end(), {customer->displayName, customer->email, customer->externalId});
    const auto known = TRY(actorNames(transaction));
    for (const Message& message : TRY(transaction.tickets().messages(ticket.id))) {
        if (const auto found = known.find(message.actor); found != known.end())
            names.push_back(found->second);
    }
    return names;
}

Result<std::optional<LearningCandidate>> proposalFor(
    Transaction& transaction, const Ticket& ticket, const Actor& actor, const DeskPhrases& phrases, TimePoint now)
{
    const auto messages = TRY(transaction.tickets().messages(ticket.id));
    const auto asked = std::ranges::find(messages, Author::Customer, &Message::author);
    const auto answered = std::ranges::find_if(messages.rbegin(), messages.rend(),
        [](const Message& message) { return message.author == Author::Agent && message.visibility == Visibility::Public; });
    if (asked == messages.end() || answered == messages.rend())
        return std::nullopt;
    const auto names = TRY(namesAround(transaction, ticket, actor));
    LearningCandidate candidate;
    candidate.resolution = withoutPersons(withoutFrame(answered->text, phrases.formulas), names);
    if (text::trim(candidate.resolution).empty())
        return std::nullopt;
    candidate.id = CandidateId(sha256Hex(ticket.id.value() + " " + answered->id.value()).substr(0, 26));
    candidate.ticket = ticket.id;
    candidate.subject = withoutPersons(ticket.subject, names);
    candidate.question = withoutPersons(newestText(asked->text), names);
    if (ticket.classification) {
        candidate.category = std::string(name(ticket.classification->category));
        candidate.language = ticket.classification->language.language;
    }
    candidate.restsOn = answered->restsOn;
    candidate.proposedBy = actor.id;
    candidate.createdAt = now;
    return candidate;
}

} // namespace tandem
