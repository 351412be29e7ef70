#pragma once

#include "ui/shell/Overlay.h"
#include "ui/shell/PendingReplies.h"

#include <vector>

class QScrollArea;
class QVBoxLayout;

namespace tandem::ui {

class EmptyState;
class OutboxRow;
class OutboxSender;
class TextLabel;
enum class OutboxState : std::uint8_t;

// What has not arrived at the desk yet: each message with its state, to be sent again, read up, or discarded. UI thread.
class OutboxPanel final : public Overlay {
    Q_OBJECT

public:
    // `outbox` outlives it.
    OutboxPanel(QWidget* window, OutboxSender& outbox);

    [[nodiscard]] bool isEmpty() const { return m_rows.empty(); }

Q_SIGNALS:
    void ticketChosen(const tandem::TicketId& id);
    void copied();

protected:
    [[nodiscard]] QRect panelRect(const QSize& window) const override;
    // What the keyboard comes to is scrolled into view.
    bool focusNextPrevChild(bool next) override;

private:
    void makeHead();
    void refresh();
    void rebuild();
    OutboxRow* makeRow(const PendingReplies::Item& item, OutboxState state);
    [[nodiscard]] OutboxState stateOf(const PendingReplies::Item& item) const;

    OutboxSender& m_outbox;
    TextLabel* m_count = nullptr;
    QWidget* m_head = nullptr;
    QScrollArea* m_scroll = nullptr;
    QWidget* m_list = nullptr;
    QVBoxLayout* m_column = nullptr;
    EmptyState* m_empty = nullptr;
    std::vector<OutboxRow*> m_rows; // owned by m_list
};

} // namespace tandem::ui
