#pragma once

#include "desk/Conversations.h"
#include "ui/widgets/TextLabel.h"

namespace tandem::ui {

class ValueBar;

// How sure the engine is of its draft: number, word, bar with the threshold, and whether such answers go out by themselves.
// Hidden without a draft that says anything.
class ConfidenceBox : public Surface {
    Q_OBJECT

public:
    explicit ConfidenceBox(QWidget* parent = nullptr);

    void setTicket(const TicketView& view);

private:
    TextLabel* m_word = nullptr;
    TextLabel* m_number = nullptr;
    TextLabel* m_meaning = nullptr;
    ValueBar* m_bar = nullptr;
    TextLabel* m_scale = nullptr;
    TextLabel* m_lock = nullptr; // what is missing until such answers go out by themselves
};

} // namespace tandem::ui
