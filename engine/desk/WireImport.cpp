// An import that goes over the public interface, as JSON.
#include "desk/ImportState.h"

#include "desk/Wire.h"

#include <array>
#include <utility>

namespace tandem {

namespace {

constexpr std::array<std::pair<ImportStage, std::string_view>, 5> stageNames{
    {{ImportStage::Open, "open"}, {ImportStage::Running, "running"}, {ImportStage::Done, "done"},
        {ImportStage::Stopped, "stopped"}, {ImportStage::Failed, "failed"}}};

Result<int> countIn(const Json& json, std::string_view member)
{
    const auto found = json.find(member);
    if (found == json.end() || !found->is_number_integer() || *found < 0 || *found > 1'000'000'000)
        return failure(ErrorCode::InvalidArgument, "'" + std::string(member) + "' must be a number from 0 to 1,000,000,000");
    return found->get<int>();
}

Result<ImportReport::Refused> refusedIn(const Json& json)
{
    ImportReport::Refused refused;
    refused.file = TRY(requiredString(json, "file"));
    refused.reason = TRY(requiredString(json, "reason"));
    return refused;
}

} // namespace

std::string_view name(ImportStage stage)
{
    return stageNames.at(static_cast<std::size_t>(stage)).second;
}

std::optional<ImportStage> importStageFrom(std::string_view text)
{
    for (const auto& [stage, stageName] : stageNames) {
        if (stageName == text)
            return stage;
    }
    return std::nullopt;
}

namespace wire {

Json toJson(const ImportState& state)
{
    Json refused = Json::array();
    for (const ImportReport::Refused& each : state.report.refused)
        refused.push_back({{"file", text::repairUtf8(each.file)}, {"reason", text::repairUtf8(each.reason)}});
    return {{"id", state.id}, {"kind", name(state.kind)}, {"state", name(state.stage)}, {"done", state.done},
        {"found", state.found}, {"added", state.report.added}, {"changed", state.report.changed},
        {"unchanged", state.report.unchanged}, {"refused", std::move(refused)},
        {"problem", state.problem.empty() ? Json() : Json(state.problem)}};
}

Result<ImportState> importState(const Json& json)
{
    if (!json.is_object())
        return failure(ErrorCode::InvalidArgument, "The JSON must be an object");
    ImportState state;
    state.id = TRY(requiredString(json, "id"));
    // A server of an older version names none and knows articles alone.
    const auto kind = json.contains("kind") ? documentKindFrom(TRY(requiredString(json, "kind"))) : DocumentKind::Article;
    if (!kind)
        return failure(ErrorCode::InvalidArgument, "'kind' must be article or resolution");
    state.kind = *kind;
    const auto stage = importStageFrom(TRY(requiredString(json, "state")));
    if (!stage)
        return failure(ErrorCode::InvalidArgument, "'state' must be open, running, done, stopped or failed");
    state.stage = *stage;
    state.done = TRY(countIn(json, "done"));
    state.found = TRY(countIn(json, "found"));
    state.report.added = TRY(countIn(json, "added"));
    state.report.changed = TRY(countIn(json, "changed"));
    state.report.unchanged = TRY(countIn(json, "unchanged"));
    const auto refused = json.find("refused");
    if (refused == json.end() || !refused->is_array())
        return failure(ErrorCode::InvalidArgument, "'refused' is not an array");
    for (const Json& each : *refused)
        state.report.refused.push_back(TRY(refusedIn(each)));
    const auto problem = json.find("problem");
    if (problem != json.end() && problem->is_string())
        state.problem = problem->get<std::string>();
    return state;
}

} // namespace wire

} // namespace tandem
