#include "ui/models/TicketListModel.h"

#include <algorithm>

namespace tandem::ui {

namespace {

constexpr int refreshIntervalMs = 100;
// Pages kept on either side of those that are seen.
constexpr std::int64_t pagesAround = 2;

} // namespace

TicketListModel::TicketListModel(Connector& connector, QObject* parent)
    : QObject(parent)
    , m_connector(connector)
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(refreshIntervalMs);
    connect(&m_refresh, &QTimer::timeout, this, &TicketListModel::askForSeen);
    connect(&connector, &Connector::changed, this, &TicketListModel::hear);
    connect(&connector, &Connector::resynchronised, this, [this] {
        if (m_error) // the cut's own; nobody needs to press Retry for it
            retry();
        else
            reread();
    });
}

void TicketListModel::setQuery(const InboxQuery& query)
{
    m_query = query;
    m_query.cursor.clear();
    m_query.limit = pageSize;
    ++m_generation;
    m_asked.clear();
    m_waiting = true;
    m_started = true;
    m_error.reset();
    m_firstSeen = 0;
    m_lastSeen = 0;
    ask(0);
    Q_EMIT changed();
}

const TicketSummary* TicketListModel::ticket(std::int64_t index) const
{
    if (index < 0 || index >= m_total)
        return nullptr;
    const auto page = m_pages.find(index / pageSize);
    if (page == m_pages.end())
        return nullptr;
    const auto place = static_cast<std::size_t>(index % pageSize);
    return place < page->second.tickets.size() ? &page->second.tickets[place] : nullptr;
}

std::optional<std::int64_t> TicketListModel::indexOf(const TicketId& id) const
{
    for (const auto& [number, page] : m_pages) {
        const auto found = std::ranges::find(page.tickets, id, &TicketSummary::id);
        if (found != page.tickets.end())
            return number * pageSize + (found - page.tickets.begin());
    }
    return std::nullopt;
}

void TicketListModel::look(std::int64_t first, std::int64_t last)
{
    if (m_waiting)
        return;
    m_firstSeen = std::max<std::int64_t>(0, first);
    m_lastSeen = std::max(m_firstSeen, last);
    const std::int64_t from = m_firstSeen / pageSize - pagesAround;
    const std::int64_t to = m_lastSeen / pageSize + pagesAround;
    if (!m_error) // what could not be read again is kept
        std::erase_if(m_pages, [from, to](const auto& page) { return page.first < from || page.first > to; });
    askForSeen();
}

void TicketListModel::retry()
{
    m_error.reset();
    if (m_waiting)
        ask(0);
    else
        reread();
    Q_EMIT changed();
}

void TicketListModel::hear(const Change& change)
{
    if (change.kind != ChangeKind::Knowledge)
        reread();
}

void TicketListModel::reread()
{
    ++m_version;
    if (m_started && !m_refresh.isActive())
        m_refresh.start();
}

void TicketListModel::askForSeen()
{
    if (m_waiting || m_error)
        return;
    const std::int64_t last = std::min(m_lastSeen, std::max<std::int64_t>(0, m_total - 1)) / pageSize;
    for (std::int64_t page = std::min(m_firstSeen / pageSize, last); page <= last; ++page) {
        const auto held = m_pages.find(page);
        if (held == m_pages.end() || held->second.version < m_version)
            ask(page);
    }
}

void TicketListModel::ask(std::int64_t page)
{
    if (!m_asked.insert(page).second)
        return;
    InboxQuery query = m_query;
    query.offset = page * pageSize;
    m_connector.ask(
        this, [query, actor = m_connector.actor()](Desk& desk) { return desk.inbox.page(actor, query); },
        [this, page, version = m_version, generation = m_generation](Result<InboxPage> result) {
            if (generation == m_generation)
                take(page, version, std::move(result));
        });
}

void TicketListModel::take(std::int64_t page, std::uint64_t version, Result<InboxPage> result)
{
    m_asked.erase(page);
    if (!result) {
        m_error = result.error();
        Q_EMIT changed();
        return;
    }
    m_error.reset();
    if (m_waiting)
        m_pages.clear();
    m_waiting = false;
    m_total = result->total;
    m_due = m_query.order == InboxOrder::Due ? result->due : std::array<std::int64_t, 3>{};
    m_pages.insert_or_assign(page, Page{std::move(result->tickets), version});
    std::erase_if(m_pages, [this](const auto& held) { return held.first > 0 && held.first * pageSize >= m_total; });
    // Heard of more since it was asked for: again, but not sooner than the next beat.
    if (version < m_version && !m_refresh.isActive())
        m_refresh.start();
    Q_EMIT changed();
}

} // namespace tandem::ui
