#include "knowledge/import/PastTicket.h"

#include "base/Text.h"

namespace tandem::formats {
namespace {

// Numbers in its interface, words in what its webhooks send.
bool isKind(const Json& message, std::string_view number, std::string_view word)
{
    const std::string kind = textIn(message, "message_type");
    return kind == number || kind == word;
}

// Of a mail only what was written now, without what it quotes.
std::string wordsOf(const Json& message)
{
    const Json& mail = memberOf(memberOf(message, "content_attributes"), "email");
    std::string const words = textIn(memberOf(mail, "text_content"), "reply");
    return text::trim(words).empty() ? textIn(message, "content") : words;
}

JsonFile::Person personOf(const Json& object)
{
    JsonFile::Person person = personIn(object);
    if (person.name.empty())
        person.name = textIn(object, "available_name");
    return person;
}

void takeMessage(const Json& message, PastTicket& ticket)
{
    const Json& sender = memberOf(message, "sender");
    ticket.addPerson(personOf(sender));
    const bool incoming = isKind(message, "0", "incoming");
    const bool outgoing = isKind(message, "1", "outgoing");
    const std::string senderType = text::fold(textIn(sender, "type"));
    const bool byPerson = senderType != "agent_bot" && senderType != "captain_assistant";
    const bool isPublic = memberOf(message, "private") != Json(true);
    const bool isDeleted = memberOf(memberOf(message, "content_attributes"), "deleted") == Json(true);
    std::string words = wordsOf(message);
    if ((!incoming && !outgoing) || !byPerson || !isPublic || isDeleted || text::trim(words).empty())
        return;
    ticket.said.push_back({incoming ? PastTicket::Said::By::Customer : PastTicket::Said::By::Agent, std::move(words),
        timeIn(message, "created_at")});
}

} // namespace

Result<Fields> chatwootConversation(const Json& conversation)
{
    const std::string status = textIn(conversation, "status");
    if (status != "resolved" && status != "1")
        return failure(ErrorCode::Conflict, "conversations that are not resolved");
    if (textIn(conversation, "id").empty())
        return failure(ErrorCode::InvalidArgument, "it has no id");
    PastTicket ticket;
    ticket.id = "chatwoot-conversation-" + textIn(conversation, "id");
    const Json& attributes = memberOf(conversation, "additional_attributes");
    ticket.subject = textIn(attributes, "mail_subject");
    for (const char* key : {"last_activity_at", "timestamp", "updated_at"}) {
        if (ticket.resolvedAt.empty())
            ticket.resolvedAt = timeIn(conversation, key);
    }
    const Json& meta = memberOf(conversation, "meta");
    for (const Json* person : {&memberOf(meta, "sender"), &memberOf(meta, "assignee"), &memberOf(conversation, "contact"),
             &memberOf(conversation, "assignee")})
        ticket.addPerson(personOf(*person));
    for (const Json* customer : {&memberOf(meta, "sender"), &memberOf(conversation, "contact")}) {
        if (std::string address = textIn(*customer, "email"); !address.empty())
            ticket.customerAddresses.push_back(std::move(address));
    }
    for (const Json& message : memberOf(conversation, "messages"))
        takeMessage(message, ticket);
    auto fields = resolutionFields(std::move(ticket));
    if (!fields)
        return failure(
            ErrorCode::Conflict, "conversations that no person answered in public (or whose messages are not all there)");
    return std::move(*fields);
}

} // namespace tandem::formats
