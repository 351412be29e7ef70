// links: tandem_wire
#include "Fuzzed.h"
#include "desk/Wire.h"

using namespace tandem;

// Any JSON, well-formed or not, as the bodies that strangers send: accepted, or refused with a sentence.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const Json body = Json::parse(fuzz::textOf(data, size), nullptr, false);
    if (body.is_discarded())
        return 0;
    const auto check
        = [](const auto& result) { fuzz::require(result.has_value() || !result.error().message.empty(), "a refusal says why"); };
    check(wire::incomingMessage(body));
    check(wire::conversation(body, "text"));
    check(wire::reply(body));
    check(wire::document(body, ArticleId("a")));
    check(wire::fromJson<TicketView>(body));
    check(wire::fromJson<InboxPage>(body));
    check(wire::fromJson<wire::StreamEvent>(body));
    check(wire::fromJson<wire::StreamRequest>(body));
    return 0;
}
