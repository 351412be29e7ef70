#include "ui/models/InboxCountsModel.h"

namespace tandem::ui {

namespace {

constexpr int refreshIntervalMs = 250;

} // namespace

InboxCountsModel::InboxCountsModel(Connector& connector, QObject* parent)
    : QObject(parent)
    , m_connector(connector)
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(refreshIntervalMs);
    connect(&m_refresh, &QTimer::timeout, this, &InboxCountsModel::ask);
    connect(&connector, &Connector::changed, this, &InboxCountsModel::hear);
    connect(&connector, &Connector::resynchronised, this, &InboxCountsModel::hear);
    connect(&connector, &Connector::stateChanged, this, &InboxCountsModel::hear);
    ask();
}

void InboxCountsModel::hear()
{
    if (!m_refresh.isActive())
        m_refresh.start();
}

void InboxCountsModel::ask()
{
    if (m_asked) {
        m_again = true;
        return;
    }
    m_asked = true;
    m_connector.ask(
        this, [actor = m_connector.actor()](Desk& desk) { return desk.inbox.counts(actor); },
        [this](Result<InboxCounts> result) {
            m_asked = false;
            if (std::exchange(m_again, false))
                hear();
            if (!result)
                return;
            m_counts = std::move(*result);
            Q_EMIT changed();
        });
}

} // namespace tandem::ui
