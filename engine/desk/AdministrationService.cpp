#include "desk/AdministrationService.h"

#include "base/Random.h"
#include "base/Text.h"
#include "desk/Roles.h"
#include "privacy/Seal.h"

#include <algorithm>
#include <utility>

namespace tandem {

namespace {

constexpr std::string_view tokenPrefix = "tdm_";

std::string base64Url(std::string_view bytes)
{
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string out;
    std::uint32_t window = 0;
    int bits = 0;
    for (const char c : bytes) {
        window = (window << 8U) | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 6; bits -= 6)
            out += alphabet[(window >> static_cast<unsigned>(bits - 6)) & 63U];
    }
    if (bits > 0)
        out += alphabet[(window << static_cast<unsigned>(6 - bits)) & 63U];
    return out;
}

Status checkTokenRequest(
    const Actor& actor, Role role, const std::string& tokenName, const std::optional<std::string>& customerId)
{
    if (actor.role != Role::Admin)
        return failure(ErrorCode::Forbidden, "Only an admin makes tokens");
    if (text::trim(tokenName).empty() || tokenName.size() > 100 || !text::isValidUtf8(tokenName))
        return failure(ErrorCode::InvalidArgument, "A token needs a name of 1 to 100 bytes");
    if (customerId.has_value() != (role == Role::Customer))
        return failure(ErrorCode::InvalidArgument, "A customer id belongs to the role customer, and that role needs one");
    return {};
}

} // namespace

AdministrationService::AdministrationService(Store& store, MachineryLoader& machinery, Metrics& metrics, const Clock& clock)
    : m_store(store)
    , m_machinery(machinery)
    , m_metrics(metrics)
    , m_clock(clock)
    , m_begin(clock.steady())
{
}

Result<std::string> AdministrationService::createToken(
    const Actor& actor, Role role, const std::string& tokenName, const std::optional<std::string>& customerId)
{
    TRY(checkTokenRequest(actor, role, tokenName, customerId));
    std::string token = std::string(tokenPrefix) + base64Url(randomBytes(32));
    TRY(m_store.write([&](Transaction& transaction) -> Status {
        AccessToken access;
        access.hash = sha256Hex(token);
        access.actor.id = ActorId("a-" + newUlid(m_clock.now()));
        access.actor.role = role;
        access.actor.displayName = tokenName;
        access.createdAt = m_clock.now();
        if (customerId)
            access.actor.customer = TRY(transaction.customers().idOf(*customerId));
        TRY(transaction.access().putToken(access));
        return transaction.audit().append(
            {0, m_clock.now(), actor.id, "token.created", access.actor.id.value(), std::string(name(role)), ""});
    }));
    return token;
}

Result<Actor> AdministrationService::authenticate(const std::string& token)
{
    // Looked up by hash: how long it takes tells nothing about the token.
    const auto refused
        = [] { return failure(ErrorCode::Unauthenticated, "The access token is not valid; ask an admin for a new one"); };
    if (!token.starts_with(tokenPrefix) || token.size() > 100)
        return refused();
    const auto found
        = TRY(readResult(m_store, [&](Transaction& transaction) { return transaction.access().findToken(sha256Hex(token)); }));
    if (!found || found->revokedAt)
        return refused();
    return found->actor;
}

Result<std::vector<Person>> AdministrationService::people(const Actor& actor)
{
    TRY(requireDeskPerson(actor, "Who works at the desk is told to agents, supervisors and admins"));
    const auto tokens = TRY(readResult(m_store, [](Transaction& transaction) { return transaction.access().listTokens(); }));
    std::vector<Person> people{{actor.id, actor.role, actor.displayName}};
    for (const AccessToken& token : tokens) {
        const bool isKnown = std::ranges::find(people, token.actor.id, &Person::id) != people.end();
        if (!isKnown && !token.revokedAt && isDeskPerson(token.actor.role))
            people.push_back({token.actor.id, token.actor.role, token.actor.displayName});
    }
    std::ranges::sort(people, {}, [](const Person& person) { return std::pair(text::foldAccents(person.name), person.id); });
    return people;
}

HealthCheck AdministrationService::storeCheck() const
{
    const auto depth = m_store.queue().depth();
    if (!depth)
        return {"store", false, depth.error().message};
    return {"store", true,
        std::to_string(depth->waiting) + " jobs waiting, " + std::to_string(depth->leased) + " running, "
            + std::to_string(depth->dead) + " given up"};
}

void AdministrationService::addMachineryChecks(Health& health) const
{
    const auto machinery = m_machinery.now();
    if (!machinery) {
        health.checks.push_back({"engine", false, machinery.error().message});
        return;
    }
    const Machinery& parts = **machinery;
    const bool hasModel = parts.embedder != nullptr;
    health.checks.push_back({"engine", true, "running"});
    // Without a model the desk works by words alone: worse, but working.
    health.checks.push_back({"embedder", true, hasModel ? parts.embedder->modelId() : parts.embedderNotice});
    health.checks.push_back({"knowledge", true, std::to_string(parts.knowledge->passageCount()) + " passages"});
}

Health AdministrationService::health()
{
    Health health;
    health.uptimeSeconds = std::chrono::duration<double>(m_clock.steady() - m_begin).count();
    health.checks.push_back(storeCheck());
    addMachineryChecks(health);
    health.ready = true;
    for (const HealthCheck& check : health.checks)
        health.ready = health.ready && check.ok;
    return health;
}

std::string AdministrationService::metrics() const
{
    if (const auto depth = m_store.queue().depth()) {
        m_metrics.set("tandem_queue_jobs", {{"state", "waiting"}}, static_cast<double>(depth->waiting));
        m_metrics.set("tandem_queue_jobs", {{"state", "leased"}}, static_cast<double>(depth->leased));
        m_metrics.set("tandem_queue_jobs", {{"state", "dead"}}, static_cast<double>(depth->dead));
    }
    return m_metrics.exposition();
}

} // namespace tandem
