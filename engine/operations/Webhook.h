#pragma once

#include "base/Clock.h"
#include "base/Config.h"
#include "base/Error.h"
#include "model/Desk.h"
#include "model/Ticket.h"
#include "services/http/HttpClient.h"

#include <map>
#include <string>
#include <string_view>

namespace tandem {

// Where a hook is called and what its calls are signed with.
struct HookTarget {
    std::string url;
    std::string secret; // bytes; never logged
};
using HookTargets = std::map<std::string, HookTarget>; // by name

// The hooks of the configuration. InvalidArgument names the key: an address that is not https (http on this machine alone), or a
// secret that is not whsec_ and 24 to 64 bytes in base64.
Result<HookTargets> hookTargets(const Config& config);

// "v1,…": base64 of HMAC-SHA-256 over "id.timestamp.body", as the Standard Webhooks specification 1.0.0 has it
// (standard-webhooks/standard-webhooks, spec/standard-webhooks.md). Pure.
std::string webhookSignature(std::string_view secret, std::string_view id, std::string_view timestamp, std::string_view body);

// The call that carries an approved action out: a signed POST of {type, timestamp, data}. Its webhook-id and Idempotency-Key are
// the approval's id, the same for every try; timestamp and signature are of this one. Pure.
HttpRequest webhookRequest(
    const HookTarget& target, const Approval& approval, const Ticket& ticket, const Customer& customer, TimePoint now);

} // namespace tandem
