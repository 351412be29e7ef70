#pragma once

#include "model/DraftReview.h"
#include "model/Ticket.h"

#include <string_view>

// What became of a draft.
namespace tandem {

struct DraftFate {
    DraftVerdict verdict = DraftVerdict::AsWritten;
    double changed = 0; // as DraftReview::changed
};

// How what was sent differs from the draft. It errs towards wrong: a draft whose statements were not sent word for word, or with
// numbers, links or codes that it had not, proves nothing. Pure.
DraftFate fateOf(const Draft& draft, std::string_view sent);

// A review of the ticket's draft with all but verdict, actor and time. The ticket must have a draft. Pure.
DraftReview reviewOf(const Ticket& ticket);

} // namespace tandem
