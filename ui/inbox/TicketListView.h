#pragma once

#include "ui/inbox/TicketListGeometry.h"
#include "ui/inbox/TicketRowDelegate.h"
#include "ui/models/TicketListModel.h"

#include <QAbstractScrollArea>
#include <QTimer>

namespace tandem::ui {

class Banner;
class EmptyState;

// The list of tickets: group heads and rows, painted where they are seen and nowhere else. The arrow keys, Page Up and Down, Home
// and End move the selection; J and K come from the shell as slots. UI thread; `connector` must outlive it.
class TicketListView : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit TicketListView(Connector& connector, QWidget* parent = nullptr);

    void setQuery(const InboxQuery& query);
    void setDensity(Density density);
    // For tests; must outlive the view.
    void setClock(const Clock& clock) { m_clock = &clock; }

    // "" = none. It stays when the ticket leaves the list.
    [[nodiscard]] TicketId selected() const { return m_selected; }
    // Scrolls to it when its page is here.
    void select(const TicketId& id);

    [[nodiscard]] const TicketListModel& model() const { return m_model; }
    [[nodiscard]] TimePoint now() const { return m_clock->now(); }
    // Rows of the viewport, first and one past the last.
    [[nodiscard]] std::pair<std::int64_t, std::int64_t> visibleRows() const;
    // In the viewport's coordinates.
    [[nodiscard]] QRect rowRect(std::int64_t row) const;
    [[nodiscard]] std::optional<std::int64_t> rowAt(const QPoint& position) const;
    void selectRow(std::int64_t row);
    void reread() { m_model.reread(); }

    [[nodiscard]] QSize sizeHint() const override;

    void selectNext();
    void selectPrevious();

Q_SIGNALS:
    void ticketActivated(const tandem::TicketId& id);
    // A row was clicked, the selected one too.
    void rowPressed();
    void totalChanged(qint64 total);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void layOut();
    void lookAround();
    void followModel();
    void showState();
    void placeState();
    void choose(std::int64_t row, const TicketId& id);
    void repaintRow(std::optional<std::int64_t> row);
    void hover(std::optional<std::int64_t> row);
    void scrollTo(std::int64_t row);
    void paintHead(QPainter& painter, std::size_t group);
    void paintRow(QPainter& painter, std::int64_t row);
    [[nodiscard]] bool showsGroups() const;

    TicketListModel m_model;
    TicketRowDelegate m_delegate;
    TicketListGeometry m_geometry;
    SystemClock m_systemClock;
    const Clock* m_clock = &m_systemClock;
    Density m_density = Density::Comfortable;
    TicketId m_selected;
    std::int64_t m_row = -1; // of the selection, or where it was before it left the list
    bool m_here = false; // the selection is in the list
    std::optional<std::int64_t> m_wanted; // chosen by key before its page was here
    std::optional<std::int64_t> m_hovered;
    bool m_keyboard = false;
    bool m_late = false; // waiting for longer than nothing may be shown
    QTimer m_patience;
    QTimer m_minute;
    Banner* m_error;
    EmptyState* m_empty;
};

} // namespace tandem::ui
