#pragma once

#include "base/Clock.h"
#include "desk/Approvals.h"
#include "ui/widgets/CardList.h"

// Rows of the approvals' list.
namespace tandem::ui {

CardList::Card waitingCard(const ApprovalCard& card, TimePoint now);
CardList::Card decidedCard(const ApprovalCard& card, TimePoint now);

} // namespace tandem::ui
