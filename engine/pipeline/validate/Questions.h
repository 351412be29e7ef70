#pragma once

#include "model/Language.h"

#include <string_view>

namespace tandem {

// Whether a question does nothing but ask, so that it needs no evidence: one clause on one line, without a link, an address, a
// code, a number in digits or words, and without a word that promises ("refund", "discount", "approved"). What it says on the
// side would reach the customer unchecked otherwise ("Your refund was approved: is there anything else?"). The language decides
// which words are numbers. Pure, thread-safe.
bool asksOnly(std::string_view question, Language language);

} // namespace tandem
