#pragma once

#include "privacy/Seal.h"
#include "services/store/SqliteConnection.h"
#include "services/store/Store.h"

namespace tandem {

class SqliteAccessStore final : public AccessStore {
public:
    SqliteAccessStore(SqliteConnection& connection, const Seal& seal);

    Status putToken(const AccessToken& token) override;
    Result<std::optional<AccessToken>> findToken(const std::string& hash) override;
    Result<std::vector<AccessToken>> listTokens() override;
    Result<std::optional<IdempotentResponse>> findResponse(const ActorId& actor, const std::string& key) override;
    Status putResponse(const ActorId& actor, const std::string& key, const IdempotentResponse& response, TimePoint now) override;

private:
    Result<std::vector<AccessToken>> tokensFrom(SqliteRows rows) const;
    [[nodiscard]] std::string keyHash(const ActorId& actor, const std::string& key) const;

    SqliteConnection& m_connection;
    const Seal& m_seal;
};

} // namespace tandem
