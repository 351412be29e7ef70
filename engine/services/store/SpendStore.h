#pragma once

#include "base/Error.h"
#include "model/Spend.h"

#include <string>
#include <vector>

namespace tandem {

// What language models cost, by day of UTC, provider and model, and by ticket. Numbers alone: they outlive their ticket.
class SpendStore {
public:
    SpendStore() = default;
    SpendStore(const SpendStore&) = delete;
    SpendStore& operator=(const SpendStore&) = delete;
    virtual ~SpendStore() = default;

    virtual Status add(const Spend& spend) = 0; // to the day of spend.at
    // The same, unless something was added under this name before: then false, and nothing is added.
    virtual Result<bool> addOnce(const std::string& name, const Spend& spend) = 0;
    // From `from` to before `until`; by day, provider and model.
    virtual Result<std::vector<DaysSpend>> days(std::chrono::sys_days from, std::chrono::sys_days until) = 0;
    // Of all of those.
    virtual Result<SpendFigures> total(std::chrono::sys_days from, std::chrono::sys_days until) = 0;
    virtual Result<SpendFigures> ofTicket(const TicketId& ticket) = 0; // zeros when nothing was spent
};

} // namespace tandem
