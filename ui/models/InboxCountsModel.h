#pragma once

#include "desk/Inbox.h"
#include "ui/connector/Connector.h"

#include <QObject>
#include <QTimer>

namespace tandem::ui {

// How many tickets each view and team holds, read anew when the desk changes, at most four times a second. After an error the
// last counts stay. UI thread; `connector` must outlive it.
class InboxCountsModel : public QObject {
    Q_OBJECT

public:
    explicit InboxCountsModel(Connector& connector, QObject* parent = nullptr);

    [[nodiscard]] const InboxCounts& counts() const { return m_counts; }
    [[nodiscard]] std::int64_t count(InboxView view) const { return m_counts.views[static_cast<std::size_t>(view)]; }

Q_SIGNALS:
    void changed();

private:
    void hear();
    void ask();

    Connector& m_connector;
    InboxCounts m_counts;
    QTimer m_refresh;
    bool m_asked = false;
    bool m_again = false;
};

} // namespace tandem::ui
