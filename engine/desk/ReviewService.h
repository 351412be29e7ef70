#pragma once

#include "base/Clock.h"
#include "desk/Reviews.h"
#include "operations/Machinery.h"
#include "pipeline/Policy.h"
#include "services/store/Store.h"

#include <string>

namespace tandem {

class ReviewService final : public Reviews {
public:
    // `writer`: the provider whose drafts are wanted now. The references outlive the service.
    ReviewService(Store& store, MachineryLoader& machinery, const Clock& clock, AutoSendRules rules, std::string writer);

    Status reject(const Actor& actor, const TicketId& ticket, const DraftId& draft, std::optional<DraftFault> fault) override;
    Result<ReplyCheck> check(const Actor& actor, const TicketId& ticket, const std::string& text, std::stop_token stop) override;
    Result<std::vector<AutoSendState>> autoSend(const Actor& actor) override;

private:
    Store& m_store;
    MachineryLoader& m_machinery;
    const Clock& m_clock;
    AutoSendRules m_rules;
    std::string m_writer;
};

// How things stand for drafts like this ticket's; nothing without a draft that says something.
Result<std::optional<AutoSendState>> autoSendOf(Transaction& transaction, const Ticket& ticket, const AutoSendRules& rules);

} // namespace tandem
