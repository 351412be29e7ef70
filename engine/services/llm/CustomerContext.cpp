#include "services/llm/CustomerContext.h"

#include "base/Clock.h"
#include "base/Text.h"
#include "services/llm/ConversationMemory.h"
#include "services/llm/UntrustedText.h"

namespace tandem {

namespace {

constexpr std::size_t mostOfAnswer = 600; // bytes of an earlier answer, in whole sentences

OwnWords planLine(Tier tier)
{
    switch (tier) {
    case Tier::Free: return "The customer's plan: free\n";
    case Tier::Team: return "The customer's plan: team\n";
    case Tier::Business: return "The customer's plan: business\n";
    case Tier::Enterprise: return "The customer's plan: enterprise\n";
    }
    return "";
}

std::string factsOf(const std::string& answer, Language language)
{
    std::string facts;
    for (const text::Span& sentence : factSentences(answer, language, Author::Agent)) {
        const std::string said = withoutOurLines(sentence.of(answer));
        if (facts.size() + said.size() > mostOfAnswer)
            break;
        facts += (facts.empty() ? "" : " ") + said;
    }
    return facts;
}

} // namespace

std::vector<std::string> earlierTicketLines(const DraftRequest& request)
{
    std::vector<std::string> lines;
    for (const EarlierTicket& ticket : request.earlierTickets) {
        std::string line = formatTime(ticket.at).substr(0, 10);
        if (ticket.category)
            line += ", " + std::string(name(*ticket.category));
        line += ", " + std::string(name(ticket.status)) + ": " + withoutOurLines(ticket.subject);
        if (const std::string facts = factsOf(ticket.answer, request.language); !facts.empty())
            line += " | The desk's answer: " + facts;
        lines.push_back(std::move(line));
    }
    return lines;
}

Redacted customerContext(const DraftRequest& request, const Redacted& customerName, const std::vector<Redacted>& earlierTickets)
{
    RedactedJoiner joiner;
    // A name too short to be hidden stays here.
    if (customerName.replacements().size() == 1 && customerName.text() == customerName.replacements()[0].text)
        joiner.add("The customer's name: ").add(customerName).add("\n");
    if (request.tier)
        joiner.add(planLine(*request.tier));
    if (request.mood == Sentiment::Negative)
        joiner.add("The customer sounds upset.\n");
    if (earlierTickets.empty())
        return joiner.take();
    joiner.add("<customer_history>\nEarlier tickets of this customer, newest first.\n");
    for (const Redacted& line : earlierTickets)
        joiner.add(line).add("\n");
    joiner.add("</customer_history>\n");
    return joiner.take();
}

} // namespace tandem
