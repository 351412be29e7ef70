#pragma once

#include "base/Clock.h"
#include "desk/Intake.h"
#include "operations/WakeUp.h"
#include "pipeline/ResponseTimes.h"
#include "services/store/Store.h"
#include "services/telemetry/Metrics.h"

namespace tandem {

class IntakeService final : public Intake {
public:
    // All references outlive the service. `work` is notified of every new job.
    IntakeService(Store& store, Metrics& metrics, const Clock& clock, WakeUp& work, ResponseTimes times = {});

    Result<Receipt> submit(const Actor& actor, IncomingMessage message) override;
    Result<Receipt> import(const Actor& actor, ImportedTicket ticket) override;

private:
    Result<Receipt> store(
        Transaction& transaction, const Actor& actor, const IncomingMessage& message, const std::string& requestHash);

    Result<Receipt> storeImported(Transaction& transaction, const Actor& actor, const ImportedTicket& imported);

    Store& m_store;
    Metrics& m_metrics;
    const Clock& m_clock;
    WakeUp& m_work;
    ResponseTimes m_times;
};

} // namespace tandem
