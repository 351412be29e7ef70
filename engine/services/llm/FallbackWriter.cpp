#include "services/llm/FallbackWriter.h"

#include "base/Log.h"

#include <utility>

namespace tandem {

FallbackWriter::FallbackWriter(std::unique_ptr<LanguageModel> first, LanguageModel& second)
    : m_first(std::move(first))
    , m_second(second)
{
}

Result<Draft> FallbackWriter::draft(const DraftRequest& request, std::stop_token stop)
{
    Result<Draft> draft = m_first->draft(request, stop);
    if (draft || draft.error().code == ErrorCode::Cancelled || stop.stop_requested())
        return draft;
    log::warning("draft_falls_back",
        {{"ticket_id", request.ticket}, {"error", log::Word::ofEnum(name(draft.error().code))},
            log::Field::reason(draft.error().message)});
    return m_second.draft(request, std::move(stop));
}

} // namespace tandem
