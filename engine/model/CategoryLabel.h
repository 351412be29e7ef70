#pragma once

#include "base/Clock.h"
#include "model/Classification.h"
#include "model/Ids.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tandem {

// Confirmed: a person resolved the ticket and left the category as the engine had it. Set: a person chose it.
enum class LabelEvidence : std::uint8_t { Confirmed, Set };
std::string_view name(LabelEvidence evidence); // "confirmed", "set"
std::optional<LabelEvidence> labelEvidenceFrom(std::string_view text);

// What a person says that a ticket is about.
struct CategoryLabel {
    TicketId ticket;
    Category category = Category::GeneralInquiry;
    LabelEvidence evidence = LabelEvidence::Set;
    ActorId actor;
    TimePoint at{};
};

} // namespace tandem
