#include "desk/EgressBookService.h"

#include "desk/Roles.h"

#include <algorithm>

namespace tandem {

namespace {

constexpr int mostListed = 500;

Status requireReader(const Actor& actor)
{
    return requireDecider(actor, "What left this machine is shown to supervisors and admins");
}

} // namespace

EgressBookService::EgressBookService(Store& store)
    : m_store(store)
{
}

Result<EgressPage> EgressBookService::list(const Actor& actor, const EgressListing& listing)
{
    TRY(requireReader(actor));
    const int limit = std::clamp(listing.limit, 1, mostListed);
    EgressListing more = listing;
    more.limit = limit + 1; // tells whether there is another page
    EgressPage page;
    page.entries = TRY(readResult(m_store, [&](Transaction& transaction) { return transaction.egress().list(more); }));
    if (page.entries.size() <= static_cast<std::size_t>(limit))
        return page;
    page.entries.pop_back();
    page.before = page.entries.back().sequence;
    return page;
}

Result<EgressEntry> EgressBookService::entry(const Actor& actor, const EgressId& id)
{
    TRY(requireReader(actor));
    return readResult(m_store, [&](Transaction& transaction) { return transaction.egress().get(id); });
}

Result<std::vector<EgressTotal>> EgressBookService::totals(const Actor& actor, TimePoint since)
{
    TRY(requireReader(actor));
    return readResult(m_store, [&](Transaction& transaction) { return transaction.egress().totals(since); });
}

} // namespace tandem
