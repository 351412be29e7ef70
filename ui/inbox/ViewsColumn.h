#pragma once

#include "desk/Inbox.h"

#include <QMap>
#include <QWidget>

class QMenu;
class QVBoxLayout;

namespace tandem::ui {

class ColumnHeader;
class InboxCountsModel;

// The column of views: the workspace, the way to the palette, the views with their counts, the teams. `counts` must outlive it.
class ViewsColumn : public QWidget {
    Q_OBJECT

public:
    explicit ViewsColumn(InboxCountsModel& counts, QWidget* parent = nullptr);

    void setWorkspace(const QString& name);
    // Marks what is shown without saying so. A team is shown across all open tickets.
    void setView(tandem::InboxView view);
    void setTeam(const QString& team);
    // The same as a menu, for where the column has no room; filled when it opens.
    [[nodiscard]] QMenu& menu() { return *m_menu; }

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void viewChosen(tandem::InboxView view);
    void teamChosen(const QString& team);
    void searchRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    class Row;
    class SearchButton;
    class Name;
    QWidget* makeRows();
    void follow();
    void followTeams();
    void fillMenu();
    void mark(const QWidget* row);

    InboxCountsModel& m_counts;
    Name* m_name;
    QMenu* m_menu;
    QMap<InboxView, Row*> m_views;
    QMap<QString, Row*> m_teams;
    QVBoxLayout* m_teamRows;
    QWidget* m_teamPart;
    QString m_team;
};

} // namespace tandem::ui
