#pragma once

#include "ui/connector/Connector.h"

#include <QSplitter>
#include <QTimer>
#include <QWidget>

#include <optional>

namespace tandem::ui {

class InboxCountsModel;
class ListHeader;
class SidePanel;
class TicketColumn;
class TicketActions;
class TicketListView;
class ViewsColumn;

// Views, queue, conversation and evidence side by side: where agents spend their day. Carries what is done in its columns to the
// desk and brings back what changed. UI thread.
class InboxPage : public QWidget {
    Q_OBJECT

public:
    // Both outlive the page.
    InboxPage(Connector& connector, TicketActions& actions, QWidget* parent = nullptr);

    void setWorkspace(const QString& name);
    void open(const TicketId& id);
    void focusList();
    void selectNext();
    void selectPrevious();
    [[nodiscard]] TicketColumn& ticketColumn() { return *m_ticket; }
    [[nodiscard]] SidePanel& sidePanel() { return *m_side; }
    void assignToMe();
    void copyNumber();
    void resolve(Learn learn);
    void moveFocus(int by); // to the next or previous column

Q_SIGNALS:
    void paletteWanted();
    void countsChanged(const tandem::InboxCounts& counts);
    void problem(const QString& text);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void connectColumns();
    void connectActions();
    void showList();
    void showView(const QString& title);
    void loadTicket();
    void take(TicketView view);
    void hear(const Change& change);
    void adapt();

    Connector& m_connector;
    TicketActions* m_actions;
    QSplitter* m_columns = nullptr;
    InboxCountsModel* m_counts = nullptr;
    ViewsColumn* m_views = nullptr;
    QWidget* m_listColumn = nullptr;
    ListHeader* m_header = nullptr;
    TicketListView* m_list = nullptr;
    TicketColumn* m_ticket = nullptr;
    SidePanel* m_side = nullptr;
    InboxQuery m_query;
    QString m_title;
    TicketId m_open;
    std::optional<TicketView> m_view;
    QTimer m_ticketReload; // changes of the open ticket come in bursts
    bool m_sidePinned = true; // the person wants the side panel where there is room
};

} // namespace tandem::ui
