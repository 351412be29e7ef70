#pragma once

#include "base/Clock.h"
#include "desk/Feed.h"
#include "desk/Inbox.h"
#include "desk/TicketTexts.h"
#include "services/store/Store.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace tandem {

class InboxService final : public Inbox {
public:
    struct Settings {
        double confidenceThreshold = 0.75;
        std::vector<std::string> teams; // those that are counted
    };

    // All references outlive the service.
    InboxService(Store& store, Feed& feed, const Clock& clock, Settings settings);

    Result<InboxPage> page(const Actor& actor, const InboxQuery& query) override;
    Result<InboxCounts> counts(const Actor& actor) override;
    Result<TicketSummary> summary(const Actor& actor, const TicketId& id) override;
    // Reads what the first search by words would have to wait for; seconds with many tickets. Cancelled on a stop.
    Status prepareSearch(const std::stop_token& stop) { return m_texts.prepare(stop); }

private:
    Result<InboxPage> searched(const Actor& actor, const InboxQuery& query, TicketFilter filter);
    [[nodiscard]] TicketSummary summaryOf(const ListedTicket& listed) const;
    Result<std::int64_t> unreadOf(Transaction& transaction, const Actor& actor) const;

    Store& m_store;
    const Clock& m_clock;
    Settings m_settings;
    TicketTexts m_texts;
    std::unique_ptr<Feed::Subscription> m_changes; // last: it tells m_texts
};

} // namespace tandem
