#pragma once

#include "desk/ConversationService.h"
#include "desk/IntakeService.h"
#include "services/telemetry/MetricsRegistry.h"
#include "support/TemporaryStore.h"

namespace tandem {

// What takes tickets in and shows them, over a store of its own.
struct IntakeDesk {
    ManualClock clock;
    TemporaryStore store{clock};
    MetricsRegistry metrics;
    WakeUp work;
    WakeUp outbox;
    DeskPhrases phrases;
    IntakeService intake{*store, metrics, clock, work};
    Policy policy;
    ConversationService conversations{*store, clock, work, outbox, phrases, policy};

    std::int64_t waiting() { return valueOf(store->queue().depth()).waiting; }
};

} // namespace tandem
