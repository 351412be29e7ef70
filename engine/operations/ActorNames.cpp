#include "operations/ActorNames.h"

namespace tandem {

Result<std::map<ActorId, std::string>> actorNames(Transaction& transaction)
{
    std::map<ActorId, std::string> names;
    for (AccessToken& token : TRY(transaction.access().listTokens()))
        names[token.actor.id] = std::move(token.actor.displayName);
    return names;
}

} // namespace tandem
