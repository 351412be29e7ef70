#pragma once

#include "base/Json.h"
#include "knowledge/KnowledgeBase.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tandem {

enum class ImportStage : std::uint8_t {
    Open, // takes files
    Running,
    Done,
    Stopped, // before its end; what was done is kept
    Failed,
};
std::string_view name(ImportStage stage); // "open", "running", "done", "stopped", "failed"
std::optional<ImportStage> importStageFrom(std::string_view text);

// An import whose files came over the public interface.
struct ImportState {
    std::string id;
    DocumentKind kind = DocumentKind::Article; // of what its files hold
    ImportStage stage = ImportStage::Open;
    int done = 0; // documents
    int found = 0;
    ImportReport report; // once it is done
    std::string problem; // of one that failed, a sentence for whoever asked
};

namespace wire {

Json toJson(const ImportState& state);
// InvalidArgument names a member that is missing or has another form.
Result<ImportState> importState(const Json& json);

} // namespace wire

} // namespace tandem
