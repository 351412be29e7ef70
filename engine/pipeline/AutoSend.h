#pragma once

#include "model/DraftReview.h"
#include "model/Ids.h"
#include "pipeline/Policy.h"

namespace tandem {

// How many of the newest reviews count: what a desk's people thought years ago proves little.
inline constexpr int reviewsThatCount = 500;

// Lower bound of the 95 % score interval of the share of right drafts (Wilson, "Probable Inference", JASA 22, 1927; z
// = 1.959964); 0 without a review. Pure.
double provenShare(const ReviewFigures& figures);

// Whether drafts like these may go out by themselves. The bound counts to four digits, at which 124 right of 124 reach .9700.
// Pure.
bool isProven(const ReviewFigures& figures, const AutoSendRules& rules);
bool isUnlocked(const ReviewFigures& figures, double confidence, const AutoSendRules& rules);
// How many more right drafts it takes when none of them is wrong; 0 = proven. Pure.
int missingReviews(const ReviewFigures& figures, const AutoSendRules& rules);

AutoSendState autoSendState(Category category, std::string provider, const ReviewFigures& figures, const AutoSendRules& rules);

// Whether a ticket is one of those that a person reviews whatever is proven; the same for ever. Pure.
bool isSampled(const TicketId& ticket, const AutoSendRules& rules);

} // namespace tandem
