#pragma once

#include "desk/EgressBook.h"

namespace tandem {

// A ledger of two entries, for whoever may read it.
class MemoryEgress final : public EgressBook {
public:
    static EgressPage page()
    {
        EgressPage page;
        for (const char* id : {"e2", "e1"}) {
            EgressEntry entry;
            entry.id = EgressId(id);
            entry.sequence = id[1] - '0';
            entry.ticket = TicketId("t1");
            entry.host = "https://api.example.com:443";
            entry.method = "POST";
            entry.bytesOut = 1200;
            entry.outcome = EgressOutcome::Answered;
            entry.status = 200;
            entry.settledAt = TimePoint(Milliseconds(5));
            page.entries.push_back(entry);
        }
        return page;
    }
    static std::vector<EgressTotal> hosts() { return {{"https://api.example.com:443", 2, 0, 2400, 30}}; }

    Result<EgressPage> list(const Actor&, const EgressListing& listing) override
    {
        asked = listing;
        return page();
    }
    Result<EgressEntry> entry(const Actor&, const EgressId& id) override
    {
        for (EgressEntry entry : page().entries) {
            entry.body = "Guten Tag [PERSON_1]";
            if (entry.id == id)
                return entry;
        }
        return failure(ErrorCode::NotFound, "The egress ledger has no such entry.");
    }
    Result<std::vector<EgressTotal>> totals(const Actor&, TimePoint since) override
    {
        return since > TimePoint(std::chrono::days(1)) ? std::vector<EgressTotal>() : hosts();
    }

    EgressListing asked; // last
};

} // namespace tandem
