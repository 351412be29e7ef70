#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tandem {

// How far the engine is with a ticket's draft. Ended: nothing is being written.
enum class DraftStage : std::uint8_t { Reading, Retrieving, Writing, Checking, Ended };
std::string_view name(DraftStage stage); // "reading", "retrieving", "writing", "checking", "ended"
std::optional<DraftStage> draftStageFrom(std::string_view text);

} // namespace tandem
