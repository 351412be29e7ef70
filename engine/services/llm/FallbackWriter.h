#pragma once

#include "services/llm/LanguageModel.h"

#include <memory>
#include <string>

namespace tandem {

// Drafts by the first writer, and by the second where the first one fails, so that a ticket has its draft when a provider is
// down, refuses or its budget is spent. The second one must not depend on what can fail with the first: the Composer.
// Thread-safe.
class FallbackWriter final : public LanguageModel {
public:
    // The second one outlives this.
    FallbackWriter(std::unique_ptr<LanguageModel> first, LanguageModel& second);

    [[nodiscard]] std::string provider() const override { return m_first->provider(); } // Draft::usage tells who wrote
    // Cancelled ends it; every other error of the first one is logged and the second one writes.
    Result<Draft> draft(const DraftRequest& request, std::stop_token stop) override;

private:
    const std::unique_ptr<LanguageModel> m_first;
    LanguageModel& m_second;
};

} // namespace tandem
