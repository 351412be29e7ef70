#pragma once

#include "model/Conversation.h"
#include "model/Language.h"
#include "model/Money.h"

#include <optional>
#include <string>
#include <string_view>

namespace tandem {

// The customer's wish for an action with consequences, as their messages word it.
struct Wish {
    bool isNew = false; // the newest message itself voices it, not only an earlier one
    std::string amount; // of money, as it is written: "€384.00"; "" = none named
    std::optional<Money> money{}; // the same, where it is a whole number of some currency's smallest unit
};

// `words` is what voices the wish, verbatim from a message or the subject. The amount is the one in the sentence that asks;
// without one there, the only amount that the same message names. Pure.
Wish wishIn(const Conversation& conversation, std::string_view words, Language language);

} // namespace tandem
