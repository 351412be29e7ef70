#pragma once

#include "base/Clock.h"
#include "desk/Administration.h"
#include "operations/Machinery.h"
#include "services/store/Store.h"
#include "services/telemetry/Metrics.h"

namespace tandem {

class AdministrationService final : public Administration {
public:
    // All references outlive the service.
    AdministrationService(Store& store, MachineryLoader& machinery, Metrics& metrics, const Clock& clock);

    Result<std::string> createToken(
        const Actor& actor, Role role, const std::string& tokenName, const std::optional<std::string>& customerId) override;
    Result<Actor> authenticate(const std::string& token) override;
    Result<std::vector<Person>> people(const Actor& actor) override;
    Health health() override;
    [[nodiscard]] std::string metrics() const override;

private:
    [[nodiscard]] HealthCheck storeCheck() const;
    void addMachineryChecks(Health& health) const;

    Store& m_store;
    MachineryLoader& m_machinery;
    Metrics& m_metrics;
    const Clock& m_clock;
    std::chrono::steady_clock::time_point m_begin;
};

} // namespace tandem
