#pragma once

#include "base/Error.h"
#include "model/Desk.h"
#include "model/Translation.h"

#include <stop_token>

namespace tandem {

// Texts in another language, for the desk's people. Nothing is stored but what the egress ledger keeps. Thread-safe; translate()
// blocks its caller for as long as a chat model takes.
class Translations {
public:
    Translations() = default;
    Translations(const Translations&) = delete;
    Translations& operator=(const Translations&) = delete;
    virtual ~Translations() = default;

    // Whole or not at all: numbers, amounts, dates, links, addresses, names and personal data come back as they stood, or it
    // fails. A text in the wanted language already is given back. Forbidden for customers and services; InvalidArgument: no text,
    // or its language cannot be told; NotFound: the ticket; TooLarge; RateLimited: too many at once, or a budget is spent;
    // Unavailable, with the reason: no chat model is configured, it cannot be asked, or what it wrote cannot be used.
    virtual Result<Translation> translate(const Actor& actor, const TranslationRequest& request, std::stop_token stop) = 0;
};

} // namespace tandem
