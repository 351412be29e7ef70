// People, decisions, health and problems.
#include "base/Text.h"
#include "desk/Wire.h"
#include "desk/WireMembers.h"

namespace tandem::wire {

namespace form {

namespace {

// /health has its parts as an object by name.
struct Check {
    bool ok = false;
    std::string detail;
};

template <typename Archive>
void members(Archive& archive, Like<Check> auto& check)
{
    archive("ok", check.ok);
    archive("detail", check.detail);
}

struct HealthForm {
    std::string status;
    double uptimeSeconds = 0;
    std::map<std::string, Check> checks;
};

template <typename Archive>
void members(Archive& archive, Like<HealthForm> auto& health)
{
    archive("status", health.status);
    archive("uptime_seconds", health.uptimeSeconds);
    archive("checks", health.checks);
}

} // namespace

} // namespace form

Json toJson(const ApprovalCard& card)
{
    return form::write(card);
}

Json toJson(const LearningCandidate& candidate)
{
    return form::write(candidate);
}

Json toJson(const Person& person)
{
    return form::write(person);
}

Json toJson(const Actor& actor)
{
    return form::write(actor);
}

Json toJson(const Health& health)
{
    form::HealthForm form{health.ready ? "ok" : "starting", health.uptimeSeconds, {}};
    for (const HealthCheck& check : health.checks)
        form.checks[check.name] = {check.ok, check.detail};
    Json json = form::write(form);
    json["version"] = TANDEM_VERSION;
    return json;
}

template <>
Result<Health> fromJson<Health>(const Json& json)
{
    form::HealthForm form;
    form::Misfit misfit;
    if (!form::read(json, form, misfit))
        return std::unexpected(misfit.error());
    Health health{form.status == "ok", {}, form.uptimeSeconds};
    for (const auto& [part, check] : form.checks)
        health.checks.push_back({part, check.ok, check.detail});
    return health;
}

Error problem(int status, std::string_view body)
{
    Error error{ErrorCode::Internal, "The server answered with status " + std::to_string(status), false};
    switch (status) {
    case 401: error.code = ErrorCode::Unauthenticated; break;
    case 403: error.code = ErrorCode::Forbidden; break;
    case 404: error.code = ErrorCode::NotFound; break;
    case 408: error.code = ErrorCode::TimedOut; break;
    case 409: error.code = ErrorCode::Conflict; break;
    case 413: error.code = ErrorCode::TooLarge; break;
    case 429: error.code = ErrorCode::RateLimited; break;
    case 424: // what the server itself depends on
    case 502:
    case 503:
    case 504: error.code = ErrorCode::Unavailable; break;
    default: error.code = status >= 400 && status < 500 ? ErrorCode::InvalidArgument : ErrorCode::Internal;
    }
    error.retryable = (error.code == ErrorCode::Unavailable && status != 424) || error.code == ErrorCode::RateLimited
        || error.code == ErrorCode::TimedOut;
    constexpr std::size_t longestDetail = 1000;
    const auto json = parseJson(body, {.bytes = 64U << 10U, .depth = 8});
    if (!json || !json->is_object())
        return error;
    const auto detail = optionalString(*json, "detail");
    if (detail && *detail && !(*detail)->empty())
        error.message = text::truncate(**detail, longestDetail);
    return error;
}

Json toJson(const AutoSendState& state)
{
    return form::write(state);
}

Json toJson(const ReplyCheck& check)
{
    return form::write(check);
}

template Result<AutoSendState> fromJson<AutoSendState>(const Json&);
template Result<ReplyCheck> fromJson<ReplyCheck>(const Json&);
template Result<ApprovalCard> fromJson<ApprovalCard>(const Json&);
template Result<LearningCandidate> fromJson<LearningCandidate>(const Json&);
template Result<Person> fromJson<Person>(const Json&);
template Result<Actor> fromJson<Actor>(const Json&);

} // namespace tandem::wire
