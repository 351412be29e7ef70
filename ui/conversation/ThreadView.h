#pragma once

#include "ui/conversation/AccessibleParts.h"
#include "ui/conversation/MessageBody.h"
#include "ui/conversation/ThreadItem.h"

#include <QAbstractScrollArea>
#include <QPointer>

#include <map>
#include <memory>
#include <vector>

namespace tandem::ui {

// The messages of a ticket with notes and events between them, and cards (draft, approvals) below. Painted; only what is on the
// screen is laid out. Text is shown as it is: never interpreted, nothing fetched. UI thread.
class ThreadView : public QAbstractScrollArea, public PartsOwner {
    Q_OBJECT

public:
    explicit ThreadView(QWidget* parent = nullptr);
    ~ThreadView() override;

    // Another thread starts at its end; the same one keeps its place, folds and selection.
    void setThread(const TicketId& ticket, std::vector<ThreadItem> items);
    // Widgets shown below the thread, top down, as wide as it; they become the view's.
    void setCards(const std::vector<QWidget*>& cards);
    // Scrolls as little as shows `rect` of `card`.
    void reveal(QWidget* card, const QRect& rect);

    [[nodiscard]] QString selectedText() const;
    void copy() const;
    [[nodiscard]] const std::vector<ThreadItem>& items() const { return m_items; }
    // Of an item on the viewport now.
    [[nodiscard]] QRect itemRect(int item) const;
    // The body of a message; nullptr for days and events.
    [[nodiscard]] const MessageBody* body(int item) const;

    [[nodiscard]] int partCount() const override;
    [[nodiscard]] QString partName(int part) const override;
    [[nodiscard]] QRect partRect(int part) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    struct Row {
        std::shared_ptr<MessageBody> body; // messages and notes
        qreal top = 0;
        qreal height = 0;
        qreal bodyTop = 0; // from the row's top
    };
    struct Selection {
        int item = -1;
        BodyPosition anchor;
        BodyPosition head;
    };

    void layOut();
    void layOutBody(int item, LayOut when);
    void stack();
    void settle();
    void placeCards();
    void updateScrollBar();
    void select(const QPoint& point, bool extend);
    void toggleChip(int item, int chip);
    [[nodiscard]] int itemAt(const QPoint& point) const;
    [[nodiscard]] QPointF bodyOrigin(int item) const;
    [[nodiscard]] qreal bodyLeft(int item) const;
    [[nodiscard]] qreal bodyWidth(int item) const;
    [[nodiscard]] QRectF columnRect() const;
    [[nodiscard]] qreal gapBefore(int item) const;
    void paintRow(QPainter& painter, int item, const QRectF& clip) const;
    void paintHead(QPainter& painter, int item, const QRectF& row) const;
    void paintBody(QPainter& painter, int item, const QRectF& clip) const;
    void paintEventLine(QPainter& painter, int item, const QRectF& row) const;

    TicketId m_ticket;
    std::vector<ThreadItem> m_items;
    std::vector<Row> m_rows;
    std::vector<QPointer<QWidget>> m_cards;
    Selection m_selection;
    qreal m_height = 0; // of the rows
    qreal m_total = 0; // with the cards
    bool m_atEnd = true;
    bool m_settling = false;
};

} // namespace tandem::ui
