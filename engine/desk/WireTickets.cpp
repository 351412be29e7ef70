// Tickets and what is written to them.
#include "base/Text.h"
#include "desk/Wire.h"
#include "desk/WireMembers.h"
#include "privacy/Redaction.h"

#include <algorithm>
#include <iterator>

namespace tandem::wire {

namespace form {

namespace {

// The text that spans of a message lie in; nullptr when the ticket does not hold that message.
const std::string* textOf(const std::vector<Message>& messages, const MessageId& id)
{
    const auto message = std::ranges::find(messages, id, &Message::id);
    return id.empty() || message == messages.end() ? nullptr : &message->text;
}

Json piiJson(const std::vector<PiiSpan>& pii, const std::string& original)
{
    std::vector<text::Span> spans;
    for (const PiiSpan& one : pii)
        spans.push_back({one.begin, one.end});
    const Json pairs = spansJson(original, spans);
    Json list = Json::array();
    for (std::size_t i = 0; i < pii.size(); ++i)
        list.push_back({{"type", pii[i].type}, {"start", pairs[i][0]}, {"end", pairs[i][1]}});
    return list;
}

void addPii(const TicketView& view, Json& json)
{
    const Classification& classification = *view.ticket.classification;
    const std::string* const text = textOf(view.messages, classification.piiMessage);
    json["pii"] = text == nullptr ? Json::array() : piiJson(classification.pii, *text);
    json["pii_message"] = text == nullptr ? Json() : Json(classification.piiMessage.value());
    json["subject_pii"] = piiJson(classification.subjectPii, view.ticket.subject);
    json["more_pii"] = classification.hasMorePii;
}

struct Offsets {
    std::string type;
    std::size_t start = 0;
    std::size_t end = 0;
};

template <typename Archive>
void members(Archive& archive, Like<Offsets> auto& offsets)
{
    archive("type", offsets.type);
    archive("start", offsets.start);
    archive("end", offsets.end);
}

struct ClassificationPii {
    std::vector<Offsets> pii;
    std::vector<Offsets> subject;
    MessageId message;
    bool more = false;
};

template <typename Archive>
void members(Archive& archive, Like<ClassificationPii> auto& classification)
{
    archive("pii", classification.pii);
    archive.orElse("subject_pii", classification.subject);
    archive("pii_message", classification.message);
    archive.orElse("more_pii", classification.more);
}

// Those that lie in the text, and no more than are kept: a ticket is not refused for a span.
std::vector<PiiSpan> spansIn(const std::string& text, const std::vector<Offsets>& offsets, bool& more)
{
    const std::vector<std::size_t> starts = codePointStarts(text);
    std::vector<PiiSpan> spans;
    for (const Offsets& one : offsets) {
        if (one.start >= one.end || one.end >= starts.size())
            continue;
        if (spans.size() == keptSpans) {
            more = true;
            break;
        }
        spans.push_back({one.type, starts[one.start], starts[one.end]});
    }
    return spans;
}

bool readPii(const Json& ticket, TicketView& view, Misfit& misfit)
{
    if (!view.ticket.classification)
        return true;
    ClassificationPii offsets;
    if (!read(ticket["classification"], offsets, misfit))
        return false;
    Classification& classification = *view.ticket.classification;
    classification.hasMorePii = offsets.more;
    classification.subjectPii = spansIn(view.ticket.subject, offsets.subject, classification.hasMorePii);
    if (const std::string* const text = textOf(view.messages, offsets.message); text != nullptr) {
        classification.pii = spansIn(*text, offsets.pii, classification.hasMorePii);
        classification.piiMessage = offsets.message;
    }
    return true;
}

void nameAuthors(Json& list, const std::map<ActorId, std::string>& names, const char* member)
{
    for (Json& entry : list) {
        if (!entry["actor"].is_string())
            continue;
        const auto known = names.find(ActorId(entry["actor"].get<std::string>()));
        if (known != names.end())
            entry[member] = known->second;
    }
}

// How the desk works on a ticket is not for whoever asked the question.
void withholdDeskWork(Json& ticket)
{
    for (const char* member :
        {"assignee", "events", "auto_send", "evidence", "earlier", "names", "due_at", "version", "group", "tags"})
        ticket.erase(member);
    if (Json& classification = ticket["classification"]; classification.is_object()) {
        for (const char* member :
            {"urgency_reasons", "signals", "injection", "pii", "pii_message", "subject_pii", "more_pii", "high_stakes_action"})
            classification.erase(member);
    }
    if (Json& draft = ticket["draft"]; draft.is_object()) {
        draft.erase("parts");
        draft.erase("usage");
    }
    ticket["customer"].erase("id");
    for (Json& approval : ticket["approvals"]) {
        approval.erase("decided_by");
        for (const char* member :
            {"comment", "proposal", "keys", "keys_needed", "execution", "execution_reason", "executed_at", "reversible_until"})
            approval.erase(member);
    }
}

} // namespace

template <typename Archive>
void members(Archive& archive, Like<TicketView> auto& view)
{
    members(archive, view.ticket);
    archive("customer", view.customer);
    archive("messages", view.messages);
    archive("approvals", view.approvals);
    archive.orElse("events", view.events);
    archive("auto_send", view.autoSend);
    archive.orElse("evidence", view.evidence);
    archive.orElse("earlier", view.earlier);
    archive.orElse("tags", view.tags);
    archive.orElse("names", view.names);
}

template <typename Archive>
void members(Archive& archive, Like<Reply> auto& reply)
{
    archive("text", reply.text);
    archive.orElse("idempotency_key", reply.idempotencyKey);
    archive.orElse("then", reply.then);
    archive("draft_id", reply.draft);
}

} // namespace form

Json toJson(const TicketView& view, Audience audience)
{
    using namespace form;
    Json json = write(view);
    json["customer_id"] = view.customer.externalId;
    json["language"] = nullptr;
    if (view.ticket.classification) {
        const Classification& classification = *view.ticket.classification;
        json["language"] = name(classification.language.language);
        addPii(view, json["classification"]);
    }
    nameAuthors(json["messages"], view.names, "author_name");
    nameAuthors(json["events"], view.names, "actor_name");
    if (!view.autoSend)
        json.erase("auto_send");
    if (audience == Audience::Outside)
        withholdDeskWork(json);
    return json;
}

template <>
Result<TicketView> fromJson<TicketView>(const Json& json)
{
    TicketView view;
    form::Misfit misfit;
    if (!form::read(json, view, misfit) || !form::readPii(json, view, misfit))
        return std::unexpected(misfit.error());
    view.ticket.customer = view.customer.id;
    for (Ticket& ticket : view.earlier)
        ticket.customer = view.customer.id;
    return view;
}

Json toJson(const Message& message)
{
    return form::write(message);
}

Json toJson(const Reply& reply)
{
    return form::write(reply);
}

Result<Reply> reply(const Json& body)
{
    form::Reader reader(body);
    Reply reply;
    form::members(reader, reply);
    reader.demand(
        reply.then == TicketStatus::Pending || reply.then == TicketStatus::Escalated || reply.then == TicketStatus::Resolved,
        "then", "must be one of pending, escalated, resolved");
    reader.refuseOthers();
    if (!reader.good())
        return std::unexpected(reader.misfit().error());
    return reply;
}

template Result<Message> fromJson<Message>(const Json&);

} // namespace tandem::wire
