#pragma once

#include "base/Text.h"
#include "model/Language.h"
#include "model/Ticket.h"

#include <string_view>
#include <vector>

// What is kept of a message when there is no place for all of it. Pure, thread-safe; spans are bytes of the message, ascending
// and not overlapping.
namespace tandem {

// The sentences that hold a fact: a number, date, amount, version or code, a quoted name, a link; and of the desk's own words
// what it promised ("we will…", in the twelve languages).
std::vector<text::Span> factSentences(std::string_view message, Language language, Author author);

// The bare facts, where even those sentences are too many: numbers with the word after them, codes, quoted names,
// links. Each once.
std::vector<text::Span> bareFacts(std::string_view message);

} // namespace tandem
