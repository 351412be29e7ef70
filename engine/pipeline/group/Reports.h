#pragma once

#include "model/Classification.h"
#include "model/Conversation.h"

#include <string_view>

namespace tandem {

// How a ticket counts towards an incident: surely when it tells of a problem with the service, possibly when it may be a question
// or a wish for something that was there before. Thanks, wishes for money or closure, tries to steer the assistant and what
// machines send never do. Pure.
ReportKind reportKind(const Classification& classification, const Conversation& conversation);

// An answer by a machine, by how its subject or text begins, or a few words that want to leave a mailing list. Pure.
bool isAutomatic(std::string_view subject, std::string_view text);
// The same, unless it tells of harm: a machine may say so, but a person whom nobody counts is worse. Pure.
bool isAutomatic(const Classification& classification, const Conversation& conversation);

} // namespace tandem
