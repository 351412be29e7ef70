#pragma once

#include "desk/Explainer.h"
#include "operations/Machinery.h"
#include "services/store/Store.h"

#include <stop_token>

namespace tandem {

class ExplanationService final : public Explainer {
public:
    // References outlive the service.
    ExplanationService(Store& store, MachineryLoader& machinery);

    Result<Explanation> explain(const Actor& actor, const TicketId& id) override;

private:
    Store& m_store;
    MachineryLoader& m_machinery;
};

// Reads a conversation and says why it was read so, with the nearest examples.
Result<Explanation> explanationOf(const Machinery& machinery, const Conversation& conversation, std::stop_token stop);

} // namespace tandem
