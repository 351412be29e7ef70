#pragma once

#include "base/Error.h"
#include "model/Desk.h"
#include "model/Translation.h"

#include <stop_token>
#include <vector>

namespace tandem {

// Many texts in other languages that nobody waits for: one batch of the provider, half the price, within a day (llm.batch).
// Thread-safe; blocks its caller until the batch has ended.
class TranslationGroups {
public:
    TranslationGroups() = default;
    TranslationGroups(const TranslationGroups&) = delete;
    TranslationGroups& operator=(const TranslationGroups&) = delete;
    virtual ~TranslationGroups() = default;

    // Each as Translations::translate() says, in the order of the requests. As a whole: Forbidden for customers and services;
    // Unavailable with the reason, naming the batch where one is on its way: it can be fetched later with the same requests;
    // Cancelled, and the batch is cancelled at the provider.
    virtual Result<std::vector<Result<Translation>>> translateGroup(
        const Actor& actor, const std::vector<TranslationRequest>& requests, const GroupWatch& watch, std::stop_token stop)
        = 0;
};

} // namespace tandem
