#pragma once

#include "pipeline/DraftListener.h"

#include <string_view>

namespace tandem {

// Tells a listener of one ticket's draft, from its construction to its end, whichever way that comes. For one thread.
class DraftTelling {
public:
    // `listener` outlives it; null: nobody listens.
    DraftTelling(DraftListener* listener, const TicketId& ticket);
    DraftTelling(const DraftTelling&) = delete;
    DraftTelling& operator=(const DraftTelling&) = delete;
    ~DraftTelling();

    // `stage`: its name in the pipeline.
    void enter(std::string_view stage);
    void write(std::string_view text);
    // Says nothing where nothing was written.
    void startOver();
    // Nobody listens: text need not be handed on.
    [[nodiscard]] bool isSilent() const { return m_listener == nullptr; }

private:
    DraftListener* m_listener;
    const TicketId& m_ticket;
    DraftListener::Writing m_writing = 0;
    DraftStage m_stage = DraftStage::Reading;
    bool m_wrote = false;
};

} // namespace tandem
