#include "operations/Webhook.h"

#include "base/Json.h"
#include "operations/LedgeredClient.h"
#include "privacy/Hmac.h"

#include <chrono>
#include <utility>

namespace tandem {

namespace {

constexpr std::string_view secretPrefix = "whsec_";
constexpr std::size_t leastSecret = 24; // bytes, as the specification asks
constexpr std::size_t mostSecret = 64;

Result<std::string> secretFrom(const std::string& key, std::string_view text)
{
    const auto bytes = text.starts_with(secretPrefix) ? fromBase64(text.substr(secretPrefix.size())) : std::nullopt;
    if (!bytes || bytes->size() < leastSecret || bytes->size() > mostSecret)
        return failure(ErrorCode::InvalidArgument,
            key + " must be whsec_ and 24 to 64 random bytes in base64, such as whsec_$(openssl rand -base64 32)");
    return *bytes;
}

Json parametersJson(const ActionParameters& parameters)
{
    Json json = Json::object();
    if (parameters.amount)
        json["amount"] = {{"minor", parameters.amount->minor}, {"currency", parameters.amount->currency}};
    for (const auto& [member, value] : {std::pair("reference", &parameters.reference), std::pair("plan", &parameters.plan),
             std::pair("subject", &parameters.subject), std::pair("text", &parameters.text)}) {
        if (!value->empty())
            json[member] = *value;
    }
    if (!parameters.dataJson.empty())
        json["data"] = parseJson(parameters.dataJson).value_or(Json::object());
    return json;
}

Json bodyOf(const Approval& approval, const Ticket& ticket, const Customer& customer, TimePoint now)
{
    Json keys = Json::array();
    for (const ApprovalKey& key : approval.keys)
        keys.push_back(key.actor.value());
    return {{"type", "action." + std::string(name(approval.proposal.kind))}, {"timestamp", formatTime(now)},
        {"data",
            {{"approval_id", approval.id.value()}, {"ticket_id", ticket.id.value()}, {"ticket_number", ticket.number},
                {"customer_id", customer.externalId}, {"action", name(approval.proposal.kind)},
                {"parameters", parametersJson(approval.proposal.parameters)}, {"approved_by", std::move(keys)},
                {"approved_at", approval.decidedAt ? Json(formatTime(*approval.decidedAt)) : Json()}}}};
}

} // namespace

Result<HookTargets> hookTargets(const Config& config)
{
    HookTargets targets;
    for (const std::string& hook : config.hookNames()) {
        const std::string prefix = "hooks." + hook;
        HookTarget target;
        target.url = config.text(prefix + ".url");
        const auto origin = egressHost(target.url);
        if (!origin)
            return failure(ErrorCode::InvalidArgument, prefix + ".url is not of the form https://host[:port]/path");
        if (origin->starts_with("http://") && !isThisMachine(*origin))
            return failure(ErrorCode::InvalidArgument,
                prefix + ".url must begin with https://: over http what customers are given back could be read on the way");
        target.secret = TRY(secretFrom(prefix + ".secret", config.text(prefix + ".secret")));
        targets.emplace(hook, std::move(target));
    }
    return targets;
}

std::string webhookSignature(std::string_view secret, std::string_view id, std::string_view timestamp, std::string_view body)
{
    std::string content(id);
    content.append(".").append(timestamp).append(".").append(body);
    return "v1," + toBase64(hmacSha256(secret, content));
}

HttpRequest webhookRequest(
    const HookTarget& target, const Approval& approval, const Ticket& ticket, const Customer& customer, TimePoint now)
{
    const std::string& id = approval.id.value();
    const std::string timestamp
        = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
    HttpRequest request;
    request.url = target.url;
    request.body = toText(bodyOf(approval, ticket, customer, now));
    request.headers = {{"content-type", "application/json"}, {"idempotency-key", id}, {"webhook-id", id},
        {"webhook-timestamp", timestamp}, {"webhook-signature", webhookSignature(target.secret, id, timestamp, request.body)}};
    request.ticket = ticket.id;
    return request;
}

} // namespace tandem
