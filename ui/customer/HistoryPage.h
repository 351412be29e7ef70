#pragma once

#include "desk/Conversations.h"

#include <QWidget>

class QVBoxLayout;

namespace tandem::ui {

class TextLabel;

// The customer's other tickets. UI thread.
class HistoryPage : public QWidget {
    Q_OBJECT

public:
    explicit HistoryPage(QWidget* parent = nullptr);

    void setTicket(const TicketView& view);

Q_SIGNALS:
    void ticketRequested(const tandem::TicketId& ticket);

private:
    QVBoxLayout* m_rows = nullptr;
    TextLabel* m_none = nullptr;
};

} // namespace tandem::ui
