#pragma once

#include "model/Ids.h"
#include "model/Language.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace tandem {

struct TranslationRequest {
    std::string text;
    std::optional<Language> from; // nullopt = as it is recognised
    Language to = Language::En;
    TicketId ticket; // whose conversation the text belongs to, so that its customer's name stays here; empty = none's
};

struct Translation {
    std::string text; // whole: numbers, links, names and personal data as they stood
    Language from = Language::En;
    Language to = Language::En;
    std::string provider; // "" = nothing had to be translated
    std::string model; // as the provider names it
};

// How far a group of texts is that a provider translates in one batch.
struct GroupProgress {
    std::string batch; // the provider's id: what is on its way can be fetched by it later
    std::int64_t running = 0; // pieces; all of them until the batch has ended
    bool ended = false;
};

struct GroupWatch {
    std::function<void(const GroupProgress& progress)> progress{}; // when it was sent and at each look; may be empty
    std::string begun{}; // a batch of the same texts that was sent before: it is fetched and nothing is sent
};

} // namespace tandem
