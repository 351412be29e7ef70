#pragma once

#include "model/facts/Facts.h"

#include <string_view>
#include <vector>

namespace tandem {

// Links, e-mail addresses and identifiers: what is compared letter by letter. In order, without overlaps.
std::vector<Fact> literalFacts(std::string_view text);
// "Settings › Billing › Invoices": steps between › > → » signs, the first and last as far as they can be told from the text
// around them.
std::vector<Fact> menuPaths(std::string_view text);
// Whether a path of an answer is a run of steps of one in the evidence.
bool isPartOfPath(std::string_view answerKey, std::string_view evidenceKey);

} // namespace tandem
