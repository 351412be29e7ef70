#pragma once

#include "base/Id.h"

namespace tandem {

using TicketId = Id<struct TicketTag>;
using MessageId = Id<struct MessageTag>;
// Internal: derived from the desk's own customer_id by a keyed hash, so that it may stand in logs and indexes.
using CustomerId = Id<struct CustomerTag>;
using ArticleId = Id<struct ArticleTag>; // of an article or of a resolution
using PassageId = Id<struct PassageTag>;
using DraftId = Id<struct DraftTag>;
using ApprovalId = Id<struct ApprovalTag>;
using EffectId = Id<struct EffectTag>;
using JobId = Id<struct JobTag>;
using CandidateId = Id<struct CandidateTag>;
using ActorId = Id<struct ActorTag>;
// Of tickets that tell of the same; made of the first one's id.
using GroupId = Id<struct GroupTag>;
using EgressId = Id<struct EgressTag>; // of something that was sent out
using CorrelationId = Id<struct CorrelationTag>;

} // namespace tandem
