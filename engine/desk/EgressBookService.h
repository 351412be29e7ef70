#pragma once

#include "desk/EgressBook.h"
#include "services/store/Store.h"

namespace tandem {

class EgressBookService final : public EgressBook {
public:
    // The store outlives the service.
    explicit EgressBookService(Store& store);

    Result<EgressPage> list(const Actor& actor, const EgressListing& listing) override;
    Result<EgressEntry> entry(const Actor& actor, const EgressId& id) override;
    Result<std::vector<EgressTotal>> totals(const Actor& actor, TimePoint since) override;

private:
    Store& m_store;
};

} // namespace tandem
