#pragma once

#include "ui/connector/Connector.h"

#include <QTimer>
#include <QWidget>

namespace tandem::ui {

class InboxColumns;
class InboxCountsModel;
class ListHeader;
class SidePanel;
class TicketColumn;
class TicketActions;
class TicketListView;
class ViewsColumn;
enum class TicketKey : std::uint8_t;

// Views, queue, conversation and evidence side by side: where agents spend their day. Carries what is done in its columns to the
// desk and brings back what changed. UI thread.
class InboxPage : public QWidget {
    Q_OBJECT

public:
    // Both outlive the page.
    InboxPage(Connector& connector, TicketActions& actions, QWidget* parent = nullptr);

    void setWorkspace(const QString& name);
    void open(const TicketId& id);
    // Where messages to the agent lie: what of the conversation can be covered.
    [[nodiscard]] QWidget& thread() const;
    void focusList();
    void selectNext();
    void selectPrevious();
    // The ticket on screen; nullptr = none yet.
    [[nodiscard]] const TicketView* shown() const;
    void assignToMe();
    bool copyNumber(); // false: no ticket is shown
    void resolve(Learn learn);
    void moveFocus(int by); // to the next or previous column
    void press(TicketKey key); // on the open ticket

Q_SIGNALS:
    void paletteWanted();
    void countsChanged(const tandem::InboxCounts& counts);
    void problem(const QString& text);
    void articleWanted(const tandem::ArticleId& article, const QString& quote);

private:
    void build();
    void connectColumns();
    void connectSide();
    void connectActions();
    void showList();
    void showView(const QString& title);
    void showGroup(const GroupId& group);
    void choose(const TicketId& id);
    void loadTicket();
    void take(const TicketView& view, bool seen);
    void answer(std::uint64_t load, const TicketId& id, const Result<TicketView>& view, const Status& seen);
    void hear(const Change& change);
    void follow(const DraftNews& news);
    void followColumns();

    Connector& m_connector;
    TicketActions* m_actions;
    InboxColumns* m_columns = nullptr;
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
    std::uint64_t m_loads = 0; // asked for so far
    std::uint64_t m_answered = 0; // the latest that was answered
    QTimer m_ticketReload; // changes of the open ticket come in bursts
};

} // namespace tandem::ui
