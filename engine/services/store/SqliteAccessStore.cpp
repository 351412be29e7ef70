#include "services/store/SqliteAccessStore.h"

namespace tandem {

namespace {

constexpr std::chrono::hours responseLife{48}; // the interface promises 24 at least

} // namespace

SqliteAccessStore::SqliteAccessStore(SqliteConnection& connection, const Seal& seal)
    : m_connection(connection)
    , m_seal(seal)
{
}

Status SqliteAccessStore::putToken(const AccessToken& token)
{
    const std::string displayName = m_seal.seal(token.actor.displayName, "access_token.display_name", token.hash);
    TRY(m_connection.change(Sql::PutToken,
        {token.hash, token.actor.id.value(), name(token.actor.role), Blob{displayName}, token.actor.customer.value(),
            token.createdAt, token.revokedAt}));
    return {};
}

Result<std::vector<AccessToken>> SqliteAccessStore::tokensFrom(SqliteRows rows) const
{
    std::vector<AccessToken> tokens;
    while (TRY(rows.next())) {
        AccessToken& token = tokens.emplace_back();
        token.hash = rows.text(0);
        token.actor.id = ActorId(rows.text(1));
        const auto role = roleFrom(rows.text(2));
        if (!role)
            return failure(ErrorCode::Corrupt, "A stored token has a role that this version does not know; update Tandem.");
        token.actor.role = *role;
        token.actor.displayName = TRY(m_seal.unseal(rows.blob(3), "access_token.display_name", token.hash));
        token.actor.customer = CustomerId(rows.text(4));
        token.createdAt = rows.time(5);
        token.revokedAt = rows.optionalTime(6);
    }
    return tokens;
}

Result<std::optional<AccessToken>> SqliteAccessStore::findToken(const std::string& hash)
{
    SqliteRows rows = TRY(m_connection.run(Sql::FindToken, {hash}));
    std::vector<AccessToken> found = TRY(tokensFrom(std::move(rows)));
    if (found.empty())
        return std::optional<AccessToken>();
    return std::optional(std::move(found.front()));
}

Result<std::vector<AccessToken>> SqliteAccessStore::listTokens()
{
    return tokensFrom(TRY(m_connection.run(Sql::ListTokens)));
}

std::string SqliteAccessStore::keyHash(const ActorId& actor, const std::string& key) const
{
    return m_seal.blindIndex("idempotency " + std::to_string(actor.value().size()) + ":" + actor.value() + key);
}

Result<std::optional<IdempotentResponse>> SqliteAccessStore::findResponse(const ActorId& actor, const std::string& key)
{
    SqliteRows rows = TRY(m_connection.run(Sql::FindResponse, {keyHash(actor, key)}));
    if (!TRY(rows.next()))
        return std::optional<IdempotentResponse>();
    return std::optional(IdempotentResponse{rows.text(0), TicketId(rows.text(1))});
}

Status SqliteAccessStore::putResponse(
    const ActorId& actor, const std::string& key, const IdempotentResponse& response, TimePoint now)
{
    TRY(m_connection.change(Sql::ForgetOldResponses, {now - responseLife}));
    TRY(m_connection.change(Sql::PutResponse, {keyHash(actor, key), response.requestHash, response.ticket.value(), now}));
    return {};
}

} // namespace tandem
