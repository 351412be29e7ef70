// What left this machine.
#include "desk/Wire.h"
#include "desk/WireMembers.h"

namespace tandem::wire {

namespace form {

template <typename Archive>
void members(Archive& archive, Like<EgressEntry> auto& entry)
{
    archive.id("id", entry.id);
    archive("sequence", entry.sequence);
    archive("at", entry.at);
    archive("ticket_id", entry.ticket);
    archive("host", entry.host);
    archive("method", entry.method);
    archive("bytes_out", entry.bytesOut);
    archive("body_sha256", entry.bodyHash);
    archive("body", entry.body);
    archive("outcome", entry.outcome);
    archive("status", entry.status);
    archive("bytes_in", entry.bytesIn);
    archive("settled_at", entry.settledAt);
}

template <typename Archive>
void members(Archive& archive, Like<EgressTotal> auto& total)
{
    archive("host", total.host);
    archive("requests", total.requests);
    archive("refused", total.refused);
    archive("bytes_out", total.bytesOut);
    archive("bytes_in", total.bytesIn);
}

template <typename Archive>
void members(Archive& archive, Like<EgressPage> auto& page)
{
    archive("entries", page.entries);
    archive("before", page.before);
}

} // namespace form

Json toJson(const EgressEntry& entry)
{
    return form::write(entry);
}

Json toJson(const EgressTotal& total)
{
    return form::write(total);
}

Json toJson(const EgressPage& page)
{
    return form::write(page);
}

} // namespace tandem::wire
