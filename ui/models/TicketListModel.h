#pragma once

#include "desk/Inbox.h"
#include "ui/connector/Connector.h"

#include <QObject>
#include <QTimer>

#include <array>
#include <map>
#include <optional>
#include <set>

namespace tandem::ui {

// The tickets of one list, read in pages around what is looked at and dropped far from it, so that a list of a million costs what
// its screen costs. Reads anew when the desk changes, at most ten times a second. UI thread; `connector` must outlive it.
class TicketListModel : public QObject {
    Q_OBJECT

public:
    static constexpr int pageSize = 100;

    explicit TicketListModel(Connector& connector, QObject* parent = nullptr);

    // Starts another list. What was shown stays until the first page of the new one is here, also while it cannot be read.
    // cursor, offset
    // and limit are the model's own.
    void setQuery(const InboxQuery& query);
    [[nodiscard]] const InboxQuery& query() const { return m_query; }

    // No page of the present query has come yet.
    [[nodiscard]] bool isWaiting() const { return m_waiting; }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    // The list that was asked for cannot be read; what is here is of the one before.
    [[nodiscard]] bool isStale() const { return m_waiting && m_error && !m_pages.empty(); }
    [[nodiscard]] std::int64_t total() const { return m_total; }
    // Sizes of the groups with InboxOrder::Due, else zeroes: see InboxPage::due.
    [[nodiscard]] const std::array<std::int64_t, 3>& due() const { return m_due; }

    // The ticket at `index`; null while its page is on the way. Valid until the next signal.
    [[nodiscard]] const TicketSummary* ticket(std::int64_t index) const;
    // Where it stands among the pages that are here.
    [[nodiscard]] std::optional<std::int64_t> indexOf(const TicketId& id) const;
    [[nodiscard]] std::size_t pagesHeld() const { return m_pages.size(); }

    // The rows that are seen: their pages are asked for, far ones dropped.
    void look(std::int64_t first, std::int64_t last);
    // Reads what is seen anew, as after a change: for what the desk does not tell, such as that the reader has seen a ticket.
    void reread();
    // Asks again after an error.
    void retry();

Q_SIGNALS:
    void changed(); // rows, total, groups, waiting or error

private:
    struct Page {
        std::vector<TicketSummary> tickets;
        std::uint64_t version; // of the desk when it was asked for
    };

    void hear(const Change& change);
    void ask(std::int64_t page);
    void take(std::int64_t page, std::uint64_t version, Result<InboxPage> result);
    void askForSeen();

    Connector& m_connector;
    InboxQuery m_query;
    std::map<std::int64_t, Page> m_pages;
    std::set<std::int64_t> m_asked;
    std::uint64_t m_generation = 0; // counts queries: late answers to an earlier one are dropped
    std::uint64_t m_version = 1; // counts what was heard of the desk
    std::int64_t m_firstSeen = 0;
    std::int64_t m_lastSeen = 0;
    std::int64_t m_total = 0;
    std::array<std::int64_t, 3> m_due{};
    bool m_waiting = true;
    bool m_started = false;
    std::optional<Error> m_error;
    QTimer m_refresh;
};

} // namespace tandem::ui
