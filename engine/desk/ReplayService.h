#pragma once

#include "desk/PolicyReplay.h"
#include "services/store/Store.h"

namespace tandem {

class ReplayService final : public PolicyReplay {
public:
    // The store outlives the service.
    explicit ReplayService(Store& store);

    Result<ReplayReport> replay(const Actor& actor, const Config& config, std::optional<TimePoint> since, const Visit& changed,
        std::stop_token stop) override;

private:
    Store& m_store;
};

} // namespace tandem
