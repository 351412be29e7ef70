// The frames of /api/v1/stream, both ways.
#include "desk/Wire.h"
#include "desk/WireReader.h"

namespace tandem::wire {

namespace {

void read(form::Reader& reader, Change& change)
{
    reader("sequence", change.sequence);
    reader("kind", change.kind);
    reader("ticket", change.ticket);
}

void read(form::Reader& reader, DraftNews& news)
{
    std::int64_t age = 0;
    reader.id("ticket", news.ticket);
    reader("draft", news.draft);
    reader("stage", news.stage);
    reader("from", news.from);
    reader("text", news.text);
    reader("age_ms", age);
    news.age = Milliseconds(age);
}

Json written(const DraftNews& news)
{
    return {{"type", "draft"}, {"ticket", news.ticket.value()}, {"draft", news.draft}, {"stage", name(news.stage)},
        {"from", news.from}, {"text", news.text}, {"age_ms", news.age.count()}};
}

} // namespace

Json toJson(const StreamEvent& event)
{
    switch (event.kind) {
    case StreamEvent::Kind::Hello: return {{"type", "hello"}, {"sequence", event.change.sequence}};
    case StreamEvent::Kind::Resync: return {{"type", "resync"}};
    case StreamEvent::Kind::Draft: return written(event.draft);
    case StreamEvent::Kind::Refused: return {{"type", "refused"}, {"detail", event.detail}};
    case StreamEvent::Kind::Change: break;
    }
    return {{"type", "change"}, {"sequence", event.change.sequence}, {"kind", name(event.change.kind)},
        {"ticket", event.change.ticket.value()}};
}

template <>
Result<StreamEvent> fromJson<StreamEvent>(const Json& json)
{
    form::Reader reader(json);
    StreamEvent event;
    std::string type;
    reader("type", type);
    if (type == "change") {
        event.kind = StreamEvent::Kind::Change;
        read(reader, event.change);
    } else if (type == "resync") {
        event.kind = StreamEvent::Kind::Resync;
    } else if (type == "draft") {
        event.kind = StreamEvent::Kind::Draft;
        read(reader, event.draft);
    } else if (type == "refused") {
        event.kind = StreamEvent::Kind::Refused;
        reader("detail", event.detail);
    } else {
        reader.demand(type == "hello", "type", "must be one of hello, change, resync, draft, refused");
        reader("sequence", event.change.sequence);
    }
    if (!reader.good())
        return std::unexpected(reader.misfit().error());
    return event;
}

Json toJson(const StreamRequest& request)
{
    return {{request.kind == StreamRequest::Kind::Watch ? "watch" : "unwatch", request.ticket.value()}};
}

template <>
Result<StreamRequest> fromJson<StreamRequest>(const Json& json)
{
    form::Reader reader(json);
    StreamRequest request;
    TicketId unwatched;
    reader("watch", request.ticket);
    reader("unwatch", unwatched);
    reader.refuseOthers();
    reader.demand(request.ticket.empty() != unwatched.empty(), "watch", "or 'unwatch' must name a ticket, and not both");
    if (!reader.good())
        return std::unexpected(reader.misfit().error());
    if (request.ticket.empty())
        request = {StreamRequest::Kind::Unwatch, std::move(unwatched)};
    return request;
}

} // namespace tandem::wire
