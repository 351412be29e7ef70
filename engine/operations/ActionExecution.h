#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "model/Desk.h"
#include "services/store/Store.h"

#include <string>
#include <string_view>

// Carrying out what was approved. Each function belongs into one unit of work with what marks the effect done; doing it again
// changes nothing.
namespace tandem {

// The id of the message that an effect of this key delivers.
inline MessageId messageIdOf(const std::string& idempotencyKey)
{
    return MessageId("m-" + idempotencyKey);
}
// The key of the effect that carries an approved action out.
inline std::string effectKeyOf(const ApprovalId& approval)
{
    return "approval:" + approval.value();
}

// A message that is there already was delivered before.
Status appendOnce(Transaction& transaction, const Message& message);

// The approval that an effect of effectKeyOf() carries out. InvalidArgument for another key, Forbidden unless it was approved.
Result<Approval> approvedAction(Transaction& transaction, const Effect& effect);

// What the desk can do by itself: a tag, a customer's contact. Whatever else goes to a person, and so does a contact that says
// something else by now than when it was proposed: an approval holds for what was shown.
Status executeHere(Transaction& transaction, const Effect& effect, TimePoint now);
// Marks it done by `hook`, which answered with `status`.
Status completeByHook(Transaction& transaction, const Effect& effect, std::string_view hook, int status, TimePoint now);
// Gives it to a person, with a note that says what was approved by whom and where to carry it out; `reason` is a code that says
// why nothing else did it ("egress_off", "answered_500"), "" = nothing else was to.
Status handOver(Transaction& transaction, const Effect& effect, std::string_view reason, TimePoint now);

} // namespace tandem
